/**
 * What empties a collection that others see and what fills it again after an await of the same function, or in a callback that is given the answer: `this.rows = []; for (const row of await load()) this.rows.push(row)`. Between the two
 * there is nothing in it for whoever looks. One whose contents the function has taken before (`const all = this.rows; this.rows = []`) is not filled again but begun anew. What is emptied and
 * filled in one step (`rows.length = 0; rows.push(...found)`) is stored as a whole, as by an assignment.
 */
import type { AnyNode, ForInStatement, ForOfStatement, ForStatement } from 'acorn';
import { forEachChild, isFunction, memberName, rootOf, type FunctionNode } from '../scope/ast';
import { hasSuspend, type Analysis, type FunctionInfo } from '../scope/bindings';
import { takesAll } from '../flow/copies';
import { isWithinFunction, takesError } from '../flow/summaries';
import { callbackOfAll } from './awaits';
import { isEmptyContainer, isNothing } from '../scope/initial';
import { containerName } from '../scope/collections';
import { functionAround, nodesOf } from '../scope/tree';

const FILLS = /^(?:push|unshift|add|set)$/;
const KEYED = /^set$/;
const EMPTIES = /^(?:splice|clear)$/;
const MAX_REFILLS = 64;
const ONCE = /^set(?:Timeout|Immediate)$/;

export interface Refill {
  /** Nodes of accesses: the target of an assignment, or a call of a collection method. */
  readonly emptied: AnyNode;
  readonly filled: AnyNode;
}

/**
 * For each element: at once, or with a wait for each. Who waits for each element shows how far it has come, and is meant to, unless even what it goes over was only asked for after the collection had
 * been emptied, and what it fills is looked into by a key: a table, then.
 */
type Each = 'at once' | 'waiting';

type Loop = ForStatement | ForInStatement | ForOfStatement;

interface Step {
  readonly node: AnyNode;
  readonly text: string;
  readonly end: number;
}

/** `dropped`: emptied by a function that names the collection nowhere else. */
export function findRefills(analysis: Analysis, source: string): { apart: Refill[]; atOnce: AnyNode[]; dropped: AnyNode[] } {
  const apart: Refill[] = [];
  const atOnce: AnyNode[] = [];
  const dropped: AnyNode[] = [];
  const empties = findEmpties(analysis);
  for (const fn of analysis.functions) {
    const { start, end } = fn.node;
    if (fn.node.type === 'Program' || apart.length >= MAX_REFILLS) continue;
    if (!empties.some((empty) => start <= empty.start && empty.end <= end)) continue;
    const steps = stepsOf(analysis, fn, source);
    atOnce.push(...steps.replaced);
    for (const emptied of steps.empties) {
      const isNamedOnce = source.slice(fn.node.start, fn.node.end).split(emptied.text).length === 2;
      if (isNamedOnce && givesNothing(emptied.node)) dropped.push(emptied.node);
      const fills = steps.fills.filter((fill) => fill.text === emptied.text && fill.node.start > emptied.end);
      const isLater = (fill: Step): boolean => steps.waits.some((wait) => wait.start >= emptied.end && wait.end <= fill.end);
      atOnce.push(...fills.filter((fill) => fill.node.type === 'CallExpression' && !isLater(fill)).map(({ node }) => node));
      if (source.slice(fn.node.body.start, emptied.node.start).includes(emptied.text)) continue;
      const inCallbacks = steps.later.filter((fill) => fill.text === emptied.text && fill.node.start > emptied.end);
      const filled = [...(fn.async ? fills.filter(isLater) : []), ...inCallbacks];
      apart.push(...filled.map((fill) => ({ emptied: emptied.node, filled: fill.node })));
    }
  }
  return { apart, atOnce, dropped };
}

