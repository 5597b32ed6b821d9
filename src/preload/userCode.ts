/** Which files are the program's own code. Everything else (packages, Node, this tool) runs untouched. */
import { path } from './builtins.ts';
import type { PreloadOptions } from './config.ts';

/** Extensions whose text can be JavaScript (or TypeScript that something strips on the way); '' for scripts such as bin/www. */
const EXTENSIONS = new Set(['', '.js', '.cjs', '.mjs', '.jsx', '.ts', '.cts', '.mts', '.tsx']);

export interface UserCodeRules {
  /** Absolute folders; empty: everything that is not in a package. */
  readonly roots: readonly string[];
  /** Packages inside node_modules that count as the user's. */
  readonly instrument: readonly string[];
  /** Folder of this tool's own files. */
  readonly ownFolder: string;
}

export function userCodeRules(options: PreloadOptions, ownFolder: string): UserCodeRules {
  return { roots: options.roots.map(withSeparator), instrument: options.instrument, ownFolder: withSeparator(ownFolder) };
}

function withSeparator(folder: string): string {
  return folder.endsWith(path.sep) ? folder : folder + path.sep;
}

/** Whether the file at this absolute path is user code. */
export function isUserFile(file: string, rules: UserCodeRules): boolean {
  if (!path.isAbsolute(file)) return false;
  if (!EXTENSIONS.has(path.extname(file).toLowerCase())) return false;
  if (file.startsWith(rules.ownFolder)) return false;
  const packageName = enclosingPackage(file);
  if (packageName !== undefined) return rules.instrument.includes(packageName);
  if (isYarnFile(file)) return false;
  if (rules.roots.length === 0) return true;
  return rules.roots.some((root) => file.startsWith(root));
}

const NODE_MODULES = /[\\/]node_modules[\\/]/g;

/** Name of the innermost package in node_modules that the file belongs to, undefined when it is in none. */
function enclosingPackage(file: string): string | undefined {
  let end = -1;
  NODE_MODULES.lastIndex = 0;
  for (let match = NODE_MODULES.exec(file); match !== null; match = NODE_MODULES.exec(file)) {
    end = match.index + match[0].length;
    NODE_MODULES.lastIndex = end - 1;
  }
  if (end < 0) return undefined;
  const parts = file.slice(end).split(/[\\/]/);
  const first = parts[0] ?? '';
  return first.startsWith('@') ? `${first}/${parts[1] ?? ''}` : first;
}

/** Yarn's own files, its zipped packages and virtual folders. */
function isYarnFile(file: string): boolean {
  return /[\\/](?:\.yarn|__virtual__|\$\$virtual)[\\/]|\.zip[\\/]|[\\/]\.pnp\.(?:cjs|loader\.mjs)$/.test(file);
}
