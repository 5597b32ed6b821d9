/**
 * lock.broken: a hand-written lock that lets in several at a time. And for hand-written locks that hold what they promise: deadlock.actual and lock.order-inversion, one level lower
 * than for locks that are known, as it is the run alone that says they are locks.
 */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { COUNTS, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, type DraftPlace, placesOnce, sitesOf } from '../../finding.ts';
import { classesOf, type LockClass } from '../../locks/handClasses.ts';
import type { HandLock, Hold } from '../../locks/handLocks.ts';
import { sinceFirstLooks } from '../../locks/firstLooks.ts';
import { findHandChains } from '../../locks/handChains.ts';
import { findHandLines, wasHandedOver } from '../../locks/handLines.ts';
import { findHandPermits, type ReleasedTwice } from '../../locks/handPermits.ts';
import { leftBusy, skippedSince, type LeftBusy } from '../../locks/handPolls.ts';
import { findReadWriteLocks, findSignedLocks, withReaders } from '../../locks/handReaders.ts';
import { callOf, traceOfHandLocks, traceWithHandLocks } from '../../locks/handRequests.ts';
import { findTicketLocks } from '../../locks/handTickets.ts';
import { isWaitedFor } from '../../locks/handWaits.ts';
import { askerOf, leftTaken, type LeftTaken } from '../../locks/handLeft.ts';
import type { TakenAway } from '../../locks/ownWaits.ts';
import { findPollRings } from '../../locks/pollRings.ts';
import { lockOrderOf } from '../../locks/lockOrder.ts';
import { refusesHolders } from '../../locks/refusedHolders.ts';
import { lastName, taskName } from '../../names.ts';
import { findDeadlocks, lockRing } from '../hangs/deadlock.ts';
import { findHangs } from '../hangs/hang.ts';
import { findContention, SLOW_HOLD_NS } from './lockContention.ts';
import { findInversions } from './lockOrderInversion.ts';
import { nestedCallbacks } from './nestedCallbacks.ts';
import { nestedPermits } from './lockUse.ts';
import { stuckCallbacks } from './stuckCallbacks.ts';

export const handLocksRule: Rule = {
  kinds: [
    'lock.broken',
    'deadlock.actual',
    'lock.self-deadlock',
    'lock.permit-nesting',
    'lock.not-released',
    'lock.starvation',
    'lock.held-across-slow-await',
    'lock.double-release',
    'lock.order-inversion',
  ],
  run: findAll,
};

/** A lock must have passed from one task to another this often before anything is built on it; once, where the run or the code shows that who finds it taken waits for it. */
const MIN_HAND_OVERS = 2;

