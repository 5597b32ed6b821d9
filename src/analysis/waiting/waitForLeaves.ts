/** The roots of waiting: what an activation waits for in the end, and whether its waiting is meant that way. */
import { NONE } from '../../model/ids.ts';
import { TASK_CLEARED, TASK_OBSERVED, TASK_UNREF, type Trace } from '../../model/trace.ts';
import { FLAG_ENDLESS, FLAG_EXITS, FLAG_FOLLOWED } from '../../model/vocabulary.ts';
import { WAIT_ACTIVATION, WAIT_PROMISE, waitIndex, waitKind, waitNode, type WaitGraph } from './waitFor.ts';
import { registrationsOf, wakersOf } from './wakers.ts';

export interface Leaf {
  readonly node: number;
  readonly kind: number;
  readonly index: number;
  /** unknown: the trace does not know who could make it happen; lost: nobody. */
  readonly how: 'unknown' | 'lost';
  /** Steps from the start. */
  readonly distance: number;
}

/** What `start` waits for in the end, nearest first; lost ones before unknown ones. */
export function leavesOf(graph: WaitGraph, start: number): Leaf[] {
  const distance = new Map([[start, 0]]);
  const leaves: Leaf[] = [];
  for (const [node, steps] of distance) {
    const needs = graph.needs(node);
    if ('nodes' in needs) {
      for (const next of needs.nodes) if (!distance.has(next)) distance.set(next, steps + 1);
    } else if (needs.how !== 'done') leaves.push({ node, kind: waitKind(node), index: waitIndex(node), how: needs.how, distance: steps });
  }
  return leaves.sort((a, b) => Number(a.how === 'unknown') - Number(b.how === 'unknown') || a.distance - b.distance || a.node - b.node);
}

/** The outermost activation that waits for this one. */
export function rootOf(graph: WaitGraph, activation: number): number {
  const { activations: acts, tasks } = graph.trace;
  let at = activation;
  for (let steps = 0; steps < 64; steps++) {
    const promise = acts.promise.at(at);
    if (promise === NONE) return at;
    const next = graph.dependants(waitNode(WAIT_PROMISE, promise)).find((a) => a !== at);
    if (next === undefined || tasks.resolveSegment.at(promise) !== NONE) return at;
    at = next;
  }
  return at;
}

/**
 * Nobody cares for the activation's result any more: it only lost a race, or others of its Promise.all failed first; also through promises that come of it
 * (`Promise.race([ready.then(load), limit])`). What clears up behind it (`loading.finally(stop).catch(ignore)`) waits for nothing.
 */
export function isAbandoned(graph: WaitGraph, activation: number): boolean {
  const { activations: acts, tasks } = graph.trace;
  if (acts.promise.at(activation) === NONE) return isLeftByAsker(graph, activation);
  const seen = new Set([acts.promise.at(activation)]);
  let ends = 0;
  // Grows on the way: what waits for it, and for those.
  for (const promise of seen) {
    if (promise === NONE || (tasks.flags.at(promise) & TASK_OBSERVED) === 0) return false;
    const awaiters = graph.awaitersOf(promise);
    for (const awaiter of awaiters) seen.add(acts.promise.at(awaiter));
    const takers = graph.takersOf(promise);
    for (const taker of takers) seen.add(taker);
    const combined = graph.combinesOf(promise);
    if (!combined.every((c) => graph.isSettled(c.result))) return false;
    const reactions = graph.derivedFrom(promise).filter((p) => !clearsUp(graph, p));
    const chained = reactions.filter((p) => isThen(graph, p));
    for (const derived of chained) seen.add(derived);
    if (awaiters.length + takers.length + chained.length > 0) continue;
    if (combined.length === 0 || reactions.length > combined.length) return false;
    ends++;
  }
  // A ring waits for itself.
  return ends > 0;
}

const NEXT = /\.next$/;

