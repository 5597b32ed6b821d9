/**
 * What is put into the list under a key, for what a look under that key has found before a wait: `if (sessions[id]?.length > 0) return; await open(id); (sessions[id] ??= []).push(session)`. Where there was
 * nothing, the list that somebody else has made meanwhile is not what was looked at: no collection that both have seen joins the two places.
 */
import type { AnyNode } from 'acorn';
import { memberName, unchain } from '../scope/ast';
import { heldPath, homeOf } from '../scope/bindings';
import { nodesOf } from '../scope/tree';
import type { Flow } from './flow';
import { isWithin, overlaps, type Location } from './locations';
import { CROSSED, type Value } from './values';

/** Looks behind one call that puts something in. */
const MAX_LOOKS = 64;
const IS_ENTRY = /^[<[]/;

/** `list`: it is put into that. `value`: what is put into it. Notes the looks, unless the step has looked again, and goes by that. */
export function noteEntered(flow: Flow, node: AnyNode, list: AnyNode, value: Value): void {
  const entry = flow.locations.find(list);
  if (entry === null || !IS_ENTRY.test(entry.segment)) return;
  const looks = [...flow.state.guards.flatMap((guard) => guard.value), ...value].map((taint) => ({ taint, ...flow.origins.get(taint) }));
  const isOf = (location: Location | null): boolean => location !== null && (overlaps(location, entry) || isWithin(location, entry));
  const own = looks.slice(0, MAX_LOOKS).filter(({ kind, location }) => kind === 'read' && isOf(location));
  if (own.length === 0 || own.some(({ taint }) => (taint & CROSSED) === 0) || isSearched(flow, entry)) return;
  const write = flow.accesses.get(node, flow.fn);
  for (const { access, location } of own) {
    if (access === null || location === null || homeOf(access.fn) !== homeOf(flow.fn) || !overlaps(location, entry)) continue;
    access.paired = write.paired = true;
    flow.links.set(`entered:${access.id}:${write.id}`, { read: access, write, kind: 'entered' });
    for (const fn of [access.fn, flow.fn]) flow.follow(fn);
  }
}

/** By which of its elements it goes: another element says nothing about that (`if (threads.get(id)?.some((one) => one.id === message.id)) return`). */
const SEARCHES = /^(?:some|every|find|findLast|findIndex|findLastIndex|includes|indexOf|filter|has|get|reduce)$/;

/** The function searches the list that stands there. */
function isSearched(flow: Flow, entry: Location): boolean {
  const { node } = homeOf(flow.fn);
  return nodesOf(flow.analysis, 'CallExpression').some(({ callee, start, end }) => {
    if (start < node.start || end > node.end || callee.type !== 'MemberExpression' || callee.object.type === 'Super') return false;
    if (!SEARCHES.test(memberName(callee) ?? '')) return false;
    return flow.locations.find(heldPath(flow.analysis, unchain(callee.object))) === entry;
  });
}