function findAll(context: AnalysisContext): Draft[] {
  const { trace } = context;
  // Each part looks at every access: in between, views are answered.
  const isOver = context.options.isCancelled;
  if (trace.accesses.length === 0 || trace.run.incomplete.length > 0) return [];
  const { sharedGroups: groups, runs, handLocks: found } = factsOf(context);
  const classes = classesOf(
    trace,
    found.filter((lock) => lock.isPlain !== true),
  );
  const plain = classesOf(
    trace,
    // Who found it taken and never took it was let in unseen.
    found.filter((lock) => lock.isPlain === true && lock.asked?.length === 0),
  ).filter((c) => isWaitedFor(trace, c.locks));
  if (isOver()) return [];
  const broken = classes.flatMap((c) => brokenLock(trace, c));
  const takenAway = classes
    .flatMap((c) => c.locks)
    .flatMap((lock) => (lock.takenAway ?? []).flatMap((taken) => releasedForOther(trace, lock, taken)).slice(0, 1));
  const whole = classes.filter((c) => !c.violated);
  const flags = whole.flatMap((c) => c.locks);
  const known = new Set(flags.map((lock) => lock.location));
  const signed = findSignedLocks(trace, runs, groups).filter((lock) => !known.has(lock.location));
  for (const lock of signed) known.add(lock.location);
  const tickets = findTicketLocks(trace, groups, runs).filter((lock) => !known.has(lock.location));
  for (const lock of tickets) known.add(lock.location);
  const lines = findHandLines(trace, groups, runs).filter((lock) => !known.has(lock.location));
  if (isOver()) return [];
  for (const lock of lines) known.add(lock.location);
  const counted = findHandPermits(trace, groups, runs);
  const permits = counted.locks.filter((lock) => !known.has(lock.location));
  if (isOver()) return [];
  const waitedFor = [...flags, ...tickets, ...[...lines, ...permits].filter((lock) => lock.waiting.length > 0)];
  const closed = waitedFor.length === 0 ? [] : waits(context, waitedFor);
  if (isOver()) return [];
  closed.push(...starved(context, [...waitedFor, ...signed]));
  if (isOver()) return [];
  const flagsLeft: Draft[] = [];
  const classAt = new Map(whole.flatMap((c) => c.locks.map((lock) => [lock.location, { lock, of: c }] as const)));
  const counters = new Map(permits.map((lock) => [lock.location, lock]));
  for (const group of groups) {
    const known = classAt.get(group.location);
    if (known !== undefined) flagsLeft.push(...leftFlags(trace, known.lock, known.of, group));
    const counter = counters.get(group.location);
    const left = counter === undefined ? undefined : leftTaken(trace, counter, [counter], group);
    if (counter !== undefined && left !== undefined) flagsLeft.push(takenFlag(trace, counter, left));
  }
  const all = [...flags, ...tickets, ...lines, ...permits];
  closed.push(...slowHolds(context, all), ...contended(trace, all));
  closed.push(...stuckCallbacks(context, found));
  closed.push(...nestedCallbacks(context, closed));
  closed.push(...pollRings(context, [...flags, ...tickets], closed));
  closed.push(...flagsLeft.filter((draft) => !closed.some((d) => isOfOneTaking(d, draft))));
  closed.push(...nestedInHand(context, permits, closed), ...counted.twice.flatMap((twice) => releasedTwice(trace, twice)));
  if (isOver()) return [];
  const told = [...context.earlier, ...closed];
  return [
    ...broken,
    ...takenAway,
    ...closed,
    ...inversions(
      { ...context, earlier: told },
      [...whole, ...plain, ...classesOf(trace, signed)],
      [...tickets, ...lines.filter(wasHandedOver), ...counted.singles, ...permits.filter((lock) => lock.permits === 1)],
    ),
  ];
}

/** Who waits for ever, or for too long, in a trace that shows hand-written locks as those of libraries. */
function waits({ trace, earlier, options }: AnalysisContext, locks: readonly HandLock[]): Draft[] {
  const shown = traceOfHandLocks(trace, locks);
  // A ring of tasks in a thread where nothing happens any more is proof enough, even if no lock was ever given back.
  // A lock that is known as well, by what the program or the settings say of it, is told under its name.
  const isSame = (d: Draft, draft: Draft): boolean =>
    d.key === draft.key || (draft.activations.length > 0 && draft.activations.every((a) => d.activations.includes(a)));
  const isTold = (draft: Draft): boolean => earlier.some((d) => d.kind === draft.kind && isSame(d, draft));
  const own = deadlocks(trace, shown).filter((draft) => !isTold(draft));
  const mixed = trace.requests.length === 0 ? [] : deadlocks(trace, traceWithHandLocks(trace, locks));
  const rings = [...own, ...mixed.filter((draft) => !isTold(draft) && !own.some((d) => isSame(d, draft)))];
  if (options.isCancelled()) return [];
  return [...rings, ...leftLocked(shown, [...earlier, ...rings])];
}

