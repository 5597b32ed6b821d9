/**
 * What a call answers with: a place that it returns, or gives, in a later step, to the callback that it was called with (`settle(() => done(null, this.token))`): MORE_ANSWERS. Who is called with nothing else
 * answers everybody alike.
 */
import type { AnyNode } from 'acorn';
import { forEachChild, isFunction, unchain } from '../scope/ast';
import { homeOf, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';

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
  const note = (node: AnyNode): void => {
    const place = unchain(node);
    if (place.type === 'MemberExpression' || variableOf(place)?.scope.kind === 'module') found.push(place);
  };
  const walk = (node: AnyNode, fn: FunctionInfo): void => {
    const inner = isFunction(node) ? (analysis.infos.get(node) ?? fn) : fn;
    const callback = node.type === 'CallExpression' ? variableOf(unchain(node.callee)) : undefined;
    if (callback?.kind === 'param' && homeOf(callback.fn) !== homeOf(fn) && (asked.get(callback.fn)?.size ?? 0) > 1) {
      if (node.type === 'CallExpression') node.arguments.forEach(note);
    } else if (node.type === 'ReturnStatement' && node.argument && inner.async && asked.has(inner)) note(node.argument);
    forEachChild(node, (child) => walk(child, inner));
  };
  walk(analysis.module.node, analysis.module);
  return found;
}
