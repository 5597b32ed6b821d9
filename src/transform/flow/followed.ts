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
    for (const fn of [reader, writer, homeOf(flow.fn)]) followCallback(flow, fn);
  }
  return true;
}

const PUTS = /^(?:push|unshift|add|set|enqueue)$/;
/** Functions that a file puts into lists. */
const IN_LISTS = new WeakMap<Analysis, ReadonlySet<AnyNode>>();

/** Has the calls of a callback recorded. One that is put into a list waits for its turn: what it does then follows from that, and not from what its maker has looked at. */
export function followCallback(flow: Flow, fn: FunctionInfo): void {
  if (!fn.parent?.parent) return;
  const { analysis } = flow;
  let inLists = IN_LISTS.get(analysis);
  if (!inLists) {
    const isPut = ({ callee }: CallExpression): boolean => callee.type === 'MemberExpression' && PUTS.test(memberName(callee) ?? '');
    inLists = new Set(analysis.calls.flatMap(({ node }) => (isPut(node) ? node.arguments.filter(isFunction) : [])));
    IN_LISTS.set(analysis, inLists);
  }
  if (!inLists.has(fn.node)) flow.follow(fn);
}