/** Who is overtaken again and again by those that came later: at a lock that several may have, by its readers. */
function starved(context: AnalysisContext, locks: readonly HandLock[]): Draft[] {
  const { trace } = context;
  const facts = factsOf(context);
  const shared = findReadWriteLocks(trace, facts.runs, facts.sharedGroups, (location) => facts.groupsBeside(location));
  const known = new Set(shared.map((lock) => lock.location));
  const all = [...shared, ...locks.filter((lock) => !known.has(lock.location))];
  if (all.length === 0) return [];
  const asked = sinceFirstLooks(trace, all, facts.sharedGroups);
  const found = findContention(traceOfHandLocks(trace, asked)).filter((draft) => draft.kind === 'lock.starvation');
  return found.map(asHandWritten);
}

/** Locks, and queues of promises, that are held for long while their holder waits, and others wait for it. */
function slowHolds(context: AnalysisContext, locks: readonly HandLock[]): Draft[] {
  const { trace } = context;
  const { sharedGroups: groups, runs } = factsOf(context);
  if (!trace.threads.some(({ startNs, endNs }) => endNs - startNs >= SLOW_HOLD_NS)) return [];
  const known = new Set(locks.map((lock) => lock.location));
  const isSlow = ({ from, to }: Hold): boolean => to !== undefined && to.ns - from.ns >= SLOW_HOLD_NS;
  const chains = findHandChains(trace, groups, runs, 1, isSlow).filter((lock) => !known.has(lock.location));
  const slow = [...locks, ...chains].filter((lock) => lock.permits === 1 && lock.holds.some(isSlow));
  if (slow.length === 0) return [];
  const found = findContention(traceOfHandLocks(trace, slow)).filter((draft) => draft.kind === 'lock.held-across-slow-await');
  return found.map((draft) => ({ ...draft, why: [...draft.why, HAND_WRITTEN] }));
}

/** What waiting for them costs: information, as for the locks of libraries. */
function contended(trace: Trace, locks: readonly HandLock[]): Draft[] {
  if (locks.length === 0) return [];
  const found = findContention(traceOfHandLocks(trace, locks)).filter((draft) => draft.kind === 'lock.contention');
  return found.map((draft) => ({ ...draft, why: [...draft.why, HAND_WRITTEN] }));
}

/** Permits of hand-written semaphores and pools that are asked for under another one of the same. */
function nestedInHand(context: AnalysisContext, permits: readonly HandLock[], closed: readonly Draft[]): Draft[] {
  const clear = permits.filter((lock) => lock.isUnclear !== true);
  if (clear.length === 0) return [];
  const shown = traceOfHandLocks(context.trace, clear);
  const isStuck = closed.some((d) => d.kind === 'lock.permit-nesting');
  const found = isStuck ? [] : nestedPermits(shown, lockOrderOf(shown, context.order), [...context.earlier, ...closed]);
  return found.map((draft) => ({ ...asHandWritten(draft), confidence: Math.min(draft.confidence, 0.65) }));
}

