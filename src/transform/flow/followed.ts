/** Whose calls are recorded, so that the run tells which read and which write belong together. */
import type { AnyNode, CallExpression } from 'acorn';
import { isFunction, memberName } from '../scope/ast';
import { homeOf, type Analysis, type FunctionInfo } from '../scope/bindings';
import type { Flow } from './flow';
import { isInside } from './summaries';

/** Those of the functions that read and write, where both are not one. False: the two can belong to no pair. */
export function followPair(flow: Flow, reader: FunctionInfo, writer: FunctionInfo): boolean {
  if (reader === writer) return true;
  if (isInside(writer, reader) || isInside(reader, writer)) {
    for (const fn of [reader, writer]) {
      if (fn.generator && !fn.async) return false;
      if (!fn.async && fn.node.type !== 'Program') flow.activations.add(fn);
    }
  } else if (!reader.async || !writer.async) {
    // What a helper has read is written, or has written by another one, in a callback of its caller: only the caller's own calls tell what belongs together.
    const both = [reader, writer];
    for (const fn of [...both, homeOf(flow.fn)]) if (!isCalledBackBy(flow, fn, both)) followCallback(flow, fn);
  }
  return true;
}

const PUTS = /^(?:push|unshift|add|set|enqueue)$/;
/** Functions that stand in calls, with the call. */
const STANDS_IN = new WeakMap<Analysis, ReadonlyMap<AnyNode, CallExpression>>();

function callAround(analysis: Analysis, fn: FunctionInfo): CallExpression | undefined {
  let known = STANDS_IN.get(analysis);
  if (!known) {
    const functionsIn = ({ node }: Analysis['calls'][number]): [AnyNode, CallExpression][] =>
      node.arguments.filter(isFunction).map((given) => [given, node]);
    STANDS_IN.set(analysis, (known = new Map(analysis.calls.flatMap(functionsIn))));
  }
  return known.get(fn.node);
}

/**
 * Has the calls of a callback recorded. One that is put into a list, or handed to whoever waits (`resolve(() => this.leave())`), waits for its turn: what it does then follows from that, and not
 * from what its maker has looked at.
 */
export function followCallback(flow: Flow, fn: FunctionInfo): void {
  if (!fn.parent?.parent) return;
  const callee = callAround(flow.analysis, fn)?.callee;
  const isPut = callee?.type === 'MemberExpression' && PUTS.test(memberName(callee) ?? '');
  const variable = callee?.type === 'Identifier' ? flow.analysis.resolved.get(callee) : undefined;
  const isHandedOut = variable !== undefined && variable.fn.node.type !== 'Program' && !flow.resolveCall(callee as AnyNode);
  if (!isPut && !isHandedOut) flow.follow(fn);
}

/** `desk.ask(name, () => …)`: what one of the functions is given to call back, or what stands in that, does what it does when its turn has come (handLocks.ts). */
function isCalledBackBy(flow: Flow, fn: FunctionInfo, callers: readonly FunctionInfo[]): boolean {
  for (let at: FunctionInfo | null = fn; at; at = at.parent) {
    const call = callAround(flow.analysis, at);
    const target = call && flow.resolveCall(call.callee)?.info;
    if (target && callers.includes(target)) return true;
  }
  return false;
}
