/**
 * The excerpt above an uncaught error: Node prints file, line and a caret from the text that V8 has, which is the transformed one. When the program is lost
 * (its own handlers have all run), Node's source map machinery is turned on and asked for the excerpt instead: it is the only way to the place of the
 * throw, and lets us give the text. Nothing of the program runs after that, so nothing can observe it.
 *
 * Node asks `SourceMap.prototype.findEntry` with the place, takes `originalSource` from the answer, and prints `<originalSource>:<line>`, the line and a caret. An
 * answer whose `originalSource` is the whole excerpt with a NUL at its end makes Node (which reads it as a C string) print exactly that.
 */
import nodeModule from 'node:module';
import { apply, disguise, existsSync, fileURLToPath, isThrownHere, NODE_MAJOR, pathToFileURL } from '../builtins.ts';
import { excerptOfStack, formatExcerpt } from './excerpts.ts';
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

/** Watches for the end of the program by an uncaught error. `compile` is Node's own Module.prototype._compile, `ownFile` what V8 calls this bundle. */
export function installFatal(compile: Function, ownFile: string): void {
  const owner = process as unknown as { _fatalException?: Fatal };
  const original = owner._fatalException;
  if (original === undefined) return;
  const methods = {
    fatal(this: unknown, ...args: unknown[]): boolean {
      const handled = apply(original, this, args) as boolean;
      if (!handled) {
        try {
          prepareExcerpt(args[0], compile, ownFile);
        } catch {
          // Then the excerpt shows the transformed line.
        }
      }
      return handled;
    },
  };
  owner._fatalException = disguise(methods.fatal, original) as unknown as Fatal;
  if (!WARNS_OF_UNSETTLED) return;
  beforeLastWarnings(() => prepareExcerpts(allSources().filter(waitsAtTopLevel), compile));
}

/** Node prints the line of a top-level await that never settles in the same way, from this version on. */
const WARNS_OF_UNSETTLED = NODE_MAJOR >= 22;

/** Modules are activations only when they await at their top level. */
function waitsAtTopLevel(source: TransformedSource): boolean {
  return source.name.startsWith('file:') && /\$il(?:vm|\d*)a0\b/.test(source.code);
}

function prepareExcerpt(error: unknown, compile: Function, ownFile: string): void {
  const sources = allSources();
  // A look at the stack tells whether the error is one of ours.
  let stack = stackOf(error);
  if (sources.length > 0 || isThrownHere(error)) {
    formatStacks(error, 0);
    stack = stackOf(error);
  }
  // Some errors bring their excerpt in the stack.
  if (isThrownHere(error)) {
    if (!DECORATED.test(stack)) prepareOwnExcerpt(ownFile, excerptOfStack(stack), compile);
    return;
  }
  prepareExcerpts(sources.length > MAX_FILES ? sources.filter((source) => stack.includes(source.name)) : sources, compile);
}

/** Answers for an error that V8 places in this bundle: Node would print the bundle's line. */
function prepareOwnExcerpt(ownFile: string, text: string, compile: Function): void {
  setSourceMaps?.(true);
  keep.push(register(compile, ownFile, mapComment()));
  const map = nodeModule.findSourceMap(ownFile);
  if (map === undefined) return;
  const prototype = nodeModule.SourceMap.prototype as unknown as { findEntry: FindEntry };
  const original = prototype.findEntry;
  prototype.findEntry = function (this: object, line: number, column: number): Entry {
    if (this !== map) return apply(original, this, [line, column]) as Entry;
    return { originalLine: 0, originalColumn: 0, originalSource: new Excerpt(text) };
  };
}

/** Taken early: to look it up costs nothing, to call it is the end of the program. */
const setSourceMaps = (process as unknown as { setSourceMapsEnabled?: (enabled: boolean) => void }).setSourceMapsEnabled?.bind(process);

