/**
 * Tasks that each put something in the list of another one that takes things out of it one after the other, and wait for what becomes of it: actors that ask each other. At the end of a
 * thread that has nothing left to do the one who should take it out waits for the next of them, and so on, back to the first.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { type Draft, placesOnce } from '../../finding.ts';
import { lastSite } from '../../lineage.ts';
import { fromFirstPlace } from '../../locks/ringOrder.ts';
import { taskName } from '../../names.ts';
import { keptFor, takerOf, type Kept } from '../../waiting/keptIn.ts';
import { isSuspended } from '../../waiting/waitFor.ts';

interface Turn {
  /** Waits for what it put in line. */
  readonly waiter: number;
  readonly kept: Kept;
  /** Takes things out of that list, and waits for the waiter of the next turn. */
  readonly taker: number;
}

const MAX_TURNS = 16;
const MAX_STEPS = 64;

/** Undefined where the promise is not part of a ring. */
export function keptRing(trace: Trace, promise: number): Draft | undefined {
  const turns: Turn[] = [];
  for (let at = promise; turns.length < MAX_TURNS;) {
    const kept = keptFor(trace, at);
    const taker = kept === undefined ? NONE : takerOf(trace, at, kept);
    const end = taker === NONE ? undefined : follow(trace, taker);
    if (kept === undefined || end === undefined) return undefined;
    // The waiter of this turn is known when the one before it is.
    turns.push({ waiter: end.waiter, kept, taker });
    if (end.promise === promise) break;
    at = end.promise;
  }
  const last = turns.at(-1);
  if (last === undefined || turns.length === MAX_TURNS) return undefined;
  const ring = turns.map((turn, i): Turn => ({ ...turn, waiter: (turns[i - 1] ?? last).waiter }));
  return draftOf(trace, ring);
}

/** `this.mailbox` of `this.mailbox.push`. */
function listText(trace: Trace, put: number): string {
  return (trace.site(put)?.text ?? '').replace(/\.\w+$/, '');
}

function draftOf(trace: Trace, found: readonly Turn[]): Draft {
  const ring = fromFirstPlace(trace, found, ({ waiter, taker }) => [lastSite(trace, waiter), lastSite(trace, taker)]);
  const next = (i: number): Turn => ring[(i + 1) % ring.length] as Turn;
  const name = (activation: number): string => taskName(trace, activation);
  const parts = ring.map(
    ({ waiter, taker }, i) =>
      `${name(waiter)} waits for ${name(taker)}, which waits for ${ring.length === 1 ? 'it' : name(next(i).waiter)}`,
  );
  const places = placesOnce([
    ...ring.map(({ waiter }) => ({ site: lastSite(trace, waiter), role: 'wait' })),
    ...ring.map(({ taker }) => ({ site: lastSite(trace, taker), role: 'await' })),
    ...ring.flatMap(({ kept }) => [kept.put, kept.taken].map((site) => ({ site, role: 'list' }))),
  ]);
  return {
    kind: 'deadlock.actual',
    key: [...new Set(ring.map(({ waiter }) => lastSite(trace, waiter)))].toSorted((x, y) => x - y).join(','),
    confidence: 0.9,
    verdict: 'observed',
    consequence: true,
    message: `Deadlock: ${parts.join('; ')}.`,
    why: [
      ...new Set(
        ring.map(
          ({ waiter, kept, taker }) =>
            `what ${name(waiter)} waits for is in a list (\`${listText(trace, kept.put)}\`) that ${name(taker)} comes to when its own wait is over`,
        ),
      ),
      'the event loop was empty: no timer, socket or other operation was left that could wake one of them',
    ],
    places,
    segments: ring.map(({ waiter }) => trace.suspensions.segment.at(trace.activations.lastSuspension.at(waiter))),
    activations: [...new Set(ring.flatMap(({ waiter, taker }) => [waiter, taker]))],
  };
}

/** From one that waits for another, and so on, to the last one and the promise that it waits for. */
function follow(trace: Trace, from: number): { readonly waiter: number; readonly promise: number } | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  let waiter = from;
  for (let i = 0; i < MAX_STEPS; i++) {
    if (!isSuspended(trace, waiter)) return undefined;
    const promise = s.awaited.at(acts.lastSuspension.at(waiter));
    if (promise === NONE) return undefined;
    const owner = tasks.activation.at(promise);
    if (owner === NONE || !isSuspended(trace, owner)) return { waiter, promise };
    waiter = owner;
  }
  return undefined;
}