/** Locks that are taken in both orders: surer where the run or the code shows that who finds one taken waits for it. */
function inversions(context: AnalysisContext, classes: readonly LockClass[], lines: readonly HandLock[]): Draft[] {
  const { trace } = context;
  const facts = factsOf(context);
  const { sharedGroups: groups, runs } = facts;
  const read = (lock: HandLock): HandLock => withReaders(trace, runs, lock, facts.groupsBeside(lock.location));
  // While one works off what others have left, it is not known whose work it has the lock for.
  const ofOne = (lock: HandLock): HandLock => {
    const holds = lock.holds.filter(({ isJoined }) => isJoined !== true);
    return holds.length === lock.holds.length ? lock : { ...lock, holds };
  };
  // From a reader to a writer it passes as well.
  const isShared = (c: LockClass): boolean => c.handOvers === 0 && c.locks.map(read).some((lock) => (lock.readers?.length ?? 0) > 0);
  const isLock = (c: LockClass): boolean =>
    c.handOvers >= MIN_HAND_OVERS || (isWaitedFor(trace, c.locks) && (c.handOvers > 0 || isShared(c)));
  const isRefusing = (c: LockClass): boolean => refusesHolders(trace, c.locks, (location) => facts.groupAt(location));
  const trusted = classes.filter((c) => isLock(c) && !isRefusing(c));
  const waited = trusted.filter((c) => isWaitedFor(trace, c.locks)).flatMap((c) => c.locks);
  // Where nobody happened to wait, a promise that each leaves for the next shows that he would have.
  const known = waited.length + lines.length;
  const told = new Set([...waited, ...lines].map((lock) => lock.location));
  // Two orders need two locks, and a slot that is tested, filled with the promise of its holder's work and cleared is one, however it is read.
  const atLeast = trace.requests.length > 0 ? 1 : 2;
  const found = findHandChains(trace, groups, runs, atLeast - known).filter((lock) => !told.has(lock.location));
  const chains = [...found, ...lines];
  const find = (locks: readonly HandLock[], confidence: number): Draft[] => {
    if (locks.length < 2) return [];
    const found = findInversions({ ...context, trace: traceOfHandLocks(trace, locks) });
    return found.map((draft) => ({ ...draft, confidence: Math.min(draft.confidence, confidence) }));
  };
  const certain = [...waited.map(read), ...chains].map(ofOne);
  const sure = [...find(certain, 0.65), ...mixedInversions(context, certain, 0.65)];
  const isTold = (draft: Draft): boolean => sure.some((d) => d.key === draft.key);
  const chained = new Set(chains.map((lock) => lock.location));
  const all = [...trusted.flatMap((c) => c.locks).filter((lock) => !chained.has(lock.location)), ...chains].map(ofOne);
  // Where each of them is certain, a second look at the same locks would find what is told already.
  const isSame = all.length === certain.length && all.every((lock, i) => lock === certain[i]);
  return [...sure, ...(isSame ? [] : find(all, 0.5).filter((draft) => !isTold(draft)))];
}

/** Between a hand-written lock and one of a library. */
function mixedInversions(context: AnalysisContext, locks: readonly HandLock[], confidence: number): Draft[] {
  if (locks.length === 0 || context.trace.requests.length === 0) return [];
  const found = findInversions({ ...context, trace: traceWithHandLocks(context.trace, locks) }, true);
  return found.map((draft) => ({ ...draft, confidence: Math.min(draft.confidence, confidence) }));
}

/** Tasks that wait for each other at the end of a thread that had nothing left to do. */
function deadlocks(trace: Trace, shown: Trace): Draft[] {
  const hasEnded = (activation: number): boolean => {
    const thread = trace.threads[trace.activations.thread.at(activation)];
    return thread !== undefined && (thread.exitReason === 0 || thread.exitReason === 3);
  };
  return findDeadlocks(shown)
    .filter((draft) => draft.places.some((p) => p.role === 'hold') && draft.activations.every(hasEnded))
    .map(asHandWritten);
}

/** Locks that a task took and had not given back when it ended, with others that waited for it when nothing was left to do. */
function leftLocked(shown: Trace, earlier: readonly Draft[]): Draft[] {
  return findHangs(shown, earlier)
    .filter((draft) => draft.kind === 'lock.not-released')
    .map(asHandWritten);
}

/** Tasks that look for each other's locks again and again. */
function pollRings(context: AnalysisContext, flags: readonly HandLock[], closed: readonly Draft[]): Draft[] {
  const found = findPollRings(context.trace, flags, factsOf(context).sharedGroups);
  const drafts = found?.rings.flatMap((ring) => lockRing(found.graph, ring) ?? []) ?? [];
  const told = new Set([...context.earlier, ...closed].filter((d) => TELLS_RING.test(d.kind)).flatMap((d) => d.activations));
  return drafts.filter((draft) => !draft.activations.some((a) => told.has(a))).map(asHandWritten);
}