/** `total = 0; for (const id of ids) load(id, (err, row) => { total += row.price; })`: functions that set a sum to nothing which their callbacks add to, and those. Which call adds what, only the run tells. */
export function findSums(analysis: Analysis): FunctionInfo[] {
  const resets = nodesOf(analysis, 'AssignmentExpression').filter(
    ({ operator, left, right }) => operator === '=' && right.type === 'Literal' && right.value === 0 && containerName(left) !== '',
  );
  if (resets.length === 0) return [];
  const additions = [
    ...nodesOf(analysis, 'AssignmentExpression').flatMap(({ operator, left }) => (operator === '+=' ? [left] : [])),
    ...nodesOf(analysis, 'UpdateExpression').map(({ argument }) => argument),
  ];
  return resets.flatMap(({ left }) => {
    const fn = functionAround(analysis, left);
    if (fn.node.type === 'Program' || fn.generator || fn.constructs || !isSeen(analysis, fn, left)) return [];
    const isPart = (adds: FunctionInfo): boolean => adds !== fn && adds.usage === 'escapes' && isWithinFunction(adds, fn);
    const inside = additions
      .filter((target) => containerName(target) === containerName(left))
      .map((target) => functionAround(analysis, target));
    return inside.some(isPart) ? [fn, ...inside.filter(isPart)] : [];
  });
}

/** What may empty a collection, whosever it is. */
function findEmpties(analysis: Analysis): AnyNode[] {
  const isEmpty = (right: AnyNode): boolean => isEmptyContainer(right) || (right.type === 'Literal' && right.value === 0);
  return [
    ...nodesOf(analysis, 'AssignmentExpression').filter(({ operator, right }) => operator === '=' && isEmpty(right)),
    ...analysis.calls
      .map(({ node }) => node)
      .filter(({ callee }) => callee.type === 'MemberExpression' && EMPTIES.test(memberName(callee) ?? '')),
  ];
}

/** Not the `splice` whose result is what was there. */
function givesNothing(node: AnyNode): boolean {
  return node.type !== 'CallExpression' || (node.callee.type === 'MemberExpression' && memberName(node.callee) === 'clear');
}

function stepsOf(
  analysis: Analysis,
  fn: FunctionInfo,
  source: string,
): { empties: Step[]; fills: Step[]; later: Step[]; replaced: AnyNode[]; waits: { start: number; end: number }[] } {
  const replaced: AnyNode[] = [];
  const empties: Step[] = [];
  const fills: Step[] = [];
  /** In callbacks that are given the answer, by loops. */
  const later: Step[] = [];
  const waits: { start: number; end: number }[] = [];
  const textOf = (node: AnyNode): string => source.slice(node.start, node.end);
  const walk = (node: AnyNode, each: Each | undefined): void => {
    if (isFunction(node)) return;
    if (each === undefined && empties.length > 0) for (const answered of answersOf(node)) walkAnswer(answered);
    const callback = calledForEach(node);
    if (callback) walk(callback.body, 'at once');
    const waiting = node.type === 'AwaitExpression' ? callbackOfAll(analysis, node.argument) : undefined;
    if (waiting?.async && isAskedLate()) walk(waiting.body, 'waiting');
    if (node.type === 'AwaitExpression') waits.push(node);
    if (node.type === 'ForOfStatement' && node.await) waits.push({ start: node.right.end, end: node.right.end });
    if (node.type === 'AssignmentExpression' && node.operator === '=' && isSeen(analysis, fn, node.left)) {
      const step = { node: node.left, text: textOf(node.left), end: node.end };
      const list = node.left.type === 'MemberExpression' && memberName(node.left) === 'length' ? node.left.object : undefined;
      if (isEmptyContainer(node.right)) empties.push(step);
      else if (list && node.right.type === 'Literal' && node.right.value === 0) empties.push({ ...step, text: textOf(list) });
      else if (!isNothing(node.right)) {
        fills.push(step);
        // `this.byId[row.id] = row`, for each of the rows.
        if (each) fills.push(...keyedSteps(node.left, step.end));
      }
    }
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && isSeen(analysis, fn, node.callee.object)) {
      const step = { node, text: textOf(node.callee.object), end: node.end };
      const name = memberName(node.callee) ?? '';
      const isAll = name === 'splice' && takesAll(node.arguments, node.callee.object);
      if (isAll && node.arguments.length > 2) replaced.push(node);
      else if (isAll || (name === 'clear' && node.arguments.length === 0)) empties.push(step);
      else if (each === 'waiting' ? KEYED.test(name) : FILLS.test(name) && (each || node.arguments.some(isSpread))) fills.push(step);
    }
    const inner = isFor(node) ? eachOf(node) : undefined;
    forEachChild(node, (child) => walk(child, inner ?? each));
  };
  /** What a loop puts there by a key, and the collection as it is read for that: what nobody asks for by its key is not recorded. */
  const keyedSteps = (node: AnyNode, end: number): Step[] => {
    if (node.type !== 'MemberExpression' || !node.computed) return [];
    return [node, node.object].map((at) => ({ node: at, text: textOf(node.object), end }));
  };
  const walkAnswer = (answered: FunctionNode): void => {
    const before = later.length;
    walkLater(answered.body, false);
    // Another `this`.
    if (answered.type !== 'ArrowFunctionExpression') later.push(...later.splice(before).filter(({ text }) => !/^this\b/.test(text)));
  };
  const walkLater = (node: AnyNode, inLoop: boolean): void => {
    if (isFunction(node)) return;
    for (const answered of answersOf(node)) walkAnswer(answered);
    if (inLoop && node.type === 'AssignmentExpression' && node.operator === '=') later.push(...keyedSteps(node.left, node.end));
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && FILLS.test(memberName(node.callee) ?? '')) {
      const isSeveral = memberName(node.callee) === 'push' && (node.arguments.length > 1 || node.arguments.some(isSpread));
      if (inLoop || isSeveral) later.push({ node, text: textOf(node.callee.object), end: node.end });
    }
    const callback = calledForEach(node);
    if (callback) walkLater(callback.body, true);
    const isLoop = isFor(node) && !hasSuspend(analysis, node);
    forEachChild(node, (child) => walkLater(child, inLoop || isLoop));
  };
  /** A wait follows what empties something. */
  const isAskedLate = (): boolean => waits.some((wait) => empties.some((emptied) => wait.start >= emptied.end));
  const eachOf = (node: Loop): Each | undefined => {
    if (!hasSuspend(analysis, node.body)) return 'at once';
    const isAskedHere = empties.length > 0 && node.type === 'ForOfStatement' && hasSuspend(analysis, node.right);
    return isAskedHere || isAskedLate() ? 'waiting' : undefined;
  };
  const isMaybe = /\[\]|\{\}|\bnew\b|\.(?:clear|splice)\b|\.length = 0/.test(textOf(fn.node));
  if (isMaybe && fn.node.type !== 'Program') walk(fn.node.body, undefined);
  return { empties, fills, later, replaced, waits };
}

