/**
 * Copies of an object that all calls share, made by a function that has stored something in it for itself before: `order.id = id; await sign(order); send(JSON.stringify(order))`. All that it has
 * stored there is read by that.
 */
import type { AnyNode } from 'acorn';
import { ownNodes } from '../scope/tree';
import { memberName, unchain } from '../scope/ast';
import { homeOf, type Analysis, type FunctionInfo } from '../scope/bindings';
import { containerName } from '../scope/collections';
import { copiedBy, partsAt, type Part } from '../flow/drafts';

const known = new WeakMap<Analysis, ReadonlyMap<AnyNode, readonly Part[]>>();
const MAX_NAMES = 8;

/** What is copied → the properties that the function has stored in it. */
export function ownCopies(analysis: Analysis): ReadonlyMap<AnyNode, readonly Part[]> {
  let found = known.get(analysis);
  if (!found) {
    const parts = new Map<AnyNode, readonly Part[]>();
    const filled = filledObjects(analysis);
    for (const fn of new Set([...filled.values()].map((writes) => writes[0]?.fn))) {
      for (const copy of fn ? copiesIn(analysis, fn) : []) {
        const writes = filled.get(fn && heldBy(analysis, fn, copy)) ?? [];
        const names = new Set(writes.flatMap((write) => (write.fn === fn && write.at < copy.start ? [write.name] : [])));
        if (names.size > 0 && names.size <= MAX_NAMES) parts.set(copy, partsAt(copy, names));
      }
    }
    known.set(analysis, (found = parts));
  }
  return found;
}

interface Write {
  readonly fn: FunctionInfo;
  readonly name: string;
  readonly at: number;
}

/**
 * Objects that are not made by the function, and in which nobody but that stores anything once they are made, before it waits for anything: variables, or fields of `this` by their name. What
 * others change too, or what changes after a wait, says how things stand, and a copy of that is to be the newest.
 */
function filledObjects(analysis: Analysis): Map<unknown, Write[]> {
  const found = new Map<unknown, Write[]>();
  const others = new Set<unknown>();
  for (const { node, fn } of analysis.memberWrites) {
    if (!fn.parent || homeOf(fn).constructs) continue;
    const held = heldBy(analysis, fn, node.object);
    if (held === undefined) continue;
    const name = memberName(node);
    const writes = found.get(held) ?? [];
    if (writes.length === 0) found.set(held, writes);
    const isLate = ownNodes(analysis, 'AwaitExpression', fn).some(({ start }) => start < node.start);
    if (name === undefined || !fn.suspends || isLate || writes.some((write) => write.fn !== fn)) others.add(held);
    else writes.push({ fn, name, at: node.start });
  }
  for (const held of others) found.delete(held);
  return found;
}

function heldBy(analysis: Analysis, fn: FunctionInfo, node: AnyNode): unknown {
  const at = unchain(node);
  if (at.type === 'MemberExpression') return at.object.type === 'ThisExpression' && !at.computed ? containerName(at) : undefined;
  const variable = at.type === 'Identifier' ? analysis.resolved.get(at) : undefined;
  return variable && homeOf(variable.fn) !== homeOf(fn) && variable.kind !== 'import' ? variable : undefined;
}

/** `{ ...order }`, `JSON.stringify(order)`, `structuredClone(order)`: order. */
function copiesIn(analysis: Analysis, fn: FunctionInfo): AnyNode[] {
  const spread = ownNodes(analysis, 'ObjectExpression', fn).flatMap(({ properties }) =>
    properties.flatMap((part) => (part.type === 'SpreadElement' ? [part.argument] : [])),
  );
  const copied = ownNodes(analysis, 'CallExpression', fn).flatMap((call) => copiedBy(analysis, call) ?? []);
  return [...spread, ...copied];
}
