/**
 * Tests by which something that came is left out: `if (this.isClosed) { this.missed++; return; } this.rows.push(row);`, `if (isOpen) rows.push(row);`. One way adds to what outlives the call, and the
 * other one keeps nothing and tells nobody but a log.
 */
import type { AnyNode, CallExpression, IfStatement } from 'acorn';
import { exits, isFunction, memberName, rootOf, someChild, unchain } from '../scope/ast';
import type { Analysis, FunctionInfo } from '../scope/bindings';
import { aroundOf, functionAround, nodesOf } from '../scope/tree';
import { ADDS } from './givenEarly';

/** Methods by which a log is written, or something is counted. */
const NOTES = /^(?:log|debug|info|warn|error|trace|increment|inc)$/;
const SUMS: ReadonlySet<string> = new Set(['+=', '-=']);

/** What such tests look at: all of the test, or what it negates. */
export function findLeftOut(analysis: Analysis): AnyNode[] {
  const found: AnyNode[] = [];
  for (const statement of nodesOf(analysis, 'IfStatement')) {
    const look = lookOf(statement.test);
    const block = aroundOf(analysis, statement);
    if (!look || block?.type !== 'BlockStatement') continue;
    const fn = functionAround(analysis, statement);
    if (!isFunction(fn.node) || fn.node.body.type !== 'BlockStatement') continue;
    const rest = block.body.slice(block.body.indexOf(statement) + 1);
    if (leavesOut(analysis, fn, statement, rest, block === fn.node.body)) found.push(look);
  }
  return found;
}

function lookOf(test: AnyNode): AnyNode | undefined {
  const look = unchain(test.type === 'UnaryExpression' && test.operator === '!' ? test.argument : test);
  return look.type === 'Identifier' || look.type === 'MemberExpression' ? look : undefined;
}

/** `rest`: what follows in the same list of statements; `isWhole`: to the end of the function. */
function leavesOut(
  analysis: Analysis,
  fn: FunctionInfo,
  { consequent, alternate }: IfStatement,
  rest: readonly AnyNode[],
  isWhole: boolean,
): boolean {
  const [yes, no] = [consequent, alternate].map((way) => {
    const own = way ? statementsOf(way) : [];
    return way && exits(way) ? own : [...own, ...rest];
  }) as [AnyNode[], AnyNode[]];
  const isEmpty = (way: readonly AnyNode[]): boolean =>
    way.every(keepsNothing) && (isWhole || way.some((part) => part.type === 'ReturnStatement'));
  /** Where what is left out is counted, another count is no more than that. */
  const loses = (empty: readonly AnyNode[], other: readonly AnyNode[]): boolean => {
    if (!isEmpty(empty)) return false;
    const isCounted = empty.some((part) => part.type === 'ExpressionStatement' && isCount(part.expression));
    return other.some((part) => isAddition(analysis, fn, part, !isCounted));
  };
  return loses(yes, no) || loses(no, yes);
}

function statementsOf(way: AnyNode): readonly AnyNode[] {
  return way.type === 'BlockStatement' ? way.body : [way];
}

/** A count, a line in a log, or the end of the function without a word to its caller. */
function keepsNothing(statement: AnyNode): boolean {
  if (statement.type === 'ReturnStatement') return !statement.argument;
  if (statement.type !== 'ExpressionStatement') return false;
  const { expression } = statement;
  return isCount(expression) || (expression.type === 'CallExpression' && NOTES.test(methodOf(expression)));
}

/** `missed++`, `missed += 1`: a sum of what came keeps that. */
function isCount(node: AnyNode): boolean {
  return (
    node.type === 'UpdateExpression' || (node.type === 'AssignmentExpression' && SUMS.has(node.operator) && node.right.type === 'Literal')
  );
}

function methodOf(call: CallExpression): string {
  const callee = unchain(call.callee);
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

/** Something is added to what the function has not made itself. `areCounts`: a count is something, too. */
function isAddition(analysis: Analysis, fn: FunctionInfo, node: AnyNode, areCounts: boolean): boolean {
  if (isFunction(node)) return false;
  const target = areCounts || !isCount(node) ? targetOf(node) : undefined;
  if (target && analysis.resolved.get(rootOf(target))?.fn !== fn) return true;
  return someChild(node, (child) => isAddition(analysis, fn, child, areCounts));
}

function targetOf(node: AnyNode): AnyNode | undefined {
  if (node.type === 'CallExpression') return ADDS.test(methodOf(node)) ? node.callee : undefined;
  if (node.type === 'AssignmentExpression') return SUMS.has(node.operator) ? node.left : undefined;
  return node.type === 'UpdateExpression' ? node.argument : undefined;
}
