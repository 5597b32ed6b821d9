/**
 * From places in loaded files to the author's: through the source map that the file brought along, when it leads to a file that is there.
 * Everything else (no map, a map that cannot be read, a source that is not on this disk) stays at the place in the loaded file, which the author can at least open; unless that is not
 * here either, as in a trace from another machine.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND, TraceMap, originalPositionFor } from '@jridgewell/trace-mapping';
import type { AuthorPosition } from '../analysis/analyze.ts';
import type { SourceFile } from '../model/trace.ts';
import { digestBytes } from '../wire/digest.ts';

interface LoadedFile {
  /** Absolute path of the file as loaded. */
  readonly path: string;
  readonly map: TraceMap | undefined;
  /** Author's files by index in the map's sources; undefined where there is none on this disk. */
  readonly sources: readonly (string | undefined)[];
}

/** A loaded file and where it came from. */
export interface MappedFile {
  readonly path: string;
  /** It came with a map that could be read. */
  readonly isMapped: boolean;
  readonly sources: readonly { readonly source: string; readonly content: string | undefined }[];
}

export interface SourceMapsOptions {
  /** Working folder of the run: where `webpack://` sources are looked for. */
  readonly cwd: string;
  readonly exists?: (file: string) => boolean;
  /** Folder of Interleave's own bundles: their frames are nobody's place. '' for none. */
  readonly ownFolder?: string;
}

/** 'name (file:line:column)' and 'file:line:column', as in Error.stack and in samples. */
const FRAME =
  /^(?:\s*at )?(?:(?:async |new )*(?<fn>.*?) )?\(?(?<file>(?:file:\/\/|node:|\/|[A-Za-z]:[\\/])[^()]*?):(?<line>\d+):(?<column>\d+)\)?$/;

export class SourceMaps {
  readonly #files: readonly SourceFile[];
  readonly #options: Required<SourceMapsOptions>;
  readonly #loaded: (LoadedFile | undefined)[] = [];
  #byPath = new Map<string, number>();
  #indexed = 0;

  /** `files` may grow afterwards; what was there stays. */
  constructor(files: readonly SourceFile[], options: SourceMapsOptions) {
    this.#files = files;
    this.#options = { exists: fs.existsSync, ownFolder: '', ...options };
  }

  /** `line` 1-based, `column` 0-based, in file number `file` as loaded. The answer is 1-based in both. */
  locate(file: number, line: number, column: number): AuthorPosition {
    const loaded = this.#load(file);
    if (loaded === undefined) return { file: '', line, column: column + 1 };
    return author(loaded, line, column) ?? { file: loaded.path, line, column: column + 1 };
  }

  /** Whether a map leads from this file to an author's file that is not the loaded one. */
  isMapped(file: number): boolean {
    const loaded = this.#load(file);
    return loaded !== undefined && loaded.sources.some((source) => source !== undefined && source !== loaded.path);
  }

  /**
   * A stack frame's place; undefined when it lies in Node itself, in node_modules, or cannot be read. `isPrinted`: a line of an error's stack. What compiles a file
   * as it is loaded (ts-node, Node's own `--experimental-transform-types`) maps these lines itself, and the file has the same name before and after.
   */
  locateFrame(frame: string, isPrinted = false): (AuthorPosition & { readonly function: string }) | undefined {
    const groups = FRAME.exec(frame)?.groups;
    const text = groups?.['file'];
    if (groups === undefined || text === undefined || text.startsWith('node:')) return undefined;
    const file = toPath(text);
    const { ownFolder } = this.#options;
    if (isLibrary(file) || (ownFolder !== '' && path.dirname(file) === ownFolder)) return undefined;
    const line = Number(groups['line']);
    const column = Number(groups['column']);
    const number = this.#numberOf(file);
    const isMapped = number === undefined || (isPrinted && this.#isCompiledInPlace(number));
    const at = isMapped ? { file, line, column } : this.locate(number, line, column - 1);
    return { ...at, function: (groups['fn'] ?? '').replace(/^(?:Object|Module)\.(?=<anonymous>|_compile)|<anonymous>$/g, '').trim() };
  }

  /** The author's place of a place as loaded (path or URL; 1-based line and column). */
  locatePlace(place: AuthorPosition): AuthorPosition {
    const number = this.#numberOf(toPath(place.file));
    return number === undefined ? place : this.locate(number, place.line, place.column - 1);
  }

  /** How many files are loaded so far. */
  get count(): number {
    return this.#files.length;
  }

  /** '' where there is none. */
  pathOf(index: number): string {
    return toPath(this.#files[index]?.path ?? '');
  }

  file(index: number): MappedFile | undefined {
    const loaded = this.#load(index);
    if (loaded === undefined) return undefined;
    const contents = loaded.map?.sourcesContent ?? [];
    const sources = loaded.sources.flatMap((source, i) => (source === undefined ? [] : [{ source, content: contents[i] ?? undefined }]));
    return { path: loaded.path, isMapped: loaded.map !== undefined, sources };
  }

  /** Digest of an author's file as it was when it ran, '' where the trace does not say. */
  digestOf(file: string): string {
    const number = this.#numberOf(file);
    if (number !== undefined && !this.isMapped(number)) return this.#files[number]?.hash ?? '';
    for (let i = 0; i < this.#files.length; i++) {
      const loaded = this.#load(i);
      const content = loaded?.map?.sourcesContent?.[loaded.sources.indexOf(file)];
      if (typeof content === 'string') return digestBytes(Buffer.from(content));
    }
    return '';
  }

  #numberOf(file: string): number | undefined {
    for (; this.#indexed < this.#files.length; this.#indexed++) {
      this.#byPath.set(toPath(this.#files[this.#indexed]?.path ?? ''), this.#indexed);
    }
    return this.#byPath.get(file);
  }

  #isCompiledInPlace(index: number): boolean {
    const loaded = this.#load(index);
    return loaded?.sources.includes(loaded.path) === true;
  }

