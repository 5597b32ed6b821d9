/**
 * Callbacks that ask for the store of an AsyncLocalStorage (`context.getStore()`), themselves or by a helper of the file, and are made in a function: of which call each was made, and for
 * whom that worked, the run tells.
 */
import { memberName, unchain } from '../scope/ast';
import { homeOf, type Analysis, type FunctionInfo } from '../scope/bindings';
import { functionNamed, methodNamed } from '../scope/helpers';

export function findStoreReaders(analysis: Analysis, source: string): Set<FunctionInfo> {
  const found = new Set<FunctionInfo>();
  if (!source.includes('.getStore')) return found;
  const readers = new Set<FunctionInfo>();
  const add = (fn: FunctionInfo): void => {
    const home = homeOf(fn);
    readers.add(home);
    if (home.usage === 'escapes' && home.parent !== null && home.parent !== analysis.module) found.add(home);
  };
  for (const { node, fn } of analysis.calls) {
    const callee = unchain(node.callee);
    if (callee.type === 'MemberExpression' && memberName(callee) === 'getStore') add(fn);
  }
  const direct = new Set(readers);
  for (const { node, fn } of analysis.calls) {
    const callee = unchain(node.callee);
    const helper =
      callee.type === 'MemberExpression' && callee.object.type !== 'Super'
        ? methodNamed(analysis, unchain(callee.object), memberName(callee))
        : functionNamed(analysis, callee);
    if (helper !== undefined && direct.has(helper)) add(fn);
  }
  return found;
}
