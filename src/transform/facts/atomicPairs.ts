/**
 * What is loaded with Atomics and stored by a second Atomics operation, because of what was loaded or made of it: each of the two is one step, both together are none.
 * Pairs of their call sites; the analysis asks which threads do that to one element (rules/races/sharedUpdates.ts).
 */
import type { AnyNode, CallExpression, NewExpression, WhileStatement } from 'acorn';
import type { SitePair } from '../../wire/sites';
import { exits, isEquality, isFunction, memberName, someChild, unchain } from '../scope/ast';
import { onlyValue, type Analysis, type FunctionInfo } from '../scope/bindings';
import { isSpin } from './spin';

/** Statements that hold others, which may not be reached. */
const BRANCHES = /^(?:If|For|ForOf|ForIn|While|DoWhile|Switch|Labeled)Statement$/;
/** Variables between what is loaded and what is stored. */
const MAX_STEPS = 4;

interface Element {
  readonly node: CallExpression;
  /** The element as it is written: `counts, at`. */
  readonly text: string;
}

interface Found {
  readonly loads: Element[];
  readonly stores: Element[];
}

export function findAtomicPairs(analysis: Analysis, source: string, siteOf: (node: AnyNode) => number | undefined): SitePair[] {
  const byFunction = new Map<FunctionInfo, Found>();
  const textOf = ([view, index]: CallExpression['arguments']): string => (view && index ? source.slice(view.start, index.end) : '');
  /** Elements on which a thread sleeps. Whoever does may be waiting for its turn, and has what it then changes for itself; not so the very element that says whether it may go on. */
  const awaited = new Set<string>();
  const views = viewsChanged(analysis, source);
  for (const { node, fn } of analysis.calls) {
    const name = atomicsName(node);
    const text = textOf(node.arguments);
    if (name === 'wait' && views.has(viewOf(node, source))) awaited.add(text);
    if ((name !== 'load' && name !== 'store') || text === '') continue;
    let found = byFunction.get(fn);
    if (!found) byFunction.set(fn, (found = { loads: [], stores: [] }));
    (name === 'load' ? found.loads : found.stores).push({ node, text });
  }
  const pairs: SitePair[] = [];
  for (const [fn, { loads, stores }] of byFunction) {
    for (const store of stores) {
      for (const load of loads) {
        if (load.text !== store.text || load.node.start > store.node.end) continue;
        const value = store.node.arguments[2];
        const isMade = value !== undefined && comesFrom(analysis, value, load.node, MAX_STEPS);
        if (awaited.size > 0 && (isMade || !awaited.has(load.text))) continue;
        const kind = isMade ? 'value' : isDecidedBy(analysis, source, fn.node, store.node, load.node) ? 'guard' : undefined;
        const [read, write] = [siteOf(load.node), siteOf(store.node)];
        if (kind && read !== undefined && write !== undefined) pairs.push({ read, write, kind });
      }
    }
  }
  return pairs;
}

/** Loads that are compared with what the same element, or whoever has called, had before: what was read in between belongs together if that is still there (`if (Atomics.load(seq, 0) === before) return found`). */
export function findVersionLooks(analysis: Analysis, source: string): AnyNode[] {
  const loads = analysis.calls.filter(({ node }) => atomicsName(node) === 'load');
  const elementOf = (node: CallExpression): string => source.slice(node.start, node.arguments.at(-1)?.end).replace(/\s+/g, '');
  const isBefore = (node: AnyNode, load: CallExpression): boolean => {
    const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
    if (variable?.kind === 'param') return true;
    const earlier = loads.filter(({ node: other }) => other.start < load.start && elementOf(other) === elementOf(load));
    return earlier.some(({ node: other }) => comesFrom(analysis, node, other, MAX_STEPS) || variable?.values.includes(other) === true);
  };
  const looks = (node: AnyNode, load: CallExpression): boolean => {
    if (node.type === 'BinaryExpression' && isEquality(node.operator)) {
      const sides: AnyNode[] = [node.left, node.right];
      if (sides.some((side, i) => comesFrom(analysis, side, load, MAX_STEPS) && isBefore(sides[1 - i] as AnyNode, load))) return true;
    }
    return someChild(node, (child) => looks(child, load));
  };
  return loads.flatMap(({ node, fn }) => (looks(fn.node, node) ? [node] : []));
}

/** Views of which the file changes elements, or wakes who sleeps on them. A wait on another one is for the start: whose turn it is, each thread would pass on. */
function viewsChanged(analysis: Analysis, source: string): Set<string> {
  const changes = analysis.calls.filter(({ node }) => !/^(?:load|wait|waitAsync|isLockFree)$/.test(atomicsName(node) ?? 'load'));
  return new Set(changes.map(({ node }) => viewOf(node, source)));
}

function viewOf({ arguments: [view] }: CallExpression | NewExpression, source: string): string {
  return view ? source.slice(view.start, view.end) : '';
}

