/**
 * `try { return work(session); } finally { session.close(); }`: the `finally` comes as soon as the call has given its promise, not when that is settled. What stands in it follows the call, in
 * the same step, and comes before whatever the call does after its first await.
 */
import type { AnyNode, TryStatement } from 'acorn';
import { forEachChild, isFunction, someChild, unchain } from '../scope/ast';
import { onlyValue, type Analysis } from '../scope/bindings';
import { aroundOf, nodesOf } from '../scope/tree';

/** The calls and writes of such a `finally`. */
export function behindReturn(node: TryStatement): readonly AnyNode[] {
  return node.finalizer && givesCall(node.block) ? effectsIn([node.finalizer]) : [];
}

/** `const result = work(session); session.close(); return result;`: the same, between a call and the `return` that gives on what the call gave, of which nothing is asked. */
export function behindKept({ functions, resolved }: Analysis): AnyNode[] {
  return functions.flatMap(({ node }) => {
    const list = isFunction(node) && node.body.type === 'BlockStatement' ? node.body.body : [];
    const last = list.at(-1);
    const given = last?.type === 'ReturnStatement' && last.argument?.type === 'Identifier' ? resolved.get(last.argument) : undefined;
    const call = given?.refs.length === 2 ? onlyValue(given) : undefined;
    const at = call && isCall(call) ? list.findIndex(({ end }) => end >= call.end) : -1;
    return at < 0 ? [] : effectsIn(list.slice(at + 1, -1));
  });
}

/** `await using session = await open(); return work(session);`: what opens it, of which the end of the block closes what it gave, as a `finally` would. */
export function behindUsing(analysis: Analysis): AnyNode[] {
  return nodesOf(analysis, 'VariableDeclaration').flatMap((node) => {
    const block = node.kind === 'using' || node.kind === 'await using' ? aroundOf(analysis, node) : undefined;
    if (block?.type !== 'BlockStatement' || !givesCall(block)) return [];
    return node.declarations.flatMap(({ init }) =>
      init?.type === 'AwaitExpression' ? [init, unchain(init.argument)] : init ? [init] : [],
    );
  });
}

function effectsIn(parts: readonly AnyNode[]): AnyNode[] {
  const found: AnyNode[] = [];
  const walk = (part: AnyNode): void => {
    if (isFunction(part)) return;
    if (part.type === 'CallExpression') found.push(part);
    else if (part.type === 'AssignmentExpression') found.push(part, part.left);
    else if (part.type === 'UnaryExpression' && part.operator === 'delete') found.push(part, part.argument);
    forEachChild(part, walk);
  };
  parts.forEach(walk);
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
