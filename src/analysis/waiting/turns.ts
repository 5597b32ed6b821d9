/**
 * Rings of awaits that go through hand-written locks: promises that one task settles when it is done and the next one waits for. Told as what they are, who has which lock and waits
 * for which, from the calls that asked for them.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { LOCATION_ENTRY } from '../../model/vocabulary.ts';
import { isPromiseWrite } from '../locks/promiseChains.ts';
import { taskName, writtenLine } from '../names.ts';
import { WAIT_ACTIVATION, WAIT_PROMISE, waitIndex, waitKind, type WaitGraph } from './waitFor.ts';

/** One task of the ring. Suspensions, NONE where they are not known. */
export interface Turn {
  readonly task: number;
  /** In which it got the turn that the one before it in the ring waits for. */
  readonly holds: number;
  readonly waits: number;
  /** The entries of a Map that the two turns stand in, where there is one for each key. */
  readonly heldKey: string;
  readonly wantedKey: string;
}

/** The turns of a ring, in the order of waiting: each waits for what the next one has. Empty when no hand-written lock is part of it. */
export function turnsOf(graph: WaitGraph, ring: readonly number[]): Turn[] {
  const { trace } = graph;
  const links: { readonly asker: number; readonly waits: number; readonly holder: number; readonly holds: number; readonly key: string }[] =
    [];
  for (const [i, node] of ring.entries()) {
    const promise = waitIndex(node);
    const next = ring[(i + 1) % ring.length] as number;
    if (waitKind(node) !== WAIT_PROMISE || waitKind(next) !== WAIT_ACTIVATION || graph.holderOf(promise) !== waitIndex(next)) continue;
    const before = activationsBefore(ring, i);
    links.push({ ...askerOf(trace, promise, before), ...holderOf(graph, promise, waitIndex(next)), key: keyOf(trace, promise) });
  }
  // Each task holds what the link to it is about, and waits in the link from it.
  return links.map((link, i) => {
    const to = links[(i + links.length - 1) % links.length] as (typeof links)[number];
    return { task: to.holder, holds: to.holds, waits: link.waits, heldKey: to.key, wantedKey: link.key };
  });
}

/** The key under which whoever made the promise of a turn put it, or one that comes of it, into a Map: '' when it is none, or not the only one. */
function keyOf(trace: Trace, promise: number): string {
  const { accesses: a, locations: l, tasks } = trace;
  const [segment, fn] = [tasks.initSegment.at(promise), trace.functionAt(tasks.site.at(promise))];
  const by = tasks.creator.at(promise);
  const keys = new Set<string>();
  for (let row = 0; row < a.length; row++) {
    if (a.segment.at(row) !== segment || a.activation.at(row) !== by || trace.functionAt(a.site.at(row)) !== fn) continue;
    const location = a.location.at(row);
    if (l.kind.at(location) === LOCATION_ENTRY && isPromiseWrite(trace, row)) keys.add(trace.string(l.key.at(location)));
  }
  const [key = ''] = keys;
  // Objects have no name.
  return keys.size === 1 && !key.startsWith('#') ? key : '';
}

/** Activations of the ring that wait for node `at`, nearest first. */
function activationsBefore(ring: readonly number[], at: number): number[] {
  const found: number[] = [];
  for (let i = 1; i < ring.length; i++) {
    const node = ring[(at - i + ring.length) % ring.length] as number;
    if (waitKind(node) === WAIT_ACTIVATION) found.push(waitIndex(node));
  }
  return found;
}

/** Who asked for the turn: the one that waits for it, or, when that is the lock's own function, its caller. */
function askerOf(trace: Trace, promise: number, before: readonly number[]): { asker: number; waits: number } {
  const { activations: acts, tasks } = trace;
  const lockFunction = trace.functionAt(tasks.site.at(promise));
  const [nearest = NONE, caller = NONE] = before;
  const isLock = nearest !== NONE && acts.fn.at(nearest) === lockFunction && caller !== NONE;
  const asker = isLock ? caller : nearest;
  return { asker, waits: asker === NONE ? NONE : acts.lastSuspension.at(asker) };
}

/** Who has the turn, and where it asked for it. */
function holderOf(graph: WaitGraph, promise: number, activation: number): { holder: number; holds: number } {
  const { tasks, activations: acts, suspensions: s } = graph.trace;
  const maker = tasks.creator.at(promise);
  if (maker === activation && acts.fn.at(maker) === graph.trace.site(tasks.site.at(promise))?.function) {
    // The lock's function is still in it, on behalf of its caller.
    const [caller] = graph.awaitersOf(acts.promise.at(activation));
    return caller === undefined ? { holder: activation, holds: NONE } : { holder: caller, holds: acts.lastSuspension.at(caller) };
  }
  for (let at = acts.lastSuspension.at(activation); at !== NONE; at = s.previous.at(at)) {
    if (s.awaited.at(at) === acts.promise.at(maker)) return { holder: activation, holds: at };
  }
  return { holder: activation, holds: graph.turnAwait(promise) };
}

/** Where the author's code asked for a turn, NONE when that is not known. */
export function siteOfTurn({ suspensions }: Trace, suspension: number): number {
  return suspension === NONE ? NONE : suspensions.site.at(suspension);
}

/** The call that asked for a turn: `lockUser() (line 17)`. */
export function callOfTurn(trace: Trace, suspension: number, key: string): string {
  const row = trace.site(siteOfTurn(trace, suspension));
  const of = key === '' ? '' : ` for \`${key}\``;
  if (row === undefined) return `a lock${of}`;
  const line = writtenLine(trace, row);
  return line === undefined ? `\`${row.text}\`${of}` : `\`${row.text}\`${of} (line ${line})`;
}

/** `checkout holds lockUser() (line 17) and waits for lockCart() (line 19)`. */
export function textOfTurns(trace: Trace, turns: readonly Turn[]): string {
  return turns
    .map(
      (t) =>
        `${taskName(trace, t.task)} holds ${callOfTurn(trace, t.holds, t.heldKey)} and waits for ${callOfTurn(trace, t.waits, t.wantedKey)}`,
    )
    .join('; ');
}
