/**
 * Reads of what is used where it is there, and made in its place where it is not: `const row = rows[id] || (rows[id] = { id })`, `return (this.parser ??= new Parser())`. Whoever comes second
 * goes on with what the first one has made.
 */
import type { AnyNode } from 'acorn';
import { pathText } from '../scope/ast';
import type { Analysis } from '../scope/bindings';
import { nodesOf } from '../scope/tree';

export function findMadeIfMissing(analysis: Analysis, source: string): AnyNode[] {
  const found: AnyNode[] = [];
  for (const { left, operator, right } of nodesOf(analysis, 'LogicalExpression')) {
    if (operator === '&&' || right.type !== 'AssignmentExpression' || right.operator !== '=') continue;
    if (pathText(source, left) === pathText(source, right.left)) found.push(left);
  }
  return found;
}