function atomicsName(node: CallExpression): string | undefined {
  const callee = unchain(node.callee);
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.object.name !== 'Atomics') return undefined;
  return memberName(callee);
}

/** Does an expression hold the load, or a variable that has its only value from it? */
function comesFrom(analysis: Analysis, node: AnyNode, load: AnyNode, steps: number): boolean {
  if (node === load) return true;
  if (isFunction(node)) return false;
  if (node.type === 'Identifier') {
    const value = onlyValue(analysis.resolved.get(node));
    return value !== undefined && steps > 0 && comesFrom(analysis, value, load, steps - 1);
  }
  return someChild(node, (child) => comesFrom(analysis, child, load, steps));
}

/**
 * The store is made because an `if`, or a loop that looks again and again, has found a certain number there: one that stands in the code, or another than a thread of its own would have; or
 * one that is worse than what is stored.
 */
function isDecidedBy(analysis: Analysis, source: string, body: AnyNode, store: CallExpression, load: AnyNode): boolean {
  const holds = (node: AnyNode): boolean => node.start <= store.start && store.end <= node.end;
  const value = store.arguments[2];
  const stored = value && source.slice(value.start, value.end);
  const isStored = (node: AnyNode): boolean => source.slice(node.start, node.end) === stored;
  const decides = (test: AnyNode): boolean =>
    compares(analysis, test, load, (other, operator) => isFixed(analysis, other) || (ORDERS.test(operator) && isStored(other)));
  // A number that stands in the code, stored in some further case, is a signal (`if (found) Atomics.store(stop, 0, 1)`): who else gives it too does no harm.
  const isSignal = value !== undefined && isFixed(analysis, value);
  const follows = (list: readonly AnyNode[]): boolean => list.some((node) => holds(node) && (!isSignal || !BRANCHES.test(node.type)));
  const look = (node: AnyNode): boolean => {
    if (!holds(node) || (isFunction(node) && node !== body)) return false;
    if (node.type === 'IfStatement' && !holds(node.test) && decides(node.test)) {
      for (const branch of [node.consequent, node.alternate]) {
        if (branch && follows(branch.type === 'BlockStatement' ? branch.body : [branch])) return true;
      }
    }
    if (node.type === 'BlockStatement' || node.type === 'Program') {
      for (const [i, statement] of node.body.entries()) {
        if (statement.start >= store.start) break;
        const isExit = statement.type === 'IfStatement' && !statement.alternate && exits(statement.consequent);
        if (isExit && decides(statement.test) && follows(node.body.slice(i + 1))) return true;
        // `while (Atomics.load(cells, 0) === 1); Atomics.store(cells, 0, 1)`: a lock that is tested and taken in two steps.
        const isNext = statement.type === 'WhileStatement' && unwrap(node.body[i + 1]) === store;
        if (isNext && (isSpin(statement) || onlyWaits(statement)) && decides(statement.test)) return true;
      }
    }
    return someChild(node, look);
  };
  return look(body);
}

/** `while (Atomics.load(cells, 0) === 1) Atomics.wait(cells, 0, 1);` */
function onlyWaits({ body }: WhileStatement): boolean {
  const [only, ...more] = body.type === 'BlockStatement' ? body.body : [body];
  const call = unwrap(only);
  return more.length === 0 && call?.type === 'CallExpression' && atomicsName(call) === 'wait';
}

function unwrap(statement: AnyNode | undefined): AnyNode | undefined {
  return statement?.type === 'ExpressionStatement' ? statement.expression : undefined;
}

const ORDERS = /^[<>]=?$/;

/** `Atomics.load(slots, i) === 0`, `!taken`, `state === FREE`, and `cost < best` where the cost is stored: not `turn === me`, where each thread waits for another number. */
function compares(analysis: Analysis, test: AnyNode, load: AnyNode, isWith: (other: AnyNode, operator: string) => boolean): boolean {
  if (test.type === 'LogicalExpression') return [test.left, test.right].some((side) => compares(analysis, side, load, isWith));
  if (test.type === 'UnaryExpression') return compares(analysis, test.argument, load, isWith);
  if (test.type !== 'BinaryExpression') return comesFrom(analysis, test, load, MAX_STEPS);
  const sides: AnyNode[] = [test.left, test.right];
  return sides.some((side, i) => comesFrom(analysis, side, load, MAX_STEPS) && isWith(sides[1 - i] as AnyNode, test.operator));
}

function isFixed(analysis: Analysis, node: AnyNode): boolean {
  if (node.type === 'Literal') return true;
  if (node.type === 'UnaryExpression') return isFixed(analysis, node.argument);
  if (node.type !== 'Identifier') return node.type === 'MemberExpression' && /^[A-Z][A-Z\d_]*$/.test(memberName(node) ?? '');
  return onlyValue(analysis.resolved.get(node))?.type === 'Literal';
}
