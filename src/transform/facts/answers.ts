/**
 * What a call answers with: a place that it returns, or gives, in a later step, to the callback that it was called with (`settle(() => done(null, this.token))`, `{ token: this.token }`): MORE_ANSWERS. Who is called with nothing else
 * answers everybody alike.
 */
import type { AnyNode } from 'acorn';
import { unchain } from '../scope/ast';
import { homeOf, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { ownNodes } from '../scope/tree';
import { isWithinFunction } from '../flow/summaries';

export function findAnswers(analysis: Analysis): AnyNode[] {
  const found: AnyNode[] = [];
  const asked = new Map<FunctionInfo, Set<Variable>>();
  for (const variable of analysis.variables) {
    if (variable.kind !== 'param' || !variable.refs.some(({ node }) => node.start !== variable.start)) continue;
    const params = asked.get(variable.fn) ?? new Set();
    asked.set(variable.fn, params.add(variable));
  }
  if (asked.size === 0) return found;
  const variableOf = (node: AnyNode): Variable | undefined => (node.type === 'Identifier' ? analysis.resolved.get(node) : undefined);
  const note = (node: AnyNode, fn: FunctionInfo): void => {
    const place = unchain(node);
    // `{ token: this.token, scope }`
    if (place.type === 'ObjectExpression') for (const part of place.properties) if (part.type === 'Property') note(part.value, fn);
    const variable = variableOf(place);
    // All calls have the variables of what is around the function.
    if (place.type === 'MemberExpression' || (variable && variable.fn !== fn && isWithinFunction(fn, variable.fn))) found.push(place);
  };
  for (const { node, fn } of analysis.calls) {
    const callback = variableOf(unchain(node.callee));
    if (callback?.kind === 'param' && (asked.get(callback.fn)?.size ?? 0) > 1 && homeOf(callback.fn) !== homeOf(fn)) {
      for (const argument of node.arguments) note(argument, callback.fn);
    }
  }
  for (const fn of asked.keys()) {
    if (fn.async) for (const { argument } of ownNodes(analysis, 'ReturnStatement', fn)) if (argument) note(argument, fn);
  }
  return found;
}