  #load(index: number): LoadedFile | undefined {
    const file = this.#files[index];
    if (file === undefined) return undefined;
    return (this.#loaded[index] ??= loadFile(file, this.#options));
  }
}

function loadFile(file: SourceFile, options: Required<SourceMapsOptions>): LoadedFile {
  const loadedPath = toPath(file.path);
  const none: LoadedFile = { path: loadedPath, map: undefined, sources: [] };
  if (file.map === '') return none;
  try {
    const map = new TraceMap(file.map);
    const root = typeof map.sourceRoot === 'string' ? map.sourceRoot : '';
    const sources = map.sources.map((source) => (source === null ? undefined : resolveSource(source, root, loadedPath, options)));
    return { path: loadedPath, map, sources };
  } catch {
    return none; // Not a source map: the loaded file is the best that there is.
  }
}

/** Installed by a package manager. */
export function isLibrary(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file);
}

/** Absolute path of the author's file, or undefined when it is not on this disk though the loaded one is. */
function resolveSource(source: string, root: string, loadedPath: string, options: Required<SourceMapsOptions>): string | undefined {
  const all = candidates(source, root, loadedPath, options.cwd);
  const found = all.find((file) => file === loadedPath || options.exists(file));
  // Recorded elsewhere: the author knows his own file better than one that was built, and both have to be looked for.
  const isFromElsewhere = found === undefined && !isLibrary(loadedPath) && !options.exists(loadedPath);
  return isFromElsewhere ? all[0] : found;
}

function candidates(source: string, root: string, loadedPath: string, cwd: string): string[] {
  const bundler = /^(?:webpack|webpack-internal|rspack|turbopack|vite|ng|rollup):\/\/\/?(?<rest>.*)$/.exec(source)?.groups?.['rest'];
  if (bundler !== undefined) {
    // webpack://name/./src/a.ts?hash, webpack:///src/a.ts, webpack:///./src/a.ts
    const rest = bundler.replace(/\?[^/]*$/, '').replace(/^\(.*?\)\//, '');
    const tails = [rest, rest.replace(/^[^/]+\//, '')].map((tail) => tail.replace(/^\.?\//, ''));
    const absolute = rest.startsWith('/') ? [rest] : [];
    return [...absolute, ...foldersUp(path.dirname(loadedPath), cwd).flatMap((folder) => tails.map((tail) => path.resolve(folder, tail)))];
  }
  if (/^file:/i.test(source)) return [toPath(source)];
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(source)) return [];
  const plain = decode(source);
  if (path.isAbsolute(plain)) return [path.normalize(plain)];
  const below = root === '' ? '' : /^file:/i.test(root) ? toPath(root) : decode(root);
  return [path.resolve(path.dirname(loadedPath), below, plain)];
}

/** The working folder, then the folder of the loaded file and its parents up to the working folder. */
function foldersUp(start: string, cwd: string): string[] {
  const folders = [cwd];
  for (let folder = start; folder.startsWith(cwd) && folder !== cwd; folder = path.dirname(folder)) folders.push(folder);
  return folders;
}

function author(loaded: LoadedFile, line: number, column: number): AuthorPosition | undefined {
  if (loaded.map === undefined || line < 1) return undefined;
  for (const bias of [GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND] as const) {
    const found = originalPositionFor(loaded.map, { line, column: Math.max(0, column), bias });
    if (found.line === null || found.source === null) continue;
    const file = loaded.sources[loaded.map.sources.indexOf(sourceAt(loaded.map, found.source))];
    if (file === undefined) return undefined;
    return { file, line: found.line, column: found.column + 1, ...(found.name !== null && { name: found.name }) };
  }
  return undefined;
}

/** trace-mapping answers with the resolved name; the map's own name stands at the same index. */
function sourceAt(map: TraceMap, resolved: string): string | null {
  const index = map.resolvedSources.indexOf(resolved);
  return map.sources[index] ?? null;
}

/** Path of a file URL or path. */
function toPath(text: string): string {
  if (!/^file:/i.test(text)) return text;
  try {
    return fileURLToPath(text.replace(/[?#].*$/, ''));
  } catch {
    return text;
  }
}

function decode(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

/** For tests and messages: the URL form of a path. */
export function toUrl(file: string): string {
  return pathToFileURL(file).href;
}
