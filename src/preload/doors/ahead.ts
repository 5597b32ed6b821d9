/**
 * Looks at what a file imports before the file itself is transformed. Which properties get probes depends on who writes them (`writtenNames` of the transform), and whoever reads one may be loaded
 * before whoever writes it: `import { Board } from './board.js'` in the line above `import { Poller } from './poller.js'`. What is found so must not depend on that order.
 */
import { path, pathToFileURL, readFileSync } from '../builtins.ts';
import { stripTypes } from './typescript.ts';

/** A file that is going to be loaded, as far as its name and its importer tell. */
interface Ahead {
  readonly source: string;
  /** As the transform will get it. */
  readonly name: string;
  readonly type: 'commonjs' | 'module';
}

/** More files of a thread are not looked at before they are loaded. */
const MAX_FILES = 512;
/** Longer ones are bundles, or data. */
const MAX_LENGTH = 1_000_000;
const IMPORTS = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])(\.\.?\/[^'"\n]*)\1/g;
const SCRIPT = /\.([cm]?)[jt]s$/;
const TYPED = /\.[cm]?ts$/;
const ENDS = ['.js', '.cjs', '.ts', '/index.js', '/index.ts'];

/** Files of this thread that were looked at or loaded. */
const known = new Set<string>();

/** Calls `look` with each file that `file` imports by a relative path at its top, and that these import, once in this thread. */
export function lookAhead(
  source: string,
  file: string,
  type: 'commonjs' | 'module' | undefined,
  look: (ahead: Ahead) => void,
  seen = known,
): void {
  seen.add(file);
  const waiting: { readonly source: string; readonly file: string; readonly type: 'commonjs' | 'module' }[] = [
    { source, file, type: type ?? 'commonjs' },
  ];
  for (let i = 0; i < waiting.length; i++) {
    const importer = waiting[i] as (typeof waiting)[0];
    for (const match of importer.source.matchAll(IMPORTS)) {
      if (seen.size >= MAX_FILES) return;
      const [, , specifier = ''] = match;
      if (isIndented(importer.source, match.index)) continue;
      const found = read(path.resolve(path.dirname(importer.file), specifier), seen);
      if (found === undefined) continue;
      const kind = SCRIPT.exec(found.file)?.[1];
      const own = kind === 'm' ? 'module' : kind === 'c' ? 'commonjs' : importer.type;
      waiting.push({ ...found, type: own });
      look({ source: found.source, name: own === 'module' ? pathToFileURL(found.file).href : found.file, type: own });
    }
  }
}

/** In a function or a branch: what is loaded only when it is needed may never be. */
function isIndented(source: string, at: number): boolean {
  const first = source.charCodeAt(source.lastIndexOf('\n', at - 1) + 1);
  return first === 32 || first === 9;
}

/** The text of a script that has not been seen yet; undefined when there is none. */
function read(place: string, seen: Set<string>): { readonly source: string; readonly file: string } | undefined {
  // What TypeScript calls `./board.js` may be `board.ts`.
  const files = SCRIPT.test(place) ? [place, place.replace(/js$/, 'ts')] : ENDS.map((end) => place + end);
  for (const file of files) {
    if (!SCRIPT.test(file)) continue;
    if (seen.has(file)) return undefined;
    try {
      const text = readFileSync(file, 'utf8');
      seen.add(file);
      const source = TYPED.test(file) ? stripTypes(text, file) : text;
      return source === undefined || source.length > MAX_LENGTH ? undefined : { source, file };
    } catch {
      // It may have another ending.
    }
  }
  return undefined;
}
