/**
 * Errors that the program is about to look at: `catch (error) {$il.E(error);…}`. V8 quotes source text in its messages, ours included, and no hook tells of an error that it
 * makes; so the message is corrected (preload/doors/messages.ts) before code can read it: where an error is caught or handed to a handler, and where a message is read elsewhere.
 */
import type { AnyNode, MemberExpression } from 'acorn';
import { type FunctionNode, hasOptional, memberName } from '../scope/ast';
import type { CallNode } from './callShape';
import type { Emitter } from './emitter';

const ERROR = /^(?:ex|exception|reason|cause|failure)$|[eE]rr(?:or)?\d*$/;
/** Functions that are handed errors, of the files that are being transformed. */
const handlers = new WeakSet<AnyNode>();
const EVENTS = /^(?:error|uncaughtException|unhandledRejection)$/;

/** The argument of a call that is handed errors: of `.catch(f)`, `.then(g, f)`, `.on('error', f)`. */
export function markHandler(node: CallNode): void {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
  const [first, second] = node.arguments;
  const method = memberName(node.callee) ?? '';
  const isListening =
    /^(?:on|once|addListener|prependListener)$/.test(method) && first?.type === 'Literal' && EVENTS.test(String(first.value));
  const handler = method === 'catch' ? first : method === 'then' || isListening ? second : undefined;
  if (handler) handlers.add(handler);
}

/** What makes the message of an error right, for a statement or an operand that comes first in what is given the error; '' when nothing is. */
export function caughtBy(e: Emitter, param: AnyNode | null | undefined): string {
  return param?.type === 'Identifier' ? `${e.il}.E(${param.name})` : '';
}

/** The same for a function whose first parameter is an error by what it is used for, or by its name. */
export function handedTo(e: Emitter, node: FunctionNode): string {
  const [first] = node.params;
  if (first?.type !== 'Identifier') return '';
  return handlers.has(node) || ERROR.test(first.name) ? caughtBy(e, first) : '';
}

/** `result.reason.message`: the object whose message is read, by its name an error that none of the above was told of. */
export function errorAsked(e: Emitter, node: MemberExpression): AnyNode | undefined {
  const { object } = node;
  if (node.computed || object.type === 'Super' || memberName(node) !== 'message' || hasOptional(node) || e.bare.has(node)) return undefined;
  const name = object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? (memberName(object) ?? '') : '';
  return ERROR.test(name) ? object : undefined;
}
