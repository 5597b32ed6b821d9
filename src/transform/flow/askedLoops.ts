/**
 * Loops that ask something of all that a collection holds, as `some`, `find` or `reduce` would: `for (const row of rows) if (row.slot === slot) throw …`, `for (const row of rows) sum += row.seats`.
 * What is decided by that was decided by the collection, and not by an element that the code goes on with.
 */
import type { AnyNode, ForInStatement, ForOfStatement } from 'acorn';
import { exits, forEachChild, forEachTarget, isEquality, isFunction, isMark, someChild } from '../scope/ast';
import { isNothing } from '../scope/initial';
import { REF_READ, type Variable } from '../scope/bindings';
import type { Flow } from './flow';
import { methodOf } from './summaries';
import type { Value } from './values';

/** Whether whoever has come through a loop has looked at every element: it leaves the function, or notes something, by what it finds. */
export function isAsked(flow: Flow, { left, body }: ForOfStatement | ForInStatement): boolean {
  const pattern = patternOf(left);
  return pattern !== undefined && asksIn(flow, pattern, body, () => true);
}

/** The same of one that leaves the function: whoever comes out of it has found nothing. */
export function leaves(flow: Flow, { left, body }: ForOfStatement | ForInStatement): boolean {
  const pattern = patternOf(left);
  return pattern !== undefined && asksIn(flow, pattern, body, (noted) => noted === undefined);
}

/** `for (const row of rows) if (row.isOpen) count++;`, `rows.forEach((row) => { sum += row.seats; })`: what it notes depends on all that the list holds. */
export function noteTallies(flow: Flow, node: AnyNode, value: Value): void {
  const isLoop = node.type === 'ForOfStatement' || node.type === 'ForInStatement';
  const [callback] = node.type === 'CallExpression' && methodOf(node) === 'forEach' ? node.arguments : [];
  const fn = callback && isFunction(callback) && !callback.async ? callback : undefined;
  const pattern = isLoop ? patternOf(node.left) : fn?.params[0];
  const body = isLoop ? node.body : fn?.body;
  if (!pattern || !body) return;
  asksIn(flow, pattern, body, (variable) => {
    if (variable) flow.addToLocal(variable, value);
    return false;
  });
}

function patternOf(left: ForOfStatement['left']): AnyNode | undefined {
  return left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
}

/** Whether something is asked of the elements that a pattern binds: `isIt` is given what is noted by one, undefined where it leaves the function by one. */
function asksIn(flow: Flow, pattern: AnyNode, body: AnyNode, isIt: (noted: Variable | undefined) => boolean): boolean {
  const elements = new Set<Variable>();
  const bind = (at: AnyNode): void =>
    forEachTarget(at, (target) => {
      const variable = target.type === 'Identifier' ? flow.analysis.resolved.get(target) : undefined;
      if (variable) elements.add(variable);
    });
  const isElement = (node: AnyNode): boolean => {
    const variable = node.type === 'Identifier' ? flow.analysis.resolved.get(node) : undefined;
    return (variable !== undefined && elements.has(variable)) || someChild(node, isElement);
  };
  const asks = (node: AnyNode, isChosen: boolean): boolean => {
    if (isFunction(node)) return false;
    if (isChosen && (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') && isIt(undefined)) return true;
    // `const { day } = row;`, of which one may ask as well
    if (node.type === 'VariableDeclarator' && node.init && isElement(node.init)) bind(node.id);
    const noted = tallied(flow, node, body, isElement, isChosen);
    if (noted && isIt(noted)) return true;
    if (node.type === 'IfStatement' && isElement(node.test)) {
      return [node.consequent, node.alternate].some((branch) => branch && asks(branch, true));
    }
    if (node.type !== 'BlockStatement') return someChild(node, (child) => asks(child, isChosen));
    // `if (row.day !== day) continue;`: what comes after it is chosen as well.
    let isPassed = isChosen;
    return node.body.some((statement) => {
      const isIt = asks(statement, isPassed);
      isPassed ||= statement.type === 'IfStatement' && isElement(statement.test) && exits(statement.consequent);
      return isIt;
    });
  };
  bind(pattern);
  return asks(body, false);
}

/** `sum += row.seats`, `count++` or `isTaken = true` where an element was chosen: the local of the function around the loop. */
function tallied(flow: Flow, node: AnyNode, body: AnyNode, isElement: (node: AnyNode) => boolean, isChosen: boolean): Variable | undefined {
  const target = node.type === 'UpdateExpression' ? node.argument : node.type === 'AssignmentExpression' ? node.left : undefined;
  const variable = target?.type === 'Identifier' ? flow.analysis.resolved.get(target) : undefined;
  if (variable?.kind !== 'let' || variable.fn !== flow.fn || (body.start <= variable.start && variable.start < body.end)) return undefined;
  const isTold = node.type === 'UpdateExpression' ? isChosen : isMade(node, isElement, isChosen);
  return isTold || (isChosen && isOnlyTested(flow, variable)) ? variable : undefined;
}

/** `let taken; for (const row of rows) if (row.day === day) { taken = row; break; }`, of which nothing is asked but whether there is one. */
function isOnlyTested(flow: Flow, { refs }: Variable): boolean {
  const names = new Set<AnyNode>();
  const findTests = (node: AnyNode): void => {
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') names.add(subjectOf(node.test));
    forEachChild(node, findTests);
  };
  findTests(flow.fn.node);
  return refs.every(({ node, role }) => (role & REF_READ) === 0 || names.has(node));
}

/** `row` of `!row`, `row !== undefined` */
export function subjectOf(test: AnyNode): AnyNode {
  if (test.type === 'UnaryExpression' && test.operator === '!') return subjectOf(test.argument);
  return test.type === 'BinaryExpression' && isEquality(test.operator) && isNothing(test.right) ? test.left : test;
}

function isMade(node: AnyNode, isElement: (node: AnyNode) => boolean, isChosen: boolean): boolean {
  if (node.type !== 'AssignmentExpression') return false;
  const { operator, right } = node;
  if (operator === '=' && (right.type === 'Literal' || isMark(right))) return isChosen;
  const isCalculated = operator !== '=' || /^(?:Binary|Logical|Conditional)Expression$/.test(right.type) || isMeasure(right);
  return isCalculated && (isChosen || isElement(right));
}

/** `Math.max(last, row.end)` */
function isMeasure(node: AnyNode): boolean {
  const callee = node.type === 'CallExpression' ? node.callee : undefined;
  return callee?.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Math';
}
