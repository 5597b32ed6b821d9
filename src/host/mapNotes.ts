/** What a reader must know of source maps that are missing or old: places are then those of built files, or of lines that are no more. */
import fs from 'node:fs';
import path from 'node:path';
import { isLibrary, type MappedFile, type SourceMaps } from './sourceMaps.ts';

/** Files that are looked at, and sources that are read, however many there are. */
const MAX_FILES = 500;
const MAX_SOURCES = 500;
/** A checkout writes a source and what was built from it in any order. */
const CHECKOUT_MS = 60_000;
/** The comment that names the map is at the end. */
const TAIL_BYTES = 4096;

export class MapNotes {
  readonly #maps: SourceMaps;
  readonly #cwd: string;
  readonly #startedMs: number;
  /** Next file to look at. */
  #next = 0;
  #sources = 0;
  readonly #missing: string[] = [];
  readonly #stale: string[] = [];

  /** `startedMs`: what was written after that is not what ran. */
  constructor(maps: SourceMaps, cwd: string, startedMs: number) {
    this.#maps = maps;
    this.#cwd = cwd;
    this.#startedMs = startedMs;
  }

  /** One sentence of each kind, about the files that have been loaded so far. */
  sentences(): string[] {
    for (; this.#next < Math.min(this.#maps.count, MAX_FILES); this.#next++) {
      // The maps of libraries are not even read.
      if (!isLibrary(this.#maps.pathOf(this.#next))) this.#look(this.#maps.file(this.#next));
    }
    return [
      ...sentence(this.#missing, (file) => `The source map of ${file} is missing: its places are those of the built file.`),
      ...sentence(
        this.#stale,
        (file) => `${file} was changed after it was built, so its places may be those of other lines: build it again.`,
      ),
    ];
  }

  #look(file: MappedFile | undefined): void {
    if (file === undefined) return;
    const builtMs = mtimeOf(file.path);
    if (builtMs === undefined || !(builtMs <= this.#startedMs)) return;
    if (!file.isMapped) {
      const map = mapNamedBy(file.path);
      if (map !== undefined && !fs.existsSync(map)) this.#missing.push(this.#nameOf(file.path));
      return;
    }
    for (const { source, content } of file.sources) {
      if (source === file.path || isLibrary(source) || this.#sources++ >= MAX_SOURCES) continue;
      const writtenMs = mtimeOf(source);
      if (writtenMs === undefined || writtenMs > this.#startedMs) continue;
      const isStale = content === undefined ? writtenMs > builtMs + CHECKOUT_MS : writtenMs > builtMs && !isText(source, content);
      if (isStale) this.#stale.push(this.#nameOf(source));
    }
  }

  #nameOf(file: string): string {
    const relative = path.relative(this.#cwd, file);
    return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
  }
}

function sentence(files: readonly string[], say: (file: string) => string): string[] {
  const [first, ...others] = files;
  if (first === undefined) return [];
  return [others.length === 0 ? say(first) : `${say(first)} So it is with ${others.length} more.`];
}

function mtimeOf(file: string): number | undefined {
  try {
    return fs.statSync(file).mtimeMs;
  } catch {
    return undefined;
  }
}

/** The file that the comment at the end of a script says is its map. */
function mapNamedBy(file: string): string | undefined {
  try {
    const fd = fs.openSync(file, 'r');
    try {
      const { size } = fs.fstatSync(fd);
      const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
      fs.readSync(fd, tail, 0, tail.length, size - tail.length);
      const name = /\n\/\/[#@] sourceMappingURL=(\S+)\s*$/.exec(tail.toString())?.[1];
      return name === undefined || /^[a-z]+:/i.test(name) ? undefined : path.resolve(path.dirname(file), decodeURI(name));
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    return undefined; // gone, or no name of a file
  }
}

function isText(file: string, text: string): boolean {
  const plain = (one: string): string => one.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  try {
    return plain(fs.readFileSync(file, 'utf8')) === plain(text);
  } catch {
    return true; // nothing can be said
  }
}
