/**
 * hang.orphan-promise, hang.tla-unsettled, hang.exit-pending, lock.not-released: a thread whose loop ran empty while functions of the program were still waiting, told
 * from the root: the promise that nobody settles, or the lock that nobody gives back. What a deadlock explains is left to it.
 */
import { FLAG_BOUNDED, FLAG_ENDLESS, FLAG_FOLLOWED, FLAG_USED } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import { type FloatRow, LOCK_QUEUE, TASK_OBSERVED, type Trace } from '../../../model/trace.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import {
  isAbandoned,
  isAtRestInLoop,
  isKnownToWait,
  isMainTask,
  isMeantNever,
  isOnlyCaught,
  leavesOf,
  rootOf,
  waitsForFakedClock,
  wakesByUnrefTimer,
  whereItWaits,
  type Leaf,
} from '../../waiting/waitForLeaves.ts';
import { leftTurns, type LeftTurn } from '../../locks/leftTurns.ts';
import { pauseOf, turnText } from '../../locks/stoppedQueues.ts';
import { functionLabel, isMainModule, lockNameAt, requesterName, taskName } from '../../names.ts';
import { endOfRun, exitCodeOf } from '../../runEnd.ts';
import { testStarts } from '../../order/testTurns.ts';
import { CLEARS_BEHIND_TEST, IS_TEST, isTestOrHook, testThreads } from '../../testFiles.ts';
import { madeText } from '../../waiting/pendingReasons.ts';
import { WAIT_ACTIVATION, WAIT_GRANT, WAIT_PROMISE, WAIT_RELEASE, waitNode, type WaitGraph } from '../../waiting/waitFor.ts';
import { deferredRing } from './deferredRing.ts';
import { keptRing } from './keptRing.ts';
import { findAllRings } from '../../waiting/waitForRings.ts';
import { keptFor, type Kept } from '../../waiting/keptIn.ts';
import { lastRunFor, lastRunText } from '../../waiting/trails.ts';
import { wakersOf } from '../../waiting/wakers.ts';

export const hangRule: Rule = {
  kinds: ['hang.orphan-promise', 'hang.tla-unsettled', 'hang.exit-pending', 'lock.not-released', 'deadlock.actual'],
  run: ({ trace, earlier }: AnalysisContext) => findHangs(trace, earlier),
};

/** Suspended activations with one root cause. */
interface Group {
  readonly leaf: Leaf;
  /** Nearest to the cause first. */
  readonly waiters: { readonly activation: number; readonly distance: number }[];
}

export type Awake = ReadonlyMap<number, number>;

/** Kinds that say why a task waits, where this rule can only say that it does. */
const EXPLAINS = new Set(['deadlock.actual', 'lock.self-deadlock', 'lock.permit-nesting', 'lock.not-released']);

/**
 * Also for hand-written locks in the form of requests (handRequests.ts), and for threads that go on though nothing is left that could wake who waits: `awake`, each with the call that made what keeps it
 * alive, or NONE.
 */
export function findHangs(trace: Trace, earlier: readonly Draft[], awake: Awake = new Map()): Draft[] {
  if (trace.run.incomplete.length > 0) return [];
  const { graph, rings } = findAllRings(trace);
  const explained = new Set(rings.flatMap((ring) => [...ring.blocked]));
  const told = new Set(earlier.filter((d) => EXPLAINS.has(d.kind)).flatMap((d) => d.activations));
  const groups = new Map<number, Group>();
  const acts = trace.activations;
  const beside = new Set<number>();
  for (let a = 0; a < acts.length; a++) {
    const node = waitNode(WAIT_ACTIVATION, a);
    if (!graph.isSuspended(a) || explained.has(node)) continue;
    // A module that waits in `for await` has no promise that is known.
    if (!isKnownToWait(trace, a) && !(endedUnsettled(trace, acts.thread.at(a)) && isModule(trace, a))) continue;
    const leaves = leavesOf(graph, node);
    const work = workBeside(graph, node, leaves);
    if (work !== undefined && leaves[0] !== undefined) beside.add(leaves[0].node);
    const leaf = work ?? leaves[0];
    if (leaf === undefined) continue;
    const known = groups.get(leaf.node);
    const waiter = { activation: a, distance: leaf.distance };
    if (known === undefined) groups.set(leaf.node, { leaf, waiters: [waiter] });
    else known.waiters.push(waiter);
  }
  const drafts: Draft[] = [];
  const leftTurn = leftTurns(trace);
  const all = [...groups.values()].flatMap(({ waiters }) => waiters.map(({ activation }) => activation));
  for (const group of byOrigin(trace, groups.values())) {
    group.waiters.sort((a, b) => a.distance - b.distance || a.activation - b.activation);
    if (beside.has(group.leaf.node) || group.waiters.some((w) => told.has(w.activation))) continue;
    const draft = explain(trace, graph, group, leftTurn, all, awake);
    // A ring of promises that were made at several places is found from each of them.
    if (draft !== undefined && !(draft.kind === 'deadlock.actual' && drafts.some(({ key }) => key === draft.key))) drafts.push(draft);
  }
  return drafts;
}

