/**
 * race.order.use-after-close, what is taken for closed while it is still being closed: the first call of a function that ends something sets a flag, and then waits (`if (this.closed) return; this.closed = true;
 * await this.flush()`); a second call finds the flag and returns at once, and whoever has waited for that goes on with what the first one is still changing. Only what happened is reported.
 */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../../model/trace.ts';
import { ACCESS_PLAIN, FLAG_CLAIMS } from '../../../model/vocabulary.ts';
import { accessesAtSites, accessesOfLocation } from '../../shared/accessIndex.ts';
import { locationText } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';

export const closedUnderWayRule: Rule = { kinds: ['race.order.use-after-close'], run: findClosedUnderWay };

const CLOSES = /^#?(?:close|destroy|disconnect|dispose|end|quit|shut_?down|stop|tear_?down|terminate)(?:All|Async|Internal)?$/i;
/** Calls of one function that are tried, and pairs of calls that are held against all accesses. */
const LIMIT = 256;
const MAX_SCANS = 16;

interface Taken {
  readonly set: number;
  readonly closer: number;
  readonly user: number;
  /** The `await` of the second call. */
  readonly wait: number;
  /** What its caller does with something, and what the first call does with it later. */
  readonly use: number;
  readonly change: number;
}

function findClosedUnderWay(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { accesses: a, activations: acts, functions, sites } = trace;
  const isClaim = (site: number): boolean =>
    sites[site]?.kind === 'write' &&
    trace.hasFlag(site, FLAG_CLAIMS) &&
    CLOSES.test(lastName(functions[trace.functionAt(site)]?.name ?? ''));
  const known = sitesOfRaces(context.earlier);
  const drafts: Draft[] = [];
  const scans = { left: MAX_SCANS };
  for (const set of sites.keys()) {
    if (context.options.isCancelled()) break;
    if (!isClaim(set)) continue;
    const fn = trace.functionAt(set);
    const calls: number[] = [];
    for (let call = 0; call < acts.length && calls.length < LIMIT; call++) if (acts.fn.at(call) === fn) calls.push(call);
    const taken = takenForClosed(context, set, calls, scans);
    if (taken === undefined || known.has(a.site.at(taken.use))) continue;
    known.add(a.site.at(taken.use));
    drafts.push(toDraft(context, taken));
  }
  return drafts;
}

function takenForClosed(context: AnalysisContext, set: number, calls: readonly number[], scans: { left: number }): Taken | undefined {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  for (const second of calls) {
    const user = acts.parent.at(second);
    // It has returned at once, to somebody who waits for it.
    const wait = user === NONE || acts.lastSuspension.at(second) !== NONE ? NONE : waitFor(trace, user, second);
    if (wait === NONE) continue;
    const isUnderWay = (call: number): boolean =>
      call < second && acts.lastSuspension.at(call) !== NONE && !(acts.endNs.at(call) < acts.startNs.at(second));
    const closer = calls.find(isUnderWay);
    // The flag is of the same object.
    if (closer === undefined || isWithin(trace, user, closer) || !isSameFlag(trace, set, closer, second)) continue;
    if (--scans.left < 0) return undefined;
    const changes = changesOf(trace, closer, second);
    for (let use = 0; use < a.length; use++) {
      const change = changes.get(a.location.at(use));
      if (change === undefined || a.position.at(use) >= a.position.at(change) || a.site.at(use) === a.site.at(change)) continue;
      const by = a.activation.at(use);
      if (by === NONE || !isWithin(trace, by, user) || isWithin(trace, by, closer)) continue;
      // What both add to a list or a count is there in the end, in one order or the other.
      if (a.write.at(use) === ACCESS_IS_WRITE && a.how.at(use) !== ACCESS_PLAIN) continue;
      if (a.segment.at(use) < trace.suspensions.resumeSegment.at(wait)) continue;
      const isFree = !context.order.isOrdered(a.segment.at(use), a.segment.at(change));
      if (isFree && !factsOf(context).coverage.isCovered(change, use)) return { set, closer, user, wait, use, change };
    }
  }
  return undefined;
}

