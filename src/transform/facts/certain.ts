/** Assignments that an async function makes whatever happens, once it is in the list of statements that holds them: unless it throws, nobody gets past them. */
import type { AnyNode, AssignmentExpression, Statement } from 'acorn';
import { FLAG_CERTAIN, FLAG_CERTAIN_HERE } from '../../wire/siteFlags';
import { isFunction, memberName, someChild } from '../scope/ast';
import type { Analysis, FunctionInfo } from '../scope/bindings';
import { functionNamed, methodNamed } from '../scope/helpers';
import { awaitsIn } from '../scope/tree';

export interface Certainty {
  /** Of the write: FLAG_CERTAIN, FLAG_CERTAIN_HERE or nothing. */
  readonly flag: number;
  /** With FLAG_CERTAIN_HERE: whoever waits in one of these comes to it. */
  readonly waits: readonly AnyNode[];
}

const NONE: Certainty = { flag: 0, waits: [] };

export function certaintyOf(analysis: Analysis, fn: FunctionInfo, target: AnyNode): Certainty {
  if (isMadeByCaller(analysis, fn, target)) return { flag: FLAG_CERTAIN, waits: [] };
  const store = storeIn(fn, target);
  if (!store) return NONE;
  // `if (this.opened) return; await open(); this.opened = true;`: who waits has got past that.
  const from = store.list.slice(0, store.at).findLastIndex(leaves) + 1;
  if (store.isOuter && from === 0) return { flag: FLAG_CERTAIN, waits: [] };
  const waits = store.list.slice(from, store.at + 1).flatMap((part) => awaitsIn(analysis, part));
  return from > 0 && waits.length === 0 ? NONE : { flag: FLAG_CERTAIN_HERE, waits };
}

/** `keep(session) { this.session = session; }`, which one async function calls, whatever happens: `this.keep(await ask());`. */
function isMadeByCaller(analysis: Analysis, fn: FunctionInfo, target: AnyNode): boolean {
  const isStore = (node: AnyNode): boolean => node.type === 'AssignmentExpression' && node.left === target;
  if (fn.async || fn.generator || !comesTo(fn, isStore)) return false;
  const [call, ...others] = callsOf(analysis).get(fn) ?? [];
  return call !== undefined && others.length === 0 && call.fn.async && comesTo(call.fn, (node) => node === call.node);
}

/** An expression that is a statement of the function, to which it comes unless it throws. */
function comesTo({ node }: FunctionInfo, isIt: (node: AnyNode) => boolean): boolean {
  if (node.type === 'Program' || node.body.type !== 'BlockStatement') return false;
  const list = node.body.body;
  const at = list.findIndex((statement) => statement.type === 'ExpressionStatement' && isIt(statement.expression));
  return at >= 0 && !list.slice(0, at).some(leaves);
}

type Calls = Map<FunctionInfo, Analysis['calls'][number][]>;
const CALLS = new WeakMap<Analysis, Calls>();

/** Calls of the functions of the file that they are known to call. */
export function callsOf(analysis: Analysis): Calls {
  let calls = CALLS.get(analysis);
  if (!calls) {
    CALLS.set(analysis, (calls = new Map()));
    for (const call of analysis.calls) {
      const { callee } = call.node;
      const fn =
        callee.type === 'MemberExpression' ? methodNamed(analysis, callee.object, memberName(callee)) : functionNamed(analysis, callee);
      const known = fn && calls.get(fn);
      if (known) known.push(call);
      else if (fn) calls.set(fn, [call]);
    }
  }
  return calls;
}

/** An assignment that is a statement of an async function, and the list that it stands in: at most once come to, and no error in it is kept. */
export interface Store {
  readonly list: readonly Statement[];
  readonly at: number;
  readonly assignment: AssignmentExpression;
  /** The list is all that the function does. */
  readonly isOuter: boolean;
}

export function storeIn({ node: fn }: FunctionInfo, target: AnyNode): Store | undefined {
  if (fn.type === 'Program' || !fn.async || fn.body.type !== 'BlockStatement') return undefined;
  let list = fn.body.body;
  for (;;) {
    const at = list.findIndex((statement) => isIn(target, statement));
    const statement = list[at];
    if (statement === undefined) return undefined;
    if (statement.type === 'ExpressionStatement') {
      const { expression: assignment } = statement;
      if (assignment.type !== 'AssignmentExpression' || assignment.left !== target) return undefined;
      return { list, at, assignment, isOuter: list === fn.body.body };
    }
    list = listsOf(statement).find((inner) => inner.some((each) => isIn(target, each))) ?? [];
  }
}

/** Whoever is at a statement of the list, called by its place, makes the store afterwards, unless it throws. */
export function isComeTo({ list, at }: Store, from: number): boolean {
  return !list.slice(from, at).some(leaves);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

export function isIn(node: Range, around: Range): boolean {
  return around.start <= node.start && node.end <= around.end;
}

/** Lists of statements below one of them that are come to at most once, and whose errors nobody keeps. */
function listsOf(statement: Statement): readonly Statement[][] {
  if (statement.type === 'BlockStatement') return [statement.body];
  if (statement.type === 'IfStatement') return [[statement.consequent], ...(statement.alternate ? [[statement.alternate]] : [])];
  if (statement.type !== 'TryStatement') return [];
  const isThrownOn = !statement.handler || statement.handler.body.body.at(-1)?.type === 'ThrowStatement';
  return isThrownOn ? [statement.block.body] : [];
}

/** Whether it may end the list that it stands in, other than by an error. */
function leaves(node: AnyNode): boolean {
  return /^(?:Return|Break|Continue)Statement$/.test(node.type) || (!isFunction(node) && someChild(node, leaves));
}
