/** Where a call leaves the thread: at an await, a yield, or with a promise that it returns. */
import type { AnyNode, AwaitExpression, CatchClause, TryStatement, YieldExpression } from 'acorn';
import { FLAG_BOUNDED, FLAG_ENDLESS, MORE_BEHIND_RETURN, MORE_CAUGHT } from '../../wire/siteFlags';
import { behindReturn } from '../facts/behindReturn';
import { isFunction, lastName, someChild, unchain } from '../scope/ast';
import { asksForEnd, wantsFailure, asksWhetherThere, expectsFailure, noteEnding, noteKnowsGone } from './expected';
import { emitCopied } from './emitFront';
import { calleeText } from './calleeText';
import type { Emitter } from './emitter';

export const BOUNDED = FLAG_BOUNDED;
export const ENDLESS = FLAG_ENDLESS;

export function emitAwait(e: Emitter, node: AwaitExpression): void {
  const awaited = unchain(node.argument);
  if (e.context.catching > 0) e.noteMore(node, MORE_CAUGHT);
  const site = e.awaitSite(node, 'await', calleeText(e, awaited.type === 'CallExpression' ? awaited.callee : awaited));
  e.wrap(node.argument, `${e.il}.w(${e.visibleAct()},`, site, ',', ')', () => e.visit(node.argument));
  e.freshFrom = e.checked.length;
}

export function emitYield(e: Emitter, node: YieldExpression): void {
  if (!e.context.yields) return e.visit(node.argument);
  const site = e.awaitSite(node, 'yield', node.argument ? calleeText(e, node.argument) : 'yield');
  const act = e.visibleAct();
  e.out.insertNumber(node.start, `${e.il}.v(${act},`, site, ',');
  // What is delegated to is asked in this generator's stead, which stays where it is.
  if (node.delegate) e.visit(node.argument);
  else if (node.argument) e.wrap(node.argument, `${e.il}.Y(${act},`, site, ',', ')', () => e.visit(node.argument));
  else e.out.insertNumber(node.end, ` ${e.il}.Y(${act},`, site, ')');
  e.out.insert(node.end, ')');
}

/** It yields what another generator does: where it stops then, that one says. */
export function delegates(node: AnyNode): boolean {
  return (node.type === 'YieldExpression' && node.delegate) || (!isFunction(node) && someChild(node, delegates));
}

/** What is no promise whatever it is made of. */
const PLAIN: ReadonlySet<string> = new Set([
  'AwaitExpression',
  'YieldExpression',
  'Literal',
  'TemplateLiteral',
  'ObjectExpression',
  'ArrayExpression',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassExpression',
  'BinaryExpression',
  'UnaryExpression',
  'UpdateExpression',
]);

/** The value that an async function returns: a promise keeps the call alive. Not where a `finally` comes after it: there the call goes on. */
export function emitReturned(e: Emitter, at: AnyNode, value: AnyNode): void {
  const { info, act, finallys } = e.context;
  e.returned = value;
  const visit = (): void => emitCopied(e, value);
  if (act === '' || !info.async || info.generator || finallys > 0 || PLAIN.has(value.type)) return visit();
  const returned = unchain(value);
  const site = e.site('return', at, calleeText(e, returned.type === 'CallExpression' ? returned.callee : returned));
  e.wrap(value, `${e.il}.R(${act},`, site, ',', ')', visit);
}

export function emitTry(e: Emitter, node: TryStatement): void {
  const { context } = e;
  const outer = context.isFollowed;
  if (node.finalizer) {
    context.finallys++;
    context.isFollowed = true;
  }
  const { handler } = node;
  const expects = handler ? expectsFailure(e, handler, handler.param ? [handler.param] : []) : false;
  const known = e.checked.length;
  const tried = handler && triedOn(node.block.body);
  if (tried && !tellsFailure(handler) && e.mayProbe(tried)) e.checked.push(e.slice(tried));
  const isThere = handler ? asksWhetherThere(e, handler) : false;
  if (expects) context.expecting++;
  if (isThere) context.expectingThere++;
  if (handler && (asksForEnd(e, handler) || wantsFailure(e, handler))) noteEnding(e, node.block);
  if (handler) noteKnowsGone(e, handler, node.block);
  const isKept = handler !== null && handler !== undefined && !passesOn(e, handler);
  if (isKept) context.catching++;
  e.visit(node.block);
  if (isKept) context.catching--;
  if (expects) context.expecting--;
  if (isThere) context.expectingThere--;
  e.checked.length = Math.min(known, e.checked.length);
  e.visit(handler);
  if (node.finalizer) context.finallys--;
  context.isFollowed = outer;
  for (const part of behindReturn(node)) e.noteMore(part, MORE_BEHIND_RETURN);
  e.visit(node.finalizer);
}

