/** Collections by the names that they have in functions which they are handed to. */
import type { AnyNode } from 'acorn';
import { isFunction, memberName, someChild, unchain } from './ast';
import type { Analysis, Variable } from './bindings';
import { collectionEffect } from './collections';
import { functionNamed, givenList, listName, methodNamed } from './helpers';
import type { Watch } from '../facts/watch';

/** Adds the names of what changes under another name: `take(seats, row)` of `function take(map, key) { … map.get(key) … }`. */
export function withHandedOn(analysis: Analysis, watch: Watch): Watch {
  const asked = new Set<Variable>();
  for (const { node } of analysis.calls) {
    if (node.callee.type !== 'MemberExpression' || !collectionEffect(memberName(node.callee) ?? '')) continue;
    const variable = analysis.resolved.get(unchain(node.callee.object));
    if (variable?.kind === 'param') asked.add(variable);
  }
  if (watch.contents.size + asked.size === 0) return watch;
  const contents = new Set(watch.contents);
  const through = new Map<Variable, boolean>();
  for (const { node } of analysis.calls) {
    const callee = unchain(node.callee);
    const info =
      callee.type === 'MemberExpression' && callee.object.type !== 'Super'
        ? methodNamed(analysis, unchain(callee.object), memberName(callee))
        : functionNamed(analysis, callee);
    if (!info || !isFunction(info.node)) continue;
    const { params, body } = info.node;
    for (const [i, param] of params.entries()) {
      const list = param.type === 'Identifier' ? analysis.resolved.get(param) : undefined;
      const given = node.arguments[i];
      if (!list || !given) continue;
      const container = listName(analysis, givenList(analysis, given));
      if (contents.has(container)) {
        if (!asked.has(list) && !through.has(list)) through.set(list, looksThrough(analysis, body, list));
        if (asked.has(list) || through.get(list) === true) contents.add(list.name);
      } else if (asked.has(list) && container !== '' && contents.has(list.name)) contents.add(container);
    }
  }
  return { ...watch, contents };
}

/** `for (const row of list)`, `[...list]`, `list.length`, `list[i]` */
function looksThrough(analysis: Analysis, node: AnyNode, list: Variable): boolean {
  const isList = (at: AnyNode): boolean => analysis.resolved.get(at) === list;
  switch (node.type) {
    case 'ForOfStatement':
    case 'ForInStatement':
      if (isList(node.right)) return true;
      break;
    case 'SpreadElement':
      if (isList(node.argument)) return true;
      break;
    case 'MemberExpression':
      if (isList(node.object) && (node.computed || /^(?:length|size)$/.test(memberName(node) ?? ''))) return true;
      break;
    default:
  }
  return someChild(node, (child) => looksThrough(analysis, child, list));
}
