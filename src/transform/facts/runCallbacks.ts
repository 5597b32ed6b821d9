/**
 * Callbacks that are made in what is given to `context.run(store, …)`, and given away for later: of which call each was made, the run tells, and so for which store. What promises, timers and
 * listeners call keeps its context.
 */
import type { CallExpression } from 'acorn';
import { isFunction, lastName, runsInline } from '../scope/ast';
import type { Analysis, FunctionInfo } from '../scope/bindings';
import { functionAt } from '../scope/helpers';

const KEEPS_CONTEXT =
  /^(?:run|then|catch|finally|on|once|addListener|addEventListener|setTimeout|setInterval|setImmediate|nextTick|queueMicrotask|bind)$/;

export function findRunCallbacks(analysis: Analysis, source: string): Set<FunctionInfo> {
  const found = new Set<FunctionInfo>();
  if (!source.includes('.run(')) return found;
  const works = new Set(analysis.calls.flatMap(({ node }) => workOf(analysis, node)));
  if (works.size === 0) return found;
  for (const { node, fn } of analysis.calls) {
    if (KEEPS_CONTEXT.test(lastName(node.callee)) || runsInline(node) || !isIn(fn, works)) continue;
    for (const argument of node.arguments) {
      const info = functionAt(analysis, argument);
      if (info && !info.async && !info.generator && isIn(info.parent, works)) found.add(info);
    }
  }
  return found;
}

/** `context.run(store, () => …)`: what has results to take (`db.run(sql, (err) => …)`) is another one. */
function workOf(analysis: Analysis, { callee, arguments: args }: CallExpression): FunctionInfo[] {
  const [, work] = args;
  if (callee.type !== 'MemberExpression' || lastName(callee) !== 'run' || work === undefined || !isFunction(work)) return [];
  const info = work.params.length === 0 ? analysis.infos.get(work) : undefined;
  return info === undefined ? [] : [info];
}

function isIn(fn: FunctionInfo | null, works: ReadonlySet<FunctionInfo>): boolean {
  for (let at = fn; at; at = at.parent) if (works.has(at)) return true;
  return false;
}
