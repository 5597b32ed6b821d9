/**
 * race.order.use-after-close, a timer in whose place another one was put while it was still to come: `again() { this.timer = setTimeout(() => this.ask(), ms); }`, called by several answers. `stop()` finds, and clears, the
 * newest one; those before go off after the stop. Only what happened is reported.
 */
import { VALUE_OBJECT } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { firstFrom, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { isField, racesByPlace } from './byPlace.ts';
import { looksAfterStop, timerStoredBy, timerStops } from './stoppedTimers.ts';

export const replacedTimersRule: Rule = { kinds: ['race.order.use-after-close'], run: findReplaced };

/** Accesses of one place that are looked at. */
const LIMIT = 256;

interface Replaced {
  readonly first: number;
  readonly second: number;
  readonly clear: number;
}

function findReplaced(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const stops = timerStops(trace);
  if (stops.size === 0) return [];
  return racesByPlace(context, {
    find: (group) => (group.writes.length > 1 && isField(trace, group) ? replacedAt(context, group, stops) : undefined),
    siteOf: ({ second }) => trace.accesses.site.at(second),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function replacedAt(context: AnalysisContext, group: LocationAccesses, stops: ReadonlySet<number>): Replaced | undefined {
  const { trace } = context;
  const { accesses: a, segments: s, tasks } = trace;
  const isTimer = (row: number): boolean => (a.value.at(row) & VALUE_OBJECT) !== 0;
  /** When the timer that was stored there, which runs once, has gone off; NONE where it has not. */
  const runOf = (write: number): number => {
    const timer = timerStoredBy(trace, write);
    return timer === NONE || trace.repeats(timer) ? NONE : tasks.firstRun.at(timer);
  };
  for (const clear of group.rows.slice(-LIMIT)) {
    if (a.write.at(clear) === 1 || !stops.has(functionOf(trace, clear))) continue;
    const at = firstFrom(trace, group.writes, a.position.at(clear));
    const since = group.writes.slice(0, at).findLastIndex((row) => !isTimer(row)) + 1;
    const before = group.writes.slice(Math.max(since, at - LIMIT), at);
    const anew = group.writes.slice(at).find(isTimer);
    for (const [i, first] of before.slice(0, -1).entries()) {
      const run = runOf(first);
      const second = before[i + 1] as number;
      if (run === NONE || s.startNs.at(run) <= s.startNs.at(a.segment.at(clear))) continue;
      // Somebody has begun again.
      if (anew !== undefined && a.segment.at(anew) < run) continue;
      if (!looksAfterStop(context, clear, [run])) return { first, second, clear };
    }
  }
  return undefined;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { first, second, clear }: Replaced): Draft {
  const a = trace.accesses;
  const [firstSite, secondSite, clearSite] = [a.site.at(first), a.site.at(second), a.site.at(clear)];
  const line = (site: number): string => lineText(trace, options, site);
  const place = locationText(trace, location, secondSite);
  const name = functionLabel(trace, functionOf(trace, second));
  const stop = functionLabel(trace, functionOf(trace, clear));
  const sets = { lane: 0, text: `sets ${place}`, site: firstSite, access: first };
  const replaces = { lane: 0, text: `sets ${place} again: the first timer is still to come`, site: secondSite, access: second };
  const clears = { lane: 1, text: `clears the second timer`, site: clearSite, access: clear };
  return {
    kind: 'race.order.use-after-close',
    key: `replaced ${secondSite},${clearSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${name} set \`${place}\` anew (${line(secondSite)}) while the timer that it held was still to come: ${stop} could clear only the newest one (${line(clearSite)}), and the other went off after the stop.`,
    why: [
      'nobody knows the timer that was replaced',
      'clear the timer before another one is put in its place, or look whether there is one',
    ],
    places: [
      { site: secondSite, role: 'use', access: second },
      { site: clearSite, role: 'close', access: clear },
      ...(firstSite === secondSite ? [] : [{ site: firstSite, role: 'set' as const, access: first }]),
    ],
    segments: [a.segment.at(second), a.segment.at(clear)],
    activations: [...new Set([a.activation.at(second), a.activation.at(clear)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, stop],
      happened: [sets, replaces, clears, { ...sets, text: 'the first timer goes off' }],
      other: [sets, { ...replaces, text: `clears ${place}, and sets it again` }, clears],
      otherTitle: 'What would be safe',
    },
  };
}
