/** The scripts of a package.json, and where they begin, from its text. Pure. */

export interface PackageScripts {
  /** In their order. */
  readonly names: readonly string[];
  /** What each of them runs, same order. */
  readonly commands: readonly string[];
  /** 0-based line of the property `scripts`. */
  readonly line: number;
}

/** Undefined where there are none, or no JSON: npm would say the same. */
export function packageScripts(text: string): PackageScripts | undefined {
  try {
    const manifest: unknown = JSON.parse(text);
    const scripts = typeof manifest === 'object' && manifest !== null && 'scripts' in manifest ? manifest.scripts : undefined;
    if (typeof scripts !== 'object' || scripts === null) return undefined;
    const all = Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    if (all.length === 0) return undefined;
    return { names: all.map(([name]) => name), commands: all.map(([, command]) => command), line: lineOfScripts(text) };
  } catch {
    return undefined;
  }
}

/** `text` is JSON with such a property at its top. */
function lineOfScripts(text: string): number {
  let depth = 0;
  // Texts are taken whole, so that braces in them do not count.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && /^"scripts"\s*:$/.test(token)) return text.slice(0, index).split('\n').length - 1;
  }
  return 0;
}
