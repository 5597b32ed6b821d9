/** `Object.assign(target, { count: 1 })` writes the properties of the target as assignments do. */
import type { AnyNode, Property } from 'acorn';

export interface Assigned {
  readonly target: AnyNode;
  readonly properties: readonly { readonly node: Property; readonly name: string }[];
}

/** What a call of `Object.assign` writes, as far as it is written there. */
export function assignedBy(call: AnyNode): Assigned | undefined {
  if (call.type !== 'CallExpression' || call.optional || call.callee.type !== 'MemberExpression' || call.callee.computed) return undefined;
  const { object, property } = call.callee;
  if (object.type !== 'Identifier' || object.name !== 'Object') return undefined;
  if (property.type !== 'Identifier' || property.name !== 'assign') return undefined;
  const [target, ...sources] = call.arguments;
  if (!target || target.type === 'SpreadElement' || target.type === 'ObjectExpression') return undefined;
  const properties = sources.flatMap((source) => (source.type === 'ObjectExpression' ? source.properties : []));
  return {
    target,
    properties: properties.flatMap((node) =>
      node.type === 'Property' && !node.computed && !node.method && node.key.type === 'Identifier' ? [{ node, name: node.key.name }] : [],
    ),
  };
}
