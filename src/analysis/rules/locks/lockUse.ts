/** lock.permit-nesting (foreseen), lock.double-release, and lock.not-released where nobody has come to wait for it yet: wrong use of one lock. */
import { addTo } from '../../../base/lists.ts';
import { type Change, mostAtOnce } from '../../../base/spans.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import { LOCK_POOL, MODE_OBSERVE, MODE_TIMEOUT, MODE_TRY, type Trace } from '../../../model/trace.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { callsOfHelpers } from '../../locks/askedThrough.ts';
import { isUnderWay } from '../../locks/openRequests.ts';
import { OwnReleases } from '../../locks/ownReleases.ts';
import { lockOrderOf, releaseOf, type LockEdge, type LockOrder } from '../../locks/lockOrder.ts';
import { lockNameAt, requesterName } from '../../names.ts';

/** Kinds that say of a request why it waits for a permit. */
const TELLS: ReadonlySet<string> = new Set(['lock.permit-nesting', 'lock.queue-self-wait', 'lock.not-released']);

/** Nested requests of one pair of places that are looked at. */
const MAX_TRIES = 16;

/** Tasks that are compared with each other. */
const MAX_TOGETHER = 32;

export const lockUseRule: Rule = { kinds: ['lock.permit-nesting', 'lock.double-release', 'lock.not-released'], run: findMisuse };

function findMisuse({ trace, order, earlier }: AnalysisContext): Draft[] {
  if (trace.requests.length === 0 || trace.run.incomplete.length > 0) return [];
  return [...nestedPermits(trace, lockOrderOf(trace, order), earlier), ...doubleReleases(trace), ...keptForever(trace, earlier)];
}

function names(draft: Draft, site: number): boolean {
  return draft.places.some((p) => 'site' in p && p.site === site);
}

function places(...sites: readonly (readonly [number, string])[]): DraftPlace[] {
  return sites.filter(([site]) => site !== NONE).map(([site, role]) => ({ site, role }));
}

/** A task that held one of several permits asked for another: as many such tasks as there are permits block each other. Also for hand-written ones in the form of requests. */
export function nestedPermits(trace: Trace, lockOrder: LockOrder, earlier: readonly Draft[]): Draft[] {
  const { requests: r, locks } = trace;
  const drafts: Draft[] = [];
  /** Looked at so often without a result, by place. */
  const tried = new Map<string, number>();
  for (const edge of lockOrder.nested) {
    const { holds, wants } = edge;
    const lock = r.lock.at(holds);
    const permits = locks.permits.at(lock);
    if (permits < 2) continue;
    // A pool that gives up after a while fails requests instead of hanging; anything else that does was written with that in mind.
    const limited = (r.mode.at(wants) & MODE_TIMEOUT) !== 0;
    if (limited && locks.kind.at(lock) !== LOCK_POOL) continue;
    const site = r.site.at(wants);
    if (site === NONE || earlier.some((d) => TELLS.has(d.kind) && (names(d, site) || names(d, r.site.at(holds))))) continue;
    const key = `${r.site.at(holds)},${site}`;
    const times = tried.get(key) ?? 0;
    if (times >= MAX_TRIES) continue;
    tried.set(key, times + 1);
    // One task alone never runs out of permits that nobody else takes: whether there can be others, the run does not say.
    const company = companyOf(trace, holds);
    // Many more permits than this run ever needed at once: it takes a load that was not seen.
    const near = (company > 0 && 2 * (company + 1) >= permits) || canTakeAll(trace, lockOrder, edge, permits);
    const name = lockNameAt(trace, wants);
    const calls = callsOfHelpers(trace, [{ holds, wants }]);
    drafts.push({
      kind: 'lock.permit-nesting',
      key,
      confidence: near ? 0.7 : 0.5,
      verdict: 'predicted',
      consequence: false,
      message: `${whoNests(trace, holds, wants, `\`${name}\``, permits)}; ${permits} tasks that do so at once wait for each other ${limited ? 'until a timeout' : 'for ever'}.`,
      why: [
        'the first permit is kept until the second has been used',
        company > 0
          ? 'other tasks held permits taken at the same place at the same time'
          : near
            ? 'in this run one task at a time did so, but nothing makes one of them wait for the other'
            : 'in this run one task at a time did so: nothing here says that there are never more',
      ],
      places: places(
        [site, 'acquire'],
        [r.site.at(holds), 'hold'],
        [calls.get(wants) ?? NONE, 'acquire'],
        [calls.get(holds) ?? NONE, 'hold'],
      ),
      segments: [r.requestSegment.at(holds), r.requestSegment.at(wants)],
      activations: r.activation.at(wants) === NONE ? [] : [r.activation.at(wants)],
    });
  }
  return drafts;
}

function whoNests(trace: Trace, holds: number, wants: number, name: string, permits: number): string {
  const [holder, asker] = [requesterName(trace, holds), requesterName(trace, wants)];
  if (holder === asker) return `${holder} holds one of ${permits} permits of ${name} and asks for another`;
  return `${holder} holds one of ${permits} permits of ${name} until ${asker} has had another`;
}

/** The most requests of the same place that held a permit of the lock at one time while this one did. */
function companyOf(trace: Trace, request: number): number {
  const r = trace.requests;
  const [from, to] = [r.acquireNs.at(request), releaseOf(trace, request).ns];
  const changes: Change[] = [];
  for (let other = 0; other < r.length; other++) {
    if (other === request || r.lock.at(other) !== r.lock.at(request) || r.site.at(other) !== r.site.at(request)) continue;
    const end = releaseOf(trace, other).ns;
    if (!(r.acquireNs.at(other) < to && end > from)) continue;
    changes.push({ ns: r.acquireNs.at(other), by: 1 }, { ns: end, by: -1 });
  }
  return mostAtOnce(changes);
}

/** Tasks that do the same at the same places, and that nothing orders: enough of them to hold all permits at once. */
function canTakeAll({ requests: r }: Trace, lockOrder: LockOrder, edge: LockEdge, permits: number): boolean {
  const isLike = (other: LockEdge): boolean =>
    other.from === edge.from && r.site.at(other.holds) === r.site.at(edge.holds) && r.site.at(other.wants) === r.site.at(edge.wants);
  const together = [edge];
  for (const other of lockOrder.nested) {
    if (together.length >= permits || together.length >= MAX_TOGETHER) break;
    if (isLike(other) && together.every((one) => lockOrder.canMeet(one, other))) together.push(other);
  }
  return together.length >= permits;
}

function doubleReleases(trace: Trace): Draft[] {
  const r = trace.requests;
  const drafts: Draft[] = [];
  // What follows the first one on the same lock is mixed up by it.
  const seen = new Set<number>();
  for (let i = 0; i < r.length; i++) {
    if (r.releases.at(i) < 2 || seen.has(r.lock.at(i))) continue;
    seen.add(r.lock.at(i));
    const all = places([r.againSite.at(i), 'release'], [r.releaseSite.at(i), 'release'], [r.site.at(i), 'acquire']);
    if (all.length === 0) continue;
    drafts.push({
      kind: 'lock.double-release',
      key: `${r.site.at(i)},${r.againSite.at(i)}`,
      confidence: 0.8,
      verdict: 'observed',
      consequence: false,
      message: `\`${lockNameAt(trace, i)}\`, taken in ${requesterName(trace, i)}, is released more than once: the second release lets in one task too many.`,
      why: [`one acquisition was released ${r.releases.at(i)} times`],
      places: all,
      segments: [r.releaseSegment.at(i)],
      activations: [],
    });
  }
  return drafts;
}

