/**
 * Objects of a module that are declared empty and filled as a whole: `const config = {}` … `Object.assign(config, await load())`. Which properties they get then, only the run tells; nothing
 * else in the file gives them any.
 */
import type { AnyNode } from 'acorn';
import { onlyValue, type Analysis, type Variable } from '../scope/bindings';
import { forEachChild, rootOf } from '../scope/ast';
import { isEmptyContainer } from '../scope/initial';
import { isPut } from '../flow/drafts';

const known = new WeakMap<Analysis, ReadonlySet<Variable>>();

/** What `Object.assign(config, next)` fills; undefined where it is no such object. */
export function filledBy(analysis: Analysis, node: AnyNode): AnyNode | undefined {
  if (node.type !== 'CallExpression' || !isPut(node)) return undefined;
  const [target, ...sources] = node.arguments;
  if (target?.type !== 'Identifier' || sources.every((source) => source.type === 'ObjectExpression')) return undefined;
  return isFilled(analysis, target) ? target : undefined;
}

export function isFilled(analysis: Analysis, object: AnyNode): boolean {
  const variable = object.type === 'Identifier' ? analysis.resolved.get(object) : undefined;
  if (variable === undefined) return false;
  let filled = known.get(analysis);
  if (!filled) known.set(analysis, (filled = findFilled(analysis)));
  return filled.has(variable);
}

function findFilled(analysis: Analysis): Set<Variable> {
  const found = new Set<Variable>();
  for (const { node } of analysis.calls) {
    const target = isPut(node) ? node.arguments[0] : undefined;
    const variable = target?.type === 'Identifier' ? analysis.resolved.get(target) : undefined;
    const value = onlyValue(variable);
    if (!variable || !value || variable.kind !== 'const' || variable.scope.kind !== 'module') continue;
    if (value.type !== 'ArrayExpression' && value.type !== 'NewExpression' && isEmptyContainer(value)) found.add(variable);
  }
  if (found.size === 0) return found;
  const drop = (node: AnyNode): void => {
    const variable = analysis.resolved.get(node);
    if (variable) found.delete(variable);
  };
  for (const { node } of analysis.memberWrites) drop(rootOf(node));
  // Whoever else is given the object may fill it, too.
  const walk = (node: AnyNode): void => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const own = node.type === 'CallExpression' && isPut(node) ? node.arguments.slice(1) : node.arguments;
      own.forEach(drop);
    } else if (node.type === 'AssignmentExpression' && !isExport(node.left)) drop(node.right);
    else if (node.type === 'VariableDeclarator' && node.init) drop(node.init);
    forEachChild(node, walk);
  };
  walk(analysis.module.node);
  return found;
}

function isExport(target: AnyNode): boolean {
  const root = rootOf(target);
  return root.type === 'Identifier' && (root.name === 'module' || root.name === 'exports');
}
