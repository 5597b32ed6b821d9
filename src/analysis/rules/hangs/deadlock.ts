/**
 * deadlock.actual, lock.self-deadlock, lock.queue-self-wait, lock.permit-nesting (as it happened), lock.not-released by the one who waits: rings of tasks that wait for each other, proved by the
 * wait-for graph with everything unknown taken to be alive.
 */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import { LOCK_POOL, LOCK_QUEUE, LOCK_SEMAPHORE, MODE_OBSERVE, type Trace } from '../../../model/trace.ts';
import type { Draft, DraftPlace, DraftStep } from '../../finding.ts';
import { WAIT_ACTIVATION, WAIT_GRANT, waitIndex, waitKind, type WaitGraph } from '../../waiting/waitFor.ts';
import { callsOfHelpers } from '../../locks/askedThrough.ts';
import { functionLabel, lockNames, requesterName, taskName } from '../../names.ts';
import { callOfTurn, siteOfTurn, textOfTurns, type Turn } from '../../waiting/turns.ts';
import { fromFirstPlace } from '../../locks/ringOrder.ts';
import { findAllRings, findRings, type Ring, type RingMember, type Stuck } from '../../waiting/waitForRings.ts';

const KINDS = ['deadlock.actual', 'lock.self-deadlock', 'lock.queue-self-wait', 'lock.permit-nesting', 'lock.not-released'];

export const deadlockRule: Rule = { kinds: KINDS, run: ({ trace }: AnalysisContext) => draftsOf(findAllRings(trace)) };

/** Deadlocks of a trace that is still being written: call it after events of locks or suspensions. */
export function findDeadlocks(trace: Trace): Draft[] {
  return draftsOf(findRings(trace));
}

