/** Assignments that an async function has made when it comes to its end: unless it threw, nobody gets past them. */
import type { AnyNode } from 'acorn';
import { FLAG_CERTAIN } from '../../wire/siteFlags';
import { returns } from '../scope/ast';
import type { FunctionInfo } from '../scope/bindings';

/** FLAG_CERTAIN or nothing, of a write to `target`. */
export function certainFlag({ node: fn }: FunctionInfo, target: AnyNode): number {
  if (fn.type === 'Program' || !fn.async || fn.body.type !== 'BlockStatement') return 0;
  const { body } = fn.body;
  const at = body.findIndex((statement) => statement.start <= target.start && target.end <= statement.end);
  const statement = body[at];
  if (statement?.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return 0;
  return statement.expression.left === target && !body.slice(0, at).some(returns) ? FLAG_CERTAIN : 0;
}
