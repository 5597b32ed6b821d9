/**
 * Loops that ask something of all that a collection holds, as `some`, `find` or `reduce` would: `for (const row of rows) if (row.slot === slot) throw …`, `for (const row of rows) sum += row.seats`.
 * What is decided by that was decided by the collection, and not by an element that the code goes on with.
 */
import type { AnyNode, ForInStatement, ForOfStatement } from 'acorn';
import { forEachTarget, isFunction, isMark, someChild } from '../scope/ast';
import type { Variable } from '../scope/bindings';
import type { Flow } from './flow';
import { methodOf } from './summaries';
import type { Value } from './values';

/** Whether whoever has come through a loop has looked at every element: it leaves the function, or notes something, by what it finds. */
export function isAsked(flow: Flow, { left, body }: ForOfStatement | ForInStatement): boolean {
  const pattern = patternOf(left);
  return pattern !== undefined && asksIn(flow, pattern, body, () => true);
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
    return someChild(node, (child) => asks(child, isChosen));
  };
  bind(pattern);
  return asks(body, false);
}

/** `sum += row.seats`, `count++` or `isTaken = true` where an element was chosen: the local of the function around the loop. */
function tallied(flow: Flow, node: AnyNode, body: AnyNode, isElement: (node: AnyNode) => boolean, isChosen: boolean): Variable | undefined {
  const target = node.type === 'UpdateExpression' ? node.argument : node.type === 'AssignmentExpression' ? node.left : undefined;
  const variable = target?.type === 'Identifier' ? flow.analysis.resolved.get(target) : undefined;
  const isOuter = variable?.kind === 'let' && variable.fn === flow.fn && !(body.start <= variable.start && variable.start < body.end);
  return isOuter && (node.type === 'UpdateExpression' ? isChosen : isMade(node, isElement, isChosen)) ? variable : undefined;
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
