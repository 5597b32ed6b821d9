/** What the flow analysis knows of a function as a whole, for those that call it, and small questions about functions and calls. */
import type { AnyNode, BinaryExpression, CallExpression } from 'acorn';
import type { Access, Pair } from './access';
import { forEachChild, type FunctionNode, memberName, someChild } from '../scope/ast';
import { homeOf, type FunctionInfo, type Variable } from '../scope/bindings';
import type { Location } from './locations';
import type { Guard } from './state';
import type { Value } from './values';

export const MAX_SUMMARY_WRITES = 32;

export interface SummaryWrite {
  readonly location: Location;
  readonly access: Access;
  readonly value: Value;
  /** A boundary lies between the entry of the function and the write. */
  readonly late: boolean;
  /** Locations that a test of the same segment has re-read. */
  readonly fresh: readonly Location[];
  /** By which property of its elements each of those tests asked; '' where it is not known. */
  readonly asked: readonly string[];
  readonly validated: boolean;
  /** They asked no more than whether something is there, and something was. */
  readonly there: boolean;
  /** The callbacks in which it happens, and the functions called on the way to them; none for a write in the step of the call or of an async function. */
  readonly through: readonly FunctionInfo[];
  /** The test of the same step has seen that nothing was there. */
  readonly free: boolean;
  /** Made in a `catch` of the function that is called: what its caller looked at before has not allowed it. */
  readonly noted: boolean;
}

/** A function calls one of its parameters: what it gives, and the callbacks from which it does. */
export interface SummaryCall {
  readonly index: number;
  readonly values: readonly Value[];
  readonly through: readonly FunctionInfo[];
  /** In a later step, with an answer: from one of its callbacks, or by a timer that it is handed to. */
  readonly isLater: boolean;
  /** By a function of another file that it is handed to: what takes an error first is called with the answer of that. */
  readonly isHandedOn: boolean;
}

/** What a function does, in terms of its own `this`, parameters and the bindings around it. */
export interface Summary {
  returns: Value;
  writes: SummaryWrite[];
  calls: SummaryCall[];
  /** Reads of all that a collection holds, each the last one of that collection. */
  copies: Value;
  /** Collections that it empties, by their contents. */
  emptied: { readonly access: Access; readonly contents: Location }[];
  /** Calls of functions of other files, and of which arguments of this one they get something. */
  passes: Map<CallExpression, Set<number>>;
  /** The tests by which it throws: whoever has called it has passed them. */
  asserts: Guard[];
}

/** One function being interpreted. */
export interface Frame {
  readonly fn: FunctionInfo;
  readonly summary: Summary;
  readonly entryTick: number;
  /** Everything a local ever depended on, for functions declared inside. */
  readonly ever: Map<Variable, Value>;
  /** Declared functions and methods, interpreted after the body. */
  readonly pending: FunctionInfo[];
  readonly outer: Frame | null;
}

/** A function that a call reaches, with the location of its `this`. */
export interface Callee {
  readonly info: FunctionInfo;
  readonly self: Location | null;
}

export function rank(kind: Pair['kind']): number {
  return kind === 'stale' ? 3 : kind === 'value' ? 2 : kind === 'guard' ? 1 : 0;
}

export function methodOf(node: AnyNode): string {
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' ? (memberName(node.callee) ?? '') : '';
}

/** Appending leaves what is there as it is. */
export function adds(node: AnyNode): boolean {
  const method = methodOf(node);
  return method === 'push' || method === 'unshift';
}

/** A number that each gets when it is made: that nobody has it yet says nothing of what a look at anything else of it has found. */
const NUMBERS = /^_?(?:id|uuid)$/;

/** What is added is only asked for its number in that step: those that were asked for something else have not been looked at again. */
export function isAskedFor({ access, asked }: SummaryWrite): boolean {
  return adds(access.node) && asked.length > 0 && asked.every((name) => NUMBERS.test(name));
}

/** A list was looked through for an element to work on: one more in it does not matter to what was found. */
function takesElement(node: AnyNode): boolean {
  return /^(?:find|findLast|shift|pop|at)$/.test(methodOf(node));
}

