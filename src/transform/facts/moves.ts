/**
 * What a function takes out of one collection and, after an await, puts into another one: `if (!depot.delete(id)) return; await carry(id); display.set(id, room);`. Between the two it is in neither,
 * and who adds up both and compares that with something (`depot.size + display.size === total`) comes to a wrong answer. A function that notes meanwhile, anywhere, that it is under way, and a
 * reader that waits and looks again know of the time between.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { forEachChild, isFunction, memberName, someChild, unchain } from '../scope/ast';
import { hasSuspend, onlyValue, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { collectionEffect, isMutation } from '../scope/collections';
import { marks, placeOf } from './halves';

export interface Move {
  readonly fn: FunctionInfo;
  /** The calls that take it out and put it in. */
  readonly calls: readonly [CallExpression, CallExpression];
  /** `owner` of both, and their keys. */
  readonly owner: string;
  readonly keys: readonly [string, string];
}

export interface Sum {
  readonly move: Move;
  readonly sizes: readonly [AnyNode, AnyNode];
  readonly fn: FunctionInfo;
}

interface Change {
  readonly call: CallExpression;
  readonly name: string;
  readonly owner: string;
  readonly key: string;
  /** The variable that is the key of the entry. */
  readonly entry: Variable;
}

const MAX_MOVES = 32;
/** Statements from the one to the other. */
const WINDOW = 16;

/** A Map or Set in a variable, or what else may be one. */
function collectionOf(analysis: Analysis, node: AnyNode): { owner: string; key: string } | undefined {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  if (variable?.kind !== 'const') return placeOf(analysis, node);
  return onlyValue(variable)?.type === 'NewExpression' ? { owner: `v${variable.fn.index}`, key: `v${variable.id}` } : undefined;
}

/** `collection.name(entry, …)` with a parameter or constant as its entry. */
function changeIn(analysis: Analysis, node: AnyNode): Change | undefined {
  const call = unchain(node);
  if (call.type !== 'CallExpression') return undefined;
  const callee = unchain(call.callee);
  const [argument] = call.arguments;
  if (callee.type !== 'MemberExpression' || argument?.type !== 'Identifier') return undefined;
  const place = collectionOf(analysis, callee.object);
  const entry = analysis.resolved.get(argument);
  const name = memberName(callee) ?? '';
  if (!place || !entry || (entry.kind !== 'param' && entry.kind !== 'const')) return undefined;
  return { call, name, owner: place.owner, key: place.key, entry };
}

export function findMoves(analysis: Analysis): Move[] {
  const found: Move[] = [];
  for (const fn of analysis.functions) {
    if (!fn.async || fn.generator || !fn.suspends || fn.node.type === 'Program' || found.length >= MAX_MOVES) continue;
    if (fn.node.body.type === 'BlockStatement') findIn(analysis, fn, fn.node.body, found);
  }
  return found;
}

function findIn(analysis: Analysis, fn: FunctionInfo, node: AnyNode, found: Move[]): void {
  if (isFunction(node)) return;
  if (node.type === 'BlockStatement') node.body.forEach((_, i) => findFrom(analysis, fn, node.body, i, found));
  forEachChild(node, (child) => {
    if (hasSuspend(analysis, child)) findIn(analysis, fn, child, found);
  });
}

/** `out.delete(id);`, or `if (!out.delete(id)) return;`. */
function takenIn(analysis: Analysis, statement: AnyNode): Change | undefined {
  const isTested = statement.type === 'IfStatement' && leaves(statement.consequent) && !statement.alternate;
  const test =
    isTested && statement.test.type === 'UnaryExpression' && statement.test.operator === '!' ? statement.test.argument : undefined;
  const node = statement.type === 'ExpressionStatement' ? statement.expression : test;
  const change = node && changeIn(analysis, node);
  return change?.name === 'delete' ? change : undefined;
}

function leaves(node: AnyNode): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement';
}

function findFrom(analysis: Analysis, fn: FunctionInfo, statements: readonly AnyNode[], at: number, found: Move[]): void {
  const statement = statements[at] as AnyNode;
  const out = takenIn(analysis, statement);
  if (!out || (statement.type !== 'IfStatement' && !isThere(analysis, statements.slice(Math.max(0, at - WINDOW), at), out))) return;
  let waits = false;
  for (const next of statements.slice(at + 1, at + 1 + WINDOW)) {
    const change = next.type === 'ExpressionStatement' ? changeIn(analysis, next.expression) : undefined;
    if (change && (change.name === 'set' || change.name === 'add') && change.entry === out.entry && change.owner === out.owner) {
      if (change.key === out.key || !waits || found.length >= MAX_MOVES || tells(analysis, fn, out.call, change.call)) return;
      found.push({ fn, calls: [out.call, change.call], owner: out.owner, keys: [out.key, change.key] });
      return;
    }
    waits ||= isWait(next);
    if (next.type !== 'ExpressionStatement' && next.type !== 'VariableDeclaration') return;
  }
}

