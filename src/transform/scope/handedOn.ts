/** Collections by the names that they have in functions which they are handed to. */
import { isFunction, memberName, unchain } from './ast';
import type { Analysis, FunctionInfo } from './bindings';
import { collectionEffect, containerName } from './collections';
import { functionNamed, methodNamed } from './helpers';
import type { Watch } from '../facts/watch';

/** Adds the names of what changes under another name: `take(seats, row)` of `function take(map, key) { … map.get(key) … }`. */
export function withHandedOn(analysis: Analysis, watch: Watch): Watch {
  const asked = new Map<FunctionInfo, Set<string>>();
  for (const { node } of analysis.calls) {
    if (node.callee.type !== 'MemberExpression' || !collectionEffect(memberName(node.callee) ?? '')) continue;
    const variable = analysis.resolved.get(unchain(node.callee.object));
    if (variable?.kind !== 'param') continue;
    const names = asked.get(variable.fn);
    if (names) names.add(variable.name);
    else asked.set(variable.fn, new Set([variable.name]));
  }
  if (asked.size === 0) return watch;
  const contents = new Set(watch.contents);
  for (const { node } of analysis.calls) {
    const callee = unchain(node.callee);
    const info =
      callee.type === 'MemberExpression' && callee.object.type !== 'Super'
        ? methodNamed(analysis, unchain(callee.object), memberName(callee))
        : functionNamed(analysis, callee);
    const names = info && asked.get(info);
    if (!names || !isFunction(info.node)) continue;
    for (const [i, param] of info.node.params.entries()) {
      const given = node.arguments[i];
      if (param.type !== 'Identifier' || !names.has(param.name) || !given) continue;
      const container = containerName(given);
      if (contents.has(container)) contents.add(param.name);
      else if (container !== '' && contents.has(param.name)) contents.add(container);
    }
  }
  return { ...watch, contents };
}
