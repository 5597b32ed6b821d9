/** What a call leaves: the stores of a function that returns nothing. */
import type { AnyNode } from 'acorn';
import { forEachChild, isFunction } from '../scope/ast';
import { isLoop } from '../facts/awaits';
import type { FunctionInfo } from '../scope/bindings';

interface Ends {
  readonly returns: boolean;
  readonly loops: readonly AnyNode[];
}

const known = new WeakMap<FunctionInfo, Ends>();

/** The function returns nothing, and the store is outside of its loops: it is all that a call is made for. */
export function isAllThatIsLeft(fn: FunctionInfo, store: AnyNode): boolean {
  let ends = known.get(fn);
  if (!ends) known.set(fn, (ends = endsOf(fn)));
  return !ends.returns && !ends.loops.some((loop) => loop.start <= store.start && store.end <= loop.end);
}

function endsOf({ node }: FunctionInfo): Ends {
  const loops: AnyNode[] = [];
  let returns = node.type === 'Program' || node.body.type !== 'BlockStatement';
  const visit = (at: AnyNode): void => {
    if (isFunction(at)) return;
    if (at.type === 'ReturnStatement' && at.argument) returns = true;
    if (isLoop(at)) loops.push(at);
    forEachChild(at, visit);
  };
  forEachChild(node, visit);
  return { returns, loops };
}
