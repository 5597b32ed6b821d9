/**
 * What a call answers with: a place that it returns, or that a `.then` of what it returns gives, or gives, in a later step, to the callback that it was called with (`settle(() => done(null, this.token))`, `{ token: this.token }`): MORE_ANSWERS. Who is called with nothing else
 * answers everybody alike.
 */
import type { AnyNode } from 'acorn';
import { isFunction, memberName, unchain } from '../scope/ast';
import { homeOf, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { containerName } from '../scope/collections';
import { functionAround, ownNodes } from '../scope/tree';
import { isWithinFunction } from '../flow/summaries';

export interface Answers {
  readonly reads: readonly AnyNode[];
  /** Plain functions that have stored there what they were called with, and those that answer for them: which call of the one belongs to which of the other, only the run tells. */
  readonly callers: readonly FunctionInfo[];
}

export function findAnswers(analysis: Analysis): Answers {
  const reads: AnyNode[] = [];
  const callers: FunctionInfo[] = [];
  const asked = new Map<FunctionInfo, Set<Variable>>();
  for (const variable of analysis.variables) {
    if (variable.kind !== 'param' || !variable.refs.some(({ node }) => node.start !== variable.start)) continue;
    const params = asked.get(variable.fn) ?? new Set();
    asked.set(variable.fn, params.add(variable));
  }
  if (asked.size === 0) return { reads, callers };
  const variableOf = (node: AnyNode): Variable | undefined => (node.type === 'Identifier' ? analysis.resolved.get(node) : undefined);
  const isParam = (part: AnyNode, fn: FunctionInfo): boolean => variableOf(part)?.kind === 'param' && variableOf(part)?.fn === fn;
  const isGivenTo = (place: AnyNode, fn: FunctionInfo): boolean =>
    ownNodes(analysis, 'AssignmentExpression', fn).some(
      ({ operator, left, right }) => operator === '=' && containerName(left) === containerName(place) && isParam(right, fn),
    );
  const note = (node: AnyNode, fn: FunctionInfo): void => {
    const place = unchain(node);
    // `{ token: this.token, scope }`, `for ${this.user}`
    for (const part of partsOf(place)) note(part, fn);
    const variable = variableOf(place);
    // All calls have the variables of what is around the function.
    if (place.type !== 'MemberExpression' && !(variable && variable.fn !== fn && isWithinFunction(fn, variable.fn))) return;
    reads.push(place);
    if (!fn.async && !fn.generator && isGivenTo(place, fn)) callers.push(fn, functionAround(analysis, place));
  };
  for (const { node, fn } of analysis.calls) {
    const callback = variableOf(unchain(node.callee));
    if (callback?.kind === 'param' && (asked.get(callback.fn)?.size ?? 0) > 1 && homeOf(callback.fn) !== homeOf(fn)) {
      for (const argument of node.arguments) note(argument, callback.fn);
    }
  }
  for (const fn of asked.keys()) {
    for (const { argument } of ownNodes(analysis, 'ReturnStatement', fn)) {
      if (fn.async && argument) note(argument, fn);
      else for (const given of argument ? givenLater(analysis, argument) : []) note(given, fn);
    }
  }
  return { reads, callers };
}

/** What a text, an object or a list is put together of. */
function partsOf(node: AnyNode): readonly AnyNode[] {
  if (node.type === 'TemplateLiteral') return node.expressions;
  if (node.type === 'ObjectExpression') return node.properties.flatMap((part) => (part.type === 'Property' ? [part.value] : []));
  if (node.type === 'ArrayExpression') return node.elements.filter((element) => element !== null);
  return node.type === 'BinaryExpression' && node.operator === '+' ? [node.left, node.right] : [];
}

/** `return load(id).then(() => this.user)`: what the last callback gives. */
function givenLater(analysis: Analysis, node: AnyNode): AnyNode[] {
  const call = unchain(node);
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || memberName(call.callee) !== 'then') return [];
  const [callback] = call.arguments;
  if (!callback || !isFunction(callback)) return [];
  if (callback.body.type !== 'BlockStatement') return [callback.body];
  const info = analysis.infos.get(callback);
  return info ? ownNodes(analysis, 'ReturnStatement', info).flatMap(({ argument }) => argument ?? []) : [];
}
