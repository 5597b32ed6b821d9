/** Shared by the tests of the transform: shorthand calls, runtimes to run its output with, and a way to run programs and log what they do. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import vm from 'node:vm';
import { transform, writtenNames } from '../../src/transform/transform';
import { VM_RUNTIME, type Cell, type Runtime, type SourceForm } from '../../src/wire/runtime';
import type { SiteTable } from '../../src/wire/sites';

export type Transformed = Extract<ReturnType<typeof transform>, { ok: true }>;

/** Transforms or fails the test. Names written by other files are forgotten first. */
export function instrumentSource(source: string, type: SourceForm = 'commonjs', base = 1, file = '/src/app.js'): Transformed {
  writtenNames.clear();
  const result = transform(source, { file, type, base });
  assert.ok(result.ok, result.ok ? '' : `${result.reason}\n${source}`);
  return result;
}

/** The pairs of a table as text: `value 3 this.balance -> 5 this.balance`, sorted. */
export function pairsOf(table: SiteTable): string[] {
  return table.pairs
    .map((p) => {
      const read = table.sites[p.read];
      const write = table.sites[p.write];
      assert.ok(read && write);
      return `${p.kind} ${read.line} ${read.text} -> ${write.line} ${write.text}`;
    })
    .toSorted();
}

// --- running programs ---

export const RUNTIME = Symbol.for('interleave.preload');

export interface Program {
  readonly name: string;
  readonly type: 'commonjs' | 'module';
  readonly source: string;
}

/** Reads corpus.txt. A few programs are about characters that a text file would not keep: those are written as escapes. */
export function readCorpus(text: string): Program[] {
  const parts = text.split(/^\/\/\/\/ (.*)\n/m).slice(1);
  const programs: Program[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const title = parts[i] ?? '';
    let source = parts[i + 1] ?? '';
    if (title === 'crlf source') source = source.replaceAll('\\r\\n\n', '').replaceAll('\\r\\n', '\r\n');
    if (title === 'byte order mark') source = source.replace('\\ufeff', '\ufeff');
    if (title === 'line separators') source = source.replaceAll('\\u2028', '\u2028').replaceAll('\\u2029', '\u2029');
    programs.push({ name: title.replace(' [module]', ''), type: title.endsWith('[module]') ? 'module' : 'commonjs', source });
  }
  return programs;
}

/** The runtime that does nothing but what the ABI says about values. */
export function makeInertRuntime(): Runtime {
  const s = new Int32Array(1);
  const second = <T>(_site: number, value: T): T => value;
  return {
    s,
    e: () => 1,
    c: () => 1,
    x: () => {},
    w: (_act, _site, value) => value,
    u: () => {},
    v: (_act, _site, value) => value,
    Y: (_act, _site, value) => value,
    R: (_act, _site, value) => value,
    F: () => {},
    k: second,
    A: second,
    n: (variable: number) => ({ variable }),
    t: () => ({ variable: 0 }),
    r: (_site, _cell, value) => value,
    q: () => {},
    a: (_site, _cell, value) => value,
    m: (_site, _cell, value) => value,
    D: () => undefined,
    p: second,
    P: second,
    C: second,
    M: () => undefined,
    N: () => {},
    o: (_site, _object, _key, value) => value,
    B: (_site, _object, _key, value) => value,
    z: ((_site: number, _object: unknown, _key: unknown, value: unknown) => value) as Runtime['z'],
    d: (_site, _object, _key, value) => value,
    g: second,
    y: (_site, _receiver, _method, _key, value) => value,
    G: () => {},
    h: second,
    i: (key) => key,
    H: second,
    I: (_site, _key, value) => value,
    K: second,
    J: second,
    f: second,
    j: second,
    l: second,
    b: (_site, _array, _index, value) => value,
    L: (_site, _array, index) => index,
    E: (error) => error,
    Q: second,
  };
}

