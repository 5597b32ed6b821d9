/** Lists and iterators that a loop works off: whether they belong to the function alone, or others take from them as well. */
import type { AnyNode, CallExpression } from 'acorn';
import { memberName, unchain } from '../scope/ast';
import { REF_WRITE, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';

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
  return (
    callee.type === 'MemberExpression' && (/^(?:entries|values|keys|matchAll)$/.test(memberName(callee) ?? '') || isIteratorKey(callee))
  );
}

/** `[Symbol.iterator]` */
function isIteratorKey(callee: AnyNode & { type: 'MemberExpression' }): boolean {
  const { property } = callee;
  return callee.computed && property.type === 'MemberExpression' && memberName(property) === 'iterator';
}