/** An async generator that was asked for its next value by somebody for whom nobody cares any more (`await Promise.race([feed.next(), limit])`). */
function isLeftByAsker(graph: WaitGraph, generator: number): boolean {
  const { trace } = graph;
  const { activations: acts, suspensions: s, tasks } = trace;
  let last = acts.lastSuspension.at(generator);
  while (last !== NONE && s.awaited.at(last) !== NONE) last = s.previous.at(last);
  const asked = last === NONE ? acts.startSegment.at(generator) : s.resumeSegment.at(last);
  const asksIt = (activation: number): boolean => {
    const awaited = graph.isSuspended(activation) ? s.awaited.at(acts.lastSuspension.at(activation)) : NONE;
    return awaited !== NONE && tasks.initSegment.at(awaited) === asked && NEXT.test(trace.site(tasks.site.at(awaited))?.text ?? '');
  };
  let askers = 0;
  for (let a = 0; a < acts.length; a++) {
    if (a === generator || !asksIt(a)) continue;
    if (!isAbandoned(graph, a)) return false;
    askers++;
  }
  return askers > 0;
}

function isThen({ trace }: WaitGraph, promise: number): boolean {
  return trace.site(trace.tasks.site.at(promise))?.text.endsWith('.then') === true;
}

/** `void loading.finally(() => clearTimeout(timer)).catch(() => {})` */
function clearsUp(graph: WaitGraph, promise: number): boolean {
  const { tasks } = graph.trace;
  const isUnseen = (tasks.flags.at(promise) & TASK_OBSERVED) === 0;
  const text = graph.trace.site(tasks.site.at(promise))?.text ?? '';
  if (!/\.(?:finally|catch)$/.test(text)) return false;
  return isUnseen || graph.derivedFrom(promise).every((p) => clearsUp(graph, p));
}

/** Bit of an await's flags: the loop around it comes to an end by itself. */
const BOUNDED = 2048;

/** The activation was woken at the same await before, in a loop without an end of its own: it serves something that comes again and again. */
export function isServedLoop(trace: Trace, activation: number): boolean {
  const { activations: acts, suspensions: s } = trace;
  const last = acts.lastSuspension.at(activation);
  const site = s.site.at(last);
  if (trace.hasFlag(site, BOUNDED)) return false;
  for (let at = s.previous.at(last); at !== NONE; at = s.previous.at(at)) if (s.site.at(at) === site) return true;
  return false;
}

/**
 * The activation serves, and it is no matter that what it serves has come to an end. `isCaught`: somebody looks whether it fails. A `for await` that is followed by more waits for the end of
 * its stream; any other loop that nobody waits for is left alone, but one that is looked after must show that it has no end.
 */
export function isAtRestInLoop(trace: Trace, activation: number, isCaught: boolean): boolean {
  const site = trace.site(whereItWaits(trace, activation));
  const flags = site?.flags ?? 0;
  if (!isServedLoop(trace, activation)) return false;
  return site?.kind === 'for-await' ? (flags & FLAG_FOLLOWED) === 0 : !isCaught || (flags & FLAG_ENDLESS) !== 0;
}

/** Nobody looks at the promise, or only at whether it fails: `serve().catch(report)`. */
export function isOnlyCaught(graph: WaitGraph, promise: number): boolean {
  const { tasks } = graph.trace;
  const isLeft = (p: number): boolean => (tasks.flags.at(p) & TASK_OBSERVED) === 0;
  const isCatch = (p: number): boolean => graph.trace.site(tasks.site.at(p))?.text.endsWith('.catch') === true;
  const derived = graph.derivedFrom(promise);
  return isLeft(promise) || (derived.length > 0 && derived.every((p) => isLeft(p) && isCatch(p)));
}

/** The promise was made together with a timer that does not keep the process alive: it was meant to be left behind. */
export function wakesByUnrefTimer(trace: Trace, promise: number): boolean {
  const { tasks } = trace;
  const segment = tasks.initSegment.at(promise);
  const step = (direction: 1 | -1): boolean => {
    for (let task = promise + direction, i = 0; task >= 0 && task < tasks.length && i < 16; task += direction, i++) {
      if (tasks.initSegment.at(task) !== segment) return false;
      if (tasks.delayMs.at(task) < 0) continue;
      const flags = tasks.flags.at(task);
      if ((flags & TASK_UNREF) !== 0 && (flags & TASK_CLEARED) === 0 && tasks.firstRun.at(task) === NONE) return true;
    }
    return false;
  };
  return step(1) || step(-1);
}

/** So many promises come of one another before the handler for all of them. */
const MAX_DERIVED = 16;

