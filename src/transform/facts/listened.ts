/**
 * Properties that an object gets in the step in which the listener that uses them is added: `socket.meta = …; socket.on('timeout', onTimeout)`. No event comes in between, so the use
 * finds the value.
 */
import type { AnyNode } from 'acorn';
import { isFunction, memberName, someChild, type FunctionNode } from '../scope/ast';
import type { Analysis } from '../scope/bindings';
import { nodesOf, ownNodes } from '../scope/tree';
import { ADDS } from './listenerNames';

/** The names of such properties. */
export function listenedNames(analysis: Analysis): Set<string> {
  const found = new Set<string>();
  for (const { node, fn } of analysis.calls) {
    const { callee, arguments: [, given] } = node; // prettier-ignore
    if (callee.type !== 'MemberExpression' || !given || fn.node.type === 'Program' || fn.async || fn.generator) continue;
    const object = ADDS.test(memberName(callee) ?? '') ? pathText(callee.object) : '';
    const listener = object === '' ? undefined : functionOf(analysis, given);
    if (!listener) continue;
    for (const { left } of ownNodes(analysis, 'AssignmentExpression', fn)) {
      const name = left.type === 'MemberExpression' && pathText(left.object) === object ? memberName(left) : undefined;
      if (name !== undefined && uses(listener, name)) found.add(name);
    }
  }
  return found;
}

function functionOf(analysis: Analysis, listener: AnyNode): FunctionNode | undefined {
  if (listener.type !== 'Identifier') return isFunction(listener) ? listener : undefined;
  return nodesOf(analysis, 'FunctionDeclaration').findLast(({ id }) => id?.name === listener.name);
}

/** `request.raw.socket`; '' for what is no path of names. */
function pathText(node: AnyNode): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type !== 'MemberExpression' || node.object.type === 'Super') return '';
  const [object, name] = [pathText(node.object), memberName(node)];
  return object === '' || name === undefined ? '' : `${object}.${name}`;
}

function uses(node: AnyNode, name: string): boolean {
  return (node.type === 'MemberExpression' && memberName(node) === name) || someChild(node, (child) => uses(child, name));
}
