/** Whether who takes a connection from a list asks it if it is still open, before it is used (goneLate.ts). */
import type { AnyNode, CallExpression, TryStatement } from 'acorn';
import { isFunction, lastName, someChild, type FunctionNode } from '../scope/ast';
import { onlyValue, type Analysis, type FunctionInfo } from '../scope/bindings';
import { nodesOf } from '../scope/tree';
import { CLOSES, nameOf } from './waitedCloses';

/** Who takes one may ask it whether it is still good. */
const ASKS =
  /(?:\.|\{ *)(?:closed|closing|connected|destroyed|ended|exitCode|killed|readyState|threadId|writable|writableEnded|isAlive|isClosed|isDead|isOpen|alive|broken|dead|expired|gone|healthy|open(?! *\()|stale|usable|valid)\b(?! *=[^=])/g;

/** The one function of the file that has the name of what is called. */
export function helperOf(analysis: Analysis, call: CallExpression): FunctionNode | undefined {
  const isPlain = call.callee.type === 'Identifier';
  const name = call.callee.type === 'Identifier' ? call.callee.name : nameOf(call);
  const all = analysis.functions.filter((fn) => fn.name.slice(fn.name.lastIndexOf('.') + 1) === name);
  // `this.onClose()` is no function of a function's own that has the same name.
  const [helper, other] = all.length > 1 ? all.filter((fn) => (fn.name === name) === isPlain) : all;
  return name !== '' && helper && !other && isFunction(helper.node) ? helper.node : undefined;
}

/**
 * Whoever takes one may ask it; who puts one in, or closes it, asks about something else, and so does a function that only those call, and that removes it. `marked`: what it says of itself by a name of the
 * program's own, which whoever closes it has set.
 */
export function isAskedAbout(
  analysis: Analysis,
  source: string,
  calls: readonly CallExpression[],
  puts: readonly CallExpression[],
  others: readonly FunctionNode[],
  removals: readonly { readonly call: AnyNode }[],
  marked: readonly string[] = [],
): boolean {
  const innermost = (at: number): FunctionInfo | undefined =>
    analysis.functions.findLast(({ node }) => node.start <= at && at < node.end && isFunction(node));
  const closing = new Set<AnyNode | undefined>(others);
  const putting = new Set(puts.map((call) => innermost(call.start)));
  const isOwn = (fn: FunctionInfo | undefined): boolean => putting.has(fn) || closing.has(fn?.node);
  const isRemover = (fn: FunctionInfo | undefined): boolean =>
    removals.some(({ call }) => innermost(call.start) === fn) &&
    calls.every((call) => helperOf(analysis, call) !== fn?.node || isOwn(innermost(call.start)));
  // Who closes one asks whether that has been done already.
  const isCloser = (fn: FunctionInfo | undefined): boolean => fn !== undefined && CLOSES.test(fn.name.slice(fn.name.lastIndexOf('.') + 1));
  const isAsk = (at: number): boolean => !isOwn(innermost(at)) && !isRemover(innermost(at)) && !isCloser(innermost(at));
  const ofMarks = marked.map((name) => new RegExp(`(?:\\.|\\{ *)${name.replaceAll('$', '\\$')}\\b(?! *=[^=])`, 'g'));
  const asks = [ASKS, ...ofMarks].flatMap((pattern) => [...source.matchAll(pattern)]).filter(({ index }) => isAsk(index));
  return asks.length > 0 && (triesAgain(analysis, calls) || asks.some(({ index }) => !isRefusal(analysis, index)));
}

/**
 * `if (this.closed) throw new Error('closed')`, `if (this.closed) return done(new Error('closed'))`, `if (this.closed) { const error = new Error('closed'); error.code = 'GONE'; done(error); return; }`: whoever
 * has taken it gets an error for it.
 */
function isRefusal(analysis: Analysis, at: number): boolean {
  const isError = (node: AnyNode): boolean => {
    const value = node.type === 'Identifier' ? onlyValue(analysis.resolved.get(node)) : node;
    if (value?.type === 'CallExpression') return nameOf(value) === 'assign' && value.arguments.some(isError);
    return value?.type === 'NewExpression' && lastName(value.callee).endsWith('Error');
  };
  const isTold = (node: AnyNode | null | undefined): boolean => node?.type === 'CallExpression' && node.arguments.some(isError);
  const isHarmless = (node: AnyNode): boolean => {
    if (node.type === 'VariableDeclaration') return node.declarations.every(({ init }) => init && isError(init));
    if (node.type === 'ReturnStatement') return !node.argument || isTold(node.argument);
    if (node.type === 'ThrowStatement') return true;
    if (node.type !== 'ExpressionStatement') return false;
    const { expression } = node;
    const isDetail =
      expression.type === 'AssignmentExpression' &&
      expression.left.type === 'MemberExpression' &&
      isError(expression.left.object as AnyNode);
    return isDetail || isTold(expression);
  };
  const refuses = (node: AnyNode): boolean =>
    node.type === 'ThrowStatement' ||
    (node.type === 'ReturnStatement' && isTold(node.argument)) ||
    (node.type === 'ExpressionStatement' && isTold(node.expression));
  const isIn = ({ start, end }: AnyNode): boolean => start <= at && at < end;
  // `open ? done(null, answer) : done(new Error('closed'))`
  const isEither = nodesOf(analysis, 'ConditionalExpression').some(
    ({ test, consequent, alternate }) => isIn(test) && [consequent, alternate].some((either) => isError(either) || isTold(either)),
  );
  if (isEither) return true;
  return nodesOf(analysis, 'IfStatement').some(({ test, consequent }) => {
    if (!isIn(test)) return false;
    const body = consequent.type === 'BlockStatement' ? consequent.body : [consequent];
    return body.every(isHarmless) && body.some(refuses);
  });
}

/** An error may be caught, or a function calls itself again: that may be with another one. */
function triesAgain(analysis: Analysis, calls: readonly CallExpression[]): boolean {
  const isAgain = (call: CallExpression): boolean => {
    const helper = helperOf(analysis, call);
    return helper !== undefined && helper.start <= call.start && call.end <= helper.end;
  };
  const isCaught = (call: CallExpression): boolean =>
    nameOf(call) === 'catch' && call.arguments.some((given) => someChild(given, (part) => part.type === 'CallExpression'));
  return (
    nodesOf(analysis, 'TryStatement').some((node) => isTriedAgain(analysis, node)) || calls.some((call) => isAgain(call) || isCaught(call))
  );
}

/** Loops in which the same may be done again; who goes through a list does something else each time. */
const LOOPS = ['ForStatement', 'WhileStatement', 'DoWhileStatement'] as const;

/** Not `try { await pool.ask(text) } catch (error) { console.error(error.message) }`, with nothing behind it: the failure is told, and that is all. What follows where a module itself runs is its next work. */
function isTriedAgain(analysis: Analysis, { start, end, handler }: TryStatement): boolean {
  if (!handler) return false;
  const isWithin = (node: AnyNode): boolean => node.start <= start && end <= node.end;
  const isOnlySaid = (statement: AnyNode): boolean =>
    statement.type === 'ThrowStatement' || (statement.type === 'ExpressionStatement' && isPrint(statement.expression));
  if (!handler.body.body.every(isOnlySaid) || LOOPS.some((type) => nodesOf(analysis, type).some(isWithin))) return true;
  const user = analysis.functions.findLast(({ node }) => isFunction(node) && isWithin(node))?.node;
  return user !== undefined && analysis.calls.some(({ node }) => node.start >= end && node.end <= user.end && !isPrint(node));
}

function isPrint(node: AnyNode): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && isConsole(node.callee.object);
}

function isConsole(node: AnyNode): boolean {
  return node.type === 'Identifier' && node.name === 'console';
}
