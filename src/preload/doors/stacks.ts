/**
 * Stacks show the program's own positions. V8 knows the transformed text, whose lines are right and whose columns are not, and frames of ours stand between.
 *
 * Every stack is formatted through `Error.prepareStackTrace` (Node's default is an ordinary, visible function there). The frames that V8 hands to it are fresh
 * objects: those of transformed files get the right columns as properties of their own, frames of this tool are taken out. Then whatever formats goes on: Node's
 * default, Node's source maps, or the program's own function. A program that reads or sets the property sees its own values.
 */
import { apply, disguise, NODE_MAJOR, noteThrownHere, replacement } from '../builtins.ts';
import { hasOtherHooks } from '../hooks/asyncTasks.ts';
import { util } from '../nodeUtil.ts';
import { correctAssertion } from './assertions.ts';
import { correctMessage } from './messages.ts';
import { type TransformedSource, findSource, originalColumn, originalOffset } from './sources.ts';

type Prepare = (error: unknown, sites: NodeJS.CallSite[]) => unknown;

/** Its text is the line of a stack, which the types do not say. */
type Site = NodeJS.CallSite & { toString(): string };

const defineProperty = Object.defineProperty;
const captureStackTrace = Error.captureStackTrace;
const isArray = Array.isArray;
const { max } = Math;
const LOADER = 'node:internal/modules/cjs/loader';
const TASK_QUEUES = 'node:internal/process/task_queues';
/** From here on queueMicrotask makes no resource while nobody has hooks. */
const HAS_PLAIN_MICROTASKS = NODE_MAJOR >= 24;

let ownFile = '';

function isFrame(site: Site | undefined, file: string, name: string): boolean {
  return site !== undefined && site.getFileName() === file && site.getFunctionName() === name;
}

/** Takes out what Node runs callbacks through only while async hooks are on: the outermost frames, or those above the queue of ticks. */
function dropHookFrames(sites: Site[]): void {
  const last = sites.length - 1;
  if (isFrame(sites[last], 'node:internal/async_hooks', 'callbackTrampoline')) {
    if (!hasOtherHooks()) sites.length = last;
    return;
  }
  if (!HAS_PLAIN_MICROTASKS) return;
  for (let i = last; i >= max(2, last - 1); i--) {
    if (!isFrame(sites[i], TASK_QUEUES, 'runMicrotask')) continue;
    if (!isFrame(sites[i - 1], 'node:async_hooks', 'runInAsyncScope') || sites[i - 2]?.getFileName() !== TASK_QUEUES) return;
    for (let j = i + 1; j <= last; j++) sites[j - 3] = sites[j] as Site;
    sites.length -= 3;
    return;
  }
}

/** Corrects the frames of one stack in place. */
function correctSites(sites: Site[], error: unknown): void {
  dropHookFrames(sites);
  let kept = 0;
  /** Whether a frame of a script was passed; those of built-ins have no place. */
  let inScript = false;
  for (let i = 0; i < sites.length; i++) {
    const site = sites[i] as Site;
    const file = site.getFileName();
    if (file === ownFile) {
      if (!inScript) noteThrownHere(error);
      continue;
    }
    if (file !== null && file !== undefined) inScript = true;
    sites[kept++] = site;
    if (typeof file === 'string') {
      const source = findSource(file);
      if (source !== undefined) correctSite(site, source, kept === 1 ? error : undefined);
      else if (file === LOADER) nameCompile(site);
      continue;
    }
    if (isCombinator(site.getFunctionName())) nameCombinator(site);
    const origin = site.isEval() ? site.getEvalOrigin() : undefined;
    if (typeof origin === 'string') correctEval(site, origin);
  }
  if (kept === sites.length) return;
  // Wrappers of ours have V8 keep some frames more, in exchange for their own.
  const limit = Error.stackTraceLimit as unknown;
  sites.length = typeof limit === 'number' && limit >= 0 && limit < kept ? limit : kept;
}

function own(site: Site, name: string, value: (this: unknown) => unknown): void {
  defineProperty(site, name, { value, configurable: true, enumerable: false, writable: true });
}

const { includes, indexOf, lastIndexOf, slice, startsWith } = String.prototype;

function has(text: string, sought: string): boolean {
  return apply(includes, text, [sought]) as boolean;
}

function part(text: string, from: number, to?: number): string {
  return apply(slice, text, [from, to]) as string;
}

/**
 * V8 names a function without a name after the assignment that follows it: after a probe of ours, in transformed code. Only such names are looked at by expressions: a
 * stack is also made where next to no stack is left, and there V8 ends the process if an expression must be compiled.
 */