/** Behind a look that found an element, or more of them than were asked for: nobody looked whether there is room. */
export function isSupplied({ found, more }: Guard, look: AnyNode): boolean {
  return (found === true && takesElement(look)) || more?.includes(look) === true;
}

const TAKES = /^(?:shift|pop)$/;
/** One of a set: `free.values().next().value`. */
const CHOOSES = /^(?:values|keys)$/;

/** What takes away an element that a call puts back. */
export function takenFor(node: AnyNode): RegExp | undefined {
  return adds(node) ? TAKES : methodOf(node) === 'add' ? CHOOSES : undefined;
}

/** It looks whether something is there, and a function that takes its value for that has found it. */
export function asksFor(read: Access, fn: FunctionInfo): boolean {
  const { node } = read;
  const asks = node.type === 'BinaryExpression' ? node.operator === 'in' : /^(?:has|get)$/.test(methodOf(node));
  return asks && (homeOf(read.fn) === homeOf(fn) || !isDenied(read));
}

/** `isFree(id) { return !this.taken.has(id); }`: what the function gives says that it was not found. */
function isDenied({ node, fn }: Access): boolean {
  let isGiven = fn.node.type === 'ArrowFunctionExpression' && fn.node.expression;
  let isNegated = false;
  for (let at: AnyNode | undefined = fn.node; at && at !== node; at = childAround(at, node)) {
    if (at.type === 'ReturnStatement') isGiven = true;
    if (at.type === 'UnaryExpression' && at.operator === '!') isNegated = !isNegated;
  }
  return isGiven && isNegated;
}

function childAround(node: AnyNode, inner: AnyNode): AnyNode | undefined {
  let found: AnyNode | undefined;
  forEachChild(node, (child) => {
    if (child.start <= inner.start && inner.end <= child.end) found = child;
  });
  return found;
}

export const ERROR = /^_?(?:e|er|err|error)$/i;

/** `(err, data) => …` */
export function takesError({ params: [first] }: FunctionNode): boolean {
  return first?.type === 'Identifier' && ERROR.test(first.name);
}

/** `(err, req, res, next) => …`: it notes a failure. */
export function isToldOfError({ node }: FunctionInfo): boolean {
  return node.type !== 'Program' && node.params.length === 4 && takesError(node);
}

/** `if (err)`, `if (err && err.code !== 'ENOENT')` in a callback `(err, data) => …`, `if (result.status === 'rejected')`: what is done then is done about a failure. */
export function isFailure({ node }: FunctionInfo, test: AnyNode): boolean {
  const [first] = node.type === 'Program' ? [] : node.params;
  let asked: AnyNode = test;
  while (asked.type === 'LogicalExpression' && asked.operator === '&&') asked = asked.left;
  if (asked.type === 'BinaryExpression' && asked.operator === '===') return isSettledAs(node, asked, 'rejected');
  if (asked.type === 'BinaryExpression' && (asked.operator === '!=' || asked.operator === '!==')) asked = asked.left;
  return first?.type === 'Identifier' && ERROR.test(first.name) && asked.type === 'Identifier' && asked.name === first.name;
}

/** `if (result.status === 'fulfilled') …; else …` */
export function isSuccess({ node }: FunctionInfo, test: AnyNode): boolean {
  return test.type === 'BinaryExpression' && test.operator === '===' && isSettledAs(node, test, 'fulfilled');
}

/** Orders may have such a status, too. */
function isSettledAs(fn: AnyNode, { left, right }: BinaryExpression, status: string): boolean {
  const isStatus = left.type === 'MemberExpression' && memberName(left) === 'status' && right.type === 'Literal' && right.value === status;
  const settles = (node: AnyNode): boolean => methodOf(node) === 'allSettled' || someChild(node, settles);
  return isStatus && settles(fn);
}

export function isWithinFunction(inner: FunctionInfo, outer: FunctionInfo): boolean {
  return inner === outer || isInside(inner, outer);
}

export function isInside(inner: FunctionInfo, outer: FunctionInfo): boolean {
  for (let at = inner.parent; at; at = at.parent) if (at === outer) return true;
  return false;
}