/** Why a lock is not free again is told of the same taking. */
function isOfOneTaking(told: Draft, draft: Draft): boolean {
  const [taken] = sitesOf(draft.places);
  return (
    EXPLAINS.test(told.kind) && told.places.some((p) => 'site' in p && p.site === taken && (p.role === 'acquire' || p.role === 'hold'))
  );
}

const EXPLAINS = /^(?:deadlock\.actual|lock\.(?:self-deadlock|permit-nesting|not-released))$/;
const TELLS_RING = /^(?:deadlock\.|hang\.|lock\.self-deadlock)/;

/** A flag that stays set, told in one way. */
function leftFlags(trace: Trace, lock: HandLock, of: LockClass, group: LocationAccesses): Draft[] {
  const busy = leftBusy(trace, lock, group);
  if (busy !== undefined) return [busyFlag(trace, lock, busy)];
  const skipped = skippedSince(trace, lock, group);
  if (skipped > 0) return [skippedFlag(trace, lock, skipped)];
  const left = leftTaken(trace, lock, of.locks, group);
  return left === undefined ? [] : [takenFlag(trace, lock, left)];
}

/** Who asked for it since has given up. */
function takenFlag(trace: Trace, lock: HandLock, { hold, owner, asked, isLate, wasGone }: LeftTaken): Draft {
  const a = trace.accesses;
  const [set, test] = [a.site.at(hold.set === NONE ? hold.guard : hold.set), a.site.at(hold.guard)];
  const call = callOf(trace, hold.activation, hold.guard);
  const [holder, name] = [taskName(trace, owner), locationText(trace, lock.location, set)];
  const askers = [...new Set(asked.map((w) => taskName(trace, w.activation)))].slice(0, 3).join(', ');
  const all: DraftPlace[] = [
    { site: call === NONE ? set : call, role: 'acquire' },
    ...[...new Set(asked.map((w) => w.site))].filter((site) => site !== call).map((site) => ({ site, role: 'wait' })),
    { site: set, role: 'write' },
    { site: test, role: 'check' },
  ];
  const places = placesOnce(all);
  const isCounted = trace.site(set)?.kind === 'update';
  const what = isCounted ? `What \`${name}\` counts, ${lock.permits} in all,` : `\`${name}\``;
  const how = isLate
    ? `is handed to ${holder} after it had given up waiting, so nobody gives it back`
    : `stays taken after ${holder} has ended`;
  return {
    kind: 'lock.not-released',
    key: `${set},${test}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `${what} ${how}: ${askers} asked for it since and gave up.`,
    why: [
      isLate
        ? 'a race with a limit does not take back what was asked for: who loses it must give back the lock when it comes, or leave the queue'
        : wasGone
          ? 'somebody had given up waiting before: a lock that is handed on must skip who has gone'
          : 'a path that leaves early, or an error; on others it is given back',
      'the lock is hand-written: what it does is taken from this run',
    ],
    places,
    segments: [hold.from.segment],
    activations: [owner],
  };
}

function busyFlag(trace: Trace, lock: HandLock, { hold, pollers }: LeftBusy): Draft {
  const { accesses: a, activations: acts, suspensions: s } = trace;
  const [set, test] = [a.site.at(hold.set), a.site.at(hold.guard)];
  const name = locationText(trace, lock.location, set);
  const holder = taskName(trace, hold.activation);
  const names = [...new Set(pollers.map((p) => taskName(trace, p.activation)))].slice(0, 3).join(', ');
  const waits = [...new Set(pollers.map((p) => s.site.at(acts.lastSuspension.at(p.activation))))];
  const places: DraftPlace[] = [
    { site: set, role: 'acquire' },
    ...waits.map((site) => ({ site, role: 'wait' })),
    { site: test, role: 'check' },
  ];
  return {
    kind: 'lock.not-released',
    key: `${set},${test}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `\`${name}\` is set in ${holder} and never cleared: ${names} ${pollers.length === 1 ? 'looks' : 'look'} at it again and again.`,
    why: [
      `${holder} has ended without clearing it (a path that leaves early, or an error), as everybody before did`,
      `it was looked at ${pollers[0]?.looks ?? 0} times since by one of ${pollers.length} ${pollers.length === 1 ? 'task' : 'tasks'}`,
    ],
    places: places.filter((p) => 'site' in p && p.site !== NONE),
    segments: [hold.from.segment],
    activations: pollers.map((p) => p.activation),
  };
}

