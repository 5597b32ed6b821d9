/** lock.order-inversion: locks that are taken in both orders by tasks that can meet. lock.order-class: locks of one make that are nested in no fixed order. */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { LOCK_INFERRED } from '../../../model/vocabulary.ts';
import { type Draft, type DraftPlace, type DraftStep, sitesOf } from '../../finding.ts';
import { withKeyedLocks } from '../../locks/keyedLocks.ts';
import { callsOfHelpers } from '../../locks/askedThrough.ts';
import { lockOrderOf, releaseOf, type LockEdge, type LockOrder } from '../../locks/lockOrder.ts';
import { fromFirstPlace } from '../../locks/ringOrder.ts';
import { functionLabel, lockNames, requesterName } from '../../names.ts';
import { type Failed, failedRequests } from './lockGivenUp.ts';

export const lockOrderRule: Rule = {
  kinds: ['lock.order-inversion', 'lock.order-class'],
  run: (context) => findInversions({ ...context, trace: withKeyedLocks(context.trace) }),
};

/** Also for a trace of hand-written locks. `isMixed`: of those and of libraries' ones, each of which alone has been told. */
export function findInversions({ trace, order, earlier }: AnalysisContext, isMixed = false): Draft[] {
  if (trace.requests.length === 0 || trace.run.incomplete.length > 0) return [];
  const lockOrder = lockOrderOf(trace, order);
  const isInferred = (edge: LockEdge): boolean => trace.locks.kind.at(edge.from) === LOCK_INFERRED;
  const isOfBoth = (cycle: readonly LockEdge[]): boolean => cycle.some(isInferred) && !cycle.every(isInferred) && !seesTwice(trace, cycle);
  const cycles = lockOrder.cycles().filter((cycle) => !isMixed || isOfBoth(cycle));
  const drafts: Draft[] = [];
  const failed = cycles.length === 0 ? [] : failedRequests(trace);
  const callers = new Callers(trace);
  for (const cycle of cycles) {
    if (lockOrder.hasTimeout(cycle) && triesAgain(trace, failed, cycle, callers)) continue;
    const draft = inversion(trace, lockOrder, cycle);
    if (draft !== undefined && !isExplained(trace, cycle, earlier)) drafts.push(draft);
  }
  return isMixed ? drafts : [...drafts, ...classFindings(trace, lockOrder, cycles)];
}

/** Two of its locks are one, which the program tells of as well: whoever asks for the one asks for the other in the same step. */
function seesTwice(trace: Trace, cycle: readonly LockEdge[]): boolean {
  const { requests: r } = trace;
  const steps = new Map(cycle.map(({ from }) => [from, new Set<number>()]));
  for (let i = 0; i < r.length; i++) steps.get(r.lock.at(i))?.add(r.requestSegment.at(i));
  return cycle.some(({ from, to }) => {
    const [one = new Set<number>(), other = new Set<number>()] = [steps.get(from), steps.get(to)];
    const [fewer, more] = one.size < other.size ? [one, other] : [other, one];
    return fewer.size > 0 && [...fewer].every((step) => more.has(step));
  });
}

/** A deadlock that happened says the same, and more. */
function isExplained(trace: Trace, cycle: readonly LockEdge[], earlier: readonly Draft[]): boolean {
  const sites = new Set(cycle.map((e) => trace.requests.site.at(e.wants)));
  return earlier.some((d) => d.kind === 'deadlock.actual' && d.places.some((p) => p.role === 'wait' && 'site' in p && sites.has(p.site)));
}

/** One of the tasks gave up waiting, gave back what it had, and got the lock when it tried again: the program knows the way out of such a ring. */
function triesAgain(trace: Trace, failed: readonly Failed[], cycle: readonly LockEdge[], callers: Callers): boolean {
  const r = trace.requests;
  const refused = new Set(failed.map(({ request }) => request));
  return cycle.some((edge) => {
    const others = new Set(cycle.flatMap((other) => (other === edge ? [] : callers.of(other.wants))));
    const gaveUp = new Map<number, number>();
    for (const { request, segment } of failed) {
      if (r.lock.at(request) !== edge.to) continue;
      for (const call of callers.of(request)) if (!others.has(call) && !gaveUp.has(call)) gaveUp.set(call, segment);
    }
    if (gaveUp.size === 0) return false;
    for (let request = 0; request < r.length; request++) {
      if (r.lock.at(request) !== edge.to || r.acquireSegment.at(request) === NONE || refused.has(request)) continue;
      if (callers.of(request).some((call) => (gaveUp.get(call) ?? Infinity) < r.requestSegment.at(request))) return true;
    }
    return false;
  });
}

