/**
 * Reads of a collection for which something empty stands in where it is not there, so that what is asked of it is answered all the same: `(names[db] || []).includes(name)`,
 * `names.get(db)?.has(name)`. Who asks so cannot tell what has not come yet from what does not exist. A stand-in that is only listed or passed on is a value for the meantime.
 */
import type { AnyNode } from 'acorn';
import { memberName } from './ast';
import { onlyValue, type Analysis } from './bindings';
import { isEmptyContainer } from './initial';

/** Questions whether something is among what a collection holds. */
const ASKS = /^(?:includes|has|some|every|find|findIndex|indexOf)$/;

export function findStandIns(analysis: Analysis): AnyNode[] {
  const found: AnyNode[] = [];
  for (const { node } of analysis.calls) {
    if (node.callee.type !== 'MemberExpression' || !ASKS.test(memberName(node.callee) ?? '')) continue;
    const { object, optional } = node.callee;
    const read = optional ? object : readBesideEmpty(analysis, object);
    if (read) found.push(read);
  }
  return found;
}

/** `names || []`, or a local that is only ever that. */
function readBesideEmpty(analysis: Analysis, node: AnyNode): AnyNode | undefined {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const value = variable ? onlyValue(variable) : node;
  if (value?.type !== 'LogicalExpression' || value.operator === '&&' || !isEmptyContainer(value.right)) return undefined;
  return value.left;
}
