/** Shapes of awaited calls and of loops around them, for the search for awaits that do not need each other. */
import type { AnyNode, AwaitExpression, DoWhileStatement, ForInStatement, ForOfStatement, ForStatement, WhileStatement } from 'acorn';
import { FLAG_REMOVES, FLAG_SENDS } from '../../wire/siteFlags';
import { forEachChild, forEachTarget, isFunction, lastName, memberName, unchain, type FunctionNode } from '../scope/ast';
import type { Analysis } from '../scope/bindings';

export type Loop = ForStatement | ForOfStatement | ForInStatement | WhileStatement | DoWhileStatement;

export const LOOPS = ['ForStatement', 'ForOfStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement'] as const;
const ARE_LOOPS: ReadonlySet<string> = new Set(LOOPS);

export function isLoop(node: AnyNode): node is Loop {
  return ARE_LOOPS.has(node.type);
}

/** A loop whose rounds begin with a wait for what comes next. */
export function isForAwait(loop: Loop): loop is ForOfStatement {
  return loop.type === 'ForOfStatement' && loop.await;
}

/** All awaits of the body in order; undefined when it has other ways of waiting. */
export function awaitsOf(loop: Loop | FunctionNode): AwaitExpression[] | undefined {
  const found: AwaitExpression[] = [];
  let isRegular = true;
  const walk = (node: AnyNode): void => {
    if (isFunction(node)) return;
    if (node.type === 'YieldExpression' || (node.type === 'ForOfStatement' && node.await)) isRegular = false;
    // The rounds of an inner loop are its own matter.
    if (isLoop(node)) {
      const before = found.length;
      forEachChild(node, walk);
      if (found.length > before) isRegular = false;
      return;
    }
    forEachChild(node, walk);
    if (node.type === 'AwaitExpression') found.push(node);
  };
  walk(loop.body);
  return isRegular && found.length > 0 ? found : undefined;
}

/** Names of calls that are made for the time they take, or that give the next piece of something each time. */
export const PAUSES: ReadonlySet<string> = new Set(
  'delay sleep wait pause acquire lock runExclusive withLock once tick yield breathe'.split(' '),
);

/** Whether a name is one of the words or begins with it, as `closeAll` does with `close`. (Looked up: a regular expression of many words is slow until V8 compiles it.) */
export function beginsWith(words: ReadonlySet<string>, name: string): boolean {
  const first = endOfLetters(name, 0);
  // Some of the words are two.
  return words.has(name.slice(0, first)) || words.has(name.slice(0, endOfLetters(name, first + 1)));
}

function endOfLetters(name: string, from: number): number {
  let at = from;
  while (at < name.length && name.charCodeAt(at) >= 97 && name.charCodeAt(at) <= 122) at++;
  return at;
}
export const GIVES_NEXT = /^(?:read|next|pull|take|receive|recv|fetchone|poll)$/i;
/** Last name of the callee of an awaited call. */
export function calledName(awaited: AnyNode): string {
  const call = unchain(awaited);
  if (call.type === 'NewExpression') return 'wait'; // a promise made by hand is a pause or an event
  return lastName(call.type === 'CallExpression' ? call.callee : call);
}

const CONNECTION = /^(?:.*[a-z]C|c)onn(?:ection)?$|^(?:tx|trx|client|session|transaction)$/;
/** Whether it is handed a connection or transaction, on which one thing happens after the other. */
export function usesConnection(awaited: AnyNode): boolean {
  const call = unchain(awaited);
  return call.type === 'CallExpression' && call.arguments.some((a) => a.type === 'Identifier' && CONNECTION.test(a.name));
}

const WAITS = /^(?:all|allSettled)$/;
const MAPS = /^(?:flatMap|map)$/;

const REMOVES = 'DELETE';
const CHANGING: ReadonlySet<unknown> = new Set(['POST', 'PUT', 'PATCH', REMOVES]);
/** Whether its arguments say that it changes something elsewhere, `fetch(url, { method: 'POST' })`, or that this is gone then, `api('DELETE', path)`: FLAG_SENDS, FLAG_REMOVES. */
export function sendFlags(call: AnyNode): number {
  if (call.type !== 'CallExpression') return 0;
  const values = call.arguments.flatMap((argument): AnyNode[] => {
    if (argument.type !== 'ObjectExpression') return [argument];
    return argument.properties.flatMap((p) =>
      p.type === 'Property' && p.key.type === 'Identifier' && p.key.name === 'method' ? [p.value] : [],
    );
  });
  const method = values.find((value) => value.type === 'Literal' && CHANGING.has(value.value));
  if (method?.type !== 'Literal') return 0;
  return method.value === REMOVES ? FLAG_SENDS | FLAG_REMOVES : FLAG_SENDS;
}

/** `db` of `db.find(id)`. */
export function receiverOf(awaited: AnyNode): AnyNode | undefined {
  const call = unchain(awaited);
  const callee = call.type === 'CallExpression' ? unchain(call.callee) : call;
  return callee.type === 'MemberExpression' ? unchain(callee.object) : undefined;
}

/** Methods that give what comes with an answer over HTTP, and those that throw it away. */
const READS_BODY: ReadonlySet<string> = new Set(['text', 'json', 'arrayBuffer', 'blob', 'bytes', 'formData']);
const DROPS_BODY: ReadonlySet<string> = new Set(['dump', 'cancel']);
/** What has the body that a call reads: `reply` of `reply.json()`, `reply.body` of `reply.body.dump()`. */
export function ownerOfBody(awaited: AnyNode): AnyNode | undefined {
  const call = unchain(awaited);
  const callee = call.type === 'CallExpression' ? unchain(call.callee) : undefined;
  if (call.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return undefined;
  const name = memberName(callee) ?? '';
  const owner = unchain(callee.object);
  const reads = (READS_BODY.has(name) && call.arguments.length === 0) || (DROPS_BODY.has(name) && lastName(owner) === 'body');
  return reads ? owner : undefined;
}

/** Promise.all of a list: so many at once as were meant to be. */
export function isBatch(call: AnyNode): boolean {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  const { object } = call.callee;
  return object.type === 'Identifier' && object.name === 'Promise' && call.arguments[0]?.type !== 'ArrayExpression';
}

/** The callback of `Promise.all(rows.map((row) => …))`. */
export function callbackOfAll(analysis: Analysis, call: AnyNode): FunctionNode | undefined {
  const of = ownerOfMethod(call, WAITS);
  if (of?.type !== 'Identifier' || of.name !== 'Promise' || analysis.resolved.has(of) || call.type !== 'CallExpression') return undefined;
  const [list] = call.arguments;
  const [callback] = list?.type === 'CallExpression' && ownerOfMethod(list, MAPS) ? list.arguments : [];
  return callback && isFunction(callback) ? callback : undefined;
}

/** `rows` of `rows.map(…)`. */
function ownerOfMethod(call: AnyNode, names: RegExp): AnyNode | undefined {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined;
  return names.test(memberName(call.callee) ?? '') ? call.callee.object : undefined;
}

/** Everything that is declared or assigned below a node, nested functions excluded. */
export function forEachAssigned(node: AnyNode, visit: (target: AnyNode, around: AnyNode) => void): void {
  const walk = (at: AnyNode): void => {
    if (isFunction(at)) return;
    if (at.type === 'VariableDeclarator') forEachTarget(at.id, (t) => visit(t, at));
    else if (at.type === 'AssignmentExpression') forEachTarget(at.left, (t) => visit(t, at));
    else if (at.type === 'UpdateExpression') visit(at.argument, at);
    forEachChild(at, walk);
  };
  walk(node);
}
