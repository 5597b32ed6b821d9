/**
 * Turns the text of a user file into what runs instead: loads the transform on first use, gives out site numbers, writes the site table to the log.
 * Used by the preload of every thread, and by Node 20's module hooks thread, which has no recorder.
 */
import { configuredCode } from '../adapters/files.ts';
import { A_SHARED, A_SITES } from '../arena.ts';
import { path, pathToFileURL, readFileSync } from '../builtins.ts';
import { loadCompiled } from '../compiled.ts';
import { wholeFiles } from '../wholeFiles.ts';
import type { Surroundings } from '../../transform/transform.ts';
import type { SourceForm } from '../../wire/runtime.ts';
import { lookAhead } from './ahead.ts';
import type { TransformedSource } from './sources.ts';

/** What dist/transform.js exports. */
export interface TransformModule {
  transform(source: string, options: TransformOptions): TransformResult;
  transformCached?(source: string, options: TransformOptions, cacheDir: string): TransformResult;
  prepare?(source: string, options: TransformOptions, cacheDir: string): void;
  setSurroundings?(given: Surroundings): void;
}

export interface TransformOptions {
  /** Name of the script: a path, or a file: URL for ES modules. */
  readonly file: string;
  readonly type: SourceForm;
  /** First free site number. */
  readonly base: number;
  /** Reads a source map that the file names by path; undefined when it cannot. */
  readonly readMap: (url: string) => string | undefined;
  /** The program has shared memory by now: a file that mentions none may be given some. */
  readonly mayShare: boolean;
}

export type TransformResult =
  | {
      readonly ok: true;
      readonly code: string;
      /** JSON of the SiteTable. */
      readonly tableText: string;
      /** How many numbers it uses, from `base` on. */
      readonly count: number;
      readonly insertions: Int32Array;
    }
  | { readonly ok: false; readonly reason: string };

export interface TransformerHost {
  /** Int32 view of the arena's head. */
  readonly arena: Int32Array;
  readonly cacheDir: string;
  /** A debugger is or will be attached: it reads the composed source map. */
  readonly debugged: boolean;
  /** Loads dist/transform.js, leaving no trace in the module cache. */
  readonly loadTransform: () => TransformModule;
  /** Puts the JSON of a SiteTable into the log. */
  readonly writeTable: (text: string) => void;
  readonly note: (text: string) => void;
  /** Does what the program should not be blamed for. */
  readonly countAsOwn: <T>(work: () => T) => T;
}

let host: TransformerHost | undefined;
let loaded: TransformModule | undefined;
const noted = new Set<string>();

export function setTransformerHost(value: TransformerHost): void {
  host = value;
}

function loadTransform(at: TransformerHost): TransformModule {
  const module = at.loadTransform();
  module.setSurroundings?.({ loadBundle, files: wholeFiles });
  return module;
}

/** Under the name of the preload it lies where coverage is not measured; the hooks thread, a module, has no such name. */
const OWN_NAME = typeof __filename === 'string' ? __filename : 'interleave';

/** How the transform loads its larger part. */
function loadBundle(
  file: string,
  directory: string,
  require: NodeJS.Require,
): { readonly exports: unknown; readonly save: (work: number) => void } {
  const { body, save } = loadCompiled(file, 'exports, require, module', OWN_NAME, directory);
  const module: { exports: unknown } = { exports: {} };
  body(module.exports, require, module);
  return { exports: module.exports, save };
}

/** Says once per file why it runs untouched. */
export function noteOnce(file: string, reason: string): void {
  const text = `${file}: ${reason}`;
  if (noted.has(text)) return;
  noted.add(text);
  host?.note(text);
}

/**
 * Transforms one file, or returns undefined when it has to run as it is. `file`: its path, by which V8 knows a CommonJS module; `url`: the name of an ES module.
 * `type` undefined: Node has not decided either; it is a CommonJS module if it parses as one.
 */
export function transformFile(
  source: string,
  file: string,
  url: string | undefined,
  type: 'commonjs' | 'module' | undefined,
): TransformedSource | undefined {
  return transformed(file, (at, module) => {
    // What it loads before it makes that memory may be given views of it later.
    if (source.includes('new SharedArrayBuffer')) Atomics.store(at.arena, A_SHARED, 1);
    const nameOf = (of: string, as: SourceForm): string => (as === 'module' ? pathToFileURL(of).href : of);
    lookAhead({ source, file, type: type ?? (IS_MODULE.test(source) ? 'module' : 'commonjs') }, (ahead) =>
      module.prepare?.(ahead.source, optionsFor(at, nameOf(ahead.file, ahead.type), ahead.type), at.cacheDir),
    );
    const name = url ?? nameOf(file, 'module');
    const first = run(at, module, source, { file: type === 'module' ? name : file, type: type ?? 'commonjs' });
    if (first.ok || type !== undefined) return first;
    const second = run(at, module, source, { file: name, type: 'module' });
    return second.ok ? second : first;
  });
}

