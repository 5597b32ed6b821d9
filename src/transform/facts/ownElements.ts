/**
 * Lists from which each call takes what it was given: `if (!open.includes(task)) return; await run(task); open = open.filter((other) => other !== task)`. For these alone it is recorded what the look
 * searches for: calls that are given different elements have nothing to do with each other.
 */
import type { AnyNode, CallExpression, Identifier } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import { isFunction, lastName } from '../scope/ast';
import { onlyValue, type Analysis } from '../scope/bindings';
import type { Pair } from '../flow/access';
import type { Flow } from '../flow/flow';

const looks = new WeakMap<AnyNode, string>();

/** What the probe of a look is given besides, in its words: `,task`. */
export function soughtBy(look: AnyNode): string {
  return looks.get(look) ?? '';
}

/** Before the probes are written; the links are made when they are. */
export function findOwnElements(analysis: Analysis, flow: Flow, pairs: readonly Pair[]): () => SiteLink[] {
  const found = pairs.flatMap(({ kind, read, write }) => {
    const element = kind === 'guard' ? removedBy(analysis, flow, write.node) : undefined;
    const isLook = ({ node }: { node: CallExpression }): boolean =>
      (node === read.node || (node.callee.type === 'MemberExpression' && node.callee.object === read.node)) &&
      lastName(node.callee) === 'includes' &&
      analysis.resolved.get(node.arguments[0] as Identifier) === element;
    if (!element || !analysis.calls.some(isLook)) return [];
    looks.set(read.node, `,${element.name}`);
    return [{ read, write }];
  });
  return () => found.map(({ read, write }) => ({ read: read.readSite, write: write.writeSite, kind: 'own' }));
}

/** `list = list.filter((one) => one !== gone)`, `list.splice(list.indexOf(gone), 1)`, and `const at = list.indexOf(gone)` before that: what `gone` is. */
function removedBy({ resolved }: Analysis, flow: Flow, write: AnyNode): ReturnType<typeof resolved.get> {
  const call = flow.withoutOne.get(write) ?? write;
  if (call.type !== 'CallExpression') return undefined;
  const [first] = call.arguments;
  if (first && isFunction(first)) {
    const { body, params } = first;
    const [one] = params;
    if (body.type !== 'BinaryExpression' || one?.type !== 'Identifier') return undefined;
    return resolved.get([body.left, body.right].find((side) => side.type === 'Identifier' && side.name !== one.name) as Identifier);
  }
  const place = first?.type === 'Identifier' ? onlyValue(resolved.get(first)) : first;
  if (lastName(call.callee) !== 'splice' || place?.type !== 'CallExpression' || lastName(place.callee) !== 'indexOf') return undefined;
  return resolved.get(place.arguments[0] as Identifier);
}
