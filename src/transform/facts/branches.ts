/** What an `if` decides, by what stands in its branch. */
import type { AnyNode } from 'acorn';
import { isFunction, memberName, someChild, unchain } from '../scope/ast';

/** `if (this.fetching > 0) this.hasMore = true` says something to whoever is at work: to nobody, where nobody is. */
export function marks(node: AnyNode): boolean {
  const [only, ...more] = node.type === 'BlockStatement' ? node.body : [node];
  const mark = only?.type === 'ExpressionStatement' && more.length === 0 ? only.expression : undefined;
  return mark?.type === 'AssignmentExpression' && mark.operator === '=' && mark.right.type === 'Literal';
}

export function isMoreThan0(test: AnyNode): test is AnyNode & { type: 'BinaryExpression' } {
  return test.type === 'BinaryExpression' && test.operator === '>' && test.right.type === 'Literal' && test.right.value === 0;
}

export function throws(node: AnyNode): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  return last?.type === 'ThrowStatement';
}

/** `return Promise.reject(new Error('closed'))`, `return reject(new Error('closed'))`, `{ reject(new Error('closed')); return; }` */
export function rejects(node: AnyNode): boolean {
  const [only, then, ...more] = node.type === 'BlockStatement' ? node.body : [node];
  if (more.length > 0 || (then && !(then.type === 'ReturnStatement' && !then.argument))) return false;
  const call =
    only?.type === 'ReturnStatement' ? only.argument : then && only?.type === 'ExpressionStatement' ? only.expression : undefined;
  const callee = call?.type === 'CallExpression' ? unchain(call.callee) : undefined;
  const name = callee?.type === 'MemberExpression' ? memberName(callee) : callee?.type === 'Identifier' ? callee.name : '';
  return call?.type === 'CallExpression' && name === 'reject' && handsOverError(call);
}

/** `callback(new Error('closed')); return`, `return Promise.reject(new Error('closed'))` */
export function handsOverError(node: AnyNode): boolean {
  const isError = (part: AnyNode): boolean =>
    part.type === 'NewExpression' && part.callee.type === 'Identifier' && part.callee.name.endsWith('Error');
  return node.type === 'CallExpression' ? node.arguments.some(isError) : !isFunction(node) && someChild(node, handsOverError);
}
