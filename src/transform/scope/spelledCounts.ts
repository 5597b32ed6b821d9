/** `active = active + 1` is read as `active += 1`, and so is `taken[id] = (taken[id] || 0) + 1`: one step, whichever way it is spelled. The text stays as it is. */
import type { AnyNode, AssignmentExpression, Program } from 'acorn';
import { forEachChild } from './ast';

const MENTIONED =
  /(?<![\w$.#])([\w$.#[\]]{1,100})\s{0,20}=\s{0,20}(?:\1\s{0,20}[-+]\s{0,20}\d|\(\1\s{0,20}(?:\|\||\?\?)\s{0,20}0\)\s{0,20}[-+]\s{0,20}\d|\d{1,20}\s{0,20}\+\s{0,20}\1(?![\w$.([]))/;

/** Rewrites the tree in place. */
export function restoreCounts(program: Program, source: string): void {
  if (MENTIONED.test(source)) restore(program, source);
}

function restore(node: AnyNode, source: string): void {
  if (node.type === 'AssignmentExpression' && node.operator === '=') restoreCount(node, source);
  forEachChild(node, (child) => restore(child, source));
}

function restoreCount(node: AssignmentExpression, source: string): void {
  const { left, right } = node;
  if (right.type !== 'BinaryExpression' || (right.operator !== '+' && right.operator !== '-') || !isPath(left)) return;
  const isOld = (part: AnyNode): boolean => isPath(part) && source.slice(part.start, part.end) === source.slice(left.start, left.end);
  // What is not there yet counts as 0.
  const isLeft = (part: AnyNode): boolean =>
    part.type === 'LogicalExpression' && part.operator !== '&&'
      ? part.right.type === 'Literal' && part.right.value === 0 && isOld(part.left)
      : isOld(part);
  const by = isLeft(right.left) ? right.right : right.operator === '+' && isLeft(right.right) ? right.left : undefined;
  if (by?.type !== 'Literal' || typeof by.value !== 'number') return;
  node.operator = right.operator === '+' ? '+=' : '-=';
  node.right = by;
}

/** `active`, `this.#active`, `pool.stats.active`, `this.active[key]` */
function isPath(node: AnyNode): boolean {
  if (node.type === 'MemberExpression') return !node.optional && isPath(node.object) && (!node.computed || isPath(node.property));
  return node.type === 'Identifier' || node.type === 'ThisExpression';
}
