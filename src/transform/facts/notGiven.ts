/**
 * `await Promise.all(rows.map((row) => { save(row); }))`: a callback with braces and no `return`. What is waited for is the list of what it gives, which is nothing, and so for none of the calls.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { isFunction, memberName, someChild, unchain } from '../scope/ast';
import type { Analysis } from '../scope/bindings';

const WAITS = /^(?:all|allSettled)$/;
const MAPS = /^(?:flatMap|map)$/;

/** Of a call of `Promise.all`: the calls that the callback ends with. */
export function notGivenBy(analysis: Analysis, { callee, arguments: args }: CallExpression): readonly AnyNode[] {
  const [list] = args;
  if (callee.type !== 'MemberExpression' || !WAITS.test(memberName(callee) ?? '') || list?.type !== 'CallExpression') return [];
  if (callee.object.type !== 'Identifier' || callee.object.name !== 'Promise' || analysis.resolved.has(callee.object)) return [];
  const [callback] = list.arguments;
  if (list.callee.type !== 'MemberExpression' || !MAPS.test(memberName(list.callee) ?? '')) return [];
  if (!callback || !isFunction(callback) || callback.async || callback.generator || callback.body.type !== 'BlockStatement') return [];
  return givesValue(callback.body) ? [] : lastCalls(callback.body);
}

function givesValue(node: AnyNode): boolean {
  if (node.type === 'ReturnStatement') return node.argument !== null && node.argument !== undefined;
  return someChild(node, (child) => !isFunction(child) && givesValue(child));
}

/** What the block comes to its end with, on each of its ways. */
function lastCalls(node: AnyNode | null | undefined): readonly AnyNode[] {
  switch (node?.type) {
    case 'BlockStatement':
      return lastCalls(node.body.at(-1));
    case 'IfStatement':
      return [...lastCalls(node.consequent), ...lastCalls(node.alternate)];
    case 'TryStatement':
      return lastCalls(node.block);
    case 'ExpressionStatement': {
      const call = unchain(node.expression);
      return call.type === 'CallExpression' ? [call] : [];
    }
    default:
      return [];
  }
}
