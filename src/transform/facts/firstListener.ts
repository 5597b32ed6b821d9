/**
 * `async (socket) => { const user = await find(); socket.on('message', …) }`: the first listener for messages of what a function is called with. Nobody else could have listened before: until
 * then the function has handed it to nobody, but for collections.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { forEachChild, isFunction, lastName, memberName } from '../scope/ast';
import type { Analysis, FunctionInfo } from '../scope/bindings';

/** What adds a listener. */
export const LISTENS = /^(?:on|once|addListener|prependListener|prependOnceListener)$/;
/** What may be called on it meanwhile. */
const TALKS = /^(?:send|ping|pong|close|terminate|pause|resume|setMaxListeners)$/;
const COLLECTS = /^(?:add|set|push|has|get|delete)$/;

/** `fn`: the function around the call. */
export function isFirstListener(analysis: Analysis, fn: FunctionInfo, { callee, arguments: [event] }: CallExpression): boolean {
  if (callee.type !== 'MemberExpression' || event?.type !== 'Literal' || event.value !== 'message') return false;
  const { object, start } = callee;
  const variable = analysis.resolved.get(object);
  if (variable?.kind !== 'param' || variable.fn !== fn || !fn.async) return false;
  const harmless = harmlessUses(fn.node.body as AnyNode, (node) => node.type === 'Identifier' && analysis.resolved.get(node) === variable);
  return variable.refs.every(
    ({ node, inParams }) => node.start >= start || (inParams && variable.start === node.start) || harmless.has(node),
  );
}

/** Names that nobody gets by whom it could be listened to. */
function harmlessUses(body: AnyNode, isIt: (node: AnyNode) => boolean): ReadonlySet<AnyNode> {
  const harmless = new Set<AnyNode>();
  const called = new Set<AnyNode>();
  const visit = (node: AnyNode): void => {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const { callee, arguments: args } = node;
      const name = memberName(callee) ?? '';
      called.add(callee);
      const [first] = args;
      const isOther = LISTENS.test(name) && first?.type === 'Literal' && first.value !== 'message';
      if (isOther || TALKS.test(name)) harmless.add(callee.object);
      if (COLLECTS.test(name) && !isIt(callee.object)) for (const arg of args) harmless.add(arg);
    }
    if (node.type === 'MemberExpression' && !called.has(node) && /^(?!on)/.test(memberName(node) ?? 'on')) harmless.add(node.object);
    forEachChild(node, visit);
  };
  visit(body);
  return harmless;
}

const TELLS_FAILURE = /^(?:reject|fail|done|callback|cb|next|end)$/;

/** `bus.once('late', () => reject(new Error('not expected')))`: a listener that does nothing but fail is not to be called. */
export function isNotToBeCalled(given: AnyNode | undefined): boolean {
  if (!given || !isFunction(given) || !('body' in given)) return false;
  const { body } = given;
  const only = body.type === 'BlockStatement' ? (body.body.length === 1 ? body.body[0] : undefined) : body;
  if (only?.type === 'ThrowStatement') return true;
  const call = only?.type === 'ExpressionStatement' ? only.expression : only?.type === 'ReturnStatement' ? only.argument : only;
  if (call?.type !== 'CallExpression') return false;
  const name = lastName(call.callee);
  const [reason] = call.arguments;
  return TELLS_FAILURE.test(name) && (name === 'fail' || (reason?.type === 'NewExpression' && lastName(reason.callee).endsWith('Error')));
}
