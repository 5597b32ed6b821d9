/**
 * The load-time source transform: an author's module in, the same module with calls of the runtime (wire/runtime.ts) and its static table out.
 * It only inserts, never adds a line, and never throws: what it cannot handle is run as it is. The parser is loaded on the first cache miss.
 * Start reading at instrument.ts; emit.ts writes the code, flowStatements.ts finds the dependence pairs.
 */
import path from 'node:path';
import { findMapUrl, materialize, readMapText, writtenNames, type TransformOptions, type TransformResult } from './artefact';
import type * as Instrument from './instrument';
import { hashKey, readEntry, writeEntry } from './cache';
import { digestText } from './digest';

export type { TransformOptions, TransformResult };
export { writtenNames };

/** Loads a bundle that requires nothing but built-ins, with what V8 compiled of it before; `save` keeps that for the next process. */
export type LoadBundle = (
  file: string,
  directory: string,
  require: NodeJS.Require,
) => { readonly exports: unknown; readonly save: () => void };

let loadBundle: LoadBundle | undefined;
let loaded: typeof Instrument | undefined;
let save: (() => void) | undefined;

export function setBundleLoader(load: LoadBundle): void {
  loadBundle = load;
}

/** The part with the parser: a bundle of its own, or, in the tests, a lazy part of this one. */
function instrumenter(cacheDirectory: string): typeof Instrument {
  if (loaded) return loaded;
  const bundle = loadBundle?.(path.join(__dirname, 'instrument.js'), cacheDirectory, require);
  save = bundle?.save;
  // SAFETY: the build makes the bundle from that file.
  loaded = (bundle?.exports ?? require('./instrument')) as typeof Instrument;
  return loaded;
}

/** Keeps the compiled code of the parser once it has seen a file. */
function saveCompiled(): void {
  save?.();
  save = undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Instruments a source. */
export function transform(source: string, options: TransformOptions): TransformResult {
  try {
    return materialize(instrumenter('').instrument(source, digestText(source), options, writtenNames), options);
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** The same through a cache on disk. The directory is made when needed; any trouble with it means a miss. */
export function transformCached(source: string, options: TransformOptions, cacheDirectory: string): TransformResult {
  try {
    const url = findMapUrl(source);
    const map = url === '' || url.startsWith('data:') ? '' : readMapText(url, options);
    const extension = /\.\w+(?=$|[?#])/.exec(options.file)?.[0] ?? '';
    const type = options.mayShare === true ? `${options.type}+shared` : options.type;
    const key = hashKey({ source, type, extension, map });
    const known = readEntry(cacheDirectory, key, source);
    if (known) return materialize(known, options);
    const artefact = instrumenter(cacheDirectory).instrument(source, digestText(source), options, writtenNames);
    writeEntry(cacheDirectory, key, artefact);
    saveCompiled();
    return materialize(artefact, options);
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}
