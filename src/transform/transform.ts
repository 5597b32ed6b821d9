/**
 * The load-time source transform: an author's module in, the same module with calls of the runtime (wire/runtime.ts) and its static table out.
 * It only inserts, never adds a line, and never throws: what it cannot handle is run as it is. The parser is loaded on the first cache miss.
 * Start reading at instrument.ts; emit.ts writes the code, flowStatements.ts finds the dependence pairs.
 */
import {
  findMapUrl,
  isComplete,
  materialize,
  noteWritten,
  readMapText,
  writtenNames,
  type Artefact,
  type TransformOptions,
  type TransformResult,
} from './artefact';
import type * as Instrument from './instrument';
import { hashKey, readEntry, writeEntry, type CacheFiles } from './cache';
import { digestText } from './digest';

export type { TransformOptions, TransformResult };
export { writtenNames };

/** Loads a bundle that requires nothing but built-ins, with what V8 compiled of it before; `save` keeps that for the next process. */
export type LoadBundle = (
  file: string,
  directory: string,
  require: NodeJS.Require,
) => { readonly exports: unknown; readonly save: (work: number) => void };

/** What the recorder gives: when this file is loaded, the program may have patched what it would find by itself. */
export interface Surroundings {
  readonly loadBundle?: LoadBundle;
  readonly files: CacheFiles;
}

let surroundings: Surroundings | undefined;
let loaded: typeof Instrument | undefined;
let save: ((work: number) => void) | undefined;
/** Characters that were instrumented by this thread. */
let instrumented = 0;

export function setSurroundings(given: Surroundings): void {
  surroundings = given;
}

/** The part with the parser: a bundle of its own, or, in the tests, a lazy part of this one. */
function instrumenter(cacheDirectory: string): typeof Instrument {
  if (loaded) return loaded;
  const bundle = surroundings?.loadBundle?.(`${__dirname}/instrument.js`, cacheDirectory, require);
  save = bundle?.save;
  // SAFETY: the build makes the bundle from that file.
  loaded = (bundle?.exports ?? require('./instrument')) as typeof Instrument;
  return loaded;
}

/** Beyond that everything that is needed for most files has run. */
const ENOUGH = 64 * 1024;

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Instruments a source. */
export function transform(source: string, options: TransformOptions): TransformResult {
  return transformCached(source, options, '');
}

/** The same through a cache on disk, '' for none. The directory is made when needed; any trouble with it means a miss, and so does having no surroundings. */
export function transformCached(source: string, options: TransformOptions, cacheDirectory: string): TransformResult {
  try {
    const early = prepared.get(options.file);
    prepared.delete(options.file);
    const isSame = early?.source === source && early.form === formOf(options) && isComplete(early.artefact);
    return materialize(isSame ? early.artefact : artefactOf(source, options, cacheDirectory), options);
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** Name of a file → what was made of it before it is loaded. */
const prepared = new Map<string, { readonly source: string; readonly form: string; readonly artefact: Artefact }>();

/** Notes what a file writes that is going to be loaded: others that are loaded before it get their probes for that. */
export function prepare(source: string, options: TransformOptions, cacheDirectory: string): void {
  try {
    const artefact = artefactOf(source, options, cacheDirectory);
    noteWritten(artefact);
    prepared.set(options.file, { source, form: formOf(options), artefact });
  } catch {
    // It will be said when it is loaded.
  }
}

function formOf({ type, mayShare }: TransformOptions): string {
  return mayShare === true ? `${type}+shared` : type;
}

function artefactOf(source: string, options: TransformOptions, cacheDirectory: string): Artefact {
  const files = surroundings?.files;
  if (cacheDirectory === '' || files === undefined) return instrumenter('').instrument(source, digestText(source), options, writtenNames);
  const url = findMapUrl(source);
  const map = url === '' || url.startsWith('data:') ? '' : readMapText(url, options);
  const extension = /\.\w+(?=$|[?#])/.exec(options.file)?.[0] ?? '';
  const key = hashKey({ source, type: formOf(options), extension, map });
  const known = readEntry(files, cacheDirectory, key, source);
  if (known) return known;
  const artefact = instrumenter(cacheDirectory).instrument(source, digestText(source), options, writtenNames);
  writeEntry(files, cacheDirectory, key, artefact);
  instrumented += source.length;
  save?.(Math.min(instrumented, ENOUGH));
  return artefact;
}