/**
 * What the function waits for that nobody can settle any more, it waits for along with work of its own (`Promise.race([entry.promise, this.load(entry)])`) that is still under way and was to settle it:
 * what that work waits for.
 */
function workBeside(graph: WaitGraph, start: number, [lost, ...others]: readonly Leaf[]): Leaf | undefined {
  if (lost?.how !== 'lost' || lost.kind !== WAIT_PROMISE) return undefined;
  const beside = others.filter((leaf) => leaf.how === 'unknown' || (leaf.kind === WAIT_PROMISE && isMeantNever(graph.trace, leaf.index)));
  if (beside.length === 0) return undefined;
  const seen = new Set([start]);
  for (const node of seen) {
    const needs = graph.needs(node);
    if (!('nodes' in needs)) continue;
    if (needs.how === 'any' && needs.nodes.includes(lost.node)) {
      const works = needs.nodes.filter((other) => other !== lost.node).flatMap((other) => leavesOf(graph, other));
      return beside.find((leaf) => works.some((work) => work.node === leaf.node && work.distance > 0));
    }
    for (const next of needs.nodes) seen.add(next);
  }
  return undefined;
}

/** Promises that were made at one place and that nothing settled have one cause: the largest group tells it for all. */
function byOrigin(trace: Trace, groups: Iterable<Group>): Group[] {
  const merged = new Map<string, Group>();
  for (const group of [...groups].sort((a, b) => b.waiters.length - a.waiters.length)) {
    const made = group.leaf.how === 'unknown' ? creation(trace, group.leaf) : NONE;
    const thread = trace.activations.thread.at(group.waiters[0]?.activation ?? NONE);
    const key = made === NONE ? `leaf ${group.leaf.node}` : `${thread}:${made}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, group);
    // After those of the first group.
    else known.waiters.push(...group.waiters.map((w) => ({ ...w, distance: w.distance + 1000 })));
  }
  return [...merged.values()];
}

function explain(
  trace: Trace,
  graph: WaitGraph,
  group: Group,
  leftTurn: ReturnType<typeof leftTurns>,
  all: readonly number[],
  awake: Awake,
): Draft | undefined {
  const { leaf } = group;
  const at = trace.activations.thread.at(group.waiters[0]?.activation ?? NONE);
  const thread = trace.threads[at];
  if (thread === undefined || thread.gaps.length > 0) return undefined;
  const keeper = awake.get(at);
  const exited = thread.exitReason === 0 || thread.exitReason === 3 || keeper !== undefined;
  if (leaf.how !== 'lost' && !exited && !isLeftLocked(trace, graph, group)) return undefined;
  const waiters = group.waiters.map((w) => w.activation).filter((a) => !isAbandoned(graph, a));
  if (waiters.length === 0) return undefined;
  if (leaf.kind === WAIT_RELEASE) return notReleased(trace, leaf.index, waiters);
  if (leaf.kind === WAIT_PROMISE && (isMeantNever(trace, leaf.index) || waitsForFakedClock(trace, leaf.index))) return undefined;
  const topLevel = endedUnsettled(trace, trace.activations.thread.at(waiters[0] as number));
  // What is left behind with such a timer was meant to be, unless the program itself waits for it.
  const isOfProgram = (topLevel && waiters.some((a) => isModule(trace, rootOf(graph, a)))) || isPauseOfMain(graph, waiters);
  if (isUnref(trace, leaf) && !isOfProgram) return undefined;
  const said = hang(trace, graph, leaf, waiters, topLevel, keeper);
  const left = said === undefined || leaf.kind !== WAIT_PROMISE ? undefined : leftTurn(leaf.index, waiters[0] as number);
  if (left !== undefined) return turnLeft(trace, left, waiters);
  const isLeft = said !== undefined && leaf.kind === WAIT_PROMISE && exited && leaf.how !== 'lost';
  return (isLeft ? (keptRing(trace, leaf.index) ?? deferredRing(trace, waiters, all)) : undefined) ?? said;
}

/** What the program is there for has paused between two tries, or needs the value of what has: a time of grace (`await pause(5000); process.exit(1)`) gives none, and is no try. */
function isPauseOfMain(graph: WaitGraph, waiters: readonly number[]): boolean {
  const { trace } = graph;
  const [nearest = NONE] = waiters;
  // What is done again and again for as long as the program is there is not waited for.
  if (!isMainTask(graph, rootOf(graph, nearest)) || waiters.some((a) => trace.hasFlag(awaitSite(trace, a), FLAG_ENDLESS))) return false;
  // In the loop itself, or in a helper that makes the pause for it.
  const isTry = waiters.length > 1 && waiters.slice(0, 2).some((a) => trace.hasFlag(awaitSite(trace, a), FLAG_BOUNDED));
  return isTry || waiters.some((a) => a !== nearest && trace.hasFlag(awaitSite(trace, a), FLAG_USED));
}

/** It would be settled by a timer that does not keep the process alive. */
function isUnref(trace: Trace, leaf: Leaf): boolean {
  return leaf.kind === WAIT_PROMISE && wakesByUnrefTimer(trace, leaf.index);
}

/** For as long as this, nothing has come back of a lock that was forgotten while the program goes on. */
const MIN_LEFT_NS = 1e9;

/** The program goes on, but a lock was forgotten by the function that gives back what it takes, and others have waited for it since. */
function isLeftLocked(trace: Trace, graph: WaitGraph, { leaf, waiters }: Group): boolean {
  const { activations: acts, requests: r, suspensions: s } = trace;
  if (leaf.kind !== WAIT_RELEASE || !graph.holders(r.lock.at(leaf.index)).every((h) => graph.isForgotten(h, true))) return false;
  const owner = r.activation.at(leaf.index);
  const endNs = endOf(trace, acts.thread.at(owner));
  const isOld = (activation: number): boolean => endNs - s.startNs.at(acts.lastSuspension.at(activation)) >= MIN_LEFT_NS;
  return endNs - acts.endNs.at(owner) >= MIN_LEFT_NS && waiters.some((w) => isOld(w.activation));
}

/** The last that is known of a thread; of the main one that was still there, when the run was ended: it may have been idle for long. */
function endOf({ threads, run }: Trace, index: number): number {
  const thread = threads[index];
  if (thread === undefined) return Number.NaN;
  const isStopped = thread.process === 0 && thread.threadId === 0 && thread.exitReason === -1 && run.ended && !Number.isNaN(run.durationMs);
  return isStopped ? Math.max(thread.endNs, endOfRun(run)) : thread.endNs;
}

/** The thread ended because of a top-level await that never settled. Node 20 decides on its exit code after the last thing that is recorded; the host knows it. */
function endedUnsettled(trace: Trace, index: number): boolean {
  const thread = trace.threads[index];
  if (thread === undefined) return false;
  return thread.exitReason === 3 || (thread.process === 0 && thread.threadId === 0 && trace.run.exitCode === 13);
}

/** The activation is the top level of a module. */
function isModule(trace: Trace, activation: number): boolean {
  const acts = trace.activations;
  return acts.parent.at(activation) === NONE && isMainModule(trace, acts.fn.at(activation));
}

/** Where the activation is suspended, NONE when it has returned a promise that is not settled yet. */
function awaitSite(trace: Trace, activation: number): number {
  const site = whereItWaits(trace, activation);
  const isAwait = trace.suspensions.awaited.at(trace.activations.lastSuspension.at(activation)) !== NONE;
  return isAwait || trace.site(site)?.kind === 'for-await' ? site : NONE;
}

/** Where the promise at the root was made; an await that nothing is known of stands for itself. */
function creation(trace: Trace, leaf: Leaf): number {
  return leaf.kind === WAIT_PROMISE ? trace.tasks.site.at(leaf.index) : NONE;
}

function hang(
  trace: Trace,
  graph: WaitGraph,
  leaf: Leaf,
  waiters: readonly number[],
  topLevel: boolean,
  keeper: number | undefined,
): Draft | undefined {
  const acts = trace.activations;
  const nearest = waiters[0] as number;
  const roots = [...new Set(waiters.map((a) => rootOf(graph, a)))];
  const tla = topLevel && roots.some((root) => isModule(trace, root));
  const orphan = leaf.how === 'lost';
  // A loop that was served before and that nobody waits for is a consumer at rest, not a hang; but for whoever has something to do when it ends.
  const isAtRest = (root: number): boolean => {
    const isAlone = isUnobserved(trace, root);
    const promise = acts.promise.at(root);
    if (!isAlone && (promise === NONE || !isOnlyCaught(graph, promise))) return false;
    const isServing = (a: number): boolean => isAtRestInLoop(trace, a, !isAlone);
    return isServing(root) || (isServing(nearest) && !waiters.some((a) => a !== nearest && goesOn(trace, a)));
  };
  if (!orphan && !tla && roots.every(isAtRest)) return undefined;
  const loop = trace.site(awaitSite(trace, nearest));
  // What gives the values of a `for await` is made by no code of the program.
  const isLoop = loop?.kind === 'for-await';
  const made = isLoop && trace.site(creation(trace, leaf))?.function === loop?.function ? NONE : creation(trace, leaf);
  const wakers = wakersOf(trace, made);
  const held = heldMeanwhile(graph, nearest);
  const isTurn = made === NONE && !isLoop && leaf.kind === WAIT_GRANT;
  const pause = isTurn ? pauseOf(trace, leaf.index) : NONE;
  const unref = isUnref(trace, leaf);
  const last =
    made === NONE || orphan || unref
      ? NONE
      : lastRunFor(trace, leaf.index, awaitedSince(trace, leaf.index, acts.lastSuspension.at(nearest)));
  const kept = made === NONE || orphan || last !== NONE ? undefined : keptFor(trace, leaf.index);
  const places: DraftPlace[] = [
    { site: awaitSite(trace, nearest), role: 'await' },
    { site: last === NONE ? NONE : trace.tasks.site.at(last), role: 'callback' },
    { site: made, role: 'create' },
    { site: wakers[0] ?? NONE, role: 'wake' },
    { site: pause, role: 'call' },
    ...(kept === undefined ? [] : [kept.put, kept.taken]).map((site) => ({ site, role: 'list' })),
    { site: held?.site ?? NONE, role: 'wait' },
    { site: keeper ?? NONE, role: 'keeps alive' },
    ...waiters.slice(1).map((a) => ({ site: awaitSite(trace, a), role: 'await' })),
  ].filter((p) => p.site !== NONE);
  if (places.length === 0) return undefined;
  const name = taskName(trace, nearest);
  const promise =
    made === NONE
      ? isLoop
        ? `the next value of \`${loop?.text ?? ''}\``
        : isTurn
          ? turnText(trace, leaf.index)
          : 'a promise'
      : `the promise made in ${functionLabel(trace, trace.functionAt(made))} (\`${madeText(trace, made)}\`)`;
  const others = waiters.length === 1 ? '' : `, and ${waiters.length - 1} more ${waiters.length === 2 ? 'waits' : 'wait'} behind it`;
  const code = topLevel ? 13 : exitCodeOf(trace, acts.thread.at(nearest));
  const isAwake = keeper !== undefined && !orphan;
  const kind = orphan ? 'hang.orphan-promise' : isAwake ? 'promise.never-settles' : tla ? 'hang.tla-unsettled' : 'hang.exit-pending';
  const message = orphan
    ? `${name} waits for ${promise}, which nothing can settle any more${others}.`
    : isAwake
      ? `${name} still waited for ${promise} when the program was ended, and nothing was left that could settle it${others}.`
      : tla
        ? `Top-level await never settles, and the process ends with exit code ${code}: ${name} waits for ${promise}${isTurn ? '' : unref ? ', whose timer does not keep the program alive' : ', which nothing settles'}${others}.`
        : `The program ended (exit code ${code}) while ${name} was still waiting for ${promise}${isTurn ? '' : unref ? ', whose timer does not keep the program alive' : ', which nothing settled'}${others}.`;
  const unawaited = roots.every((root) => isUnobserved(trace, root) && acts.parent.at(root) !== NONE);
  // Who only hands the promise on has nothing left to do: where nobody takes it, nothing is lost.
  const isHandedOn =
    (unawaited || roots.every((root) => isDroppedInside(trace, root))) &&
    waiters.every((a) => trace.site(whereItWaits(trace, a))?.kind === 'return');
  return {
    kind,
    key: `${awaitSite(trace, nearest)},${made}`,
    confidence: isHandedOn ? 0.5 : orphan ? 0.95 : tla ? 0.95 : unawaited ? 0.5 : 0.8,
    verdict: 'observed',
    consequence: (orphan && !isHandedOn) || tla,
    ...(isOfFailedTest(trace, nearest) || isGivenUp(trace, roots) || areLeftByTests(graph, roots) ? { ceiling: 'info' as const } : {}),
    message: `${message}${lastRunText(trace, last)}`,
    why: [
      ...(held === undefined ? [] : [`${name} holds ${held.lock} meanwhile, for which ${held.waiter} waits: let go of it before the wait`]),
      orphan
        ? isRaceOfNone(trace, leaf.index)
          ? 'a race in which nobody takes part has no end: look first whether there is anybody'
          : 'both functions that could settle it were garbage collected'
        : unref
          ? 'the timer that would settle it is unref()ed, and nothing else kept the program alive'
          : isAwake
            ? `what kept the program alive${keeper === NONE ? '' : `, \`${trace.site(keeper)?.text ?? ''}\`,`} does nothing for it; no other timer, socket or operation was left`
            : 'the event loop was empty: no timer, socket or other operation was left that could settle it',
      ...(wakers.length === 0
        ? []
        : [
            `what should have settled it: ${wakers
              .slice(0, 3)
              .map((w) => `\`${trace.site(w)?.text ?? ''}\``)
              .join(', ')}`,
          ]),
      ...(pause === NONE ? [] : [`a queue that was paused goes on only when it is started: see \`${trace.site(pause)?.text ?? ''}\``]),
      ...(kept === undefined ? [] : [keptText(trace, kept)]),
      ...(isHandedOn ? ['nobody waits for what it returned'] : []),
      ...(!isHandedOn && leaf.kind === WAIT_PROMISE && (trace.tasks.flags.at(leaf.index) & TASK_OBSERVED) !== 0
        ? ['what comes after that never ran']
        : []),
    ],
    places,
    segments: [trace.suspensions.segment.at(acts.lastSuspension.at(nearest))],
    activations: waiters,
  };
}

