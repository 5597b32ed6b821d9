/** lock.contention, lock.held-across-slow-await (advice) and lock.starvation: what waiting for a lock costs, and who never gets it. */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import { LOCK_POOL, LOCK_QUEUE, MODE_OBSERVE, type Trace } from '../../../model/trace.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { releaseOf } from '../../locks/lockOrder.ts';
import { lockNameAt, requesterName } from '../../names.ts';
import { requestOf } from '../../roots.ts';

export const lockContentionRule: Rule = {
  kinds: ['lock.contention', 'lock.held-across-slow-await', 'lock.starvation'],
  run: ({ trace }: AnalysisContext) => findContention(trace),
};

/** Waits shorter than this are turn-taking. */
const MIN_WAIT_NS = 1e6;
/** From so many waits on, when they make up so much of the time of the tasks that waited. */
const MIN_WAITS = 5;
const MIN_SHARE = 0.1;
/** And so much in all, where one task made all the calls: whoever puts things in a row by a lock has them wait. */
const MIN_BURST_NS = 500e6;
export const SLOW_HOLD_NS = 1e9;
const SLOW_WAITERS = 3;
const STARVING_NS = 5e9;
const STARVING_OVERTAKEN = 5;
/** Or, for a lock that knows no priorities of jobs, for so long by so many. */
const UNFAIR_NS = 700e6;
const UNFAIR_OVERTAKEN = 30;
/** Waiters of one lock whose overtakers are counted. */
const MAX_STARVING = 100;

interface Wait {
  readonly request: number;
  readonly from: number;
  readonly to: number;
}

/** Also for hand-written locks in the form of requests. */
export function findContention(trace: Trace): Draft[] {
  const { requests: r } = trace;
  const end = trace.threads.reduce((max, t) => Math.max(max, t.endNs), 0);
  const byLock = new Map<number, Wait[]>();
  for (let request = 0; request < r.length; request++) {
    if ((r.mode.at(request) & MODE_OBSERVE) !== 0 || r.cancelled.at(request) >= 0) continue;
    const acquired = r.acquireNs.at(request);
    const list = byLock.get(r.lock.at(request)) ?? [];
    byLock.set(r.lock.at(request), list);
    list.push({ request, from: r.requestNs.at(request), to: Number.isNaN(acquired) ? end : acquired });
  }
  // Who never got it waits for something else than its turn.
  const isGranted = (wait: Wait): boolean => r.acquireSegment.at(wait.request) !== NONE;
  return [...byLock.values()].flatMap((all) => {
    const waits = all.filter((w) => w.to - w.from >= MIN_WAIT_NS);
    const isCostly = waits.length >= SLOW_WAITERS && !isLimiter(trace, all[0]?.request ?? NONE);
    const costs = !isCostly ? [] : [...contention(trace, waits.filter(isGranted), end), ...slowHolds(trace, all, waits)];
    return [...costs, ...starvation(trace, all)];
  });
}

function places(...sites: readonly (readonly [number, string])[]): DraftPlace[] {
  return sites.filter(([site]) => site !== NONE).map(([site, role]) => ({ site, role }));
}

/** The outermost activation around a request. */
function rootOf(trace: Trace, request: number): number {
  const { activations: acts, requests: r } = trace;
  let at = r.activation.at(request);
  for (let i = 0; at !== NONE && i < 64 && acts.parent.at(at) !== NONE; i++) at = acts.parent.at(at);
  return at;
}

/** The lock lets one in at a time, and no jobs are given to it. */
function isForOne({ requests: r, locks }: Trace, request: number): boolean {
  const lock = r.lock.at(request);
  return locks.permits.at(lock) === 1 && ![LOCK_QUEUE, LOCK_POOL].includes(locks.kind.at(lock));
}

/** A queue that runs several jobs at a time: that the others wait is what it is for. */
function isLimiter({ requests: r, locks }: Trace, request: number): boolean {
  const lock = r.lock.at(request);
  return locks.kind.at(lock) === LOCK_QUEUE && locks.permits.at(lock) !== 1;
}

