/**
 * Calls that are given what their own caller has, and not what all callers find at one place: a parameter, what a loop goes through, or something made of those (`preview.update(text)`,
 * `panel.show(message.id.trim())`): MORE_GIVES_OWN. Two such calls ask two questions, where two calls of `refresh(this.url)` ask one question twice.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { forEachChild, forEachTarget, rootOf, someChild, unchain } from '../scope/ast';
import { onlyValue, type Analysis, type Variable } from '../scope/bindings';
import { collectionEffect } from '../scope/collections';
import { methodOf } from '../flow/summaries';

/** Constants that are made of constants. */
const MAX_DEPTH = 4;

/** The calls with MORE_GIVES_OWN. */
export function findOwnInput(analysis: Analysis): CallExpression[] {
  const found: CallExpression[] = [];
  const looped = new Set<Variable>();
  const variableOf = (node: AnyNode): Variable | undefined => (node.type === 'Identifier' ? analysis.resolved.get(node) : undefined);
  const isOwn = (node: AnyNode, depth = 0): boolean => {
    const variable = variableOf(node);
    if (variable?.kind === 'param') return true;
    if (variable) {
      const value = variable.scope.kind === 'module' || depth > MAX_DEPTH ? undefined : onlyValue(variable);
      return looped.has(variable) || (value !== undefined && isOwn(unchain(value), depth + 1));
    }
    return node.type !== 'ThisExpression' && someChild(node, (child) => isOwn(child, depth));
  };
  const walk = (node: AnyNode): void => {
    if (node.type === 'ForOfStatement' && node.left.type === 'VariableDeclaration') {
      for (const { id } of node.left.declarations) {
        forEachTarget(id, (target) => {
          const variable = variableOf(target);
          if (variable) looped.add(variable);
        });
      }
    }
    if (node.type === 'CallExpression' && collectionEffect(methodOf(node)) === undefined) {
      const receiver = variableOf(rootOf(node.callee));
      // What the object that is asked has itself is the same for all.
      const isItsOwn = (part: AnyNode): boolean =>
        part.type === 'ThisExpression' || (receiver !== undefined && variableOf(part) === receiver) || someChild(part, isItsOwn);
      if (!node.arguments.some(isItsOwn) && node.arguments.some((argument) => isOwn(argument))) found.push(node);
    }
    forEachChild(node, walk);
  };
  walk(analysis.module.node);
  return found;
}
