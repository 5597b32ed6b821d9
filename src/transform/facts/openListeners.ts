/**
 * Listeners that may be called again while an earlier call of theirs still waits: `oven.on('look', (tray) => oven.probe(tray))`. They make one call, and show at most
 * what comes of it: they tell nobody that they are done, and hold nothing back; and the event is not one that comes once, or that a sender sends when it has the answer to the last one.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { forEachChild, isFunction, rootOf, type FunctionNode } from '../scope/ast';
import type { Analysis } from '../scope/bindings';
import { functionAt } from '../scope/helpers';
import { methodOf } from '../flow/summaries';

const ADDS = /^(?:on|addListener|prependListener|addEventListener)$/;
const COMES_ONCE_OR_IN_TURN =
  /^(?:close|end|exit|finish|error|ready|open|opened|connect|disconnect|listening|drain|abort|aborted|timeout|beforeExit|SIG[A-Z]+\d*|message|data|readable|job|task|next|response|done|loaded|started|stopped)$/;
/** What may be done about the one call that a listener makes: its answer is waited for, or shown. */
const WAITS = /^(?:then|catch|finally)$/;
const SHOWS = /^(?:log|info|warn|error|debug|trace)$/;

/** In such listeners: calls on what was there before the event came, and targets of assignments to it. */
export function findOpenListeners(analysis: Analysis): AnyNode[] {
  const found: AnyNode[] = [];
  for (const { node } of analysis.calls) {
    const listener = node.type === 'CallExpression' && ADDS.test(methodOf(node)) ? openListener(analysis, node) : undefined;
    if (listener) collect(analysis, listener, listener.body, found);
  }
  return found;
}

function openListener(analysis: Analysis, { arguments: [event, given] }: CallExpression): FunctionNode | undefined {
  if (event?.type !== 'Literal' || typeof event.value !== 'string' || COMES_ONCE_OR_IN_TURN.test(event.value)) return undefined;
  const listener = given && functionAt(analysis, given)?.node;
  return listener && isFunction(listener) && countCalls(listener.body) <= 1 ? listener : undefined;
}

/** A second call may be what asks for the next event. (What is given to the first one is its own work.) */
function countCalls(node: AnyNode): number {
  const name = node.type === 'CallExpression' ? methodOf(node) : '';
  if (SHOWS.test(name)) return 0;
  const isOwn = node.type === 'CallExpression' && !WAITS.test(name);
  let calls = isOwn ? 1 : 0;
  forEachChild(isOwn ? node.callee : node, (child) => {
    calls += countCalls(child);
  });
  return calls;
}

function collect(analysis: Analysis, listener: FunctionNode, node: AnyNode, found: AnyNode[]): void {
  if (node.type === 'CallExpression' && isFromBefore(analysis, listener, node.callee)) found.push(node);
  if (node.type === 'AssignmentExpression' && isFromBefore(analysis, listener, node.left)) found.push(node.left);
  forEachChild(node, (child) => collect(analysis, listener, child, found));
}

function isFromBefore(analysis: Analysis, listener: FunctionNode, node: AnyNode): boolean {
  const root = rootOf(node);
  if (root.type === 'ThisExpression') return listener.type === 'ArrowFunctionExpression';
  const variable = root.type === 'Identifier' ? analysis.resolved.get(root) : undefined;
  return variable !== undefined && (variable.start < listener.start || variable.start > listener.end);
}