function contention(trace: Trace, waits: readonly Wait[], end: number): Draft[] {
  const { activations: acts, requests: r } = trace;
  if (waits.length < MIN_WAITS) return [];
  let roots = new Set(waits.map((w) => rootOf(trace, w.request)));
  roots.delete(NONE);
  // Calls that one task made together share its time; that a queue or limiter makes them wait is what it is for.
  const isBurst = roots.size === 1 && isForOne(trace, waits[0]?.request ?? NONE);
  if (isBurst || (roots.size < 2 && areOfRequests(trace, waits))) roots = new Set(waits.map((w) => r.activation.at(w.request)));
  roots.delete(NONE);
  if (roots.size < 2) return [];
  let lived = 0;
  for (const root of roots) lived += (Number.isNaN(acts.endNs.at(root)) ? end : acts.endNs.at(root)) - acts.startNs.at(root);
  const waited = waits.reduce((sum, w) => sum + w.to - w.from, 0);
  if (lived <= 0 || waited < MIN_SHARE * lived || (isBurst && waited < MIN_BURST_NS)) return [];
  const longest = waits.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a)).request;
  const name = lockNameAt(trace, longest);
  return [
    {
      kind: 'lock.contention',
      key: `${r.site.at(longest)}`,
      confidence: 0.55,
      verdict: 'observed',
      consequence: false,
      ceiling: 'info',
      message: `\`${name}\`: ${Math.min(100, Math.round((100 * waited) / lived))} % of the time of the tasks that take it in ${requesterName(trace, longest)} is waiting for it.`,
      why: [`${waits.length} waits, ${Math.round(waited / 1e6)} ms in all`],
      places: places([r.site.at(longest), 'wait']),
      segments: [r.requestSegment.at(longest)],
      activations: [],
    },
  ];
}

/** Requests to a server are tasks of their own, whoever has made its listener. */
function areOfRequests(trace: Trace, waits: readonly Wait[]): boolean {
  const served = new Set(waits.map((w) => requestOf(trace, trace.requests.requestSegment.at(w.request))));
  served.delete(NONE);
  return served.size > 1;
}

/** A hold that others waited for and that was itself nearly all waiting. */
function slowHolds(trace: Trace, all: readonly Wait[], waits: readonly Wait[]): Draft[] {
  const { activations: acts, requests: r, suspensions: s } = trace;
  for (const { request: holder, to: from } of all) {
    const to = releaseOf(trace, holder).ns;
    if (!Number.isFinite(to) || to - from < SLOW_HOLD_NS) continue;
    const queued = waits.filter((w) => w.request !== holder && w.from < to && w.to >= to && w.to > from).length;
    const activation = r.job.at(holder) === NONE ? r.activation.at(holder) : r.job.at(holder);
    if (queued < SLOW_WAITERS || activation === NONE) continue;
    let asleep = 0;
    let longest = NONE;
    let longestNs = 0;
    for (let at = acts.lastSuspension.at(activation); at !== NONE; at = s.previous.at(at)) {
      // What began before is the wait for the lock itself, or for the job.
      if (s.startNs.at(at) < from) break;
      const slept = Math.min(to, Number.isNaN(s.resumeNs.at(at)) ? to : s.resumeNs.at(at)) - s.startNs.at(at);
      if (slept <= 0) continue;
      asleep += slept;
      if (slept > longestNs) [longest, longestNs] = [at, slept];
    }
    if (asleep < 0.8 * (to - from) || longest === NONE) continue;
    const site = s.site.at(longest);
    return [
      {
        kind: 'lock.held-across-slow-await',
        key: `${site},${r.site.at(holder)}`,
        confidence: 0.55,
        verdict: 'observed',
        consequence: false,
        ceiling: 'info',
        message: `\`${lockNameAt(trace, holder)}\` is held for ${Math.round((to - from) / 1e6)} ms while ${requesterName(trace, holder)} waits at \`${trace.site(site)?.text ?? ''}\`; ${queued} tasks queue for it.`,
        why: [`${Math.round((100 * asleep) / (to - from))} % of the time it is held passes in awaits`],
        places: places([site, 'await'], [r.site.at(holder), 'acquire']),
        segments: [r.requestSegment.at(holder)],
        activations: [activation],
      },
    ];
  }
  return [];
}

function starvation(trace: Trace, all: readonly Wait[]): Draft[] {
  const { requests: r } = trace;
  const isQueue = [LOCK_QUEUE, LOCK_POOL].includes(trace.locks.kind.at(r.lock.at(all[0]?.request ?? NONE)));
  const longest = all.filter((w) => w.to - w.from >= (isQueue ? STARVING_NS : UNFAIR_NS)).sort((a, b) => b.to - b.from - (a.to - a.from));
  for (const waiter of longest.slice(0, MAX_STARVING)) {
    const overtaken = all.filter((w) => w.request > waiter.request && w.to < waiter.to).length;
    const enough = waiter.to - waiter.from >= STARVING_NS ? STARVING_OVERTAKEN : UNFAIR_OVERTAKEN;
    if (overtaken < enough || r.site.at(waiter.request) === NONE) continue;
    const seconds = ((waiter.to - waiter.from) / 1e9).toFixed(1);
    return [
      {
        kind: 'lock.starvation',
        key: `${r.site.at(waiter.request)}`,
        confidence: 0.7,
        verdict: 'observed',
        consequence: false,
        message: `${requesterName(trace, waiter.request)} waits ${seconds} s for \`${lockNameAt(trace, waiter.request)}\` and is overtaken ${overtaken} times.`,
        why: ['requests that came later were granted earlier: by priority, or because the lock is not fair'],
        places: places([r.site.at(waiter.request), 'wait']),
        segments: [r.requestSegment.at(waiter.request)],
        activations: [],
      },
    ];
  }
  return [];
}
