/** Which elements may be those of a typed array on shared memory. */
import type { AnyNode, MemberExpression } from 'acorn';
import { hasOptional, memberName } from './ast';
import type { Emitter } from './emitter';

/** An element whose base may be a view on shared memory. */
export function isSharedElement(e: Emitter, node: MemberExpression): boolean {
  if (!e.sharesMemory || !node.computed || node.object.type === 'Super' || e.bare.has(node) || node.property.type === 'PrivateIdentifier') {
    return false;
  }
  if ((!e.isNameable(node.object) && !isNamedView(e, node.object)) || !isPureIndex(e, node.property)) return false;
  if (e.flow.accesses.find(node)?.paired) return false;
  const variable = e.analysis.resolved.get(node.object);
  const value = variable?.values.length === 1 ? variable.values[0] : undefined;
  return value?.type !== 'ArrayExpression' && value?.type !== 'ObjectExpression';
}

/** `this.counts`, `shared.bins` that the file makes as a typed array. */
function isNamedView(e: Emitter, node: AnyNode): boolean {
  if (node.type !== 'MemberExpression' || node.object.type === 'Super' || node.optional || hasOptional(node.object)) return false;
  const name = memberName(node)?.replace('#', '');
  return name !== undefined && e.views.has(name) && e.flow.accesses.find(node)?.paired !== true;
}

function isPureIndex(e: Emitter, node: AnyNode): boolean {
  if (node.type === 'Literal') return typeof node.value === 'number';
  if (node.type === 'Identifier') return e.analysis.resolved.has(node);
  return (
    node.type === 'BinaryExpression' && node.left.type !== 'PrivateIdentifier' && isPureIndex(e, node.left) && isPureIndex(e, node.right)
  );
}
