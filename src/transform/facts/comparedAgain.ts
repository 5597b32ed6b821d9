/**
 * Calls whose answer is compared with what the same call gave before: `const text = editor.getText(); …; if (editor.getText() !== text) return`. Whoever does so knows that it may be another one by then.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { forEachChild, unchain } from '../scope/ast';
import { onlyValue, type Analysis } from '../scope/bindings';
import { isEquality } from '../flow/equality';

export function findComparedAgain(analysis: Analysis, source: string): CallExpression[] {
  const found: CallExpression[] = [];
  const note = (side: AnyNode, other: AnyNode): void => {
    const call = unchain(side);
    const value = other.type === 'Identifier' ? onlyValue(analysis.resolved.get(other)) : undefined;
    if (call.type !== 'CallExpression' || value?.type !== 'CallExpression') return;
    if (source.slice(call.start, call.end) === source.slice(value.start, value.end)) found.push(call);
  };
  const walk = (node: AnyNode): void => {
    if (node.type === 'BinaryExpression' && isEquality(node.operator)) {
      note(node.left, node.right);
      note(node.right, node.left);
    }
    forEachChild(node, walk);
  };
  walk(analysis.module.node);
  return found;
}
