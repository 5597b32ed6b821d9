/** Promises that can only be rejected: a limit for something else (`new Promise((_, reject) => setTimeout(reject, ms))`), so that whoever goes on after a race with one was let on by the other. */
import type { AnyNode } from 'acorn';
import { isFunction, memberName, returns, someChild, unchain, type FunctionNode } from '../scope/ast';
import { alwaysThrows } from '../flow/endings';
import type { Flow } from '../flow/flow';

/** Does the call make such a promise? */
export function onlyRejects(flow: Flow, node: AnyNode): boolean {
  if (node.type === 'NewExpression') {
    const executor = node.arguments[0];
    return node.callee.type === 'Identifier' && node.callee.name === 'Promise' && executor !== undefined && rejectsOnly(flow, executor);
  }
  if (node.type !== 'CallExpression') return false;
  const callee = unchain(node.callee);
  // A reaction that always throws.
  if (callee.type === 'MemberExpression' && memberName(callee) === 'then') {
    const [reaction, other] = node.arguments;
    return reaction !== undefined && other === undefined && isFunction(reaction) && !reaction.generator && neverReturns(reaction);
  }
  const { node: called } = flow.resolveCall(callee)?.info ?? {};
  return called !== undefined && isFunction(called) && called.async && !called.generator && neverReturns(called);
}

/** An executor that has a second parameter and does nothing with its first one. */
function rejectsOnly(flow: Flow, executor: AnyNode): boolean {
  if (!isFunction(executor) || executor.params.length !== 2) return false;
  const [resolve, reject] = executor.params;
  if (resolve?.type !== 'Identifier' || reject?.type !== 'Identifier') return false;
  const variable = flow.analysis.resolved.get(resolve);
  const uses = (at: AnyNode): boolean =>
    (at.type === 'Identifier' && (at.name === 'arguments' || flow.analysis.resolved.get(at) === variable)) || someChild(at, uses);
  return variable !== undefined && !uses(executor.body);
}

/** It throws always, or gives a rejected promise. */
function neverReturns(fn: FunctionNode): boolean {
  const { body } = fn;
  if (body.type !== 'BlockStatement') return isRejection(body);
  const last = body.body.at(-1);
  if (last?.type === 'ReturnStatement') return !!last.argument && isRejection(last.argument) && !body.body.slice(0, -1).some(returns);
  return alwaysThrows(fn);
}

function isRejection(node: AnyNode): boolean {
  const call = unchain(node);
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  const { object } = call.callee;
  return object.type === 'Identifier' && object.name === 'Promise' && memberName(call.callee) === 'reject';
}