/** The runner has come to its end: the last test that it began is over (one that calls back may not be, which is not seen). What waits for nothing any more was left by tests that did not need it. */
function areLeftByTests(graph: WaitGraph, roots: readonly number[]): boolean {
  const { activations: acts, functions } = graph.trace;
  const isTest = (a: number): boolean => isTestOrHook(functions[acts.fn.at(a)]?.name ?? '');
  const last = testStarts(graph.trace).at(-1);
  if (last === undefined || roots.some(isTest)) return false;
  for (let a = acts.length - 1; a >= 0; a--) if (isTest(a)) return acts.startSegment.at(a) === last && !graph.isSuspended(a);
  return false;
}

/** While a test waited, something was thrown that nobody caught: its runner fails the test by that, and what was to settle the promise may have ended there. */
function isOfFailedTest(trace: Trace, activation: number): boolean {
  const { activations: acts, suspensions: s, unhandled } = trace;
  const thread = acts.thread.at(activation);
  const sinceNs = s.startNs.at(acts.lastSuspension.at(activation));
  return testThreads(trace).has(thread) && unhandled.some((row) => row.thread === thread && row.kind !== 'late' && row.ns >= sinceNs);
}

/**
 * A test was given up soon after it had begun to wait, since the time for all tests of its suite had passed, of which others have used the most: what clears away behind each test has run for it,
 * set off by the timer, and may have closed what it waits for.
 */
