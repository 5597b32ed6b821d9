/**
 * lock.not-released and lock.double-release around requests that gave up: refused or timed out because the lock was never given back, or gone on as if the lock had been granted, with a
 * release that takes it away from who still has it. And locks of the whole machine that were left, whoever wants them.
 */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import { MODE_OBSERVE, MODE_TIMEOUT, type Trace } from '../../../model/trace.ts';
import { COMBINE_RACE } from '../../../model/vocabulary.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { lockNameAt, requesterName } from '../../names.ts';
import { WaitGraph } from '../../waiting/waitFor.ts';

export const lockGivenUpRule: Rule = {
  kinds: ['lock.not-released', 'lock.double-release'],
  run: ({ trace, earlier }: AnalysisContext) => (trace.run.incomplete.length > 0 ? [] : findGivenUp(trace, earlier)),
};

function findGivenUp(trace: Trace, earlier: readonly Draft[]): Draft[] {
  const failed = failedRequests(trace);
  if (trace.requests.length === 0) return [];
  const graph = new WaitGraph(trace);
  const refused = failed.flatMap((f) => neverGivenBack(trace, graph, f));
  const drafts = [
    ...refused,
    ...leftForAll(trace, graph).filter((draft) => refused.every((r) => r.key !== draft.key)),
    ...releasedForOthers(trace, failed),
    ...grantedTooLate(trace, graph),
  ];
  const isTold = (draft: Draft): boolean => earlier.some((d) => d.kind === draft.kind && d.key === draft.key);
  return drafts.filter((draft) => !isTold(draft));
}

export interface Failed {
  readonly request: number;
  readonly segment: number;
  readonly ns: number;
}

/** Requests that ended before they were granted. */
export function failedRequests({ requests: r, tasks }: Trace): Failed[] {
  const found: Failed[] = [];
  for (let request = 0; request < r.length; request++) {
    const promise = r.promise.at(request);
    const segment = promise === NONE ? NONE : tasks.resolveSegment.at(promise);
    if (segment === NONE || (r.mode.at(request) & MODE_OBSERVE) !== 0) continue;
    const granted = r.acquireSegment.at(request);
    // Some libraries grant what has timed out all the same, and give it back at once.
    const isLate = granted > segment && (r.mode.at(request) & MODE_TIMEOUT) !== 0;
    if (granted === NONE || isLate) found.push({ request, segment, ns: tasks.resolveNs.at(promise) });
  }
  return found;
}

function places(...sites: readonly (readonly [number, string])[]): DraftPlace[] {
  return sites.filter(([site]) => site !== NONE).map(([site, role]) => ({ site, role }));
}

/** Everybody who had the lock had ended before the request failed, without giving back what it always gives back. */
function neverGivenBack(trace: Trace, graph: WaitGraph, { request, ns }: Failed): Draft[] {
  const { requests: r, activations: acts } = trace;
  const holders = graph.holders(r.lock.at(request)).filter((h) => h !== request && r.acquireNs.at(h) < ns);
  const wasLeft = (h: number): boolean => graph.isForgotten(h, true) && acts.endNs.at(r.activation.at(h)) < ns;
  const [first = NONE] = holders;
  if (first === NONE || holders.length < trace.locks.permits.at(r.lock.at(request)) || !holders.every(wasLeft)) return [];
  const all = places([r.site.at(first), 'acquire'], [r.site.at(request), 'wait']);
  if (all.length === 0) return [];
  const holder = requesterName(trace, first);
  return [
    {
      kind: 'lock.not-released',
      key: `${r.site.at(first)}`,
      confidence: 0.75,
      verdict: 'observed',
      consequence: true,
      message: `\`${lockNameAt(trace, first)}\` is taken in ${holder} and never released; ${requesterName(trace, request)} asked for it and gave up.`,
      why: [leftText(trace, first), ...(holders.length > 1 ? [`so has everybody who had one of the ${holders.length} permits`] : [])],
      places: all,
      segments: [r.requestSegment.at(first), r.requestSegment.at(request)],
      activations: [],
    },
  ];
}

function leftText(trace: Trace, request: number): string {
  const { requests: r } = trace;
  const site = r.site.at(request);
  let isReleased = false;
  for (let i = 0; i < r.length && !isReleased; i++) isReleased = r.site.at(i) === site && r.releaseSegment.at(i) !== NONE;
  const others = isReleased ? '; other calls of it do release it' : '';
  return `${requesterName(trace, request)} has ended without releasing it (a path that leaves early, or an error)${others}`;
}

