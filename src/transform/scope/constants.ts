/** What constants were made of. */
import type { AnyNode } from 'acorn';
import { forEachChild, isFunction, memberName, unchain } from './ast';
import { onlyValue, type Analysis } from './bindings';

/** Constants are followed this far. */
const MAX_CONSTANTS = 3;

/** What a constant was made of. */
export function constantOf(analysis: Analysis, node: AnyNode): AnyNode {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  return unchain((variable?.kind === 'const' && onlyValue(variable)) || node);
}

const NAMES = new WeakMap<AnyNode, ReadonlySet<string>>();

/** `likes` of `post.likes + 1`, of `likes + 1`, and of a constant that was made of that. */
export function namesIn(analysis: Analysis, node: AnyNode): ReadonlySet<string> {
  let names = NAMES.get(node);
  if (!names) {
    const found = new Set<string>();
    addNames(analysis, node, found, 0);
    NAMES.set(node, (names = found));
  }
  return names;
}

function addNames(analysis: Analysis, node: AnyNode, found: Set<string>, depth: number): void {
  if (isFunction(node) || node.type === 'AwaitExpression' || node.type === 'NewExpression') return;
  const member = node.type === 'MemberExpression' ? memberName(node) : undefined;
  if (member !== undefined) found.add(member);
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  if (node.type === 'Identifier' && variable) {
    found.add(node.name);
    const value = depth < MAX_CONSTANTS ? onlyValue(variable) : undefined;
    if (value) addNames(analysis, value, found, depth + 1);
  } else forEachChild(node, (child) => addNames(analysis, child, found, depth));
}
