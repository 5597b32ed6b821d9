/**
 * `await Promise.all(rows.map((row) => { save(row); }))`: a callback with braces and no `return`. What is waited for is the list of what it gives, which is nothing, and so for none of the calls.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { isFunction, someChild, unchain } from '../scope/ast';
import type { Analysis } from '../scope/bindings';
import { callbackOfAll } from './awaits';

/** Of a call of `Promise.all`: the calls that the callback ends with. */
export function notGivenBy(analysis: Analysis, call: CallExpression): readonly AnyNode[] {
  const callback = callbackOfAll(analysis, call);
  if (!callback || callback.async || callback.generator || callback.body.type !== 'BlockStatement') return [];
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