/** `await …;`, `const value = await …;`, which waits each time. */
function isWait(statement: AnyNode): boolean {
  if (statement.type === 'VariableDeclaration') return statement.declarations.some(({ init }) => init?.type === 'AwaitExpression');
  return statement.type === 'ExpressionStatement' && statement.expression.type === 'AwaitExpression';
}

/** It has been looked whether it is in the collection: `if (!out.has(id)) throw …`, `const item = out.get(id); if (!item) return`. */
function isThere(analysis: Analysis, before: readonly AnyNode[], { key, entry }: Change): boolean {
  const asks = (node: AnyNode): boolean => {
    const change = isFunction(node) ? undefined : changeIn(analysis, node);
    if (change && change.key === key && change.entry === entry && (change.name === 'has' || change.name === 'get')) return true;
    return !isFunction(node) && someChild(node, asks);
  };
  return before.some((statement) =>
    statement.type === 'IfStatement' ? leaves(statement.consequent) && asks(statement.test) : asks(statement),
  );
}

/** The function notes somewhere else, before it puts it in, what it is at. */
function tells(analysis: Analysis, fn: FunctionInfo, out: CallExpression, into: CallExpression): boolean {
  const changes = (node: AnyNode): boolean => {
    if (node.start >= into.start) return false;
    if (node.type === 'CallExpression' && node !== out) {
      const callee = unchain(node.callee);
      const effect = callee.type === 'MemberExpression' ? collectionEffect(memberName(callee) ?? '') : undefined;
      if (effect && isMutation(effect)) return true;
    }
    return someChild(node, changes);
  };
  return marks(analysis, fn, into, []) || someChild(fn.node, changes);
}

/** Where the sizes of the two collections are added up, and the sum is compared. */
export function findSums(analysis: Analysis, program: AnyNode, moves: readonly Move[]): Sum[] {
  const found: Sum[] = [];
  if (moves.length === 0) return found;
  const held = new Map<number, Variable>();
  for (const variable of analysis.variables) if (variable.kind === 'const') held.set(variable.start, variable);
  /** Sums by the constants that hold them, until something compares those. */
  const sums = new Map<Variable, { readonly node: AnyNode; readonly fn: FunctionInfo }>();
  const compare = (side: AnyNode, around: FunctionInfo): void => {
    const variable = side.type === 'Identifier' ? analysis.resolved.get(side) : undefined;
    const { node, fn } = (variable && sums.get(variable)) ?? { node: side, fn: around };
    const sizes = sizesIn(analysis, node);
    for (const move of sizes.length === 0 ? [] : moves) {
      const [out, into] = move.keys.map((key) => sizes.find((size) => size.key === key)?.node);
      if (out && into && fn !== move.fn && found.length < MAX_MOVES) found.push({ move, sizes: [out, into], fn });
    }
  };
  const walk = (node: AnyNode, outer: FunctionInfo): void => {
    const fn = isFunction(node) ? (analysis.infos.get(node) ?? outer) : outer;
    if (node.type === 'VariableDeclarator' && node.init?.type === 'BinaryExpression') {
      const variable = held.get(node.id.start);
      if (variable) sums.set(variable, { node: node.init, fn });
    }
    if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) for (const side of [node.left, node.right]) compare(side, fn);
    const test = waitingTest(analysis, node);
    forEachChild(node, (child) => {
      if (child !== test) walk(child, fn);
    });
  };
  walk(program, analysis.module);
  return found;
}

/** The test of who waits, or looks again later, where the numbers do not agree. */
function waitingTest(analysis: Analysis, node: AnyNode): AnyNode | undefined {
  if (node.type === 'WhileStatement' || node.type === 'DoWhileStatement') return hasSuspend(analysis, node.body) ? node.test : undefined;
  if (node.type !== 'IfStatement') return undefined;
  return hasSuspend(analysis, node.consequent) || looksAgain(node.consequent) ? node.test : undefined;
}

function looksAgain(node: AnyNode): boolean {
  return isFunction(node) || node.type === 'ContinueStatement' || someChild(node, looksAgain);
}

/** The sizes that are added up, `a.size + b.size`. */
function sizesIn(analysis: Analysis, node: AnyNode): { readonly node: AnyNode; readonly key: string }[] {
  if (node.type === 'BinaryExpression' && node.operator === '+') return [node.left, node.right].flatMap((side) => sizesIn(analysis, side));
  if (node.type !== 'MemberExpression' || memberName(node) !== 'size') return [];
  const place = collectionOf(analysis, node.object);
  return place ? [{ node, key: place.key }] : [];
}
