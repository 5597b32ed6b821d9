/** Small questions about patterns and what they take apart. */
import type { AnyNode } from 'acorn';

export interface PatternKey {
  readonly name: string;
  readonly node: AnyNode;
}

/** Takes its value apart. */
export function isTaking(pattern: AnyNode): boolean {
  return pattern.type === 'ObjectPattern' || pattern.type === 'ArrayPattern';
}

/** The name of a property in a pattern, when it is written down. */
export function patternKey(property: AnyNode): PatternKey | undefined {
  if (property.type !== 'Property') return undefined;
  const { key } = property;
  if (key.type === 'Identifier') return property.computed ? undefined : { name: key.name, node: key };
  return key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')
    ? { name: String(key.value), node: key }
    : undefined;
}

/** `state.counts ?? {}`: what is taken apart is there, or there is nothing in it. */
export function placeOf(init: AnyNode): AnyNode {
  const isOrNothing = init.type === 'LogicalExpression' && init.operator !== '&&' && init.right.type === 'ObjectExpression';
  return isOrNothing && init.right.type === 'ObjectExpression' && init.right.properties.length === 0 ? init.left : init;
}
