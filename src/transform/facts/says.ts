/** Functions that only say whether something is so (`get isOpen() { return this.status === 'open'; }`, `const isFull = () => seats.size >= limit`): whoever asks one before a wait and behind it looks again, and has nothing else of it. */
import type { AnyNode } from 'acorn';
import { isFunction, unchain } from '../scope/ast';
import type { Analysis } from '../scope/bindings';

const COMPARES = /^(?:[!=]==?|[<>]=?|in|instanceof)$/;

/** What such functions look at. */
export function findSaid({ functions }: Analysis): AnyNode[] {
  return functions.flatMap(({ node, name, async, generator }) => {
    if (!isFunction(node) || name === '' || async || generator) return [];
    let value: AnyNode | null | undefined = node.body;
    if (value.type === 'BlockStatement') {
      const [only, ...others]: AnyNode[] = value.body;
      value = only?.type === 'ReturnStatement' && others.length === 0 ? only.argument : undefined;
    }
    return (value && askedIn(unchain(value))) ?? [];
  });
}

/** Undefined where the answer may be more than yes or no. */
function askedIn(value: AnyNode): AnyNode[] | undefined {
  if (value.type === 'UnaryExpression' && value.operator === '!') return askedIn(unchain(value.argument)) ?? looksIn(value.argument);
  if (value.type === 'BinaryExpression' && COMPARES.test(value.operator)) return [...looksIn(value.left), ...looksIn(value.right)];
  if (value.type !== 'LogicalExpression' || value.operator === '??') return undefined;
  const [left, right] = [askedIn(unchain(value.left)), askedIn(unchain(value.right))];
  return left && right && [...left, ...right];
}

function looksIn(node: AnyNode): AnyNode[] {
  const value = unchain(node);
  if (value.type === 'BinaryExpression') return [...looksIn(value.left), ...looksIn(value.right)];
  if (value.type === 'MemberExpression') return [value, ...looksIn(value.object)];
  return value.type === 'Identifier' || value.type === 'CallExpression' ? [value] : [];
}
