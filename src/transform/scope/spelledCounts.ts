/**
 * `active = active + 1` is read as `active += 1`, and so is `taken[id] = (taken[id] || 0) + 1`: one step, whichever way it is spelled.
 * `Object.keys(rooms).length` and `[...desks].length` are read as the size of what they are of. The text stays as it is.
 */
import type { AnyNode, AssignmentExpression, MemberExpression, Program } from 'acorn';
import { forEachChild, memberName } from './ast';

const MENTIONED =
  /(?<![\w$.#])([\w$.#[\]]{1,100})\s{0,20}=\s{0,20}(?:\1\s{0,20}[-+]\s{0,20}\d|\(\1\s{0,20}(?:\|\||\?\?)\s{0,20}0\)\s{0,20}[-+]\s{0,20}\d|\d{1,20}\s{0,20}\+\s{0,20}\1(?![\w$.([]))/;

const SIZES = /(?:\b(?:Object\.(?:keys|values|entries)|Array\.from)\([^()]{1,100}\)|\[\.\.\.[^[\]]{1,100}\])\.length\b/;

/** Rewrites the tree in place. */
export function restoreCounts(program: Program, source: string): void {
  if (MENTIONED.test(source) || SIZES.test(source)) restore(program, source);
}

function restore(node: AnyNode, source: string): void {
  if (node.type === 'AssignmentExpression' && node.operator === '=') restoreCount(node, source);
  if (node.type === 'MemberExpression') restoreSize(node);
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

function restoreSize(node: MemberExpression): void {
  const { object, property } = node;
  if (property.type !== 'Identifier' || property.name !== 'length' || node.computed) return;
  const of = allOf(object);
  if (!of || !isPath(of)) return;
  node.object = of as MemberExpression;
  property.name = 'size';
}

/** `rooms` of `Object.keys(rooms)`, `desks` of `[...desks]` and `Array.from(desks)`. */
function allOf(node: AnyNode): AnyNode | undefined {
  if (node.type === 'ArrayExpression') {
    const [all, more] = node.elements;
    return more === undefined && all?.type === 'SpreadElement' ? all.argument : undefined;
  }
  if (node.type !== 'CallExpression' || node.arguments.length !== 1) return undefined;
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined;
  return /^(?:Object\.(?:keys|values|entries)|Array\.from)$/.test(`${callee.object.name}.${memberName(callee)}`)
    ? node.arguments[0]
    : undefined;
}

/** `active`, `this.#active`, `pool.stats.active`, `this.active[key]` */
function isPath(node: AnyNode): boolean {
  if (node.type === 'MemberExpression') return !node.optional && isPath(node.object) && (!node.computed || isPath(node.property));
  return node.type === 'Identifier' || node.type === 'ThisExpression';
}
