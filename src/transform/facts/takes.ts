/** Lists and iterators that a loop works off: whether they belong to the function alone, or others take from them as well. */
import type { AnyNode, CallExpression } from 'acorn';
import { lastName, memberName, someChild, isFunction, unchain } from '../scope/ast';
import { onlyValue, REF_WRITE, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { isForAwait, type Loop } from './awaits';
import { inputOf } from './remaining';

/** Calls whose results depend on nothing but how often they were made, when their receiver belongs to the loop alone. */
export const TAKES = new Set(['next', 'shift', 'pop', 'splice']);
/** What makes a collection or an iterator that nobody else has. */
const MAKES = new Set([
  'entries',
  'values',
  'keys',
  'map',
  'filter',
  'slice',
  'split',
  'concat',
  'from',
  'matchAll',
  'toSorted',
  'flatMap',
]);

export function isOwnTake(analysis: Analysis, fn: FunctionInfo, call: CallExpression): boolean {
  const callee = unchain(call.callee);
  if (callee.type !== 'MemberExpression' || !TAKES.has(memberName(callee) ?? '')) return false;
  const variable = analysis.resolved.get(unchain(callee.object));
  return variable !== undefined && isOwn(variable, fn);
}

/** Made by this function and by nobody else: a fresh list or iterator. */
function isOwn(variable: Variable, fn: FunctionInfo): boolean {
  const value = variable.values[0];
  // In a function within it, several of which may take from it at the same time, it is not theirs.
  if (variable.fn !== fn || variable.values.length !== 1 || !value || isChangedElsewhere(variable, fn)) return false;
  const made = unchain(value);
  if (made.type === 'ArrayExpression') return true;
  if (made.type !== 'CallExpression') return made.type === 'NewExpression';
  const callee = unchain(made.callee);
  if (callee.type !== 'MemberExpression') return false;
  return MAKES.has(memberName(callee) ?? '') || isIteratorKey(callee);
}

export function isChangedElsewhere(variable: Variable, fn: FunctionInfo): boolean {
  return variable.refs.some((ref) => (ref.role & REF_WRITE) !== 0 && ref.fn !== fn);
}

/** Several loops that take from one iterator share out the work: they run side by side already. */
export function isSharedIterator(analysis: Analysis, fn: FunctionInfo, node: AnyNode): boolean {
  const variable = analysis.resolved.get(unchain(node));
  const value = variable?.values[0];
  if (variable === undefined || variable.fn === fn || !value) return false;
  const call = unchain(value);
  if (call.type !== 'CallExpression') return false;
  const callee = unchain(call.callee);
  // `Object.keys(all)` is a list, and each loop goes through all of it.
  if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Object') return false;
  return (
    callee.type === 'MemberExpression' && (/^(?:entries|values|keys|matchAll)$/.test(memberName(callee) ?? '') || isIteratorKey(callee))
  );
}

/** `[Symbol.iterator]` */
function isIteratorKey(callee: AnyNode & { type: 'MemberExpression' }): boolean {
  const { property } = callee;
  return callee.computed && property.type === 'MemberExpression' && memberName(property) === 'iterator';
}

/** What gives the lines of a file or what is in a folder, one by one. Pieces of a file as they are read belong to one thing. */
const OF_FILES = new Set(['readLines', 'opendir']);
/** What makes rows of pieces: `parse()`, `split2()`, `new CsvParser()`. */
const MAKES_ROWS = /pars|csv|split|json|line|row/i;

/** `for await` over what somebody sends, or whose rounds send on what they give: one comes after the other. */
export function comesInTurn(analysis: Analysis, loop: Loop): boolean {
  return isForAwait(loop) && (!isOfFile(analysis, loop.right) || passesOn(loop.body));
}

/** All that is iterated is in a file or folder: nobody sends it, and it does not come about by what the rounds do. `createInterface({ input: createReadStream(path) })` */
function isOfFile(analysis: Analysis, iterated: AnyNode): boolean {
  const call = madeBy(analysis, iterated);
  if (call?.type !== 'CallExpression') return false;
  const name = lastName(call.callee);
  if (name === 'createInterface') return isRead(analysis, inputOf(call.arguments[0]));
  if (name !== 'pipe' || call.callee.type !== 'MemberExpression') return OF_FILES.has(name);
  const to = madeBy(analysis, call.arguments[0]);
  const isRows = (to?.type === 'CallExpression' || to?.type === 'NewExpression') && MAKES_ROWS.test(lastName(to.callee));
  return isRows && isRead(analysis, call.callee.object);
}

function isRead(analysis: Analysis, stream: AnyNode | undefined): boolean {
  const call = madeBy(analysis, stream);
  return call?.type === 'CallExpression' && lastName(call.callee) === 'createReadStream';
}

/** The call that made a value, where it is named here and was awaited or not. */
function madeBy(analysis: Analysis, node: AnyNode | undefined, names = MAX_NAMES): AnyNode | undefined {
  const value = node && unchain(node);
  if (value?.type === 'AwaitExpression') return madeBy(analysis, value.argument, names);
  if (value?.type !== 'Identifier' || names === 0) return value;
  return madeBy(analysis, onlyValue(analysis.resolved.get(value)), names - 1);
}

/** Names may stand for each other. */
const MAX_NAMES = 4;

/** Calls that put something behind what was put there before. */
const PUTS = /^(?:write|send|emit|postMessage)$/;

/** What the rounds give goes on in their order: a line for each line. */
function passesOn(node: AnyNode): boolean {
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && PUTS.test(memberName(node.callee) ?? '')) return true;
  return someChild(node, (child) => !isFunction(child) && passesOn(child));
}
