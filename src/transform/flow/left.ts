/** What a call leaves: the stores of a function that returns nothing. */
import type { AnyNode } from 'acorn';
import { LOOPS } from '../facts/awaits';
import type { Analysis, FunctionInfo } from '../scope/bindings';
import { ownNodes } from '../scope/tree';

/** The function returns nothing, and the store is outside of its loops: it is all that a call is made for. */
export function isAllThatIsLeft(analysis: Analysis, fn: FunctionInfo, store: AnyNode): boolean {
  if (fn.node.type === 'Program' || fn.node.body.type !== 'BlockStatement') return false;
  if (ownNodes(analysis, 'ReturnStatement', fn).some(({ argument }) => argument)) return false;
  return !LOOPS.some((type) => ownNodes(analysis, type, fn).some((loop) => loop.start <= store.start && store.end <= loop.end));
}
