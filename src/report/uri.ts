/** Paths of files as URIs. */

/** `src/cart.ts` for a file below `folder`, undefined for one elsewhere. Both absolute. */
export function relativeUri(file: string, folder: string): string | undefined {
  const below = slashes(file);
  const base = slashes(folder).replace(/\/?$/, '/');
  return below.startsWith(base) && below.length > base.length ? encode(below.slice(base.length)) : undefined;
}

/** `file:///home/me/src/cart.ts`. What is a URL already stays as it is. */
export function fileUri(file: string): string {
  if (/^[a-z][a-z\d+.-]+:/i.test(file)) return encodeURI(file.replaceAll('\\', '/'));
  const path = slashes(file);
  return `file://${path.startsWith('/') ? '' : '/'}${encode(path)}`;
}

/** `C:\a` and `/a` alike. */
function slashes(path: string): string {
  return /^[a-z]:[\\/]/i.test(path) || path.startsWith('\\\\') ? path.replaceAll('\\', '/') : path;
}

function encode(path: string): string {
  // A lone surrogate has no UTF-8.
  return path
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^(\/?[a-z])%3A(?=\/)/i, '$1:');
}
