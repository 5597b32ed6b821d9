/**
 * Parts of a request that a handler must find there: the first thing that it does with one is to take a member of it (`request.store.find(id)`). A middleware, mostly of another file, has put it there
 * (`request.store = app.store`), so what that reads is used as an object. A part that some handler first asks for, or passes on, is told, too, with a mark before its name: there may be none of it.
 */
import type { AnyNode } from 'acorn';
import { forEachChild, isFunction, memberName } from '../scope/ast';
import type { Analysis, FunctionInfo, Variable } from '../scope/bindings';

const REQUEST = /^(?:req|request|ctx|context)$/;
/** Longer functions are not looked through. */
const MAX_LENGTH = 10_000;
const MAX_PARTS = 16;

export function findNeededParts(analysis: Analysis): Map<FunctionInfo, string[]> {
  const found = new Map<FunctionInfo, string[]>();
  for (const fn of analysis.functions) {
    const { node } = fn;
    if (!isFunction(node) || node.end - node.start > MAX_LENGTH) continue;
    const parameter = node.params.find((param) => param.type === 'Identifier' && REQUEST.test(param.name));
    const variable = parameter?.type === 'Identifier' ? analysis.resolved.get(parameter) : undefined;
    const parts = variable ? partsOf(analysis, node.body, variable) : [];
    if (parts.length > 0 && parts.length <= MAX_PARTS) found.set(fn, parts);
  }
  return found;
}

function partsOf(analysis: Analysis, body: AnyNode, request: Variable): string[] {
  const parts = new Map<string, boolean>();
  const walk = (node: AnyNode, around: AnyNode, isCaught: boolean): void => {
    if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && analysis.resolved.get(node.object) === request) {
      const name = memberName(node);
      const isSet = around.type === 'AssignmentExpression' && around.left === node;
      const isTakenApart = around.type === 'MemberExpression' && around.object === node && !around.optional;
      if (name !== undefined && !isSet && !parts.has(name)) parts.set(name, isTakenApart && !isCaught);
    }
    forEachChild(node, (child) => walk(child, node, isCaught || (node.type === 'TryStatement' && child === node.block)));
  };
  walk(body, body, false);
  return [...parts].map(([name, isNeeded]) => (isNeeded ? name : `!${name}`));
}