/** Nobody waits for it: who finds it set goes away. */
function skippedFlag(trace: Trace, lock: HandLock, times: number): Draft {
  const a = trace.accesses;
  const hold = lock.holds.at(-1) as Hold;
  const [set, test] = [a.site.at(hold.set), a.site.at(hold.guard)];
  const holder = taskName(trace, hold.activation);
  const places: DraftPlace[] = [
    { site: set, role: 'acquire' },
    { site: test, role: 'check' },
  ];
  return {
    kind: 'lock.not-released',
    key: `${set},${test}`,
    confidence: 0.65,
    verdict: 'observed',
    consequence: false,
    message: `\`${locationText(trace, lock.location, set)}\` is set in ${holder} and never cleared: it was found set ${times} times since, and nothing was done.`,
    why: [
      `${holder} has ended between setting and clearing it: a path that leaves early, or an error`,
      'clear it in `finally`, and set it right before `try`',
    ],
    places: places.filter((p) => 'site' in p && p.site !== NONE),
    segments: [hold.from.segment],
    activations: [],
  };
}

function releasedTwice(trace: Trace, { hold, isForOther, at, row, gives }: ReleasedTwice): Draft[] {
  const { accesses: a, activations: acts } = trace;
  const taken = a.site.at(hold.set === NONE ? hold.guard : hold.set);
  // The function that takes it does so for its caller.
  const isForCaller = acts.fn.at(at.by) === trace.functionAt(taken) && acts.parent.at(at.by) !== NONE;
  const task = isForCaller ? acts.parent.at(at.by) : at.by;
  const calls = callsIn(trace, acts.fn.at(task), lastName(trace.functions[gives]?.name ?? '')).toReversed();
  const releases = calls.length > 0 || row === NONE ? calls : [a.site.at(row)];
  const places: DraftPlace[] = [...releases.map((site) => ({ site, role: 'release' })), { site: taken, role: 'acquire' }];
  const where = locationText(trace, a.location.at(hold.guard), taken);
  const list = where.replace(COUNTS, '');
  const [what, kept] =
    list === where ? ['the permit that it took', `\`${where}\` counts them`] : ['what it took', `\`${list}\` then has it twice`];
  return [
    {
      kind: 'lock.double-release',
      key: `${taken},${releases.join()}`,
      confidence: 0.7,
      verdict: 'observed',
      consequence: false,
      message: isForOther
        ? `${taskName(trace, task)} gives back what it did not get, as it had given up waiting (${kept}): one task too many gets in.`
        : `${taskName(trace, task)} gives back ${what} more than once (${kept}): one task too many gets in.`,
      why: [
        isForOther ? 'others had it then, and give it back themselves' : 'it had given it back already; other tasks do so once',
        'the lock is hand-written: what it does is taken from this run',
      ],
      places: places.filter((p) => 'site' in p && p.site !== NONE),
      segments: [at.segment],
      activations: [hold.activation],
    },
  ];
}

