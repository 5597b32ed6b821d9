/** Functions that compilers put into what they make: which one a call calls, and what they do themselves. */
import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { isFunction, memberName } from './ast';

/** `__awaiter`, `tslib_1.__awaiter`, `(0, tslib_1.__awaiter)`, `_asyncToGenerator2.default` */
export function helperName({ callee }: CallExpression | NewExpression): string {
  const called = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : callee;
  return called ? nameOf(called) : '';
}

function nameOf(node: AnyNode): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return '';
  const name = memberName(node) ?? '';
  return name === 'default' || name === '_' ? nameOf(node.object) : name;
}

/** Empties the function of a helper, in the tree: what it does is nobody's program. */
export function emptyHelper(node: AnyNode, names: RegExp): void {
  let target: AnyNode | null | undefined;
  let value: AnyNode | null | undefined = node;
  if (node.type === 'VariableDeclarator') [target, value] = [node.id, node.init];
  else if (node.type === 'AssignmentExpression') [target, value] = [node.left, node.right];
  else if (node.type === 'FunctionDeclaration') target = node.id;
  if (!target || !value || !names.test(nameOf(target))) return;
  const fn = value.type === 'LogicalExpression' ? value.right : value;
  if (!isFunction(fn) || fn.body.type !== 'BlockStatement') return;
  fn.params = [];
  fn.body.body = [];
}