const MAX_CALLERS = 64;

/** The calls around a request, through the locks whose jobs they are. */
class Callers {
  readonly #trace: Trace;
  readonly #requestOfJob = new Map<number, number>();

  constructor(trace: Trace) {
    this.#trace = trace;
    const { job } = trace.requests;
    for (let request = 0; request < job.length; request++) if (job.at(request) !== NONE) this.#requestOfJob.set(job.at(request), request);
  }

  of(request: number): number[] {
    const { activations: acts, requests: r } = this.#trace;
    const found: number[] = [];
    for (let at = r.activation.at(request); at !== NONE && found.length < MAX_CALLERS;) {
      found.push(at);
      const asked = this.#requestOfJob.get(at);
      at = asked === undefined ? acts.parent.at(at) : r.activation.at(asked);
    }
    return found;
  }
}

/** `calls`: of the helpers that made the requests. */
function placesOf(trace: Trace, edges: readonly LockEdge[], calls: ReadonlyMap<number, number>): DraftPlace[] {
  const { site } = trace.requests;
  const at = (request: number, role: string): { site: number; role: string } => ({ site: calls.get(request) ?? site.at(request), role });
  const [inner, outer] = [edges.map((e) => at(e.wants, 'acquire')), edges.map((e) => at(e.holds, 'hold'))];
  const helpers = [...new Set([...calls.keys()].map((request) => site.at(request)))].map((helper) => ({ site: helper, role: 'acquire' }));
  const all = [...inner, ...helpers, ...outer].filter((p) => p.site !== NONE);
  return all.filter((p, i) => all.findIndex((q) => q.site === p.site) === i);
}

function inversion(trace: Trace, lockOrder: LockOrder, found: readonly LockEdge[]): Draft | undefined {
  const r = trace.requests;
  const calls = callsOfHelpers(trace, found);
  const cycle = fromFirstPlace(trace, found, ({ wants, holds }) =>
    [wants, holds].map((request) => calls.get(request) ?? r.site.at(request)),
  );
  const places = placesOf(trace, cycle, calls);
  if (places.length === 0) return undefined;
  const names = lockNames(
    trace,
    cycle.flatMap((e) => [e.holds, e.wants]),
  );
  const name = (request: number): string => `\`${names.get(request) ?? ''}\``;
  const asker = (request: number): string => {
    const call = calls.get(request);
    return call === undefined ? requesterName(trace, request) : functionLabel(trace, trace.functionAt(call));
  };
  const parts = cycle.map((e) => `${asker(e.holds)} takes ${name(e.holds)} then ${name(e.wants)}`);
  const timeout = lockOrder.hasTimeout(cycle);
  const sites = sitesOf(places).sort((a, b) => a - b);
  return {
    kind: 'lock.order-inversion',
    key: sites.join(','),
    confidence: timeout ? 0.5 : 0.75,
    verdict: 'predicted',
    consequence: false,
    message: `Locks are taken in different orders: ${parts.join('; ')}. Tasks that do so at the same time ${timeout ? 'block each other until a timeout' : 'wait for each other for ever'}.`,
    why: [
      'nothing makes one of them end before the other begins',
      'no other lock is held around both',
      ...cycle.map((e) => `${asker(e.wants)} asked for ${name(e.wants)} while it held ${name(e.holds)}`),
    ],
    places,
    identity: sites,
    segments: cycle.flatMap((e) => [r.requestSegment.at(e.holds), r.requestSegment.at(e.wants)]),
    activations: [...new Set(cycle.map((e) => r.activation.at(e.wants)).filter((a) => a !== NONE))],
    scenario: {
      lanes: cycle.map((e) => asker(e.holds)),
      happened: happened(trace, cycle, name),
      other: [
        ...cycle.map((e, lane): DraftStep => ({ lane, text: `takes ${name(e.holds)}`, site: r.site.at(e.holds) })),
        ...cycle.map((e, lane): DraftStep => ({ lane, text: `waits for ${name(e.wants)} for ever`, site: r.site.at(e.wants) })),
      ],
      otherTitle: 'Possible: both hold one lock and wait for the other',
    },
  };
}