function isGivenUp(trace: Trace, roots: readonly number[]): boolean {
  const { activations: acts, functions, suspensions, tasks } = trace;
  const nameOf = (a: number): string => functions[acts.fn.at(a)]?.name ?? '';
  // A test's own limit begins with it.
  const hadOther = (test: number, fromNs: number): boolean => {
    for (let a = test - 1; a >= 0 && acts.startNs.at(a) >= fromNs; a--) {
      if (acts.thread.at(a) === acts.thread.at(test) && IS_TEST.test(nameOf(a))) return true;
    }
    return false;
  };
  return roots.some((test) => {
    if (!IS_TEST.test(nameOf(test))) return false;
    const sinceNs = suspensions.startNs.at(acts.lastSuspension.at(test));
    for (let a = test + 1; a < acts.length; a++) {
      if (acts.thread.at(a) !== acts.thread.at(test) || !CLEARS_BEHIND_TEST.test(nameOf(a))) continue;
      const waitedMs = (acts.startNs.at(a) - sinceNs) / 1e6;
      const limit = waitedMs > 0 ? timerBehind(trace, acts.startSegment.at(a)) : NONE;
      if (limit !== NONE && waitedMs < tasks.delayMs.at(limit) / 2 && hadOther(test, tasks.initNs.at(limit))) return true;
    }
    return false;
  });
}