/** Who asked for the lock in a race had lost that before the lock was granted: nobody gives it back. */
function grantedTooLate(trace: Trace, graph: WaitGraph): Draft[] {
  const { requests: r, tasks } = trace;
  const races = new Map(
    trace.combines.flatMap((c) => (c.kind === COMBINE_RACE ? c.members.map((member) => [member, c.result] as const) : [])),
  );
  const drafts: Draft[] = [];
  // Until the end it may still be released.
  if (races.size === 0 || !trace.run.ended) return drafts;
  for (const lock of graph.contendedLocks()) {
    const holders = graph.holders(lock);
    const late = holders.find((h) => {
      const race = races.get(r.promise.at(h)) ?? NONE;
      return (
        race !== NONE &&
        tasks.resolveSegment.at(race) !== NONE &&
        tasks.resolveNs.at(race) < r.acquireNs.at(h) &&
        (graph.isForgotten(h) || isOnlyRaced(trace, h))
      );
    });
    const since = late === undefined ? NONE : (graph.waiters(lock).find((w) => r.requestNs.at(w) >= r.requestNs.at(late)) ?? NONE);
    if (late === undefined || since === NONE || holders.length < trace.locks.permits.at(lock)) continue;
    const all = places([r.site.at(late), 'acquire'], [r.site.at(since), 'wait']);
    if (all.length === 0) continue;
    const [name, holder] = [lockNameAt(trace, late), requesterName(trace, late)];
    drafts.push({
      kind: 'lock.not-released',
      key: `${r.site.at(late)}`,
      confidence: 0.75,
      verdict: 'observed',
      consequence: true,
      message: `\`${name}\` is granted to ${holder} after it had lost the race in which it asked for it, so nobody releases it: ${requesterName(trace, since)} asked for it since and did not get it.`,
      why: [
        'a race with a limit does not take back what was asked for: who loses it must release the lock when it comes, or use a lock that gives up itself',
      ],
      places: all,
      segments: [r.requestSegment.at(late), r.requestSegment.at(since)],
      activations: [],
    });
  }
  return drafts;
}

/** Calls that give a lock back by the object that has it. */
const BY_OBJECT = /\.(?:release|unlock)(?:[A-Z]\w*)?$/;

/** What gives the lock back came to nobody but races that were over: nothing else has looked at the promise, and no code gives locks back by what they were asked of. */
function isOnlyRaced({ combines, requests: r, sites, tasks }: Trace, request: number): boolean {
  const promise = r.promise.at(request);
  const races = combines.filter((c) => c.members.includes(promise));
  let reactions = 0;
  for (let task = promise + 1; task < tasks.length; task++) if (tasks.parent.at(task) === promise) reactions++;
  if (races.some((c) => c.kind !== COMBINE_RACE) || reactions > races.length) return false;
  return !sites.some((site) => site.kind === 'call' && BY_OBJECT.test(site.text));
}

/** A lock that every process of the machine knows: who waits for it need not be one that is recorded. */
const MACHINE_WIDE = 2;

function leftForAll(trace: Trace, graph: WaitGraph): Draft[] {
  const { requests: r, locks } = trace;
  const drafts = new Map<number, Draft>();
  for (let lock = 0; lock < locks.length; lock++) {
    if (locks.scope.at(lock) !== MACHINE_WIDE) continue;
    for (const request of graph.holders(lock)) {
      const site = r.site.at(request);
      if (site === NONE || drafts.has(site) || !graph.isForgotten(request, true)) continue;
      const holder = requesterName(trace, request);
      drafts.set(site, {
        kind: 'lock.not-released',
        key: `${site}`,
        confidence: 0.65,
        verdict: 'observed',
        consequence: false,
        message: `\`${lockNameAt(trace, request)}\` is taken in ${holder} and never released: whoever else wants it, here or in another process, does not get it until this process ends.`,
        why: [leftText(trace, request)],
        places: places([site, 'acquire']),
        segments: [r.requestSegment.at(request)],
        activations: [],
      });
    }
  }
  return [...drafts.values()];
}

/** A task whose own request had failed gave back the lock of another one, which still had it. */
function releasedForOthers(trace: Trace, failed: readonly Failed[]): Draft[] {
  const { requests: r } = trace;
  const drafts: Draft[] = [];
  for (const { request, ns } of failed) {
    const by = r.activation.at(request);
    for (let other = 0; other < r.length && by !== NONE; other++) {
      if (other === request || r.lock.at(other) !== r.lock.at(request) || r.releasedBy.at(other) !== by) continue;
      if (r.activation.at(other) === by || r.releaseNs.at(other) < ns || r.acquireNs.at(other) >= r.releaseNs.at(other)) continue;
      if (!isAtWork(trace, other) || hasOwn(trace, by, other)) continue;
      const all = places([r.releaseSite.at(other), 'release'], [r.site.at(request), 'acquire'], [r.site.at(other), 'hold']);
      if (all.length === 0) continue;
      const [name, task, holder] = [lockNameAt(trace, other), requesterName(trace, request), requesterName(trace, other)];
      drafts.push({
        kind: 'lock.double-release',
        key: `${r.site.at(request)},${r.releaseSite.at(other)}`,
        confidence: 0.8,
        verdict: 'observed',
        consequence: false,
        message: `\`${name}\` is released in ${task}, which did not get it: its request had given up. It is taken away from ${holder}, and the next task is let in beside it.`,
        why: ['the request had failed before the release', `${holder} had not come to its end`],
        places: all,
        segments: [r.releaseSegment.at(other)],
        activations: [],
      });
      break;
    }
  }
  return drafts;
}

/** Who has the lock was not done when it was given back. */
function isAtWork({ requests: r, activations: acts }: Trace, request: number): boolean {
  const holder = r.job.at(request) === NONE ? r.activation.at(request) : r.job.at(request);
  const endNs = holder === NONE ? Number.NaN : acts.endNs.at(holder);
  return holder !== NONE && (Number.isNaN(endNs) || endNs > r.releaseNs.at(request));
}

/** The task had taken the lock by another request, which the release may have meant. */
function hasOwn({ requests: r }: Trace, by: number, released: number): boolean {
  for (let i = 0; i < r.length; i++) {
    if (i === released || r.lock.at(i) !== r.lock.at(released) || r.activation.at(i) !== by) continue;
    if (r.acquireNs.at(i) < r.releaseNs.at(released) && r.releasedBy.at(i) !== by) return true;
  }
  return false;
}
