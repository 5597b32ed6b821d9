/**
 * `try { return work(session); } finally { session.close(); }`: the `finally` comes as soon as the call has given its promise, not when that is settled. What stands in it follows the call, in
 * the same step, and comes before whatever the call does after its first await.
 */
import type { AnyNode, TryStatement } from 'acorn';
import { forEachChild, isFunction, someChild, unchain } from '../scope/ast';

/** The calls and writes of such a `finally`. */
export function behindReturn(node: TryStatement): readonly AnyNode[] {
  if (!node.finalizer || !givesCall(node.block)) return [];
  const found: AnyNode[] = [];
  const walk = (part: AnyNode): void => {
    if (isFunction(part)) return;
    if (part.type === 'CallExpression') found.push(part);
    else if (part.type === 'AssignmentExpression') found.push(part, part.left);
    else if (part.type === 'UnaryExpression' && part.operator === 'delete') found.push(part, part.argument);
    forEachChild(part, walk);
  };
  walk(node.finalizer);
  return found;
}

/** It returns what a call gives, as it is. */
function givesCall(node: AnyNode): boolean {
  if (isFunction(node)) return false;
  if (node.type === 'ReturnStatement') return node.argument ? isCall(node.argument) : false;
  return someChild(node, givesCall);
}

function isCall(value: AnyNode): boolean {
  const at = unchain(value);
  if (at.type === 'ConditionalExpression') return isCall(at.consequent) || isCall(at.alternate);
  return at.type === 'CallExpression';
}