/** Callbacks of one turn that are looked through for what began it. */
const MAX_BEHIND = 1024;

/** The timer by which the turn of a segment began; NONE where it began by something else. */
function timerBehind(trace: Trace, segment: number): number {
  const { segments: s } = trace;
  let first = segment;
  for (let i = 0; i < MAX_BEHIND; i++) {
    const before = s.previous.at(first);
    if (before === NONE || s.turn.at(before) !== s.turn.at(segment)) break;
    first = before;
  }
  const task = s.task.at(first);
  return trace.isTimeout(task) ? task : NONE;
}

/** `Promise.race([])` */
function isRaceOfNone(trace: Trace, promise: number): boolean {
  return trace.combines.some((c) => c.result === promise && c.members.length === 0);
}

/** What somebody else must take out of a list, such as those that wait for a free one of a pool. */
function keptText(trace: Trace, { put, taken }: Kept): string {
  const [from, by] = [put, taken].map((site) => functionLabel(trace, trace.functionAt(site)));
  return `what ${from} put in line in that step (\`${trace.site(put)?.text ?? ''}\`) is taken out by ${by}, which has not come to it since`;
}

/** A lock that the activation keeps while it waits, and somebody who needs it: perhaps the one who would have to wake it. */
function heldMeanwhile(
  graph: WaitGraph,
  activation: number,
): { readonly lock: string; readonly waiter: string; readonly site: number } | undefined {
  const { trace } = graph;
  const node = waitNode(WAIT_ACTIVATION, activation);
  for (const lock of graph.contendedLocks()) {
    const [waiting] = graph.waiters(lock);
    if (waiting === undefined || !graph.holders(lock).some((h) => graph.reach([waitNode(WAIT_RELEASE, h)]).has(node))) continue;
    const site = trace.requests.site.at(waiting);
    return { lock: `\`${lockNameAt(trace, waiting)}\``, waiter: requesterName(trace, waiting), site };
  }
  return undefined;
}

