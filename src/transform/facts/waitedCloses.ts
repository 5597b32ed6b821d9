/** Calls that close something, and where a function waits until such a close is over. */
import type { AnyNode, CallExpression } from 'acorn';
import { forEachChild, memberName, rootOf, type FunctionNode } from '../scope/ast';
import type { Analysis } from '../scope/bindings';
import { awaitsIn } from '../scope/tree';

export const CLOSES =
  /^(?:close|destroy|destroySoon|disconnect|dispose|end|hangUp|kill|log[oO](?:ff|ut)|quit|shutdown|sign[oO](?:ff|ut)|stop|terminate)$/;

/** The name of an event that says that a close is over. */
const IS_OVER = /^['"](?:close|exit)['"]$/;

/** `await link.close()`; or `link.socket.end(); await once(link.socket, 'close')`, or a promise that a listener for that settles. */
export function waitedCloses(
  analysis: Analysis,
  source: string,
  { body }: FunctionNode,
): { readonly wait: AnyNode; readonly call: CallExpression; readonly of: AnyNode }[] {
  const textOf = (node: AnyNode | undefined): string => (node ? source.slice(node.start, node.end) : '');
  return awaitsIn(analysis, body).flatMap((wait) => {
    const [awaited] = callsIn({ body: wait.argument });
    if (!awaited) return [];
    const [first, second] = awaited.arguments;
    const isNews = [first, second].some((event) => IS_OVER.test(textOf(event)));
    const of = awaited.callee.type === 'MemberExpression' && IS_OVER.test(textOf(first)) ? awaited.callee.object : first;
    const isOfIt = (call: CallExpression): boolean => isClose(call) && call.end < wait.start && textOf(call.callee.object) === textOf(of);
    const call = isNews ? callsIn({ body }).find(isOfIt) : awaited;
    if (call?.callee.type !== 'MemberExpression' || !CLOSES.test(nameOf(call))) return [];
    return [{ wait, call, of: rootOf(call.callee.object) }];
  });
}

type CloseCall = CallExpression & { readonly callee: { readonly type: 'MemberExpression'; readonly object: AnyNode } };

export function isClose(node: AnyNode): node is CloseCall {
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && CLOSES.test(nameOf(node));
}

export function callsIn({ body }: { readonly body: AnyNode }): CallExpression[] {
  const calls: CallExpression[] = [];
  const visit = (node: AnyNode): void => {
    if (node.type === 'CallExpression') calls.push(node);
    forEachChild(node, visit);
  };
  visit(body);
  return calls;
}

export function nameOf({ callee }: CallExpression): string {
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}
