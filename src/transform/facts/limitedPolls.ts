/**
 * Looks that are repeated until a time or a number of rounds is over: `while (busy) { if (Date.now() > until) throw …; await pause(); }`, `for (let i = 0; i < 50; i++) if (free()) …`,
 * and a function that hands itself to a timer until then. Whoever looks so does not wait for ever.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { exits, forEachChild, isFunction, lastName, memberName, someChild } from '../scope/ast';
import { hasSuspend, onlyValue, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { functionNamed } from '../scope/helpers';
import { nodesOf } from '../scope/tree';
import { isLoop, LOOPS } from './awaits';

const CLOCK = /^(?:now|hrtime|bigint|uptime)$/;
const TIMER = /^set(?:Timeout|Immediate)$/;
const ORDERS = /^[<>]=?$/;
/** Sizes are no limits: a loop through a list ends with the list. */
const SIZE = /^(?:length|size|byteLength)$/;

/** What stands in the conditions of such a loop or function, whoever looks at it. */
export function findLimitedPolls(analysis: Analysis): AnyNode[] {
  const found: AnyNode[] = [];
  const note = (again: AnyNode): void => {
    if (givesUp(analysis, again)) for (const test of testsIn(again)) collect(test, found);
  };
  for (const type of LOOPS) for (const node of nodesOf(analysis, type)) if (hasSuspend(analysis, node.body)) note(node);
  for (const { node, fn } of analysis.calls) if (TIMER.test(lastName(node.callee)) && isGiven(analysis, node, fn)) note(fn.node);
  return found;
}

/** `const look = () => { …; setTimeout(look, 5); }` */
function isGiven(analysis: Analysis, call: CallExpression, fn: FunctionInfo): boolean {
  return call.arguments.some((argument) => functionNamed(analysis, argument) === fn);
}

/** The tests of a loop or function and of what stands in it. */
function testsIn(node: AnyNode): AnyNode[] {
  const tests: AnyNode[] = [];
  const walk = (part: AnyNode): void => {
    if (isFunction(part) && part !== node) return;
    if ('test' in part && part.test) tests.push(part.test);
    forEachChild(part, walk);
  };
  walk(node);
  return tests;
}

function collect(node: AnyNode, found: AnyNode[]): void {
  found.push(node);
  forEachChild(node, (child) => collect(child, found));
}

/** One of the ways out asks the time, a count of the rounds, or a signal. */
function givesUp(analysis: Analysis, loop: AnyNode): boolean {
  const counts = new Set<Variable>();
  const count = (node: AnyNode): void => {
    const target =
      node.type === 'UpdateExpression'
        ? node.argument
        : node.type === 'AssignmentExpression' && node.operator !== '='
          ? node.left
          : undefined;
    const variable = target?.type === 'Identifier' ? analysis.resolved.get(target) : undefined;
    if (variable) counts.add(variable);
    if (node === loop || !isFunction(node)) forEachChild(node, count);
  };
  count(loop);
  const isMeasure = (node: AnyNode): boolean => {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && CLOCK.test(memberName(node.callee) ?? '')) return true;
    if (node.type === 'Identifier') {
      const variable = analysis.resolved.get(node);
      const value = onlyValue(variable);
      return (variable !== undefined && counts.has(variable)) || (value?.type === 'CallExpression' && isMeasure(value));
    }
    return !isFunction(node) && someChild(node, isMeasure);
  };
  const isSize = (node: AnyNode): boolean => node.type === 'MemberExpression' && SIZE.test(memberName(node) ?? '');
  const isLimit = (test: AnyNode): boolean => {
    if (test.type === 'MemberExpression' && memberName(test) === 'aborted') return true;
    if (test.type === 'BinaryExpression' && ORDERS.test(test.operator)) {
      return (isMeasure(test.left) || isMeasure(test.right)) && !isSize(test.left) && !isSize(test.right);
    }
    return !isFunction(test) && someChild(test, isLimit);
  };
  const leaves = (node: AnyNode): boolean => {
    if (node !== loop && (isFunction(node) || isLoop(node))) return false;
    if (node.type === 'IfStatement' && isLimit(node.test) && (exits(node.consequent) || isFunction(loop))) return true;
    if (node.type === 'CallExpression' && lastName(node.callee) === 'throwIfAborted') return true;
    return someChild(node, leaves);
  };
  return (isLoop(loop) && 'test' in loop && !!loop.test && isLimit(loop.test)) || leaves(loop);
}