function draftsOf({ graph, rings }: Stuck): Draft[] {
  const { trace } = graph;
  if (trace.run.incomplete.length > 0) return [];
  const drafts: Draft[] = [];
  for (const ring of rings) {
    const draft = ring.members.length === 0 ? awaitRing(trace, ring) : lockRing(graph, ring);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

/** Sites of awaits that the activations are suspended at. */
function awaitSites(trace: Trace, activations: readonly number[]): number[] {
  const { activations: acts, suspensions: s } = trace;
  return activations
    .map((a) => acts.lastSuspension.at(a))
    .filter((last) => s.awaited.at(last) !== NONE && s.site.at(last) !== NONE)
    .map((last) => s.site.at(last));
}

function places(role: string, sites: readonly number[]): DraftPlace[] {
  return sites.filter((site) => site !== NONE).map((site) => ({ site, role }));
}

function common(trace: Trace, ring: Ring): Pick<Draft, 'confidence' | 'verdict' | 'consequence' | 'segments' | 'activations'> {
  const r = trace.requests;
  return {
    confidence: 0.97,
    verdict: 'observed',
    consequence: true,
    segments: ring.members.flatMap((m) => [r.requestSegment.at(m.holds), r.requestSegment.at(m.waits)]),
    activations: [...new Set(ring.activations)],
  };
}

/** How many others wait behind the ring. */
function behind(trace: Trace, ring: Ring): string[] {
  const inRing = new Set(ring.activations);
  const others = [...ring.blocked].filter((node) => waitKind(node) === WAIT_ACTIVATION && !inRing.has(waitIndex(node))).map(waitIndex);
  if (others.length === 0) return [];
  const names = [...new Set(others.map((a) => taskName(trace, a)))].slice(0, 3).join(', ');
  return [`${others.length} more ${others.length === 1 ? 'task waits' : 'tasks wait'} behind it: ${names}`];
}

/** Of locks; another rule has found the ring where the graph cannot. */
export function lockRing(graph: WaitGraph, found: Ring): Draft | undefined {
  const { trace } = graph;
  const { requests: r, locks } = trace;
  const through = callsOfHelpers(
    trace,
    found.members.map((m) => ({ holds: m.holds, wants: m.waits })),
  );
  const placesOf = ({ waits, holds }: RingMember): number[] =>
    [waits, holds].flatMap((m) => [through.get(m) ?? r.site.at(m), r.site.at(m)]);
  const members = fromFirstPlace(trace, found.members, placesOf);
  const ring = { ...found, members, activations: members.flatMap((m) => m.activations) };
  const names = lockNames(
    trace,
    ring.members.flatMap((m) => [m.holds, m.waits]),
  );
  const name = (request: number): string => `\`${names.get(request) ?? ''}\``;
  const waits = ring.members.map((m) => r.site.at(m.waits));
  const holds = ring.members.map((m) => r.site.at(m.holds));
  const calls = ring.members.map((m) => callOfHelper(graph, m.holds));
  const called = (part: 'holds' | 'waits'): number[] => ring.members.map((m) => through.get(m[part]) ?? NONE);
  const lockSet = new Set(ring.members.map((m) => r.lock.at(m.holds)));
  const isOne = lockSet.size === 1;
  const all = [
    ...places('wait', isOne ? waits : [...called('waits'), ...waits]),
    ...places('hold', isOne ? [...calls, ...holds, ...called('waits')] : [...called('holds'), ...calls, ...holds]),
    ...places('await', awaitSites(trace, ring.activations)),
  ];
  if (all.length === 0) return undefined;
  const key = [...waits, ...holds].sort((a, b) => a - b).join(',');
  const base = { ...common(trace, ring), key, places: all, identity: [...waits, ...holds] };
  if (lockSet.size > 1) {
    const holder = (request: number): string => {
      const call = through.get(request);
      return call === undefined ? holderName(graph, request) : functionLabel(trace, trace.functionAt(call));
    };
    const parts = ring.members.map((m) => `${holder(m.holds)} holds ${name(m.holds)} and waits for ${name(m.waits)}`);
    const why = ['each waits for a lock that another one of them holds, so none can ever go on', ...behind(trace, ring)];
    return { ...base, kind: 'deadlock.actual', message: `Deadlock: ${parts.join('; ')}.`, why, scenario: scenarioOf(graph, ring, name) };
  }
  const member = ring.members[0];
  if (member === undefined) return undefined;
  const lock = r.lock.at(member.holds);
  const permits = locks.permits.at(lock);
  const [holder, waiter] = [holderName(graph, member.holds), requesterName(trace, member.waits)];
  if (locks.kind.at(lock) === LOCK_QUEUE && trace.string(locks.library.at(lock)) !== 'p-limit') {
    const isForRest = (r.mode.at(member.waits) & MODE_OBSERVE) !== 0;
    const awaited = isForRest ? `until ${name(member.waits)} has none left` : `for another job of ${name(member.waits)}`;
    return {
      ...base,
      kind: 'lock.queue-self-wait',
      message: `A job of the queue ${name(member.holds)} (concurrency ${permits}) waits ${awaited}, which cannot ${isForRest ? 'be before that job ends' : 'start until it ends'}: ${waiter} never goes on.`,
      why: [
        isForRest
          ? 'the job that waits is one of those that it waits for'
          : `all ${permits} ${permits === 1 ? 'slot is' : 'slots are'} taken by jobs that wait for a job of the same queue`,
        ...behind(trace, ring),
      ],
    };
  }
  if (isKeptInTurns(graph, member)) {
    return {
      ...base,
      kind: 'lock.not-released',
      message: `${name(member.holds)} is taken in ${holder} and not released on every path: ${holder} has all ${permits} ${permits === 1 ? 'permit' : 'permits'} itself, and waits for another for ever.`,
      why: ['the same call took them one after the other; a path between two of them leaves the permit taken', ...behind(trace, ring)],
    };
  }
  if (permits !== 1 || [LOCK_QUEUE, LOCK_SEMAPHORE, LOCK_POOL].includes(locks.kind.at(lock))) {
    const isOnly = permits === 1;
    const end = isOnly ? 'it waits for itself, and never goes on' : 'all are held by tasks that do the same, so none can go on';
    return {
      ...base,
      kind: 'lock.permit-nesting',
      message: `${holder} holds ${isOnly ? 'the only permit' : `one of ${permits} permits`} of ${name(member.holds)} and waits for another of ${name(member.waits)}${holder === waiter ? '' : ` in ${waiter}`}: ${end}.`,
      why: ['every permit is held by a task that waits for one more', ...behind(trace, ring)],
    };
  }
  if (isLeftBehind(graph, member.holds)) {
    const taker = requesterName(trace, member.holds);
    return {
      ...base,
      kind: 'lock.not-released',
      message: `${name(member.holds)} is taken in ${taker} and not released on every path: that call has ended, and ${waiter} waits for the lock for ever.`,
      why: ['the call that took it and its caller have ended without giving it back', ...behind(trace, ring)],
    };
  }
  return {
    ...base,
    kind: 'lock.self-deadlock',
    message: `${waiter} waits for ${name(member.waits)}, which its own caller already holds: it never goes on.`,
    why: ['the lock is not re-entrant, and its holder cannot release it before this call returns', ...behind(trace, ring)],
  };
}

/** One call took all permits at one place, in one turn of a loop after the other: not nested, but not given back. */
function isKeptInTurns(graph: WaitGraph, { holds, waits }: RingMember): boolean {
  const r = graph.trace.requests;
  const [site, taker] = [r.site.at(waits), r.activation.at(waits)];
  if (site === NONE || taker === NONE) return false;
  const turns = new Set([r.requestSegment.at(waits)]);
  for (const holder of graph.holders(r.lock.at(holds))) {
    if (r.site.at(holder) !== site || r.activation.at(holder) !== taker) return false;
    // Asked for at once, they are one task's share.
    if (turns.size === turns.add(r.requestSegment.at(holder)).size) return false;
  }
  return true;
}

/** Who took it has ended, and whoever called that as well: a helper would have given its caller the means to release it. */
function isLeftBehind(graph: WaitGraph, request: number): boolean {
  const { requests: r, activations: acts } = graph.trace;
  const [taker, owner] = [r.activation.at(request), graph.ownerOf(request)];
  if (taker === NONE || owner === NONE || taker === owner || acts.endSegment.at(taker) === NONE) return false;
  const caller = acts.parent.at(taker);
  return caller !== NONE && caller !== owner && acts.endSegment.at(caller) !== NONE;
}

/** `const leave = await rail.enter()`: where a helper that took the lock and ended was called by the task that has it now; NONE. */
function callOfHelper(graph: WaitGraph, request: number): number {
  const { requests: r, activations: acts, suspensions: s } = graph.trace;
  const owner = graph.ownerOf(request);
  if (owner === NONE || owner === r.activation.at(request)) return NONE;
  const promise = acts.promise.at(r.activation.at(request));
  for (let at = acts.lastSuspension.at(owner); at !== NONE; at = s.previous.at(at)) if (s.awaited.at(at) === promise) return s.site.at(at);
  return NONE;
}

/** The task that has the lock, where a helper took it for that. */
function holderName(graph: WaitGraph, request: number): string {
  return callOfHelper(graph, request) === NONE ? requesterName(graph.trace, request) : taskName(graph.trace, graph.ownerOf(request));
}

type DraftScenario = NonNullable<Draft['scenario']>;
type TimedStep = DraftStep & { readonly ns: number };

/** One lane a task: what each of them did, in the order in which it happened. */
function inOrder(steps: readonly TimedStep[]): DraftStep[] {
  return steps.toSorted((a, b) => a.ns - b.ns).map(({ lane, text, site }) => ({ lane, text, site }));
}

const ONE_ORDER = 'Safe: one order for all';

function scenarioOf(graph: WaitGraph, ring: Ring, name: (request: number) => string): DraftScenario {
  const r = graph.trace.requests;
  const lanes = ring.members.map((m) => holderName(graph, m.holds));
  const happened = ring.members.flatMap((m, lane): TimedStep[] => [
    { lane, text: `takes ${name(m.holds)}`, site: r.site.at(m.holds), ns: r.acquireNs.at(m.holds) },
    { lane, text: `waits for ${name(m.waits)}`, site: r.site.at(m.waits), ns: r.requestNs.at(m.waits) },
  ]);
  const other = ring.members.map((m, lane): DraftStep => ({
    lane,
    text: `takes ${name(m.holds)} and ${name(m.waits)} in one order for all tasks`,
    site: r.site.at(m.holds),
  }));
  return { lanes, happened: inOrder(happened), other, otherTitle: ONE_ORDER };
}

/** The same of hand-written locks. */
function scenarioOfTurns(trace: Trace, turns: readonly Turn[]): DraftScenario | undefined {
  if (turns.length < 2 || turns.some((t) => t.holds === NONE || t.waits === NONE)) return undefined;
  const s = trace.suspensions;
  const lanes = turns.map((t) => taskName(trace, t.task));
  const held = ({ holds, heldKey }: Turn): string => callOfTurn(trace, holds, heldKey);
  const wanted = ({ waits, wantedKey }: Turn): string => callOfTurn(trace, waits, wantedKey);
  const happened = turns.flatMap((turn, lane): TimedStep[] => [
    // A lock that runs what it is given comes back when that has ended.
    { lane, text: `takes ${held(turn)}`, site: s.site.at(turn.holds), ns: resumedOrBegun(trace, turn.holds) },
    { lane, text: `waits for ${wanted(turn)}`, site: s.site.at(turn.waits), ns: s.startNs.at(turn.waits) },
  ]);
  const other = turns.map((turn, lane): DraftStep => ({
    lane,
    text: `takes ${held(turn)} and ${wanted(turn)} in one order for all tasks`,
    site: s.site.at(turn.holds),
  }));
  return { lanes, happened: inOrder(happened), other, otherTitle: ONE_ORDER };
}

function resumedOrBegun({ suspensions: s }: Trace, suspension: number): number {
  return s.resumeSegment.at(suspension) === NONE ? s.startNs.at(suspension) : s.resumeNs.at(suspension);
}

/** Tasks that await one another's results: the last of them closed the ring, and without its wait all would have come to their ends. */
function scenarioOfAwaits(trace: Trace, ring: Ring): DraftScenario | undefined {
  const { activations: acts, suspensions: s } = trace;
  const waits = ring.activations.map((a) => acts.lastSuspension.at(a));
  const count = waits.length;
  if (count < 2 || waits.some((wait) => wait === NONE || s.site.at(wait) === NONE)) return undefined;
  const lanes = ring.activations.map((a) => taskName(trace, a));
  const nextOf = (lane: number): string => lanes[(lane + 1) % count] ?? '';
  // Waits that began in one callback have one time: the rows are in their order.
  const inTime = waits.map((wait, lane) => ({ wait, lane })).sort((a, b) => s.startNs.at(a.wait) - s.startNs.at(b.wait) || a.wait - b.wait);
  const happened = inTime.map(({ wait, lane }): DraftStep => ({ lane, text: `awaits ${nextOf(lane)}`, site: s.site.at(wait) }));
  const last = inTime.at(-1)?.lane ?? 0;
  const other = waits.map((_, i): DraftStep => {
    const lane = (last + count - i) % count;
    const text = i === 0 ? `ends without awaiting ${nextOf(lane)}` : `goes on, since ${nextOf(lane)} has ended`;
    return { lane, text, site: s.site.at(waits[lane] as number) };
  });
  return { lanes, happened, other, otherTitle: 'Safe: one of them does not wait' };
}

/** In a ring of promises: the callback of this one has run and has returned the next one, whose callback waits. */
function isStepOf({ tasks }: Trace, promises: readonly number[], i: number): boolean {
  const [promise, next] = [promises[i] as number, promises[(i + 1) % promises.length] as number];
  return tasks.firstRun.at(promise) !== NONE && tasks.firstRun.at(next) === NONE && tasks.parent.at(promise) !== next;
}

/** `tail = tail.then(work)`: what is put at its end from inside the work begins when the work has ended. */
function ownResult(trace: Trace, { activations, promises }: Ring): string {
  const { activations: acts, suspensions: s, tasks } = trace;
  const [activation = NONE] = activations;
  const last = activation === NONE ? NONE : acts.lastSuspension.at(activation);
  const awaited = last === NONE ? NONE : s.awaited.at(last);
  const isQueued = (p: number): boolean => tasks.parent.at(p) !== NONE && tasks.site.at(p) !== NONE && p !== acts.promise.at(activation);
  const textOf = (p: number): string => trace.site(tasks.site.at(p))?.text ?? '';
  const queued = promises.find(isQueued);
  const queue = queued === undefined ? '' : textOf(queued);
  const behind = 'queued behind it and begins only when it has ended';
  const asks = promises.find((_, i) => isStepOf(trace, promises, i));
  if (activation === NONE && asks !== undefined) return `the callback given to \`${textOf(asks)}\` waits for what is ${behind}`;
  if (activation === NONE) return `a job that \`${queue}\` started waits for what is ${behind}`;
  const name = taskName(trace, activation);
  const call = last === NONE ? '' : (trace.site(s.site.at(last))?.text ?? '');
  const isBehind = /\.(?:then|finally|catch)$/.test(queue) && call !== '' && awaited !== acts.promise.at(activation);
  return isBehind ? `${name} waits for \`${call}\`, which is ${behind}` : `${name} waits for its own result`;
}

function awaitRing(trace: Trace, found: Ring): Draft | undefined {
  const { activations: acts, suspensions: s } = trace;
  const ring = {
    ...found,
    activations: fromFirstPlace(trace, found.activations, (a) => [s.site.at(acts.lastSuspension.at(a))]),
    turns: fromFirstPlace(trace, found.turns, (t) => [siteOfTurn(trace, t.waits), siteOfTurn(trace, t.holds)]),
  };
  const waiting = [...ring.blocked].some((node) => waitKind(node) === WAIT_GRANT);
  const awaits = awaitSites(trace, ring.activations);
  // A ring of returned promises has no await in it: the calls that made them stand for it.
  // Of callbacks, the one that asked comes first.
  const step = ring.activations.length > 0 ? undefined : ring.promises.find((_, i) => isStepOf(trace, ring.promises, i));
  const fromStep = step === undefined ? ring.promises : [step, ...ring.promises];
  const made = [...new Set(fromStep.map((p) => trace.tasks.site.at(p)))].filter((site) => site !== NONE);
  const [asked, held] = [ring.turns.map((t) => siteOfTurn(trace, t.waits)), ring.turns.map((t) => siteOfTurn(trace, t.holds))];
  const turns = [...places('wait', asked), ...places('hold', held)];
  const sites = awaits.length > 0 ? awaits : made;
  if (sites.length === 0) return undefined;
  const names = ring.activations.map((a) => taskName(trace, a));
  const ringText = names.map((n, i) => `${n} awaits ${names[(i + 1) % names.length] ?? ''}`).join('; ');
  const text = turns.length > 0 ? textOfTurns(trace, ring.turns) : names.length > 1 ? ringText : ownResult(trace, ring);
  const scenario = turns.length > 0 ? scenarioOfTurns(trace, ring.turns) : scenarioOfAwaits(trace, ring);
  return {
    ...common(trace, ring),
    kind: 'deadlock.actual',
    key: [...sites].sort((a, b) => a - b).join(','),
    identity: turns.length > 0 ? [...asked, ...held] : sites,
    message: `Deadlock: ${text}.`,
    why: [
      turns.length > 0
        ? 'each waits for a promise that another one of them settles when it is done, which it never is'
        : names.length > 1
          ? 'each awaits a promise that only another one of them can settle'
          : 'only its own end can settle what it waits for: do that part directly, or after it',
      ...(waiting ? ['locks that they hold are waited for'] : []),
      ...behind(trace, ring),
    ],
    places: [...turns, ...places('await', awaits), ...places('create', awaits.length === 0 || names.length === 1 ? made : [])],
    ...(scenario === undefined ? {} : { scenario }),
  };
}
