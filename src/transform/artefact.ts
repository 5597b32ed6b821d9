/**
 * The result of instrumenting one source, independent of where it is loaded and of the numbers it gets; and turning it into what the caller runs.
 * Nothing here needs the parser, so that a warm cache is cheap.
 */
import type { SourceForm } from '../wire/runtime';
import type { SiteTable } from '../wire/sites';
import { formatNumber, MAX_NUMBER, NUMBER_WIDTH } from './emit/output';

export interface TransformOptions {
  /** URL or path as loaded. */
  readonly file: string;
  readonly type: SourceForm;
  /** First of the process-wide numbers this file may use, for sites, functions and variables alike. */
  readonly base: number;
  /** Text of an external source map, by the URL in the source's comment. */
  readonly readMap?: (url: string) => string | undefined;
  /** The program has shared memory by now: what the file is given may be such. */
  readonly mayShare?: boolean;
}

export interface Transformed {
  readonly ok: true;
  readonly code: string;
  readonly table: SiteTable;
  /** The same as JSON text, without having to build the object first. */
  readonly tableText: string;
  /** How many numbers the file uses, from `base` on. */
  readonly count: number;
  /** Pairs (offset in the output, length) of everything inserted, sorted. */
  readonly insertions: Int32Array;
}

export type TransformResult = Transformed | { readonly ok: false; readonly reason: string };

/** Among the names that are written: some file writes properties by names that it is given. Then those that calls give, which begin with it, are written, too. */
export const OPEN = '*';

/** Names that some file writes outside of constructors, filled as files are loaded. Reads of names that nobody writes are not probed. */
export const writtenNames: Set<string> = new Set();

export interface Artefact {
  /** Output without the map comment; numbers are relative to 0. */
  readonly code: string;
  /** Offsets of the numbers in `code`. */
  readonly numbers: Int32Array;
  readonly insertions: Int32Array;
  readonly count: number;
  /** JSON of the map without `sources` when those are the loaded file itself. */
  readonly mappings: string;
  readonly mapRest: string;
  /** JSON text of the table from `hash` on, without the opening brace. */
  readonly table: string;
  /** Names this file writes. */
  readonly written: readonly string[];
  /** Names it reads without a probe. */
  readonly candidates: readonly string[];
}

/** No file writes what this one reads without a probe, as far as they are known. */
export function isComplete({ candidates }: Artefact): boolean {
  return !candidates.some((name) => writtenNames.has(name));
}

export function noteWritten({ written }: Artefact): void {
  const wasOpen = writtenNames.has(OPEN);
  for (const name of written) writtenNames.add(name);
  if (!writtenNames.has(OPEN)) return;
  for (const name of wasOpen ? written : writtenNames) if (name.startsWith(OPEN)) writtenNames.add(name.slice(OPEN.length));
}

/** The numbers of `code` raised by `base`, in place. */
export function relocate(code: string, numbers: Int32Array, base: number): string {
  const parts: string[] = [];
  let from = 0;
  for (const offset of numbers) {
    parts.push(code.slice(from, offset), formatNumber(base + parseInt(code.slice(offset, offset + NUMBER_WIDTH), 10)));
    from = offset + NUMBER_WIDTH;
  }
  parts.push(code.slice(from));
  return parts.join('');
}

/** Finishes an artefact for one file and base, and publishes the names it writes. */
export function materialize(artefact: Artefact, options: TransformOptions): TransformResult {
  const { file, base } = options;
  if (base + artefact.count > MAX_NUMBER) return { ok: false, reason: 'too many sites in this process' };
  noteWritten(artefact);
  const rest = artefact.mapRest === '' ? `"sources":[${JSON.stringify(baseUrlName(file))}],"names":[]` : artefact.mapRest;
  const map = `{"version":3,${rest},"mappings":${JSON.stringify(artefact.mappings)}}`;
  const code = `${relocate(artefact.code, artefact.numbers, base)}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${Buffer.from(map).toString('base64')}\n`;
  const tableText = `{"version":1,"file":${JSON.stringify(file)},"base":${base},${artefact.table}`;
  let table: SiteTable | undefined;
  return {
    ok: true,
    code,
    tableText,
    get table(): SiteTable {
      // SAFETY: our own serialisation of a SiteTable, checked for corruption when it came from the disk.
      table ??= JSON.parse(tableText) as SiteTable;
      return table;
    },
    count: artefact.count,
    insertions: artefact.insertions,
  };
}

/** The last part of a path or URL, as a relative URL: what is next to the loaded file under its own name is the loaded file. */
function baseUrlName(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  if (/^[a-z][a-z0-9+.-]+:/i.test(file)) return name.replace(/[?#].*$/, '');
  return encodeURI(name).replaceAll('#', '%23').replaceAll('?', '%3F');
}

/** The last source map comment of a text, as a URL; '' when there is none. A look-alike in a string costs only an extra look at the disk. */
export function findMapUrl(source: string): string {
  const at = source.lastIndexOf('sourceMappingURL=');
  if (at < 0) return '';
  return /^\S*/.exec(source.slice(at + 'sourceMappingURL='.length))?.[0].replace(/\*\/$/, '') ?? '';
}

/** Text of the map a source names, or '' when it has none or it cannot be read. */
export function readMapText(url: string, options: TransformOptions): string {
  if (url === '') return '';
  try {
    if (!url.startsWith('data:')) return options.readMap?.(url) ?? '';
    const comma = url.indexOf(',');
    const body = url.slice(comma + 1);
    return /;base64$/i.test(url.slice(0, comma)) ? Buffer.from(body, 'base64').toString('utf8') : decodeURIComponent(body);
  } catch {
    return ''; // an unreadable map is as good as none
  }
}
