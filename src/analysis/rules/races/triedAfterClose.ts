/**
 * race.order.use-after-close, a loop of tries that nobody can end: a call opens a connection, waits a while where that has failed, and tries again (`do { …; await pause(ms); } while (!this.isReady)`); meanwhile somebody has
 * closed the object (`this.isOpen = false`), which the loop does not look at. Only what happened is reported: tries before the close, and as many after it.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { VALUE_FALSE, VALUE_TRUE, VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import { addTo } from '../../../base/lists.ts';
import { functionOf, locationText, type LocationAccesses, objectOf } from '../../shared/accesses.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isInnerFunction, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { sitesIn } from '../../siteIndex.ts';
import { isPause } from '../../time/effects.ts';
import { closes as setsClosed } from './keptAfterClose.ts';
import { IS_CLOSER } from './openedAfterClose.ts';
import { isField, racesByPlace } from './byPlace.ts';

export const triedAfterCloseRule: Rule = { kinds: ['race.order.use-after-close'], run: findTriedAfterClose };

/** Tries on either side of the close. */
const MIN_TRIES = 2;
const OPENS = /^(?:TCP|PIPE)(?:CONNECT)?WRAP$|^(?:TLSWRAP|HTTPCLIENTREQUEST|PROCESS(?:WRAP)?|GETADDRINFOREQWRAP)$/;

/** A call that pauses again and again, and what it has opened. */
interface Loop {
  readonly call: number;
  readonly pause: number;
  readonly opened: readonly number[];
}

interface Tried extends Loop {
  readonly flag: number;
}

function findTriedAfterClose(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const loops = loopsOf(trace);
  if (loops.length === 0) return [];
  return racesByPlace(context, {
    find: (group) => (isField(trace, group) ? triedAfter(trace, group, loops) : undefined),
    siteOf: ({ pause }) => pause,
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

/** Calls that have paused at one place, and opened something, more than once. */
const loopsOf = remembered(byEvents, (trace: Trace): readonly Loop[] => {
  const { activations: acts, suspensions: s, tasks } = trace;
  const opened = new Map<number, number[]>();
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task) || !OPENS.test(trace.taskType(task))) continue;
    for (let call = tasks.creator.at(task); call !== NONE; call = acts.parent.at(call)) addTo(opened, call, task);
  }
  const loops: Loop[] = [];
  for (const [call, list] of opened) {
    // Who has come to an end by itself may have been meant to do what was left.
    if (list.length < 2 * MIN_TRIES || acts.sync.at(call) === 1 || acts.endSegment.at(call) !== NONE) continue;
    const pauses = new Map<number, number>();
    for (let at = acts.lastSuspension.at(call); at !== NONE; at = s.previous.at(at)) {
      const [promise, site] = [s.awaited.at(at), s.site.at(at)];
      if (promise !== NONE && isPause(trace, promise)) pauses.set(site, (pauses.get(site) ?? 0) + 1);
    }
    const pause = [...pauses].find(([, times]) => times >= 2 * MIN_TRIES)?.[0];
    if (pause !== undefined) loops.push({ call, pause, opened: list });
  }
  return loops;
});

function triedAfter(trace: Trace, group: LocationAccesses, loops: readonly Loop[]): Tried | undefined {
  const a = trace.accesses;
  const flag = group.writes.at(-1);
  const value = flag === undefined ? VALUE_UNKNOWN : a.value.at(flag);
  // A word (`this.page = 'none'`) may say anything.
  if (flag === undefined || (value !== VALUE_TRUE && value !== VALUE_FALSE) || !setsClosed(trace, group, flag)) return undefined;
  if (!IS_CLOSER.test(lastName(trace.functions[functionOf(trace, flag)]?.name ?? ''))) return undefined;
  const segment = a.segment.at(flag);
  for (const loop of loops) {
    const later = loop.opened.filter((task) => trace.tasks.initSegment.at(task) > segment).length;
    if (later < MIN_TRIES || loop.opened.length - later < MIN_TRIES) continue;
    // Who closes in each round makes room for the next try.
    if (group.writes.filter((row) => isWithin(trace, a.activation.at(row), loop.call)).length > 1) continue;
    const fn = trace.activations.fn.at(loop.call);
    const isOfLoop = (row: number): boolean => functionOf(trace, row) === fn || isInnerFunction(trace, functionOf(trace, row), fn);
    if (!isOfObject(trace, flag, fn)) continue;
    const isAsked = (row: number): boolean =>
      a.write.at(row) === 0 && a.segment.at(row) > segment && (isOfLoop(row) || isWithin(trace, a.activation.at(row), loop.call));
    if (!group.rows.some(isAsked)) return { ...loop, flag };
  }
  return undefined;
}

/** The function of the loop goes by other properties of the same object, before the close and after it; of a variable, it stands beside the one that closes. */
function isOfObject(trace: Trace, flag: number, fn: number): boolean {
  const { accesses: a, functions, locations } = trace;
  const [location, closed] = [a.location.at(flag), a.segment.at(flag)];
  if (locations.variable.at(location) !== NONE) return functions[functionOf(trace, flag)]?.parentFunction === functions[fn]?.parentFunction;
  const object = objectOf(trace, location);
  const own = accessesAtSites(trace, sitesIn(trace, fn)).filter((row) => objectOf(trace, a.location.at(row)) === object);
  return own.some((row) => a.segment.at(row) < closed) && own.some((row) => a.segment.at(row) > closed);
}

function toDraft({ trace, options }: AnalysisContext, location: number, { call, pause, opened, flag }: Tried): Draft {
  const a = trace.accesses;
  const flagSite = a.site.at(flag);
  const state = locationText(trace, location, flagSite);
  const [name, closer] = [taskName(trace, call), functionLabel(trace, functionOf(trace, flag))];
  const later = opened.filter((task) => trace.tasks.initSegment.at(task) > a.segment.at(flag));
  const made = trace.tasks.site.at(later[0] ?? NONE);
  const tries = { lane: 0, text: 'tries, fails, and waits for the next try', site: pause };
  const closes = { lane: 1, text: `sets ${state}`, site: flagSite, access: flag };
  return {
    kind: 'race.order.use-after-close',
    key: `tried ${pause},${flagSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} goes on trying (${lineText(trace, options, pause)}) after ${closer} has set \`${state}\` (${lineText(trace, options, flagSite)}): ${later.length} more tries since, and it never looks at that.`,
    why: ['nothing that the loop asks says that it is closed', 'each try opens something once more'],
    places: [
      { site: pause, role: 'use' },
      { site: flagSite, role: 'close', access: flag },
      ...(made === NONE ? [] : [{ site: made, role: 'opened again' }]),
    ],
    segments: [a.segment.at(flag), ...later.slice(0, 2).map((task) => trace.tasks.initSegment.at(task))],
    activations: [call],
    scenario: {
      lanes: [name, closer],
      happened: [tries, closes, tries],
      other: [tries, closes, { ...tries, text: `looks at ${state}, and ends` }],
      otherTitle: 'What would be safe',
    },
  };
}