const PROBE = '$il';
const PROBE_NAMES = /\$il\w*\.(?:\w+(?:\.|$))?/g;
/** What is computed for a probe, and the temporaries of the transform. */
const NO_NAME = /\.s\.<computed>$|(?:^|\.)\$il\w*(?:\.<computed>)?$/;

/** The name without what comes from probes; '' when all of it does. */
function cleanName(name: string): string {
  return NO_NAME.test(name) ? '' : name.replace(PROBE_NAMES, '');
}

function correctSite(site: Site, source: TransformedSource, error: unknown): void {
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (line === null || column === null) return;
  const right = originalColumn(source, line, column);
  if (error !== undefined) {
    correctAssertion(error, source, line, column);
    correctMessage(error, source, line, column);
  }
  const enclosingLine = site.getEnclosingLineNumber();
  const enclosing = site.getEnclosingColumnNumber();
  const position = site.getPosition();
  if (typeof enclosing === 'number' && enclosingLine !== null) {
    own(site, 'getEnclosingColumnNumber', () => originalColumn(source, enclosingLine, enclosing));
  }
  if (typeof position === 'number') own(site, 'getPosition', () => originalOffset(source, position));
  let text = site.toString();
  const before = text;
  const name = site.getFunctionName();
  if (name !== null && has(name, PROBE)) {
    const cleaned = cleanName(name);
    own(site, 'getFunctionName', () => (cleaned === '' ? null : cleaned));
    text = withName(text, name, cleaned);
  } else if (name === null && (apply(startsWith, text, [PROBE]) as boolean)) {
    // A name that V8 made up of what is assigned in the function.
    const end = apply(indexOf, text, [' (']) as number;
    const made = part(text, 0, end);
    if (end > 0 && !has(made, ' ')) text = withName(text, made, '');
  }
  if (right !== column) {
    own(site, 'getColumnNumber', () => right);
    const wrong = `:${line}:${column}`;
    const at = apply(lastIndexOf, text, [wrong]) as number;
    if (at >= 0) text = `${part(text, 0, at)}:${line}:${right}${part(text, at + wrong.length)}`;
  }
  if (text !== before) own(site, 'toString', () => text);
}

/** The line of a stack, `[async ][Type.]name (place)`, with another name or none. */
function withName(text: string, name: string, cleaned: string): string {
  const at = text.indexOf(name);
  if (at < 0) return text;
  const head = part(text, 0, at);
  const tail = part(text, at + name.length);
  if (cleaned !== '') return head + cleaned + tail;
  if ((head === '' || head === 'async ') && tail.startsWith(' (') && tail.endsWith(')')) return head + part(tail, 2, -1);
  return `${head}<anonymous>${tail}`;
}

/** Code from eval names the place of the eval: 'eval at f (file:line:column)'. */
function correctEval(site: Site, origin: string): void {
  const right = correctText(origin);
  if (right === origin) return;
  const text = site.toString();
  own(site, 'getEvalOrigin', () => right);
  own(site, 'toString', () => text.replace(origin, () => right));
}

const PLACE = /\(([^()]+):(\d+):(\d+)\)/g;

function correctText(text: string): string {
  return text.replace(PLACE, (all: string, file: string, line: string, column: string) => {
    const source = findSource(file);
    return source === undefined ? all : `(${file}:${line}:${originalColumn(source, Number(line), Number(column))})`;
  });
}

function isCombinator(name: string | null): boolean {
  return name === 'all' || name === 'allSettled' || name === 'any' || name === 'race';
}

/** V8 finds a method by its function, and these are wrapped. */
function nameCombinator(site: Site): void {
  const name = site.getFunctionName();
  const type = site.getTypeName();
  if (name !== null && (type === 'Promise' || type === 'Function') && site.getMethodName() === null) own(site, 'getMethodName', () => name);
}

/** `_compile` is an accessor now, where V8 finds no name for it. */
function nameCompile(site: Site): void {
  const text = site.toString();
  if (!text.startsWith('Module.<anonymous> (') && !text.startsWith('Function.<anonymous> (')) return;
  const right = text.replace('<anonymous>', '_compile');
  own(site, 'getMethodName', () => '_compile');
  own(site, 'toString', () => right);
}

/** True while frames are corrected: a built-in that the program has patched may ask for a stack itself. */
let correcting = false;

/** Corrects frames without ever failing. */
function correct(sites: unknown, error: unknown): void {
  if (correcting) return;
  correcting = true;
  try {
    if (isArray(sites)) correctSites(sites as Site[], error);
  } catch {
    // Then the stack shows transformed columns.
  } finally {
    correcting = false;
  }
}

/** True while this file looks at the stack itself. */
let probing = false;

