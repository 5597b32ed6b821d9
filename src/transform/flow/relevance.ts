/** Which functions the flow analysis has to look at: those that can reach a write of something shared and have a boundary on the way. */
import type { AnyNode } from 'acorn';
import { homeOf, REF_WRITE, type Analysis, type FunctionInfo } from '../scope/bindings';
import { filledEntry } from '../facts/openPuts';
import { assignedBy } from './assigned';
import { memberName } from '../scope/ast';
import { collectionEffect, isMutation } from '../scope/collections';
import type { Watch } from '../facts/watch';

/** Finds the functions worth interpreting. `resolve` gives the function of this file that a callee names. */
export function findRelevant(analysis: Analysis, watch: Watch, resolve: (callee: AnyNode) => FunctionInfo | undefined): Set<FunctionInfo> {
  const writes = new Set<FunctionInfo>();
  const waits = new Set<FunctionInfo>();
  const queue: FunctionInfo[] = [];
  /** Marks a function and those around it, which may have read before. */
  const add = (from: FunctionInfo): void => {
    for (let fn: FunctionInfo | null = from; fn && !writes.has(fn); fn = fn.parent) {
      writes.add(fn);
      queue.push(fn);
    }
  };
  for (const { fn } of analysis.memberWrites) if (!homeOf(fn).constructs) add(fn);
  for (const variable of watch.variables) for (const ref of variable.refs) if (ref.role & REF_WRITE) add(ref.fn);
  const unresolved = new Map<FunctionInfo, number>();
  const callers = new Map<FunctionInfo, FunctionInfo[]>();
  for (const { node, fn } of analysis.calls) {
    const { callee } = node;
    const effect = callee.type === 'MemberExpression' ? collectionEffect(memberName(callee) ?? '') : undefined;
    if ((effect && isMutation(effect)) || assignedBy(analysis, node) || filledEntry(analysis, node)) add(fn);
    const target = resolve(callee);
    if (!target) {
      // Two calls that this file does not resolve may read and write what another file keeps.
      const calls = (unresolved.get(fn) ?? 0) + 1;
      unresolved.set(fn, calls);
      if (calls === 2) add(fn);
      continue;
    }
    const list = callers.get(target);
    if (list) list.push(fn);
    else callers.set(target, [fn]);
  }
  for (let fn = queue.pop(); fn; fn = queue.pop()) for (const caller of callers.get(fn) ?? []) add(caller);
  for (const fn of analysis.functions) {
    if (fn.usage === 'module') continue;
    if (fn.suspends || fn.generator) waits.add(homeOf(fn));
    // A function written inside another one may run later.
    if (fn.usage !== 'inline' && fn.parent) for (let at: FunctionInfo | null = fn.parent; at; at = at.parent) waits.add(homeOf(at));
  }
  const found = new Set<FunctionInfo>();
  for (const fn of writes) if (fn.parent && fn.usage !== 'inline' && waits.has(fn)) found.add(fn);
  return found;
}