function happened(trace: Trace, cycle: readonly LockEdge[], name: (request: number) => string): DraftStep[] {
  const r = trace.requests;
  const steps: (DraftStep & { readonly ns: number })[] = cycle.flatMap((e, lane) => [
    { lane, text: `takes ${name(e.holds)}`, site: r.site.at(e.holds), ns: r.acquireNs.at(e.holds) },
    { lane, text: `takes ${name(e.wants)}`, site: r.site.at(e.wants), ns: r.acquireNs.at(e.wants) },
    { lane, text: `releases ${name(e.holds)}`, site: r.releaseSite.at(e.holds), ns: releaseOf(trace, e.holds).ns },
  ]);
  return steps
    .filter((s) => Number.isFinite(s.ns))
    .sort((a, b) => a.ns - b.ns)
    .map(({ lane, text, site }) => ({ lane, text, site }));
}

/** Keys of one lock object, nested in both directions without a cycle of keys. Locks without keys have no order that the trace could know. */
function classFindings(trace: Trace, lockOrder: LockOrder, cycles: readonly (readonly LockEdge[])[]): Draft[] {
  const { locks, requests: r } = trace;
  const inCycle = new Set(cycles.flatMap((c) => c.flatMap((e) => [e.from, e.to])));
  const groups = new Map<string, { up: LockEdge[]; down: LockEdge[] }>();
  for (const edge of lockOrder.edges()) {
    const made = locks.site.at(edge.from);
    if (made === NONE || made !== locks.site.at(edge.to) || locks.library.at(edge.from) !== locks.library.at(edge.to)) continue;
    if (inCycle.has(edge.from) || inCycle.has(edge.to) || locks.name.at(edge.from) === 0 || locks.name.at(edge.to) === 0) continue;
    const key = `${made}:${r.site.at(edge.holds)}:${r.site.at(edge.wants)}`;
    const group = groups.get(key) ?? { up: [], down: [] };
    groups.set(key, group);
    (compareLocks(trace, edge.from, edge.to) < 0 ? group.up : group.down).push(edge);
  }
  const drafts: Draft[] = [];
  for (const [key, { up, down }] of groups) {
    const [a, b] = [up[0], down[0]];
    if (a === undefined || b === undefined) continue;
    const names = lockNames(trace, [a.holds, a.wants]);
    drafts.push({
      kind: 'lock.order-class',
      key,
      confidence: 0.5,
      verdict: 'predicted',
      consequence: false,
      ceiling: 'info',
      message: `${requesterName(trace, a.holds)} nests locks of one kind (\`${names.get(a.holds) ?? ''}\`, then \`${names.get(a.wants) ?? ''}\`) in no fixed order: with two of them in opposite orders at once, both wait for ever.`,
      why: ['pairs were nested in both directions of their keys', 'no two of these pairs were the same, so it has not been seen to close'],
      places: placesOf(trace, [a, b], callsOfHelpers(trace, [a, b])),
      segments: [a, b].flatMap((e) => [r.requestSegment.at(e.holds), r.requestSegment.at(e.wants)]),
      activations: [],
    });
  }
  return drafts;
}

/** By key: numbers as numbers. */
function compareLocks(trace: Trace, a: number, b: number): number {
  const [x, y] = [trace.string(trace.locks.name.at(a)), trace.string(trace.locks.name.at(b))];
  const [m, n] = [Number(x), Number(y)];
  if (!Number.isNaN(m) && !Number.isNaN(n)) return m - n;
  return x < y ? -1 : x > y ? 1 : 0;
}