/** A runtime that checks every call against the table: numbers, kinds of sites, cells, and that activations begin, suspend and end in order. */
export function makeCheckingRuntime(table: SiteTable, problems: string[]): Runtime {
  const inert = makeInertRuntime();
  const acts = new Map<number, 'open' | 'closed'>();
  let next = 1000;
  const ensure = (fine: boolean, text: string): void => {
    if (!fine) problems.push(text);
  };
  const site = (helper: string, number: number, ...kinds: readonly string[]): void => {
    const entry = table.sites[number - table.base];
    ensure(
      entry !== undefined && kinds.includes(entry.kind),
      `${helper} with site ${number} of kind ${entry?.kind}, wanted ${kinds.join('|')}`,
    );
    const called = table.sites[inert.s[0]! - table.base];
    ensure(inert.s[0] === 0 || called?.kind === 'call' || called?.kind === 'new', `last call site ${inert.s[0]} is ${called?.kind}`);
  };
  const act = (helper: string, number: number): void =>
    ensure(acts.get(number) === 'open', `${helper} with activation ${number}: ${acts.get(number)}`);
  const cell = (c: Cell | undefined, number: number): void => {
    const entry = table.sites[number - table.base];
    ensure(c === undefined || c.variable - table.base === entry?.variable, `cell ${c?.variable} at a site of variable ${entry?.variable}`);
  };
  const begin = (fn: number, async: boolean): number => {
    const entry = table.functions[fn - table.base];
    ensure(entry !== undefined && (async ? entry.async || entry.generator === true : !entry.async), `activation of function ${fn}`);
    acts.set(next, 'open');
    return next++;
  };
  return {
    ...inert,
    e: (fn) => begin(fn, true),
    c: (fn, outer) => {
      ensure(outer === 0 || acts.has(outer), `c with outer activation ${outer}`);
      return begin(fn, false);
    },
    x: (a) => {
      act('x', a);
      acts.set(a, 'closed');
    },
    w: (a, n, value) => (act('w', a), site('w', n, 'await'), value),
    u: (a, n) => (act('u', a), site('u', n, 'for-await')),
    v: (a, n, value) => (act('v', a), site('v', n, 'yield'), value),
    Y: (a, n, value) => (act('Y', a), site('Y', n, 'yield'), value),
    R: (a, n, value) => (act('R', a), site('R', n, 'return'), value),
    F: (a, n) => (act('F', a), site('F', n, 'for-await')),
    k: (n, value) => (site('k', n, 'call', 'new'), value),
    A: (n, value) => (site('A', n, 'call'), value),
    n: (variable: number) => (ensure(table.variables[variable - table.base] !== undefined, `variable ${variable}`), { variable }),
    t: () => ({ variable: 0 }),
    r: (n, c, value) => (site('r', n, 'read'), cell(c, n), value),
    q: (n, c) => (site('q', n, 'read'), cell(c, n)),
    a: (n, c, value) => (site('a', n, 'write'), cell(c, n), value),
    m: (n, c, value) => (site('m', n, 'update'), cell(c, n), value),
    p: (n, object, key) => (site('p', n, 'read'), ensure(key !== undefined, 'p without key'), object),
    P: (n, object, key) => (site('P', n, 'read'), ensure(key !== undefined, 'P without key'), object),
    o: (n, _object, _key, value) => (site('o', n, 'write'), value),
    B: (n, _object, _key, value) => (site('B', n, 'write'), value),
    z: ((n: number, _object: unknown, _key: unknown, value: unknown) => (site('z', n, 'update'), value)) as Runtime['z'],
    d: (n, _object, _key, value) => (site('d', n, 'write'), value),
    g: (n, receiver, method) => (site('g', n, 'read', 'write', 'update'), ensure(typeof method === 'string', 'method'), receiver),
    y: (n, _receiver, method, _key, value) => (
      site('y', n, 'read', 'write', 'update'),
      ensure(typeof method === 'string', 'method'),
      value
    ),
    h: (n, receiver, method) => (site('h', n, 'read', 'write', 'update'), ensure(typeof method === 'string', 'method'), receiver),
    H: (n, receiver, method) => (site('H', n, 'write'), ensure(typeof method === 'string', 'method'), receiver),
    I: (n, _key, value) => (site('I', n, 'write'), value),
    K: (n, key) => (site('K', n, 'write'), key),
    J: (n, value) => (site('J', n, 'write'), value),
    f: (n, value) => (
      site('f', n, 'call'),
      ensure(table.sites[n - table.base]?.floating === true, 'f at a site that does not float'),
      value
    ),
    j: (n, executor) => (site('j', n, 'new'), executor),
    l: (n, array) => (site('l', n, 'read'), array),
    b: (n, _array, _index, value) => (site('b', n, 'write'), value),
    L: (n, _array, index) => (site('L', n, 'read'), index),
  };
}

