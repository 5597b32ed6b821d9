/**
 * race.check-then-act, the last one who goes: a task counts itself off, finds that nobody is left (`if (--this.users === 0)`), waits (`await this.flush()`), and closes or forgets what they all used.
 * Another task has counted itself in meanwhile, and uses what is closed. Only what happened is reported.
 */
import {
  ACCESS_DELETE,
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  FLAG_TESTED,
  LOCATION_WHOLE,
  VALUE_FALSE,
  VALUE_ONE,
  VALUE_ZERO,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, locationText, type LocationAccesses, objectOf, placeOf } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, workName } from '../../names.ts';
import { IS_OPEN, isNothing } from './closes.ts';

export const countedOutRule: Rule = { kinds: ['race.check-then-act'], run: findCountedOut };

/** Accesses of a count after the one that found nobody left. */
const WINDOW = 64;
/** Times that nobody was left that are looked at, of one place in the code. */
const MAX_TRIED = 1000;

interface CountedOut {
  /** It counts itself off, and nobody is left. */
  readonly last: number;
  /** Somebody counts itself in. */
  readonly next: number;
  readonly close: number;
}

function findCountedOut(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const a = trace.accesses;
  const known = sitesOfRaces(context.earlier);
  const drafts: Draft[] = [];
  const tried = new Map<number, number>();
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    if (trace.locations.kind.at(group.location) === LOCATION_WHOLE) continue;
    for (const last of group.writes) {
      const site = a.site.at(last);
      if (known.has(site) || !trace.hasFlag(site, FLAG_COUNTS_DOWN) || !isLast(a.value.at(last))) continue;
      const times = tried.get(site) ?? 0;
      tried.set(site, times + 1);
      const found = times < MAX_TRIED ? closedAfter(context, group, last) : undefined;
      if (found === undefined || known.has(a.site.at(found.close))) continue;
      known.add(site);
      drafts.push(toDraft(context, group.location, found));
    }
  }
  return drafts;
}

/** `--users` gives what is left, `users--` what was there. */
function isLast(value: number): boolean {
  return value === VALUE_ZERO || value === VALUE_ONE;
}

function closedAfter(context: AnalysisContext, { rows }: LocationAccesses, last: number): CountedOut | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const own = a.activation.at(last);
  if (own === NONE) return undefined;
  const at = placeOf(trace, rows, last);
  let isTested = trace.hasFlag(a.site.at(last), FLAG_TESTED);
  let next: number | undefined;
  let again: number | undefined;
  for (const row of rows.slice(at + 1, at + WINDOW)) {
    if (isWithin(trace, a.activation.at(row), own)) {
      // It looks at once whether anybody is left, and not again.
      if (atomOf(trace, row) === atomOf(trace, last)) isTested ||= decidesBranch(trace, row);
      else again ??= row;
    } else if (trace.hasFlag(a.site.at(row), FLAG_COUNTS_UP)) next ??= row;
  }
  if (!isTested || next === undefined) return undefined;
  const close = closeOf(context, last, next);
  if (close === undefined || a.position.at(again ?? close) < a.position.at(close)) return undefined;
  if (factsOf(context).holding.isExcluded(last, close, next)) return undefined;
  return order.isOrdered(a.segment.at(next), a.segment.at(close)) ? undefined : { last, next, close };
}

/** What the call does, in a later step and without another look at the count, to what is beside it: closes it, or puts nothing in its place. */
function closeOf(context: AnalysisContext, last: number, next: number): number | undefined {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const facts = factsOf(context);
  const own = a.activation.at(last);
  const isLate = (row: number): boolean =>
    a.activation.at(row) === own && a.position.at(row) > a.position.at(next) && atomOf(trace, row) !== atomOf(trace, last);
  const isOwner = (location: number): boolean => objectOf(trace, location) === objectOf(trace, a.location.at(last));
  const closes = (row: number): boolean => {
    const location = a.location.at(row);
    if (functionOf(trace, row) !== functionOf(trace, last) || a.write.at(row) === 0) return false;
    const value = a.value.at(row);
    if (trace.string(locations.key.at(location)) === IS_OPEN) return value === VALUE_FALSE;
    return a.how.at(row) === ACCESS_DELETE || (isOwner(location) && isNothing(value));
  };
  return stepsOf(trace, own)
    .flatMap((atom) => facts.coverage.accessesAt(atom))
    .find((row) => isLate(row) && closes(row));
}

/** The steps in which a call went on after its newest waits. */
function stepsOf({ activations, segments, suspensions }: Trace, activation: number): number[] {
  const found: number[] = [];
  let at = activations.lastSuspension.at(activation);
  for (let i = 0; at !== NONE && i < WINDOW; i++, at = suspensions.previous.at(at)) {
    const resumed = suspensions.resumeSegment.at(at);
    if (resumed !== NONE) found.push(segments.atom.at(resumed));
  }
  return found;
}

function toDraft(context: AnalysisContext, location: number, { last, next, close }: CountedOut): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [lastSite, nextSite, closeSite] = [last, next, close].map((row) => a.site.at(row)) as [number, number, number];
  const line = (site: number): string => lineText(trace, options, site);
  const count = locationText(trace, location, lastSite);
  const [mine, theirs] = [workName(trace, last), functionLabel(trace, trace.functionAt(nextSite))];
  const counts = { lane: 0, text: `finds that nobody is left in ${count}`, site: lastSite, access: last };
  const enters = { lane: 1, text: `counts itself in`, site: nextSite, access: next };
  const closes = { lane: 0, text: trace.site(closeSite)?.text ?? '', site: closeSite, access: close };
  return {
    kind: 'race.check-then-act',
    key: `last ${lastSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${mine} finds that nobody is left (\`${count}\` is 0, ${line(lastSite)}), and closes what they used after an await (${line(closeSite)}); ${theirs} counted itself in in between (${line(nextSite)}), and what it uses is closed.`,
    why: [
      'the count is not looked at again after the await',
      `nothing orders ${theirs} before the check or after the close`,
      'no lock is held over both',
    ],
    places: [
      { site: closeSite, role: 'act', access: close },
      { site: lastSite, role: 'check', access: last },
      { site: nextSite, role: 'other write', access: next },
    ],
    segments: [a.segment.at(last), a.segment.at(close), a.segment.at(next)],
    activations: [...new Set([a.activation.at(last), a.activation.at(next)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [mine, theirs],
      happened: [counts, enters, closes],
      other: [counts, closes, enters],
      otherTitle: 'What would be safe',
    },
  };
}