/** `if (error.code !== 'ENOENT') throw error`: of what has no code, such as what `JSON.parse` throws, the caller hears. */
function passesOn(e: Emitter, handler: CatchClause): boolean {
  const isThrow = (node: AnyNode | null | undefined): boolean =>
    node?.type === 'ThrowStatement' || (node?.type === 'BlockStatement' && isThrow(node.body.at(-1)));
  for (const statement of handler.body.body) {
    if (statement.type === 'ThrowStatement') return true;
    if (statement.type === 'IfStatement') {
      const { test, consequent, alternate } = statement;
      if (test.type !== 'BinaryExpression' || !e.slice(test.left).endsWith('.code')) return false;
      if (test.operator.startsWith('!')) return isThrow(consequent);
      if (alternate) return isThrow(alternate);
    } else if (statement.type !== 'ExpressionStatement') return false;
  }
  return false;
}

/** `try { this.socket.resume(); } catch { … }`, and nothing else in it: that the object may not be there is what it is written for. */
function triedOn([statement, ...more]: readonly AnyNode[]): AnyNode | undefined {
  if (statement?.type !== 'ExpressionStatement' || more.length > 0) return undefined;
  const call = unchain(statement.expression);
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? call.callee.object : undefined;
}

/**
 * It throws in its turn, gives the error to a function that it was given (`next(error)`), or answers with 500; or all that it does is to say what has failed (`this.onError(error);`,
 * `console.error('not sent', error.message);`): what it is written for is any failure, and none is meant to happen.
 */
function tellsFailure({ param, body }: CatchClause): boolean {
  const name = param?.type === 'Identifier' ? param.name : undefined;
  const isError = (argument: AnyNode | undefined): boolean => argument?.type === 'Identifier' && argument.name === name;
  const hasError = (node: AnyNode): boolean => isError(node) || (!isFunction(node) && someChild(node, hasError));
  const says = (node: AnyNode): boolean =>
    node.type === 'ExpressionStatement' &&
    node.expression.type === 'CallExpression' &&
    !FOR_ONE.test(lastName(node.expression.callee)) &&
    node.expression.arguments.some(hasError);
  if (body.body.length > 0 && body.body.every(says)) return true;
  const tells = (node: AnyNode): boolean => {
    if (node.type === 'ThrowStatement' || (node.type === 'Literal' && node.value === 500)) return true;
    if (isFunction(node)) return false;
    const callee = node.type === 'CallExpression' && node.callee.type === 'Identifier' ? node.callee.name : '';
    if (node.type === 'CallExpression' && PASSES_ON.test(callee) && isError(node.arguments[0])) return true;
    return someChild(node, tells);
  };
  return tells(body);
}

/** Said to those who look for an error in the program, or to whoever asked (`response.writeHead(503).end(error.name)`): no failure to anybody else. */
const FOR_ONE = /^(?:debug|trace|verbose|silly|end|json|send|write)$/i;
const PASSES_ON = /^(?:next|done|reject|cb|callback)$/;

/** Visits a loop, with BOUNDED, ENDLESS or 0. What was looked at before one that waits is old in its second round. */
export function inLoop(e: Emitter, loop: AnyNode, flag: number, visit: () => void): void {
  const outer = e.loop;
  if (e.hasSuspend(loop)) e.freshFrom = e.checked.length;
  e.loop = e.context.isFollowed ? flag & BOUNDED : flag;
  visit();
  e.loop = outer;
}