/** A value as text; frames of stacks differ in their columns. */
function show(value: unknown): string {
  return inspect(value, { depth: 5, breakLength: Infinity }).replace(/\n\s+at .*/g, '');
}

let modules = 0;

/** Runs a program and returns its log: what it logged and when (in microtasks), how it ended. */
export async function runProgram(code: string, type: Program['type'], runtime: Runtime | undefined): Promise<string[]> {
  // Start from the same phase of the event loop every time.
  await new Promise((resolve) => void setImmediate(resolve));
  const lines: string[] = [];
  // Loading modules takes an unknown number of microtasks: then only the order counts.
  let ticks = type === 'module' || code.includes('import(') ? 300 : 0;
  const log = (...args: unknown[]): void => void lines.push(`${ticks} ${args.map(show).join(' ')}`);
  const tick = async (): Promise<void> => {
    while (ticks < 300) {
      await Promise.resolve();
      ticks++;
    }
  };
  const scope = globalThis as Record<PropertyKey, unknown>;
  scope[RUNTIME] = runtime;
  // Of ES modules it is a global variable.
  scope[VM_RUNTIME] = runtime;
  scope['log'] = log;
  const ended = (kind: string, value: unknown): void => {
    const shown = value instanceof Error ? `${value.name}: ${value.message.includes('$il') ? '' : value.message}` : show(value);
    lines.push(`${ticks} ${kind} ${shown}`);
  };
  try {
    if (type === 'commonjs') {
      const module = { exports: {} as unknown };
      const options = { filename: 'corpus', importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER as never };
      const fn = vm.compileFunction(code, ['log', 'exports', 'require', 'module'], options);
      const ticking = tick();
      fn.call(module.exports, log, module.exports, createRequire(process.cwd() + '/x.js'), module);
      ended('result', await (module.exports as Promise<unknown>));
      await ticking;
    } else {
      const url = `data:text/javascript;base64,${Buffer.from(`${code}\n//${modules++}`).toString('base64')}`;
      const namespace: { done?: unknown } = await import(url);
      ended('result', await namespace.done);
    }
  } catch (error) {
    ended('threw', error);
  } finally {
    delete scope['log'];
  }
  // What is still running goes on writing.
  return [...lines];
}

/** What Node adds to the globals of the language. */
const NODE_GLOBALS = [
  'console', 'process', 'Buffer', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask', 'structuredClone', 'AbortController',
  'EventTarget', 'Event', 'URL', 'TextEncoder', 'performance',
]; // prettier-ignore

/** Runs a program as a script of `vm` in a context of its own and returns its log, the value of the script, and the names that it left in the context. */
export async function runScript(code: string, runtime: Runtime | undefined): Promise<string[]> {
  await new Promise((resolve) => void setImmediate(resolve));
  const lines: string[] = [];
  const log = (...args: unknown[]): void => void lines.push(args.map(show).join(' '));
  const module = { exports: {} as unknown };
  const context = vm.createContext({ log, module, exports: module.exports, require: createRequire(process.cwd() + '/x.js') });
  for (const name of NODE_GLOBALS) context[name] = (globalThis as Record<string, unknown>)[name];
  if (runtime) (vm.runInContext(`let ${VM_RUNTIME};(r)=>{${VM_RUNTIME}=r}`, context) as (r: Runtime) => void)(runtime);
  const ended = (kind: string, value: unknown): void => {
    const { name, message } = (value ?? {}) as Partial<Error>;
    lines.push(`${kind} ${typeof message === 'string' ? `${name}: ${message.includes('$il') ? '' : message}` : show(value)}`);
  };
  try {
    const script = new vm.Script(code, { importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER as never });
    const value: unknown = script.runInContext(context);
    ended('value', Object(value) === value ? typeof value : value);
    ended('result', await (module.exports as Promise<unknown>));
  } catch (error) {
    ended('threw', error);
  }
  for (let i = 0; i < 300; i++) await Promise.resolve();
  return [...lines, Object.keys(context).toSorted().join()];
}