function mapComment(): string {
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(MAP)).toString('base64')}`;
}

/** Returns what puts everything back that code of the program could notice. */
function prepareExcerpts(files: readonly TransformedSource[], compile: Function): () => void {
  const host = process as unknown as { setSourceMapsEnabled?: (enabled: boolean) => void; sourceMapsEnabled?: boolean };
  const { setSourceMapsEnabled } = host;
  if (files.length === 0 || setSourceMapsEnabled === undefined) return nothing;
  const mapped = host.sourceMapsEnabled === true;
  if (!mapped) setSourceMapsEnabled(true);
  const maps = new Map<object, TransformedSource>();
  const own = new Set<TransformedSource>();
  const comment = mapComment();
  for (const source of files) {
    const file = source.name.startsWith('file:') ? fileURLToPath(source.name) : source.name;
    // With source maps on, a file that has one is answered by its own, if Node finds the text that it names.
    if (mapped && source.hasMap && namesText(nodeModule.findSourceMap(source.name), file)) own.add(source);
    else keep.push(register(compile, file, comment));
    const map = nodeModule.findSourceMap(source.name);
    if (map !== undefined) maps.set(map, source);
  }
  const restore = answerPlaces(maps, own);
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

function answerPlaces(maps: Map<object, TransformedSource>, own: ReadonlySet<TransformedSource>): () => void {
  const prototype = nodeModule.SourceMap.prototype as unknown as { findEntry: FindEntry };
  const original = prototype.findEntry;
  prototype.findEntry = function (this: object, line: number, column: number): Entry {
    const source = maps.get(this);
    if (source === undefined) return apply(original, this, [line, column]) as Entry;
    const right = originalColumn(source, line + 1, column + 1) - 1;
    if (own.has(source)) return apply(original, this, [line, right]) as Entry;
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

/** Whether a map has the text of its sources, or names files that are there; otherwise Node prints the line that was loaded. */
function namesText(map: nodeModule.SourceMap | undefined, file: string): boolean {
  const payload = map?.payload as Partial<nodeModule.SourceMapPayload> | undefined;
  if (payload === undefined) return false;
  if (payload.sourcesContent?.some((text) => typeof text === 'string') === true) return true;
  const base = pathToFileURL(file);
  return payload.sources?.some((source) => existsSync(new URL(`${payload.sourceRoot ?? ''}${source}`, base))) === true;
}

/** What Node would have printed. `column` is 0-based. */
function excerpt(source: TransformedSource, line: number, column: number): string {
  return formatExcerpt(source.name, line, originalLine(source, line), column);
}

/** Has all stacks formatted now, before the formatter changes. */
function formatStacks(error: unknown, depth: number): void {
  if (!(error instanceof Error) || depth > 8) return;
  correctDecoration(error);
  formatOrigin(error);
  const cause = Object.getOwnPropertyDescriptor(error, 'cause');
  if (cause !== undefined && 'value' in cause) formatStacks(cause.value, depth + 1);
  const errors: unknown = Object.getOwnPropertyDescriptor(error, 'errors')?.value;
  if (Array.isArray(errors)) for (const one of errors) formatStacks(one, depth + 1);
}

/** An 'error' event that nobody listened to: Node adds where it was emitted, from a stack that it has formatted when it is asked the first time. */
function formatOrigin(error: Error): void {
  for (const symbol of Object.getOwnPropertySymbols(error)) {
    if (symbol.description !== 'kEnhanceStackBeforeInspector') continue;
    const enhance: unknown = Object.getOwnPropertyDescriptor(error, symbol)?.value;
    if (typeof enhance === 'function') apply(enhance, error, []);
  }
}

const DECORATED = /^(.+):(\d+)\n(.*)\n([ \t]*)\^+\n/;

/** Node puts the excerpt into the stack of some errors, of linking and of scripts of `vm`: file:line, text, caret, stack. */
export function correctDecoration(error: { stack?: unknown }): void {
  const { stack } = error;
  if (typeof stack !== 'string') return;
  const match = DECORATED.exec(stack);
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