/** It had given up waiting, and gives back the lock of another one that is still at work. */
function releasedForOther(trace: Trace, lock: HandLock, { from, by, segment }: TakenAway): Draft[] {
  const { accesses: a, activations: acts } = trace;
  const owner = askerOf(trace, from);
  if (acts.endNs.at(owner) <= trace.segments.startNs.at(segment)) return [];
  const taken = a.site.at(from.set === NONE ? from.guard : from.set);
  const [task, flag] = [askerOf(trace, by), trace.site(a.site.at(by.guard))];
  const isGiving = (index: number): boolean => trace.site(index)?.kind === 'write' && trace.site(index)?.text === flag?.text;
  const gives = new Set([...trace.sites.keys()].filter(isGiving).map((site) => trace.functionAt(site)));
  gives.delete(trace.functionAt(taken));
  const places: DraftPlace[] = [
    ...[...gives]
      .flatMap((fn) => callsIn(trace, acts.fn.at(task), lastName(trace.functions[fn]?.name ?? '')))
      .map((site) => ({ site, role: 'release' })),
    { site: callOf(trace, by.activation, by.guard), role: 'acquire' },
    { site: taken, role: 'hold' },
  ];
  const [name, holder] = [locationText(trace, lock.location, taken), taskName(trace, owner)];
  const draft: Draft = {
    kind: 'lock.double-release',
    key: `${taken},${sitesOf(places).join()}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `\`${name}\` is released in ${taskName(trace, task)}, which did not get it: it had given up waiting. It is taken away from ${holder}, and the next task is let in beside it.`,
    why: [`${holder} had not come to its end`, 'the lock is hand-written: what it does is taken from this run'],
    places: placesOnce(places),
    segments: [segment],
    activations: [from.activation],
  };
  return [draft];
}

/** The calls of functions of this name in a function and in the callbacks that stand in it, in the order of the source. */
function callsIn(trace: Trace, fn: number, name: string): number[] {
  const isInside = (at: number): boolean => at === fn || (at !== NONE && isInside(trace.functions[at]?.parentFunction ?? NONE));
  const isCall = (index: number): boolean => {
    const site = trace.site(index);
    return site?.kind === 'call' && lastName(site.text) === name && fn !== NONE && isInside(site.function);
  };
  return [...trace.sites.keys()].filter(isCall);
}

const HAND_WRITTEN = 'these locks are hand-written: what they do is taken from this run';

/** One level lower than for locks that are known: it is the run alone that says what they are. */
function asHandWritten(draft: Draft): Draft {
  const why = [...draft.why, HAND_WRITTEN];
  return { ...draft, confidence: 0.7, consequence: false, why };
}

function brokenLock(trace: Trace, { locks }: LockClass): Draft[] {
  let worst: { readonly lock: HandLock; readonly hold: Hold } | undefined;
  for (const lock of locks) {
    // Everybody who sets it gives it back after a wait: it is meant as a lock.
    if (!lock.holds.every((h) => h.to !== undefined && h.to.segment !== h.from.segment)) continue;
    for (const hold of lock.holds) {
      if (hold.overlaps > 0 && !hold.atomic && hold.overlaps > (worst?.hold.overlaps ?? 0)) worst = { lock, hold };
    }
  }
  if (worst === undefined) return [];
  const { lock, hold } = worst;
  const a = trace.accesses;
  const [set, test] = [a.site.at(hold.set), a.site.at(hold.guard)];
  const name = locationText(trace, lock.location, set);
  const places: DraftPlace[] = [
    { site: set, role: 'write' },
    { site: test, role: 'check' },
  ];
  return [
    {
      kind: 'lock.broken',
      key: `${set},${test}`,
      confidence: 0.55,
      verdict: 'observed',
      consequence: false,
      ceiling: 'info',
      message: `The hand-written lock \`${name}\` let ${hold.overlaps + 1} tasks in at once: ${taskName(trace, hold.activation)} waits between looking at it and taking it.`,
      why: ['it was taken while another task had it', 'each task that takes it gives it back later, so it is meant as a lock'],
      places: places.filter((p) => 'site' in p && p.site !== NONE),
      segments: [a.segment.at(hold.guard), hold.from.segment],
      activations: [hold.activation],
    },
  ];
}
