/** lock.order-inversion of locks that threads make of Atomics: two threads take the same elements of shared memory in different orders. */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { FLAG_SPIN, SHARED_ATOMIC_READ, SHARED_ATOMIC_WRITE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, type DraftPlace, sitesOf } from '../../finding.ts';
import { functionLabel, threadName } from '../../names.ts';
import { fromFirstPlace } from '../../locks/ringOrder.ts';
import { SharedOrder } from '../../order/sharedOrder.ts';
import { siteOfHold, threadLocksOf, type ThreadHold } from '../../locks/threadLocks.ts';

export const threadLockOrderRule: Rule = { kinds: ['lock.order-inversion'], run: findInversions };

/** The thread took `wants` while it held `holds`. */
interface Edge {
  readonly holds: ThreadHold;
  readonly wants: ThreadHold;
}

/** Locks in a ring. */
const MAX_CYCLE = 4;

function findInversions({ trace, order, earlier }: AnalysisContext): Draft[] {
  if (trace.shared.locks.length === 0 || trace.run.incomplete.length > 0) return [];
  const { holds } = threadLocksOf(trace);
  const given = new Set(holds.filter((h) => h.given !== undefined).map((h) => h.element));
  const edges = holds
    .filter((wants) => given.has(wants.element) && waitsForIt(trace, wants))
    .flatMap((wants) => wants.under.filter((h) => given.has(h.element)).map((held): Edge => ({ holds: held, wants })));
  const sharedOrder = new SharedOrder(trace, order);
  const canMeet = (a: Edge, b: Edge): boolean => !isOneAfterOther(trace, sharedOrder, a, b) && !isOneAfterOther(trace, sharedOrder, b, a);
  const drafts = new Map<string, Draft>();
  const extend = (path: readonly Edge[]): void => {
    const [first, last] = [path[0] as Edge, path[path.length - 1] as Edge];
    for (const edge of edges) {
      if (edge.holds.element !== last.wants.element || path.some((p) => p.wants.thread === edge.wants.thread)) continue;
      if (path.some((p) => p.holds.element === edge.holds.element || haveGuard(p, edge) || !canMeet(p, edge))) continue;
      if (edge.wants.element !== first.holds.element) {
        if (path.length + 1 < MAX_CYCLE) extend([...path, edge]);
        continue;
      }
      const draft = draftOf(trace, [...path, edge]);
      if (draft !== undefined && !drafts.has(draft.key) && !isExplained(draft, earlier)) drafts.set(draft.key, draft);
    }
  };
  for (const edge of edges) extend([edge]);
  return [...drafts.values()];
}

/** The code that took the lock waits or tries on until it has it; what only tries cannot hang. */
function waitsForIt(trace: Trace, { taken }: ThreadHold): boolean {
  const fn = trace.functionAt(taken.site);
  return trace.sites.some((s) => s.function === fn && (s.text === 'Atomics.wait' || ((s.flags ?? 0) & FLAG_SPIN) !== 0));
}

/** Both threads hold a third lock around theirs. */
function haveGuard(a: Edge, b: Edge): boolean {
  const around = new Set(a.wants.under.filter((h) => h !== a.holds).map((h) => h.element));
  return b.wants.under.some((h) => h !== b.holds && around.has(h.element));
}

/** The first thread was done with its locks before the other one began, and not by chance. */
function isOneAfterOther(trace: Trace, order: SharedOrder, a: Edge, b: Edge): boolean {
  const [end, start] = [a.holds.given, b.holds.taken];
  if (end === undefined) return false;
  return order.isBefore(end.segment, start.segment) || hasWaitedFor(trace, a, b);
}

/** Before it took its locks, the second thread has waited for something that the first one changes: that may well be the end of its work. */
function hasWaitedFor(trace: Trace, a: Edge, b: Edge): boolean {
  const [from, to] = [a.holds.given?.ns ?? Number.NaN, b.holds.taken.ns];
  if (!(from <= to)) return false;
  const [one, other] = [a.holds.thread, b.holds.thread];
  const isLock = (byte: number): boolean => [a.holds, a.wants].some((h) => h.from === byte);
  const isWritten = (byte: number): boolean =>
    trace.shared.accesses.some(
      (x) => x.thread === one && x.kind === SHARED_ATOMIC_WRITE && byte >= x.from && byte < x.from + (x.count - 1) * x.stride + x.width,
    );
  const slept = trace.blocks.some((block) => {
    if (block.thread !== other || block.waitsFor === undefined || !(block.endNs <= to)) return false;
    return !isLock(block.waitsFor.from) && isWritten(block.waitsFor.from);
  });
  const isSpin = (site: number): boolean => trace.hasFlag(site, FLAG_SPIN);
  return (
    slept ||
    trace.shared.accesses.some(
      (x) =>
        x.thread === other && x.kind === SHARED_ATOMIC_READ && x.startNs <= to && isSpin(x.site) && !isLock(x.from) && isWritten(x.from),
    )
  );
}

function isExplained(draft: Draft, earlier: readonly Draft[]): boolean {
  const sites = new Set(sitesOf(draft.places));
  return earlier.some((d) => d.kind === 'deadlock.actual' && d.places.some((p) => 'site' in p && sites.has(p.site)));
}

function draftOf(trace: Trace, found: readonly Edge[]): Draft | undefined {
  const cycle = fromFirstPlace(trace, found, (e) => [siteOfHold(trace, e.wants, e.holds), siteOfHold(trace, e.holds, e.wants)]);
  const inner = cycle.map((e) => siteOfHold(trace, e.wants, e.holds));
  const outer = cycle.map((e) => siteOfHold(trace, e.holds, e.wants));
  const place =
    (role: string) =>
    (site: number): DraftPlace => ({ site, role });
  const places = [...inner.map(place('acquire')), ...outer.map(place('hold'))].filter((p) => 'site' in p && p.site !== NONE);
  if (places.length === 0) return undefined;
  const who = (e: Edge, i: number): string => {
    const fn = trace.functionAt(inner[i] ?? NONE);
    return `${functionLabel(trace, fn)} in ${threadName(trace, e.wants.thread)}`;
  };
  const parts = cycle.map((e, i) => `${who(e, i)} takes the one at byte ${e.holds.from} then the one at byte ${e.wants.from}`);
  return {
    kind: 'lock.order-inversion',
    key: [...inner, ...outer].sort((a, b) => a - b).join(','),
    confidence: 0.75,
    verdict: 'predicted',
    consequence: false,
    message: `Locks in shared memory are taken in different orders: ${parts.join('; ')}. Threads that do so at the same time wait for each other for ever.`,
    why: ['nothing makes one of the threads end before the other begins', 'no other lock is held around both'],
    places,
    identity: [...inner, ...outer],
    segments: cycle.flatMap((e) => [e.holds.taken.segment, e.wants.taken.segment]),
    activations: [],
  };
}
