/**
 * race.order.use-after-close, a timer that is set again after it was stopped: `stop() { clearTimeout(this.timer); }` comes while what the timer has called is still under way, so there is nothing to clear; then that
 * sets the timer anew (`async tick() { await this.poll(); this.timer = setTimeout(() => this.tick(), ms); }`), and goes on for ever. Only what happened is reported: the new timer went off.
 */
import { VALUE_OBJECT } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { firstFrom, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isSetOffBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName } from '../../names.ts';
import { hasSite } from '../../siteIndex.ts';
import { isField, racesByPlace } from './byPlace.ts';
import { looksAfterStop, timerStoredBy, timerStops } from './stoppedTimers.ts';

export const rearmedRule: Rule = { kinds: ['race.order.use-after-close'], run: findRearmed };

/** Accesses of one place that are looked at. */
const LIMIT = 256;

interface Rearmed {
  readonly clear: number;
  readonly put: number;
}

function findRearmed(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const stops = timerStops(trace);
  if (stops.size === 0) return [];
  return racesByPlace(context, {
    find: (group) => (group.writes.length > 1 && isField(trace, group) ? rearmedAt(context, group, stops) : undefined),
    siteOf: ({ put }) => trace.accesses.site.at(put),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function rearmedAt(context: AnalysisContext, group: LocationAccesses, stops: ReadonlySet<number>): Rearmed | undefined {
  const { trace, order } = context;
  const { accesses: a, segments: s, tasks } = trace;
  const isClear = (row: number): boolean => a.write.at(row) === 0 && stops.has(functionOf(trace, row));
  /** The first run of the timer that was stored there; NONE where it did not run. */
  const runOf = (write: number | undefined): number => {
    const timer = write === undefined ? NONE : timerStoredBy(trace, write);
    return timer === NONE || trace.repeats(timer) ? NONE : tasks.firstRun.at(timer);
  };
  for (const clear of group.rows.slice(-LIMIT)) {
    if (!isClear(clear)) continue;
    const at = firstFrom(trace, group.writes, a.position.at(clear));
    const oldRun = runOf(group.writes[at - 1]);
    const put = group.writes.slice(at).find((row) => (a.value.at(row) & VALUE_OBJECT) !== 0);
    const nextRun = runOf(put);
    if (put === undefined || oldRun === NONE || nextRun === NONE) continue;
    const [cleared, stored] = [a.segment.at(clear), a.segment.at(put)];
    if (s.startNs.at(oldRun) >= s.startNs.at(cleared) || order.isOrdered(cleared, stored)) continue;
    if (!isSetOffBy(trace, stored, oldRun) || isSetOffBy(trace, cleared, oldRun)) continue;
    // It is cleared after all, when what was under way has ended.
    const isClearedLater = (row: number): boolean =>
      isClear(row) && a.position.at(row) > a.position.at(put) && s.startNs.at(a.segment.at(row)) < s.startNs.at(nextRun);
    if (group.rows.some(isClearedLater) || isToldBySignal(trace, clear) || looksAfterStop(context, clear, [oldRun, nextRun])) continue;
    return { clear, put };
  }
  return undefined;
}

/** Who stops it tells what the timer has called by a signal. */
function isToldBySignal(trace: Trace, clear: number): boolean {
  return hasSite(trace, functionOf(trace, clear), ({ kind, text }) => kind === 'call' && lastName(text) === 'abort');
}

function toDraft({ trace, options }: AnalysisContext, location: number, { clear, put }: Rearmed): Draft {
  const a = trace.accesses;
  const [clearSite, putSite] = [a.site.at(clear), a.site.at(put)];
  const line = (site: number): string => lineText(trace, options, site);
  const place = locationText(trace, location, putSite);
  const name = functionLabel(trace, functionOf(trace, put));
  const stop = functionLabel(trace, functionOf(trace, clear));
  const runs = { lane: 0, text: 'the timer goes off, and calls what takes a while', site: putSite };
  const clears = { lane: 1, text: `clears ${place}, which has gone off`, site: clearSite, access: clear };
  const sets = { lane: 0, text: `sets ${place} again`, site: putSite, access: put };
  return {
    kind: 'race.order.use-after-close',
    key: `rearmed ${putSite},${clearSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${stop} cleared \`${place}\` (${line(clearSite)}) while what that timer had called was under way: ${name} then set it again (${line(putSite)}), and it went off after the stop.`,
    why: [
      'a timer that has gone off cannot be cleared any more',
      `nobody looks, before the timer is set again, whether ${stop} was called meanwhile`,
    ],
    places: [
      { site: putSite, role: 'use', access: put },
      { site: clearSite, role: 'close', access: clear },
    ],
    segments: [a.segment.at(put), a.segment.at(clear)],
    activations: [...new Set([a.activation.at(put), a.activation.at(clear)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, stop],
      happened: [runs, clears, sets],
      other: [runs, { ...clears, text: 'notes that it is stopped' }, { ...sets, text: 'looks at that, and sets no timer' }],
      otherTitle: 'What would be safe',
    },
  };
}
