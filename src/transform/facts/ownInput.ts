/**
 * Calls that are given what their own caller has, and not what all callers find at one place: a parameter, what a loop goes through, or something made of those (`preview.update(text)`,
 * `panel.show(message.id.trim())`): MORE_GIVES_OWN. Two such calls ask two questions, where two calls of `refresh(this.url)` ask one question twice.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { forEachTarget, rootOf, someChild, unchain } from '../scope/ast';
import { onlyValue, type Analysis, type Variable } from '../scope/bindings';
import { collectionEffect } from '../scope/collections';
import { nodesOf } from '../scope/tree';
import { methodOf } from '../flow/summaries';

/** Constants that are made of constants. */
const MAX_DEPTH = 4;

/** The calls with MORE_GIVES_OWN. */
export function findOwnInput(analysis: Analysis): CallExpression[] {
  const found: CallExpression[] = [];
  /** Where what a loop goes through is known from. */
  const looped = new Map<Variable, number>();
  const variableOf = (node: AnyNode): Variable | undefined => (node.type === 'Identifier' ? analysis.resolved.get(node) : undefined);
  const isOwn = (node: AnyNode, at: number, depth = 0): boolean => {
    const variable = variableOf(node);
    if (variable?.kind === 'param') return true;
    if (variable) {
      const value = variable.scope.kind === 'module' || depth > MAX_DEPTH ? undefined : onlyValue(variable);
      return (looped.get(variable) ?? Infinity) < at || (value !== undefined && isOwn(unchain(value), at, depth + 1));
    }
    return node.type !== 'ThisExpression' && someChild(node, (child) => isOwn(child, at, depth));
  };
  for (const { left, start } of nodesOf(analysis, 'ForOfStatement')) {
    if (left.type !== 'VariableDeclaration') continue;
    for (const { id } of left.declarations) {
      forEachTarget(id, (target) => {
        const variable = variableOf(target);
        if (variable) looped.set(variable, Math.min(start, looped.get(variable) ?? start));
      });
    }
  }
  for (const { node } of analysis.calls) {
    if (node.arguments.length === 0 || collectionEffect(methodOf(node)) !== undefined) continue;
    const receiver = variableOf(rootOf(node.callee));
    // What the object that is asked has itself is the same for all.
    const isItsOwn = (part: AnyNode): boolean =>
      part.type === 'ThisExpression' || (receiver !== undefined && variableOf(part) === receiver) || someChild(part, isItsOwn);
    if (!node.arguments.some(isItsOwn) && node.arguments.some((argument) => isOwn(argument, node.start))) found.push(node);
  }
  return found;
}
