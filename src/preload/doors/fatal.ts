/**
 * The excerpt above an uncaught error: Node prints file, line and a caret from the text that V8 has, which is the transformed one. When the program is lost
 * (its own handlers have all run), Node's source map machinery is turned on and asked for the excerpt instead: it is the only way to the place of the
 * throw, and lets us give the text. Nothing of the program runs after that, so nothing can observe it.
 *
 * Node asks `SourceMap.prototype.findEntry` with the place, takes `originalSource` from the answer, and prints `<originalSource>:<line>`, the line and a caret. An
 * answer whose `originalSource` is the whole excerpt with a NUL at its end makes Node (which reads it as a C string) print exactly that.
 */
import nodeModule from 'node:module';
import { apply, disguise, fileURLToPath } from '../builtins.ts';
import { beforeLastWarnings } from '../hooks/exit.ts';
import { type TransformedSource, allSources, findSource, originalColumn, originalLine } from './sources.ts';

/** Beyond this many files only those of the error's own stack get their excerpt. */
const MAX_FILES = 2000;
/** Parsed by Node as a map; `-1` is where it looks for the text of a source that the map does not list. */
const MAP = { version: 3, sources: ['-'], names: [], mappings: 'AAAA', sourcesContent: { '-1': '-' } };

interface Entry {
  originalLine?: number;
  originalColumn?: number;
  originalSource?: unknown;
}
type FindEntry = (line: number, column: number) => Entry;
type Fatal = (error: unknown, fromPromise?: boolean) => boolean;

/** Watches for the end of the program by an uncaught error. `compile` is Node's own Module.prototype._compile. */
export function installFatal(compile: Function): void {
  const owner = process as unknown as { _fatalException?: Fatal };
  const original = owner._fatalException;
  if (original === undefined) return;
  owner._fatalException = disguise(function (this: unknown, ...args: unknown[]): boolean {
    const handled = apply(original, this, args) as boolean;
    if (!handled) {
      try {
        prepareExcerpt(args[0], compile);
      } catch {
        // Then the excerpt shows the transformed line.
      }
    }
    return handled;
  }, original) as unknown as Fatal;
  if (!WARNS_OF_UNSETTLED) return;
  beforeLastWarnings(() => prepareExcerpts(allSources().filter(waitsAtTopLevel), compile));
}

/** Node prints the line of a top-level await that never settles in the same way, from this version on. */
const WARNS_OF_UNSETTLED = Number(process.versions.node.split('.')[0]) >= 22;

/** Modules are activations only when they await at their top level. */
function waitsAtTopLevel(source: TransformedSource): boolean {
  return source.name.startsWith('file:') && /\$il\d*a0\b/.test(source.code);
}

function prepareExcerpt(error: unknown, compile: Function): void {
  const sources = allSources();
  if (sources.length === 0) return;
  formatStacks(error, 0);
  const stack = stackOf(error);
  prepareExcerpts(sources.length > MAX_FILES ? sources.filter((source) => stack.includes(source.name)) : sources, compile);
}

/** Returns what puts everything back that code of the program could notice. */
function prepareExcerpts(files: readonly TransformedSource[], compile: Function): () => void {
  const host = process as unknown as { setSourceMapsEnabled?: (enabled: boolean) => void; sourceMapsEnabled?: boolean };
  const { setSourceMapsEnabled } = host;
  if (files.length === 0 || setSourceMapsEnabled === undefined) return nothing;
  const mapped = host.sourceMapsEnabled === true;
  if (!mapped) setSourceMapsEnabled(true);
  const maps = new Map<object, TransformedSource>();
  const comment = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(MAP)).toString('base64')}`;
  for (const source of files) {
    const file = source.name.startsWith('file:') ? fileURLToPath(source.name) : source.name;
    // With source maps on, a file that has one is answered by its own.
    if (!(mapped && source.hasMap)) keep.push(register(compile, file, comment));
    const map = nodeModule.findSourceMap(source.name);
    if (map !== undefined) maps.set(map, source);
  }
  const restore = answerPlaces(maps, mapped);
  return () => {
    restore();
    if (!mapped) setSourceMapsEnabled(false);
  };
}

function nothing(): void {}

/** Modules whose maps Node only holds weakly. */
const keep: object[] = [];

/** Gives Node a source map for `file`, as if a module of that name had just been loaded. */
function register(compile: Function, file: string, comment: string): object {
  const module = new nodeModule(file);
  module.filename = file;
  apply(compile, module, [comment, file, 'commonjs']);
  return module;
}

function answerPlaces(maps: Map<object, TransformedSource>, mapped: boolean): () => void {
  const prototype = nodeModule.SourceMap.prototype as unknown as { findEntry: FindEntry };
  const original = prototype.findEntry;
  prototype.findEntry = function (this: object, line: number, column: number): Entry {
    const source = maps.get(this);
    if (source === undefined) return apply(original, this, [line, column]) as Entry;
    const right = originalColumn(source, line + 1, column + 1) - 1;
    if (mapped && source.hasMap) return apply(original, this, [line, right]) as Entry;
    return { originalLine: 0, originalColumn: 0, originalSource: new Excerpt(excerpt(source, line + 1, right)) };
  };
  return () => {
    prototype.findEntry = original;
  };
}

/** First asked whether it starts with 'file:', then for its text. */
class Excerpt {
  readonly text: string;
  #asked = false;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    if (this.#asked) return this.text;
    this.#asked = true;
    return '-';
  }
}

/** What Node would have printed, and a NUL. `column` is 0-based. */
function excerpt(source: TransformedSource, line: number, column: number): string {
  const text = originalLine(source, line);
  const bytes = Buffer.from(text);
  let caret = '';
  // Node looks for tabs among the bytes, at the column's number.
  for (let i = 0; i < column; i++) caret += bytes[i] === 9 ? '\t' : ' ';
  return `${source.name}:${line}\n${text}\n${caret}^\n\0`;
}

/** Has all stacks formatted now, before the formatter changes. */
function formatStacks(error: unknown, depth: number): void {
  if (!(error instanceof Error) || depth > 8) return;
  correctDecoration(error);
  const cause = Object.getOwnPropertyDescriptor(error, 'cause');
  if (cause !== undefined && 'value' in cause) formatStacks(cause.value, depth + 1);
  const errors: unknown = Object.getOwnPropertyDescriptor(error, 'errors')?.value;
  if (Array.isArray(errors)) for (const one of errors) formatStacks(one, depth + 1);
}

/** Node puts the excerpt into the stack of some errors, of linking and of scripts of `vm`: file:line, text, caret, stack. */
export function correctDecoration(error: { stack?: unknown }): void {
  const { stack } = error;
  if (typeof stack !== 'string') return;
  const match = /^(.+):(\d+)\n(.*)\n([ \t]*)\^+\n/.exec(stack);
  if (match === null) return;
  const source = findSource(match[1] as string);
  if (source === undefined) return;
  const line = Number(match[2]);
  const marks = match[0].length - 1 - match[0].lastIndexOf('\n', match[0].length - 2) - 1 - (match[4] as string).length;
  const shift = line - (source.lineOffset ?? 0) === 1 ? (source.columnOffset ?? 0) : 0;
  const from = originalColumn(source, line, (match[4] as string).length + 1 + shift) - 1 - shift;
  error.stack = `${match[1]}:${line}\n${originalLine(source, line)}\n${' '.repeat(from)}${'^'.repeat(marks)}\n${stack.slice(match[0].length)}`;
}

function stackOf(error: unknown): string {
  return error instanceof Error && typeof error.stack === 'string' ? error.stack : '';
}
