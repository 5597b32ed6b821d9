/** Answers that are handed on: to whom a call goes by no name, a parameter or whoever listens. Whose answer a callback brings, the run tells. */
import type { AnyNode, CallExpression } from 'acorn';
import { MORE_GIVES_ANSWER } from '../../wire/siteFlags';
import { isFunction, memberName, unchain } from '../scope/ast';
import { homeOf } from '../scope/bindings';
import type { Flow } from './flow';
import { followCallback } from './followed';
import { noteMore } from './stored';
import { takesError } from './summaries';
import { isAwaited, type Value } from './values';

/** What settles a promise, whose own waits are known. */
const SETTLES = /^(?:resolve|reject)$/;

/** `onFound(hits)`, `this.emit('found', hits)`. That it has failed is no answer. */
export function noteRelay(flow: Flow, node: CallExpression, values: readonly Value[]): void {
  if (!isRelay(flow, unchain(node.callee))) return;
  const answers = values.filter((_, i) => !isErrorOf(flow, node.arguments[i]));
  noteAnswer(flow, node, answers);
}

function isRelay(flow: Flow, callee: AnyNode): boolean {
  if (callee.type === 'MemberExpression') return memberName(callee) === 'emit';
  const variable = callee.type === 'Identifier' ? flow.analysis.resolved.get(callee) : undefined;
  return variable?.kind === 'param' && !SETTLES.test(variable.name);
}

/** `error` of `(error, rows) => done(error)`. */
function isErrorOf({ analysis }: Flow, argument: AnyNode | undefined): boolean {
  const variable = argument?.type === 'Identifier' ? analysis.resolved.get(argument) : undefined;
  const fn = variable?.kind === 'param' ? variable.fn.node : undefined;
  if (!fn || !isFunction(fn) || !takesError(fn)) return false;
  const [first] = fn.params;
  return first?.type === 'Identifier' && analysis.resolved.get(first) === variable;
}

/** The call is given what has been waited for; whose answer a callback brings, the run tells. */
export function noteAnswer(flow: Flow, node: CallExpression, values: readonly Value[]): void {
  if (!values.some((value) => value.some(isAwaited))) return;
  noteMore(flow, node, MORE_GIVES_ANSWER);
  if (flow.answers.has(homeOf(flow.fn))) followCallback(flow, homeOf(flow.fn));
}
