/**
 * Waits for the 'end' of a stream that nobody reads: the answer to a request, or a file, of which the code takes everything but its content. 'end' comes when all has been read, and so never.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { MORE_UNREAD_END, MORE_VAIN } from '../../wire/siteFlags';
import { isFunction, lastName, memberName, someChild, unchain } from '../scope/ast';
import { onlyValue, REF_INIT, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { addsVain } from './vainListener';

const LISTENS = /^(?:on|once|addListener)$/;
const ASKS = /^(?:get|request)$/;
/** What begins to read. */
const READS = /^(?:data|readable)$/;
const PARTS = /^(?:status(?:Code|Message)|(?:raw)?[hH]eaders|trailers|httpVersion|path|complete)$/;
/** They say how it is to be read, and do not. */
const SETS = /^(?:setEncoding|setTimeout|off|removeListener)$/;

/** MORE_VAIN, MORE_UNREAD_END or nothing, of a call in `fn`. */
export function listenerNotes(analysis: Analysis, fn: FunctionInfo, node: AnyNode): number {
  return (addsVain(analysis, fn, node) ? MORE_VAIN : 0) | (isUnreadEnd(analysis, node) ? MORE_UNREAD_END : 0);
}

/** `once(answer, 'end')`, `answer.on('end', …)` */
function isUnreadEnd(analysis: Analysis, node: AnyNode): boolean {
  const stream = node.type === 'CallExpression' ? listenedTo(node, (event) => event === 'end') : undefined;
  const variable = stream && analysis.resolved.get(unchain(stream));
  if (variable === undefined || analysis.dynamic || !isStream(analysis, variable)) return false;
  const isIt = (part: AnyNode | undefined): boolean => part !== undefined && analysis.resolved.get(unchain(part)) === variable;
  let uses = 0;
  const count = (part: AnyNode): false => {
    if (part.type === 'CallExpression' && isIt(listenedTo(part, (event) => !READS.test(event)))) uses++;
    else if (part.type === 'MemberExpression' && isIt(part.object) && PARTS.test(memberName(part) ?? '')) uses++;
    else if (part.type === 'CallExpression' && part.callee.type === 'MemberExpression' && isIt(part.callee.object)) {
      if (SETS.test(memberName(part.callee) ?? '')) uses++;
    }
    someChild(part, count);
    return false;
  };
  count(variable.fn.node);
  return uses === variable.refs.filter((ref) => (ref.role & REF_INIT) === 0 && ref.node.start !== variable.start).length;
}

/** The emitter of `once(emitter, 'end')` and `emitter.on('end', …)`, of an event that stands in the code. */
function listenedTo({ callee, arguments: given }: CallExpression, isEvent: (event: string) => boolean): AnyNode | undefined {
  const named = unchain(callee);
  const [first, second] = given;
  const is = (event: AnyNode | undefined): boolean => event?.type === 'Literal' && typeof event.value === 'string' && isEvent(event.value);
  if (named.type === 'MemberExpression' && is(first)) return LISTENS.test(memberName(named) ?? '') ? named.object : undefined;
  return lastName(named) === 'once' && is(second) ? first : undefined;
}

function isStream(analysis: Analysis, variable: Variable): boolean {
  const value = onlyValue(variable);
  if (value?.type === 'CallExpression') return lastName(value.callee) === 'createReadStream';
  const isResponse = (event: string): boolean => event === 'response';
  const isMade = (part: AnyNode): boolean => {
    if (part.type === 'VariableDeclarator' && part.id.type === 'ArrayPattern' && part.init?.type === 'AwaitExpression') {
      const [made, call] = [part.id.elements[0], unchain(part.init.argument)];
      if (made?.start === variable.start) return call.type === 'CallExpression' && listenedTo(call, isResponse) !== undefined;
    }
    if (part.type === 'CallExpression' && variable.kind === 'param') {
      const callback = part.arguments.at(-1);
      const isOwn = callback !== undefined && isFunction(callback) && callback.params[0]?.start === variable.start;
      if (isOwn) return ASKS.test(lastName(part.callee)) || listenedTo(part, isResponse) !== undefined;
    }
    return someChild(part, isMade);
  };
  return isMade(analysis.module.node);
}