function goesOn(trace: Trace, activation: number): boolean {
  return trace.hasFlag(awaitSite(trace, activation), FLAG_FOLLOWED);
}

function isUnobserved(trace: Trace, activation: number): boolean {
  const promise = trace.activations.promise.at(activation);
  return promise !== NONE && (trace.tasks.flags.at(promise) & TASK_OBSERVED) === 0;
}

/** A plain function has made the call and dropped what it gives: it is not what a file is there for. */
function isDroppedInside(trace: Trace, activation: number): boolean {
  const promise = trace.activations.promise.at(activation);
  const isCall = ({ task, site }: FloatRow): boolean => task === promise && !isMainModule(trace, trace.functionAt(site));
  return isUnobserved(trace, activation) && trace.floats.some(isCall);
}

/** A lock that its holder left locked, and that is held by a promise: hand-written, or by a job of a library that only keeps it. */
function turnLeft(trace: Trace, { holder, site, segment, isOfLibrary = false }: LeftTurn, waiters: readonly number[]): Draft {
  const places: DraftPlace[] = [{ site, role: 'acquire' }, ...waiters.map((a) => ({ site: awaitSite(trace, a), role: 'wait' }))].filter(
    (p) => p.site !== NONE,
  );
  const name = taskName(trace, holder);
  const names = [...new Set(waiters.map((a) => taskName(trace, a)))].slice(0, 3).join(', ');
  return {
    kind: 'lock.not-released',
    key: `${site}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `The ${isOfLibrary ? '' : 'hand-written '}lock that ${name} takes by \`${trace.site(site)?.text ?? ''}\` is never released; ${names} ${waiters.length === 1 ? 'waits' : 'wait'} for it for ever.`,
    why: [
      `${name} has ended without releasing it (a path that leaves early, or an error); other calls of it do release it`,
      `${waiters.length} ${waiters.length === 1 ? 'task was' : 'tasks were'} waiting at the end`,
    ],
    places,
    segments: [segment],
    activations: waiters,
  };
}

