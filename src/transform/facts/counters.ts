/** Counters of runs that a tool for coverage has written into the code before it came here: `cov_1x2y().s[3]++`, and the function that keeps them, `function cov_1x2y() {…}`. They are none of the program's. */
import type { AnyNode } from 'acorn';
import { rootOf } from '../scope/ast';

/** As Istanbul names it, by a digest of the file's path. */
const COUNTER = /^cov_[0-9a-z]{6,}$/;

export function isCounter(node: AnyNode): boolean {
  if (node.type === 'FunctionDeclaration') return COUNTER.test(node.id?.name ?? '');
  const counted = node.type === 'UpdateExpression' ? rootOf(node.argument) : node;
  return counted.type === 'CallExpression' && counted.callee.type === 'Identifier' && COUNTER.test(counted.callee.name);
}