/** The `await` in which somebody waits for a call that has returned already, and after which he went on; NONE. */
function waitFor(trace: Trace, user: number, call: number): number {
  const { activations: acts, suspensions: s } = trace;
  const begun = acts.startSegment.at(call);
  for (let at = acts.lastSuspension.at(user); at !== NONE && s.segment.at(at) >= begun; at = s.previous.at(at)) {
    if (s.segment.at(at) !== begun || s.resumeSegment.at(at) === NONE) continue;
    return trace.site(s.site.at(at))?.kind === 'await' ? at : NONE;
  }
  return NONE;
}

/** The second call has looked at the very flag that the first one has set. */
function isSameFlag(trace: Trace, set: number, closer: number, second: number): boolean {
  const { activation, location, write } = trace.accesses;
  const own = accessesAtSites(trace, [set]).filter((row) => activation.at(row) === closer);
  const isLook = (row: number): boolean => activation.at(row) === second && write.at(row) === 0;
  return own.some((row) => accessesOfLocation(trace, location.at(row)).some(isLook));
}

/** What the first call, and all that it has called, has changed since the second one came: the first change of each place. */
function changesOf(trace: Trace, closer: number, second: number): ReadonlyMap<number, number> {
  const { accesses: a, activations: acts, segments: s } = trace;
  const found = new Map<number, number>();
  for (let row = 0; row < a.length; row++) {
    const by = a.activation.at(row);
    if (a.write.at(row) !== ACCESS_IS_WRITE || by < closer || found.has(a.location.at(row))) continue;
    if (s.startNs.at(a.segment.at(row)) > acts.startNs.at(second) && isWithin(trace, by, closer)) found.set(a.location.at(row), row);
  }
  return found;
}

function toDraft({ trace, options }: AnalysisContext, { set, closer, user, wait, use, change }: Taken): Draft {
  const { accesses: a, activations: acts, suspensions } = trace;
  const [useSite, changeSite] = [a.site.at(use), a.site.at(change)];
  const line = (site: number): string => lineText(trace, options, site);
  const flag = trace.site(set)?.text ?? '';
  const text = locationText(trace, a.location.at(use), useSite);
  const close = functionLabel(trace, acts.fn.at(closer));
  const sets = { lane: 0, text: `sets ${flag}, and waits`, site: set };
  const finds = { lane: 1, text: `finds ${flag} set, and does not wait`, site: suspensions.site.at(wait) };
  const uses = { lane: 1, text: `${a.write.at(use) === ACCESS_IS_WRITE ? 'changes' : 'uses'} ${text}`, site: useSite, access: use };
  const changes = { lane: 0, text: `changes ${text}`, site: changeSite, access: change };
  return {
    kind: 'race.order.use-after-close',
    key: `under way ${set}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` was ${a.write.at(use) === ACCESS_IS_WRITE ? 'changed' : 'used'} (${line(useSite)}) as if all were closed, and ${close} changed it afterwards (${line(changeSite)}): it sets \`${flag}\` (${line(set)}) before it waits, so a second call returned at once while the first one was still closing.`,
    why: [
      `${taskName(trace, user)} waited for ${close}, which did nothing that time`,
      `keep the promise of the whole close instead of \`${flag}\`, and return it from every call`,
    ],
    places: [
      { site: set, role: 'set' },
      { site: useSite, role: 'use', access: use },
      { site: changeSite, role: 'close', access: change },
    ],
    segments: [a.segment.at(use), a.segment.at(change)],
    activations: [...new Set([closer, user])],
    scenario: {
      lanes: ['first call', 'second call'],
      happened: [sets, finds, uses, changes],
      other: [sets, changes, { ...finds, text: 'waits for the same close' }, uses],
      otherTitle: 'What would be safe',
    },
  };
}