function notReleased(trace: Trace, request: number, waiters: readonly number[]): Draft | undefined {
  const r = trace.requests;
  const places: DraftPlace[] = [
    { site: r.site.at(request), role: 'acquire' },
    ...waiters.map((a) => ({ site: awaitSite(trace, a), role: 'wait' })),
  ].filter((p) => p.site !== NONE);
  if (places.length === 0) return undefined;
  const holder = requesterName(trace, request);
  const names = [...new Set(waiters.map((a) => taskName(trace, a)))].slice(0, 3).join(', ');
  const lock = `\`${lockNameAt(trace, request)}\``;
  // In a queue, what is never given back is a job that says nobody that it is done.
  const isJob = trace.locks.kind.at(r.lock.at(request)) === LOCK_QUEUE && r.open.at(request) === 1;
  return {
    kind: 'lock.not-released',
    key: `${r.site.at(request)}`,
    confidence: 0.9,
    verdict: 'observed',
    consequence: true,
    message: `${isJob ? `A job that ${holder} gave to the queue ${lock} never ends: its callback was not called` : `${lock} is taken in ${holder} and never released`}; ${names} ${waiters.length === 1 ? 'waits' : 'wait'} for it for ever.`,
    why: [
      isJob
        ? 'a path of the worker function returns, or throws, without calling the function that says that the job is done'
        : `${holder} has ended without releasing it (a path that leaves early, or an error)`,
      `${waiters.length} ${waiters.length === 1 ? 'task was' : 'tasks were'} waiting at the end`,
    ],
    places,
    segments: [r.requestSegment.at(request)],
    activations: waiters,
  };
}

/** The step in which a suspension began to await the promise itself; NONE. */
function awaitedSince({ suspensions: s }: Trace, promise: number, suspension: number): number {
  return s.awaited.at(suspension) === promise ? s.segment.at(suspension) : NONE;
}
