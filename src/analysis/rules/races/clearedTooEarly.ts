/**
 * race.atomicity, a timer that is to take the place of another: `clearTimeout(this.timer); const ms = await settings.get('delay'); this.timer = setTimeout(run, ms);`. Two calls clear what was there before the wait, and
 * each sets one behind it: nobody clears the first, and both go off. Only what happened is reported.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { LOCATION_WHOLE, VALUE_OBJECT } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { atomOf, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { callsNamed, sitesIn } from '../../siteIndex.ts';
import { racesByPlace } from './byPlace.ts';
import { timerStoredBy } from './stoppedTimers.ts';

export const clearedTooEarlyRule: Rule = { kinds: ['race.atomicity'], run: findClearedTooEarly };

/** Accesses of one place that are looked at. */
const LIMIT = 256;

interface Found {
  readonly clear: number;
  readonly put: number;
  /** What was set in between, and is forgotten. */
  readonly other: number;
}

function findClearedTooEarly(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const clears = clearedPlaces(trace);
  if (clears.size === 0) return [];
  return racesByPlace(context, {
    find: (group) =>
      group.writes.length > 1 && trace.locations.kind.at(group.location) !== LOCATION_WHOLE ? foundAt(trace, group, clears) : undefined,
    siteOf: ({ put }) => trace.accesses.site.at(put),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

/** Where what is cleared is read, or asked for just before (`if (this.timer) clearTimeout(this.timer);`). */
function clearedPlaces(trace: Trace): ReadonlySet<number> {
  const found = new Set<number>();
  for (const call of ['clearTimeout', 'clearInterval'].flatMap((name) => callsNamed(trace, name))) {
    const at = trace.site(call);
    const reads = sitesIn(trace, trace.functionAt(call)).filter((site) => trace.site(site)?.kind === 'read');
    const [cleared] = reads.filter((site) => {
      const row = trace.site(site);
      return at !== undefined && row?.line === at.line && row.column > at.column;
    });
    if (at === undefined || cleared === undefined) continue;
    const { text } = trace.site(cleared) ?? {};
    for (const site of reads) {
      const row = trace.site(site);
      if (row?.text === text && row !== undefined && (row.line === at.line || row.line === at.line - 1)) found.add(site);
    }
  }
  return found;
}

function foundAt(trace: Trace, group: LocationAccesses, clears: ReadonlySet<number>): Found | undefined {
  const { accesses: a, segments: s, tasks } = trace;
  const rows = group.rows.slice(-LIMIT);
  const isClear = (row: number): boolean => a.write.at(row) === 0 && clears.has(a.site.at(row));
  /** When the timer that was stored there, and by the code of the place, went off last; undefined where it did not. */
  const wentOff = (write: number): number | undefined => {
    const timer = timerStoredBy(trace, write);
    if (timer === NONE || trace.functionAt(tasks.site.at(timer)) !== functionOf(trace, write)) return undefined;
    const run = tasks.lastRun.at(timer);
    return run === NONE ? undefined : s.startNs.at(run);
  };
  const isSet = (row: number): boolean => a.write.at(row) === 1 && (a.value.at(row) === 0 || (a.value.at(row) & VALUE_OBJECT) !== 0);
  for (const [i, clear] of rows.entries()) {
    const call = a.activation.at(clear);
    if (!isClear(clear) || call === NONE) continue;
    const at = rows.findIndex(
      (row, k) => k > i && isSet(row) && a.activation.at(row) === call && functionOf(trace, row) === functionOf(trace, clear),
    );
    const put = rows[at];
    if (put === undefined || atomOf(trace, put) === atomOf(trace, clear) || wentOff(put) === undefined) continue;
    const between = rows.slice(i + 1, at);
    // What is there by then is cleared, too.
    if (between.some((row) => isClear(row) && atomOf(trace, row) === atomOf(trace, put))) continue;
    const stored = s.startNs.at(a.segment.at(put));
    const other = between.findLast((row) => isSet(row));
    if (other === undefined || a.activation.at(other) === call || functionOf(trace, other) !== functionOf(trace, put)) continue;
    if ((wentOff(other) ?? 0) > stored) return { clear, put, other };
  }
  return undefined;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { clear, put, other }: Found): Draft {
  const a = trace.accesses;
  const [clearSite, putSite, otherSite] = [a.site.at(clear), a.site.at(put), a.site.at(other)];
  const place = locationText(trace, location, putSite);
  const name = functionLabel(trace, functionOf(trace, put));
  const clears = { lane: 0, text: `clears ${place}`, site: clearSite, access: clear };
  const sets = { lane: 1, text: `sets a timer, and stores it in ${place}`, site: otherSite, access: other };
  const replaces = { lane: 0, text: 'sets one, too, and stores it over the other', site: putSite, access: put };
  return {
    kind: 'race.atomicity',
    key: `cleared too early ${putSite},${clearSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${name} cleared \`${place}\` (${lineText(trace, options, clearSite)}), waited, and stored a new timer there (${lineText(trace, options, putSite)}) over one that another call had set meanwhile: both went off.`,
    why: ['what another call sets during the wait is not cleared by anybody', 'clearing and setting in one step leaves one timer'],
    places: [
      { site: putSite, role: 'write', access: put },
      { site: clearSite, role: 'read', access: clear },
      ...(otherSite === putSite ? [] : [{ site: otherSite, role: 'other write', access: other }]),
    ],
    segments: [a.segment.at(put), a.segment.at(other)],
    activations: [...new Set([a.activation.at(put), a.activation.at(other)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, `${name} (another call)`],
      happened: [clears, sets, replaces],
      other: [sets, clears, replaces],
      otherTitle: 'What would be safe',
    },
  };
}