/** What Node, too, takes for an ES module where nothing else says what a file is: enough to look at what it imports. */
const IS_MODULE = /^(?:import\b\s*[\w*{'"]|export\b)/m;

/** What `work` makes of a file; undefined, which is noted, when the file has to run as it is. */
function transformed(file: string, work: (at: TransformerHost, module: TransformModule) => Outcome): TransformedSource | undefined {
  const at = host;
  if (at === undefined) return undefined;
  try {
    const outcome = at.countAsOwn(() => work(at, (loaded ??= loadTransform(at))));
    if (outcome.ok) return outcome.source;
    noteOnce(file, outcome.reason);
  } catch (error) {
    noteOnce(file, error instanceof Error ? error.message : String(error));
  }
  return undefined;
}

/** A text that `vm` gets, and how V8 will number its lines and columns. */
export interface VmText {
  /** Of what stands around the text of the file, such as a function expression: '' for nothing. */
  readonly head: string;
  readonly text: string;
  readonly tail: string;
  readonly type: SourceForm;
  /** Name that V8 gets. */
  readonly name: string;
  /** Path or URL of the author's file. */
  readonly file: string;
  readonly lineOffset: number;
  readonly columnOffset: number;
}

/** Transforms what `vm` gets, or returns undefined when it has to run as it is. */
export function transformVmText(given: VmText): TransformedSource | undefined {
  const { head, tail, name, lineOffset, columnOffset } = given;
  return transformed(given.file, (at, module) => {
    // Places are those that the caller's offsets tell, except where these only make up for the head.
    const space = '\n'.repeat(clamp(lineOffset)) + (head === '' ? ' '.repeat(clamp(columnOffset)) : '');
    const result = run(at, module, space + given.text, given);
    if (!result.ok) return result;
    const { source } = result;
    const moved = head.length - space.length;
    const insertions = moved === 0 ? source.insertions : source.insertions.map((value, i) => (i % 2 === 0 ? value + moved : value));
    const code = head + source.code.slice(space.length) + tail;
    return { ok: true, source: { ...source, name, code, insertions, lineOffset, columnOffset } };
  });
}

function clamp(offset: number): number {
  return Math.min(Math.max(offset, 0), 100_000);
}

type Outcome = { readonly ok: true; readonly source: TransformedSource } | { readonly ok: false; readonly reason: string };

function run(
  at: TransformerHost,
  module: TransformModule,
  source: string,
  how: { readonly file: string; readonly type: SourceForm },
): Outcome {
  const { file } = how;
  for (;;) {
    const options = optionsFor(at, file, how.type);
    const { base } = options;
    const result =
      at.cacheDir !== '' && module.transformCached !== undefined
        ? module.transformCached(source, options, at.cacheDir)
        : module.transform(source, options);
    if (!result.ok) return result;
    const end = base + Math.max(result.count, 1);
    // Another thread transformed a file meanwhile: its numbers are taken, do it again with later ones.
    if (Atomics.compareExchange(at.arena, A_SITES, base, end) !== base) continue;
    at.writeTable(result.tableText);
    const plain = withoutOwnMap(result.code, result.insertions);
    const { code, insertions } = withConfiguredLocks(file, at.debugged ? result : plain);
    return { ok: true, source: { name: file, code, insertions, base, end, hasMap: plain.hasMap } };
  }
}

function optionsFor(at: TransformerHost, file: string, type: SourceForm): TransformOptions {
  return {
    file,
    type,
    base: Atomics.load(at.arena, A_SITES),
    readMap: (url) => readBeside(file, url),
    mayShare: Atomics.load(at.arena, A_SHARED) === 1,
  };
}

/** Locks that the configuration says are in this file are handed to their adapter at its end. */
function withConfiguredLocks(file: string, source: { code: string; insertions: Int32Array }): { code: string; insertions: Int32Array } {
  const call = configuredCode(file);
  if (call === '') return source;
  const added = `\n${call}`;
  return { code: source.code + added, insertions: Int32Array.from([...source.insertions, source.code.length, added.length]) };
}

const OWN_MAP = '\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,';
/** Makes Node ask for the excerpt above an uncaught error (fatal.ts): a script must name a source map for that. This one is none. */
const NO_MAP = '\n//# sourceMappingURL=data:,\n';

/**
 * The composed source map at the end serves debuggers only: Node would map the columns of stacks twice (stacks.ts does it already). So it is left out, and the
 * file gets its own comment back (`// # sourceMappingURL=`, the transform has put a space into it), or one that leads nowhere.
 */
function withoutOwnMap(code: string, insertions: Int32Array): { code: string; insertions: Int32Array; hasMap: boolean } {
  const end = code.lastIndexOf(OWN_MAP);
  const text = end < 0 ? code : code.slice(0, end);
  for (let i = insertions.length - 2; i >= 0; i -= 2) {
    const at = insertions[i] as number;
    if (insertions[i + 1] !== 1 || !/^\/\/ [#@]\s*sourceMappingURL=/.test(text.slice(at - 2, at + 40))) continue;
    const rest = insertions.filter((_, j) => j < i || j > i + 1).map((value, j) => (j >= i && j % 2 === 0 ? value - 1 : value));
    return { code: text.slice(0, at) + text.slice(at + 1), insertions: rest, hasMap: true };
  }
  const all = new Int32Array(insertions.length + 2);
  all.set(insertions);
  all.set([text.length, NO_MAP.length], insertions.length);
  return { code: text + NO_MAP, insertions: all, hasMap: false };
}

function readBeside(file: string, url: string): string | undefined {
  try {
    if (url.startsWith('file:')) return readFileSync(new URL(url), 'utf8');
    if (/^[a-z][a-z0-9+.-]+:/i.test(url) && !path.isAbsolute(url)) return undefined;
    if (file.startsWith('file:')) return readFileSync(new URL(url, file), 'utf8');
    return readFileSync(path.resolve(path.dirname(file), url), 'utf8');
  } catch {
    // The map is not there: positions are those of the loaded file.
    return undefined;
  }
}
