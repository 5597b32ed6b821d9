/**
 * Looks at what a file imports before the file itself is transformed. Which properties get probes depends on who writes them (`writtenNames` of the transform), and whoever reads one may be loaded
 * before whoever writes it: `import { Board } from './board.js'` in the line above `import { Poller } from './poller.js'`. What is found so must not depend on that order.
 */
import { path, readFileSync } from '../builtins.ts';
import { stripTypes } from './typescript.ts';

/** A file that is going to be loaded, as far as its name and its importer tell. */
interface Script {
  readonly source: string;
  readonly file: string;
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

/** Files of this thread whose imports were looked at. */
const known = new Set<string>();

/** Calls `look` with each file that `script` imports by a relative path at its top, and that these import, once in this thread. */
export function lookAhead(script: Script, look: (ahead: Script) => void, seen = known): void {
  if (seen.has(script.file)) return;
  seen.add(script.file);
  const waiting = [script];
  for (let i = 0; i < waiting.length; i++) {
    const { source, file, type } = waiting[i] as Script;
    for (const match of source.matchAll(IMPORTS)) {
      if (seen.size >= MAX_FILES) return;
      if (isIndented(source, match.index)) continue;
      const found = read(path.resolve(path.dirname(file), match[2] as string), type, seen);
      if (found === undefined) continue;
      waiting.push(found);
      look(found);
    }
  }
}

/** In a function or a branch: what is loaded only when it is needed may never be. */
function isIndented(source: string, at: number): boolean {
  const first = source.charCodeAt(source.lastIndexOf('\n', at - 1) + 1);
  return first === 32 || first === 9;
}

/** A script that has not been seen yet; undefined when there is none. `type`: that of its importer. */
function read(place: string, type: Script['type'], seen: Set<string>): Script | undefined {
  // What TypeScript calls `./board.js` may be `board.ts`.
  const files = SCRIPT.test(place) ? [place, place.replace(/js$/, 'ts')] : ENDS.map((end) => place + end);
  for (const file of files) {
    const kind = SCRIPT.exec(file)?.[1];
    if (kind === undefined) continue;
    if (seen.has(file)) return undefined;
    try {
      const text = readFileSync(file, 'utf8');
      const source = TYPED.test(file) ? stripTypes(text, file) : text;
      // What Node cannot strip, another loader will: then its text is looked at when it is loaded.
      if (source === undefined || source.length > MAX_LENGTH) return undefined;
      seen.add(file);
      return { source, file, type: kind === 'm' ? 'module' : kind === 'c' ? 'commonjs' : type };
    } catch {
      // It may have another ending.
    }
  }
  return undefined;
}
