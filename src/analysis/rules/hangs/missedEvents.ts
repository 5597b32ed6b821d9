/**
 * What a function waits for that listens for one event of an emitter: the event came while it waited for something else, and nobody listened then; or the one place that emits it comes after
 * an await of a function that waits for the listener itself.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../../model/trace.ts';
import { FLAG_BOUNDED, FLAG_ENDLESS, VALUE_FALSE } from '../../../model/vocabulary.ts';
import type { DraftPlace } from '../../finding.ts';
import { lastSite, segmentBehind } from '../../lineage.ts';
import { taskName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { isSuspended, WAIT_ACTIVATION, WaitGraph, waitNode } from '../../waiting/waitFor.ts';
import { isBefore, isExecutor } from '../../waiting/wakers.ts';
import { emitsOf } from '../races/listenedInTime.ts';
import { AWAITS, EMITS, LISTENS, waitBefore } from '../races/listenedLate.ts';
import { accessesAtSites, accessesOfLocation } from '../../shared/accessIndex.ts';

export interface MissedEvent {
  readonly message: string;
  readonly why: readonly string[];
  readonly places: readonly DraftPlace[];
  readonly activations?: readonly number[];
  readonly isRing?: boolean;
}

/** Callbacks from an event back to what set it off. */
const MAX_STEPS = 32;

/** `waiter` waits for `promise`. */
export function missedEvent(trace: Trace, waiter: number, promise: number): MissedEvent | undefined {
  // A loop is served by the next one.
  if (trace.hasFlag(lastSite(trace, waiter), FLAG_ENDLESS | FLAG_BOUNDED)) return undefined;
  return cameBefore(trace, waiter, promise) ?? comesAfter(trace, waiter, promise);
}

/** By segment, what the recorder tells of who listens, in order. */
const listeningIn = remembered(byEvents, (trace): ReadonlyMap<number, readonly number[]> => {
  const { accesses: a, sites } = trace;
  const listening = sites.flatMap(({ text }, site) => (AWAITS.test(text) || LISTENS.test(text) ? [site] : []));
  const rows = new Map<number, number[]>();
  for (const row of accessesAtSites(trace, listening)) if (a.write.at(row) === ACCESS_IS_WRITE) addTo(rows, a.segment.at(row), row);
  return rows;
});

/** The recorder tells of the first event of its name that came to nobody, and of who listened after it; and of who listens for a connection that is there. */
function cameBefore(trace: Trace, waiter: number, promise: number): MissedEvent | undefined {
  const { accesses: a, tasks } = trace;
  const from = tasks.initSegment.at(promise);
  const made = trace.site(tasks.site.at(promise));
  if (from === NONE || made === undefined) return undefined;
  const isListening = (row: number): boolean => {
    const site = trace.site(a.site.at(row));
    if (site?.file !== made.file) return false;
    if (AWAITS.test(site.text)) return site.function === made.function && site.line === made.line;
    return made.kind === 'new' && isExecutor(trace, site.function, made);
  };
  for (const listen of listeningIn(trace).get(from) ?? []) {
    if (!isListening(listen)) continue;
    const text = trace.site(a.site.at(listen))?.text ?? '';
    if (a.value.at(listen) === VALUE_FALSE) return /['"`]connect['"`]\)$/.test(text) ? connected(trace, listen) : undefined;
    const emit = missedAt(trace, a.location.at(listen));
    const name = EMITS.exec(trace.site(a.site.at(emit))?.text ?? '')?.[1] ?? '';
    if (emit === NONE || emitsOf(trace, name.slice(1, -1)).length > 1 || !isOfProgram(trace, a.segment.at(emit))) return undefined;
    const wait = waitBefore(trace, waiter, from, a.segment.at(emit));
    if (wait === NONE) return undefined;
    return {
      message: `${name} was emitted before anybody listened to it, while it waited for something else.`,
      why: ['an event that nobody listens to is gone: add the listener before what emits it is begun, or ask first whether it has been'],
      places: [
        { site: a.site.at(emit), role: 'emit' },
        { site: trace.suspensions.site.at(wait), role: 'await' },
      ],
    };
  }
  return undefined;
}

function connected({ accesses: a }: Trace, listen: number): MissedEvent {
  return {
    message: "the socket had its connection already when it began to listen for 'connect', which does not come twice.",
    why: ['an event that nobody listens to is gone: add the listener in the step that calls connect(), or ask `socket.connecting` first'],
    places: [{ site: a.site.at(listen), role: 'listener' }],
  };
}

function missedAt(trace: Trace, location: number): number {
  const [first = NONE] = accessesOfLocation(trace, location);
  return first === NONE || trace.accesses.write.at(first) === ACCESS_IS_WRITE ? NONE : first;
}

/** It came of what the program has begun by itself: not from outside, and not again and again. */
function isOfProgram(trace: Trace, from: number): boolean {
  const { segments: s } = trace;
  for (let at = from, step = 0; at !== NONE; at = segmentBehind(trace, at), step++) {
    const atom = s.atom.at(at);
    const task = s.task.at(atom);
    if (step >= MAX_STEPS || s.root.at(atom) !== NONE) return false;
    if (trace.repeats(task)) return false;
  }
  return true;
}

/** Each call of the function that emits it waits for the listener, and emits it only then. */
function comesAfter(trace: Trace, waiter: number, promise: number): MissedEvent | undefined {
  const { activations: acts, tasks } = trace;
  const event = AWAITS.exec(trace.site(tasks.site.at(promise))?.text ?? '')?.[3];
  const [emit = NONE, ...others] = event === undefined ? [] : emitsOf(trace, event);
  const emits = trace.site(emit);
  if (emits === undefined || others.length > 0) return undefined;
  const calls = Array.from({ length: acts.length }, (_, call) => call).filter(
    (call) => acts.fn.at(call) === emits.function && isSuspended(trace, call),
  );
  const graph = new WaitGraph(trace);
  const target = waitNode(WAIT_ACTIVATION, waiter);
  const isBehind = (call: number): boolean => {
    const at = trace.site(lastSite(trace, call));
    return at !== undefined && isBefore(at, emits) && graph.reach([waitNode(WAIT_ACTIVATION, call)]).has(target);
  };
  const [first] = calls;
  if (first === undefined || !calls.every(isBehind)) return undefined;
  return {
    isRing: true,
    message: `'${event}' is emitted by ${taskName(trace, first)} alone, which waits for ${taskName(trace, waiter)} before it does so.`,
    why: ['what emits the event comes after an await for the one that listens to it'],
    places: [
      { site: emit, role: 'emit' },
      { site: lastSite(trace, first), role: 'wait' },
    ],
    activations: calls,
  };
}
