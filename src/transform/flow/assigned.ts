/** `Object.assign(target, { count: 1 })` writes the properties of the target as assignments do. */
import type { AnyNode, CallExpression, NewExpression, Property } from 'acorn';
import type { Flow } from './flow';

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

/** The writes of `Object.assign`. */
export function writeAssigned(flow: Flow, node: CallExpression | NewExpression): void {
  const assigned = assignedBy(node);
  const object = assigned && !flow.isPrivate(assigned.target) ? flow.locations.find(assigned.target) : null;
  for (const { node: property, name } of object && assigned ? assigned.properties : []) {
    if (!object || !flow.watch.names.has(name)) continue;
    flow.ends.set(property, node.end);
    flow.write(property, flow.locations.child(object, `.${name}`), flow.parts.get(property.value) ?? [], node.start);
  }
}