/** Kinds that say of a lock why it is never given back. */
const TELLS_LEFT = /^(?:lock\.(?:not-released|self-deadlock|permit-nesting)|deadlock\.|hang\.)/;

/** The function that took it, and gives it back itself, has ended without: nobody else has what it takes, so one permit is gone, whether anybody has missed it yet or not. */
function keptForever(trace: Trace, earlier: readonly Draft[]): Draft[] {
  const { requests: r, activations: acts } = trace;
  const isLeft = (request: number): boolean => {
    const taker = r.activation.at(request);
    if (taker === NONE || acts.endSegment.at(taker) === NONE || r.acquireSegment.at(request) === NONE) return false;
    if (r.releaseSegment.at(request) !== NONE || r.jobEndSegment.at(request) !== NONE || r.cancelled.at(request) >= 0) return false;
    return (r.mode.at(request) & (MODE_OBSERVE | MODE_TRY)) === 0 && !isUnderWay(trace, request);
  };
  const bySite = new Map<number, number[]>();
  for (let request = 0; request < r.length; request++) if (isLeft(request)) addTo(bySite, r.site.at(request), request);
  if (bySite.size === 0) return [];
  const own = new OwnReleases(trace);
  return [...bySite].flatMap(([site, requests]): Draft[] => {
    const left = requests.filter((request) => own.isProven(request));
    const [first] = left;
    if (first === undefined || site === NONE || earlier.some((d) => TELLS_LEFT.test(d.kind) && names(d, site))) return [];
    const holder = requesterName(trace, first);
    const [permits, lock] = [trace.locks.permits.at(r.lock.at(first)), `\`${lockNameAt(trace, first)}\``];
    const others = requestsAt(trace, site);
    const releases = [...new Set(others.map((request) => r.releaseSite.at(request)))];
    return [
      {
        kind: 'lock.not-released',
        key: `${site}`,
        confidence: 0.75,
        verdict: 'observed',
        consequence: false,
        message: `${holder} ended without giving back ${lock}, which it had taken: ${permits > 1 ? `one of ${permits} permits is gone each time` : 'whoever asks for it next waits for ever'}.`,
        why: [
          `a path of ${holder} that leaves early, or an error, passes by the release`,
          `${left.length} of ${others.length} that were taken there were never given back`,
        ],
        places: places([site, 'acquire'], ...releases.map((at) => [at, 'release'] as const)),
        segments: left.slice(0, 1).map((request) => r.acquireSegment.at(request)),
        activations: left.map((request) => r.activation.at(request)),
      },
    ];
  });
}

function requestsAt({ requests: r }: Trace, site: number): number[] {
  return Array.from({ length: r.length }, (_, request) => request).filter((request) => r.site.at(request) === site);
}