/** The innermost `count` frames above `below`, as text. Never runs the program's prepareStackTrace. */
export function callerText(below: Function, count: number): string {
  const holder: { stack?: unknown } = {};
  const limit = Error.stackTraceLimit;
  probing = true;
  try {
    Reflect.set(Error, 'stackTraceLimit', count);
    captureStackTrace(holder, below);
    // While V8 formats another stack this is its own text, otherwise what `rawSites` returns.
    const stack = holder.stack;
    return typeof stack === 'string' ? stack : '';
  } catch {
    return '';
  } finally {
    probing = false;
    Reflect.set(Error, 'stackTraceLimit', limit);
  }
}

const BARE_PLACE = /^([^()]+):(\d+):(\d+)$/;

/** The same with the columns of the program's own text. */
export function correctedCallerText(below: Function, count: number): string {
  return callerText(below, count)
    .split('\n')
    .map((line) =>
      correctText(line).replace(BARE_PLACE, (all: string, file: string, row: string, column: string) => {
        const source = findSource(file);
        return source === undefined ? all : `${file}:${row}:${originalColumn(source, Number(row), Number(column))}`;
      }),
    )
    .join('\n');
}

function rawSites(_error: unknown, sites: Site[]): string {
  let text = '';
  for (const site of sites) text += `${site.toString()}\n`;
  return text;
}

/** Starts correcting stacks. `file`: this bundle, whose frames are not shown. */
export function installStacks(file: string): void {
  ownFile = file;
  const descriptor = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const original = descriptor?.value as Prepare | undefined;
  if (typeof original !== 'function' || descriptor?.configurable !== true) return;
  const utils = util as unknown as { getCallSites?: Function };
  if (utils.getCallSites !== undefined) utils.getCallSites = correctingCallSites(utils.getCallSites);
  const standard = disguise(function (this: unknown, error: unknown, sites: Site[]): unknown {
    correct(sites, error);
    return apply(original, this, [error, sites]);
  }, original) as unknown as Prepare;
  intercept(Error, standard, standard, false);
}

/** The same for the `Error` of another context: there Node falls back on ours where the program has set nothing. */
export function correctStacksOf(holder: object): void {
  const descriptor = Object.getOwnPropertyDescriptor(holder, 'prepareStackTrace');
  if (descriptor !== undefined && (!('value' in descriptor) || descriptor.configurable !== true)) return;
  intercept(holder, undefined, descriptor?.value, descriptor?.enumerable === true);
}

/** Makes the property an accessor: the program sees what it has set, at first `initial`, and Node the same with corrected frames, or `standard`. */
function intercept(holder: object, standard: Prepare | undefined, initial: unknown, enumerable: boolean): void {
  let current: unknown;
  /** Made for the program's function that is set now. */
  let wrapped: Prepare | undefined;
  const get = (): unknown => {
    if (probing) return rawSites;
    if (current === standard) return current;
    if (!callerText(get, 1).includes('node:internal/errors')) return current;
    return typeof current === 'function' ? wrapped : standard;
  };
  const set = (value: unknown): void => {
    current = value;
    if (typeof value !== 'function') return;
    wrapped = function (this: unknown, error: unknown, sites: Site[]): unknown {
      correct(sites, error);
      return apply(value, this, [error, sites]);
    };
  };
  if (initial === standard) current = initial;
  else set(initial);
  defineProperty(holder, 'prepareStackTrace', { configurable: true, enumerable, get, set });
}

interface CallSiteObject {
  scriptName: string;
  lineNumber: number;
  column?: number;
  columnNumber?: number;
}

const MAX_CALL_SITES = 200;

/** util.getCallSites takes its frames from V8 directly. */
function correctingCallSites(original: Function): Function {
  const wrapper = replacement(function (this: unknown, ...args: unknown[]): unknown {
    let sites = apply(original, this, args) as CallSiteObject[];
    const count = sites.length;
    try {
      const isOwn = (site: CallSiteObject): boolean => site.scriptName === ownFile;
      const ours = sites.filter(isOwn).length;
      if (ours === 0) return sites;
      // Ours have taken the place of others: as many more, but no more than Node allows.
      const more = count + ours;
      const options = typeof args[0] === 'object' ? args[0] : args[1];
      if (more <= MAX_CALL_SITES) sites = apply(original, this, options === undefined ? [more] : [more, options]) as CallSiteObject[];
      const kept = sites.filter((site) => !isOwn(site)).slice(0, count);
      for (const site of kept) {
        const source = findSource(site.scriptName);
        if (source === undefined) continue;
        if (typeof site.column === 'number') site.column = originalColumn(source, site.lineNumber, site.column);
        if (typeof site.columnNumber === 'number') site.columnNumber = originalColumn(source, site.lineNumber, site.columnNumber);
      }
      return kept;
    } catch {
      return sites;
    }
  }, original);
  return wrapper;
}