/** What the activation does is what the program is there for: who looks whether it fails says that by the exit status. */
export function isMainTask(graph: WaitGraph, activation: number): boolean {
  const { activations: acts, tasks } = graph.trace;
  const promises = new Set([acts.promise.at(activation)]);
  for (const promise of promises) {
    if (graph.trace.hasFlag(tasks.site.at(promise), FLAG_EXITS)) return true;
    if (promises.size > MAX_DERIVED) return false;
    for (const derived of graph.derivedFrom(promise)) promises.add(derived);
  }
  return false;
}

/** Bit of a site's flags: `new Promise` with an executor that takes no parameters. */
const NEVER = 16;

/** The promise was made never to settle. */
export function isMeantNever(trace: Trace, promise: number): boolean {
  return trace.hasFlag(trace.tasks.site.at(promise), NEVER);
}

const TIMERS = /^(?:global(?:This)?\.)?set(?:Timeout|Interval|Immediate)$/;
const TIMER_TASKS: ReadonlySet<string> = new Set(['Timeout', 'Immediate']);

/** It would be settled by a timer, and the call for that made none: a test has put its own clock in the place of Node's, and turns it on, or does not. */
export function waitsForFakedClock(trace: Trace, promise: number): boolean {
  const { tasks } = trace;
  const [made, segment] = [tasks.site.at(promise), tasks.initSegment.at(promise)];
  const registered = registrationsOf(trace, made);
  const calls = wakersOf(trace, made).map((waker) => registered.get(waker) ?? waker);
  // `(resolve) => setTimeout(resolve, 100)`: a statement may not have been reached.
  const isMade = (call: number): boolean => TIMERS.test(trace.site(call)?.text ?? '') && trace.site(call)?.floating !== true;
  if (!calls.some(isMade)) return false;
  for (let task = promise + 1; task < tasks.length && tasks.initSegment.at(task) === segment; task++) {
    const by = tasks.site.at(task);
    if (TIMER_TASKS.has(trace.taskType(task)) && (by === NONE || calls.includes(by))) return false;
  }
  // `timer ??= setTimeout(flush, 5)`: one that was set for others was still to go off.
  for (let task = 0; task < promise; task++) {
    const [by, run] = [tasks.site.at(task), tasks.firstRun.at(task)];
    if (by !== NONE && calls.includes(by) && TIMER_TASKS.has(trace.taskType(task)) && (run === NONE || run > segment)) return false;
  }
  return true;
}

/** An activation whose promise is not known ends without a word: only a real await shows that it goes on. */
export function isKnownToWait(trace: Trace, activation: number): boolean {
  const { activations: acts, suspensions: s } = trace;
  return acts.promise.at(activation) !== NONE || s.reaction.at(acts.lastSuspension.at(activation)) !== NONE;
}

/** Where the activation is suspended. The wait of a `for await` carries no site: it is the only such loop of its function, or NONE. */
export function whereItWaits(trace: Trace, activation: number): number {
  const { activations: acts, suspensions: s } = trace;
  const site = s.site.at(acts.lastSuspension.at(activation));
  if (site !== NONE) return site;
  const fn = acts.fn.at(activation);
  const loops: number[] = [];
  for (const [index, row] of trace.sites.entries()) if (row.kind === 'for-await' && row.function === fn) loops.push(index);
  return loops.length === 1 ? (loops[0] as number) : NONE;
}

/** The function of an idle thread that waits for what nobody outside its process can give it. `isServing`: also one that waits in a loop for the next time. */
export function waitingIn(graph: WaitGraph, thread: number, isServing = false): number {
  const { trace } = graph;
  const { activations: acts } = trace;
  let nearest = NONE;
  let distance = Number.POSITIVE_INFINITY;
  for (let a = 0; a < acts.length; a++) {
    if (acts.thread.at(a) !== thread || !graph.isSuspended(a) || !isKnownToWait(trace, a)) continue;
    if (isAbandoned(graph, a) || (!isServing && isServedLoop(trace, a))) continue;
    const leaf = leavesOf(graph, waitNode(WAIT_ACTIVATION, a))[0];
    if (leaf === undefined || leaf.kind !== WAIT_PROMISE || leaf.how !== 'unknown' || isMeantNever(trace, leaf.index)) continue;
    // Told from the function that is nearest to the promise.
    if (leaf.distance < distance) [nearest, distance] = [a, leaf.distance];
  }
  return nearest;
}
