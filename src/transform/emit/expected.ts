/** Operations on files, and awaits, whose failure the code is ready for: what handles it knows that a file may have gone, or be there already. */
import type { AnyNode, CallExpression, CatchClause, IfStatement, VariableDeclarator } from 'acorn';
import { MORE_ASSERTED, MORE_CAUGHT, MORE_ENDED, MORE_FIXED_TEXT, MORE_MAY_BE_GONE } from '../../wire/siteFlags';
import { callsOf } from '../facts/certain';
import { ASKS } from '../flow/endings';
import { forEachChild, type FunctionNode, isFunction, lastName, memberName, someChild } from '../scope/ast';
import type { Analysis, Variable } from '../scope/bindings';
import { functionAt } from '../scope/helpers';
import type { CallNode } from './callShape';
import type { Emitter } from './emitter';

/** `assert.throws(() => …)`, `expect(() => …).to.throw()`: what a test says is to fail. */
const FAILS = /^(?:throws?|throwsAsync|rejects|toThrow\w*|rejectedWith)$/;

/** Functions of node:fs that tell their callback of a file that has gone. */
const OF_FILES = /^(?:access|copyFile|l?stat|open|opendir|read|readdir|readFile|readlink|rename|rm|rmdir|truncate|unlink)$/;

const REMOVES = /^rm(?:Sync)?$/;
const FORCED = /\bforce['"]?: *true\b/;
/** What fails where something is there already. */
const MAKES_NEW = /^(?:mkdir|symlink|link)(?:Sync)?$/;

/** `stat(file).catch(() => null)`, `stat(file).then(use, () => null)`: the calls before it may fail; `stat(file, () => …)`: it may itself. */
export function markExpected(e: Emitter, node: CallNode): void {
  if (node.type !== 'CallExpression') return;
  const { callee, arguments: args } = node;
  const name = lastName(callee);
  if (name === '') return;
  const failing = failingIn(node);
  if (failing) noteFailing(e, failing);
  if (WRITES_ALL.test(name) && isFixed(args[1])) e.noteMore(node, MORE_FIXED_TEXT);
  if (name === 'parse' && e.context.catching > 0) e.noteMore(node, MORE_CAUGHT);
  if (name === 'send' && hearsOfFailure(e, args.at(-1))) e.noteMore(node, MORE_ENDED);
  const makesNew = MAKES_NEW.test(name);
  // `rm(file, { force: true })` does not mind a file that has gone.
  const isForced = REMOVES.test(name) && FORCED.test(e.source.slice(callee.end, node.end));
  if (isForced || (makesNew && e.context.expectingThere > 0)) e.expected.add(node);
  const isCallback = OF_FILES.test(name) || makesNew;
  const handler = isCallback ? args.at(-1) : name === 'catch' ? args[0] : name === 'then' ? args[1] : undefined;
  const fn = handler && functionAt(e.analysis, boundIn(handler))?.node;
  if (!fn || !('params' in fn)) return;
  if (!isCallback && asksForEnd(e, fn)) {
    for (let at = objectOf(callee); at.type === 'CallExpression'; at = objectOf(at.callee)) e.noteMore(at, MORE_ENDED);
  }
  const isExpected = expectsFailure(e, fn, fn.params);
  if (!isCallback && (knowsGone(e, fn) || (isExpected && isGivenPromise(e, callee)))) e.noteMore(node, MORE_MAY_BE_GONE);
  if (!isExpected && !asksWhetherThere(e, fn)) return;
  for (let at = isCallback ? node : objectOf(callee); at.type === 'CallExpression'; at = objectOf(at.callee)) {
    if (isExpected || MAKES_NEW.test(lastName(at.callee))) e.expected.add(at);
    if (isExpected) markGivenBack(e, at, HANDS);
  }
}

/** `link.send(text, (error) => { if (error) … })`: whoever sends over what has been closed is told so there, and nowhere else. */
function hearsOfFailure(e: Emitter, given: AnyNode | undefined): boolean {
  const fn = given && functionAt(e.analysis, boundIn(given))?.node;
  const error = fn && 'params' in fn ? fn.params[0] : undefined;
  if (!fn || error?.type !== 'Identifier') return false;
  const asks = (node: AnyNode): boolean =>
    (node.type === 'IfStatement' || node.type === 'ConditionalExpression') && e.slice(node.test).includes(error.name);
  return someChild(fn, function look(node): boolean {
    return asks(node) || someChild(node, look);
  });
}

/** The function that a test calls to see it fail. */
function failingIn({ callee, arguments: args }: CallExpression): FunctionNode | undefined {
  if (callee.type !== 'MemberExpression' || !FAILS.test(lastName(callee))) return undefined;
  let root: AnyNode = callee.object;
  while (root.type === 'MemberExpression') {
    if (memberName(root) === 'not') return undefined;
    root = root.object;
  }
  const [given] = root.type === 'CallExpression' ? root.arguments : args;
  const head = root.type === 'CallExpression' ? lastName(root.callee) : root.type === 'Identifier' ? root.name : '';
  return given && isFunction(given) && ASKS.test(head) ? given : undefined;
}

/** What is used in it may be closed, or gone: that is what it asks. */
function noteFailing(e: Emitter, node: AnyNode): void {
  if (node.type === 'CallExpression' || node.type === 'MemberExpression') e.noteMore(node, MORE_ASSERTED | MORE_CAUGHT);
  forEachChild(node, (child) => noteFailing(e, child));
}

const HEARS = /^(?:on|once|addListener)$/;
/** Variables to whose objects listeners are added. */
const HEARD = new WeakMap<Analysis, ReadonlySet<Variable | undefined>>();

function heardIn(analysis: Analysis): ReadonlySet<Variable | undefined> {
  let known = HEARD.get(analysis);
  if (!known) {
    const heard = analysis.calls.flatMap(({ node: { callee } }) =>
      callee.type === 'MemberExpression' && HEARS.test(memberName(callee) ?? '') ? [analysis.resolved.get(callee.object)] : [],
    );
    HEARD.set(analysis, (known = new Set(heard)));
  }
  return known;
}

/** `const entries = walk(folder); entries.once('end', …)`: a stream that a library makes tells of what has gone by an event, and not to this call. */
export function markStream(e: Emitter, { id, init }: VariableDeclarator): void {
  if (init?.type !== 'CallExpression' || init.callee.type !== 'Identifier' || functionAt(e.analysis, init.callee)) return;
  const variable = e.analysis.resolved.get(id);
  if (variable !== undefined && heardIn(e.analysis).has(variable)) e.expected.add(init);
}

/** `error.code !== 'ENOENT'`: it says what it is about. */
function knowsGone(e: Emitter, handler: AnyNode): boolean {
  return e.slice(handler).includes('ENOENT');
}

/** `(promise) => promise.catch(() => null)`: whoever calls that has its failures handled there. */
function isGivenPromise(e: Emitter, callee: AnyNode): boolean {
  return e.analysis.resolved.get(objectOf(callee))?.kind === 'param';
}

/** Awaits within it fail to who knows that a file may have gone. */
export function noteKnowsGone(e: Emitter, handler: AnyNode, tried: AnyNode): void {
  const note = (node: AnyNode): void => {
    if (isFunction(node)) return;
    if (node.type === 'AwaitExpression') e.noteMore(node, MORE_MAY_BE_GONE);
    forEachChild(node, note);
  };
  if (knowsGone(e, handler)) note(tried);
}

/** Callbacks within callbacks that are looked into for what they give back. */
const HANDS = 4;

/** `stat(file).then(() => open(file)).catch(() => null)`: what the callbacks of the chain give back fails there, too. */
function markGivenBack(e: Emitter, call: CallExpression, hands: number): void {
  if (hands === 0 || lastName(call.callee) !== 'then') return;
  for (const given of call.arguments) {
    const fn = functionAt(e.analysis, given)?.node;
    for (const result of fn ? resultsOf(fn) : []) {
      for (let at = result; at.type === 'CallExpression'; at = objectOf(at.callee)) {
        e.expected.add(at);
        markGivenBack(e, at, hands - 1);
      }
    }
  }
}

/** What a function returns, without what functions within it do. */
function resultsOf(fn: AnyNode): AnyNode[] {
  if (fn.type === 'ArrowFunctionExpression' && fn.expression) return [fn.body];
  const found: AnyNode[] = [];
  const look = (node: AnyNode): void => {
    if (node.type === 'ReturnStatement' && node.argument) found.push(node.argument);
    if (!isFunction(node)) forEachChild(node, look);
  };
  forEachChild(fn, look);
  return found;
}

/** `function (error) { … }.bind(this)`: the function; anything else itself. */
function boundIn(handler: AnyNode): AnyNode {
  if (handler.type !== 'CallExpression' || handler.callee.type !== 'MemberExpression' || handler.arguments.length > 1) return handler;
  return memberName(handler.callee) === 'bind' ? handler.callee.object : handler;
}

const WRITES_ALL = /^writeFile(?:Sync)?$/;

function isFixed(text: AnyNode | undefined): boolean {
  return text?.type === 'Literal' || (text?.type === 'TemplateLiteral' && text.expressions.length === 0);
}

const LOOKS = /^(?:exists|pathExists)(?:Sync)?$/;
const REMOVES_IT = /^(?:rm|rmdir|rimraf|unlink|remove)(?:Sync)?$/;

/** `if (existsSync(file)) unlinkSync(file);`: all that the look is for is a removal, which what comes later does not go by. */
export function markRemoval(e: Emitter, { test, consequent, alternate }: IfStatement): void {
  if (alternate || test.type !== 'CallExpression' || !LOOKS.test(lastName(test.callee))) return;
  const parts = consequent.type === 'BlockStatement' ? consequent.body : [consequent];
  const isRemoval = (part: AnyNode): boolean => {
    if (part.type !== 'ExpressionStatement') return false;
    const call = part.expression.type === 'AwaitExpression' ? part.expression.argument : part.expression;
    return call.type === 'CallExpression' && REMOVES_IT.test(lastName(call.callee));
  };
  if (parts.length > 0 && parts.every(isRemoval)) e.noteMore(test, MORE_MAY_BE_GONE);
}

function objectOf(callee: AnyNode): AnyNode {
  return callee.type === 'MemberExpression' ? callee.object : callee;
}

/** What handles an error asks whether it is there already (`EEXIST`, `existsSync`), which a folder may be that was to be made. */
export function asksWhetherThere(e: Emitter, handler: AnyNode): boolean {
  return /exist/i.test(e.slice(handler));
}

/** What handles an error does not look at it, or knows what it is, or gives it to who does (`isFatal(error)`; so many `hands`). */
export function expectsFailure(e: Emitter, handler: AnyNode, params: readonly AnyNode[], hands = 3): boolean {
  const text = e.slice(handler);
  if (!params.some((param) => isLookedAt(e, param, text)) || text.includes('ENOENT')) return true;
  const { calls, resolved } = e.analysis;
  const error = params[0] && resolved.get(params[0]);
  const isGiven = (given: AnyNode): boolean => resolved.get(given) === error && given.start > handler.start && given.end < handler.end;
  return !!error && calls.some(({ node }) => node.arguments.some(isGiven) && isReady(e, node.callee, hands - 1));
}

const ENDS = /clos|ended|destr|dispos|stopp|shut|drain|abort|cancel|disconnect|gone/i;

/** `if (error.code !== 'ERR_CLOSED') throw error`, `if (this.stopping) return`: that it may have come to its end. */
export function asksForEnd(e: Emitter, node: AnyNode): boolean {
  const test = node.type === 'IfStatement' || node.type === 'ConditionalExpression' ? node.test : undefined;
  return (test !== undefined && ENDS.test(e.slice(test))) || someChild(node, (child) => asksForEnd(e, child));
}

/** `catch (error) { assert.ok(error); }`, `catch (error) { refusal = error; }` for who looks at that elsewhere: a test wants what it tries to fail. */
export function wantsFailure(e: Emitter, { param, body }: CatchClause): boolean {
  if (param?.type !== 'Identifier') return false;
  const { resolved } = e.analysis;
  const keeps = (node: AnyNode): boolean => {
    if (node.type !== 'AssignmentExpression' || node.operator !== '=') return false;
    // What the function itself has kept, it may throw again.
    const kept = resolved.get(node.left);
    return node.right.type === 'Identifier' && node.right.name === param.name && kept !== undefined && kept.fn !== e.context.info;
  };
  if (body.body.some((statement) => statement.type === 'ExpressionStatement' && keeps(statement.expression))) return true;
  const isError = (node: AnyNode): boolean => (node.type === 'Identifier' && node.name === param.name) || someChild(node, isError);
  return body.body.some((statement) => {
    const call = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
    if (call?.type !== 'CallExpression' || !isError(call)) return false;
    let root: AnyNode = call;
    while (root.type === 'CallExpression' || root.type === 'MemberExpression') {
      root = root.type === 'CallExpression' ? root.callee : root.object;
    }
    return root.type === 'Identifier' && ASKS.test(root.name);
  });
}

/** Calls that may fail because of such an end. */
export function noteEnding(e: Emitter, node: AnyNode): void {
  if (isFunction(node)) return;
  if (node.type === 'CallExpression') e.noteMore(node, MORE_ENDED);
  forEachChild(node, (child) => noteEnding(e, child));
}

/** A function that expects a failure; or one that was given, where all who call the function around it give one that does. */
function isReady(e: Emitter, given: AnyNode | undefined, hands: number): boolean {
  if (!given || !hands) return false;
  const fn = functionAt(e.analysis, given)?.node;
  if (fn) return 'params' in fn && expectsFailure(e, fn, fn.params, hands);
  const done = e.analysis.resolved.get(given);
  if (done?.kind !== 'param' || !('params' in done.fn.node)) return false;
  const isDone = (node: AnyNode | undefined): boolean => !!node && e.analysis.resolved.get(node) === done;
  const at = done.fn.node.params.findIndex(isDone);
  // It calls itself with what it was given.
  const isHandled = ({ node }: { readonly node: CallExpression }): boolean =>
    isDone(node.arguments[at]) || isReady(e, node.arguments[at], hands - 1);
  return callsOf(e.analysis).get(done.fn)?.every(isHandled) ?? false;
}

/** Older engines want a name for what is caught: `catch (_a) { return ''; }`. And `access(file, (error) => done(!error))` only asks whether there is one. */
function isLookedAt(e: Emitter, param: AnyNode, text: string): boolean {
  if (param.type !== 'Identifier') return true;
  const uses = (e.analysis.resolved.get(param)?.refs.length ?? 2) - 1;
  return uses > 0 && text.split(`!${param.name}`).length - 1 < uses;
}