/** The callback of `rows.forEach((row) => …)`. */
function calledForEach(node: AnyNode): FunctionNode | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || memberName(node.callee) !== 'forEach') return undefined;
  const [callback] = node.arguments;
  return callback && isFunction(callback) && !callback.async ? callback : undefined;
}

/** Callbacks that are called once, with what was asked for or later: of `then` and `setTimeout`, and those that take an error first. A listener is called with whatever comes. */
function answersOf(node: AnyNode): FunctionNode[] {
  if (node.type !== 'CallExpression') return [];
  const { callee } = node;
  const isOnce =
    (callee.type === 'MemberExpression' && memberName(callee) === 'then') || (callee.type === 'Identifier' && ONCE.test(callee.name));
  return node.arguments.flatMap((fn) => (isFunction(fn) && (isOnce || (fn.params.length > 1 && takesError(fn))) ? [fn] : []));
}

function isSpread({ type }: AnyNode): boolean {
  return type === 'SpreadElement';
}

function isFor(node: AnyNode): node is Loop {
  return node.type === 'ForOfStatement' || node.type === 'ForStatement' || node.type === 'ForInStatement';
}

/** It outlives the call: of an object around it (`const self = this`, too), of one that it was given, or a variable of a function around. */
function isSeen(analysis: Analysis, fn: FunctionInfo, node: AnyNode): boolean {
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return false;
  const root = rootOf(node);
  if (root.type === 'ThisExpression') return node.type === 'MemberExpression';
  const variable = root.type === 'Identifier' ? analysis.resolved.get(root) : undefined;
  if (variable === undefined) return false;
  const isAround = variable.kind === 'param' || variable.values[0]?.type === 'ThisExpression';
  return variable.fn !== fn || (isAround && node.type === 'MemberExpression');
}
