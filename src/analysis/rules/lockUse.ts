/** lock.permit-nesting (foreseen) and lock.double-release: wrong use of one lock. */
import type { AnalysisContext, Rule } from '../analyze.ts';
import { NONE } from '../../model/ids.ts';
import { MODE_TIMEOUT, type Trace } from '../../model/trace.ts';
import type { Draft, DraftPlace } from '../finding.ts';
import { lockOrderOf, releaseOf, type LockOrder } from '../lockOrder.ts';
import { lockNameAt, requesterName } from '../names.ts';

/** Nested requests of one pair of places that are looked at. */
const MAX_TRIES = 16;

export const lockUseRule: Rule = { kinds: ['lock.permit-nesting', 'lock.double-release'], run: findMisuse };

function findMisuse({ trace, order, earlier }: AnalysisContext): Draft[] {
  if (trace.requests.length === 0 || trace.run.incomplete.length > 0) return [];
  return [...nestedPermits(trace, lockOrderOf(trace, order), earlier), ...doubleReleases(trace)];
}

function names(draft: Draft, site: number): boolean {
  return draft.places.some((p) => 'site' in p && p.site === site);
}

function places(...sites: readonly (readonly [number, string])[]): DraftPlace[] {
  return sites.filter(([site]) => site !== NONE).map(([site, role]) => ({ site, role }));
}

/** A task that held one of several permits asked for another: as many such tasks as there are permits block each other. */
function nestedPermits(trace: Trace, lockOrder: LockOrder, earlier: readonly Draft[]): Draft[] {
  const { requests: r, locks } = trace;
  const drafts: Draft[] = [];
  /** Looked at so often without a result, by place. */
  const tried = new Map<string, number>();
  for (const { holds, wants } of lockOrder.nested) {
    const lock = r.lock.at(holds);
    const permits = locks.permits.at(lock);
    if (permits < 2 || (r.mode.at(wants) & MODE_TIMEOUT) !== 0) continue;
    const site = r.site.at(wants);
    if (site === NONE || earlier.some((d) => d.kind === 'lock.permit-nesting' && names(d, site))) continue;
    const key = `${r.site.at(holds)},${site}`;
    const times = tried.get(key) ?? 0;
    if (times >= MAX_TRIES) continue;
    tried.set(key, times + 1);
    // One task alone never runs out of permits that nobody else takes.
    if (!hadCompany(trace, holds)) continue;
    const name = lockNameAt(trace, wants);
    drafts.push({
      kind: 'lock.permit-nesting',
      key,
      confidence: 0.7,
      verdict: 'predicted',
      consequence: false,
      message: `${requesterName(trace, wants)} holds one of ${permits} permits of \`${name}\` and asks for another; ${permits} tasks that do so at once wait for each other for ever.`,
      why: ['the first permit is kept until the second has been used', 'other tasks held permits taken at the same place at the same time'],
      places: places([site, 'acquire'], [r.site.at(holds), 'hold']),
      segments: [r.requestSegment.at(holds), r.requestSegment.at(wants)],
      activations: r.activation.at(wants) === NONE ? [] : [r.activation.at(wants)],
    });
  }
  return drafts;
}

/** Another request of the same place held a permit of the lock at the same time. */
function hadCompany(trace: Trace, request: number): boolean {
  const r = trace.requests;
  const [from, to] = [r.acquireNs.at(request), releaseOf(trace, request).ns];
  for (let other = 0; other < r.length; other++) {
    if (other === request || r.lock.at(other) !== r.lock.at(request) || r.site.at(other) !== r.site.at(request)) continue;
    if (r.acquireNs.at(other) < to && releaseOf(trace, other).ns > from) return true;
  }
  return false;
}

function doubleReleases(trace: Trace): Draft[] {
  const r = trace.requests;
  const drafts: Draft[] = [];
  for (let i = 0; i < r.length; i++) {
    if (r.releases.at(i) < 2) continue;
    const all = places([r.releaseSite.at(i), 'release'], [r.site.at(i), 'acquire']);
    if (all.length === 0) continue;
    drafts.push({
      kind: 'lock.double-release',
      key: `${r.site.at(i)},${r.releaseSite.at(i)}`,
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
