/**
 * race.check-then-act, what is opened twice: a connection, a process or a file is lost, and a timer is to open a new one; somebody has opened one meanwhile (`stop(); start()`, a request that asks for it at once), and the
 * timer, which nobody has cleared and which does not look, opens another in its place. The first one stays open, and nobody knows it any more. Only what happened is reported.
 */
import { ACCESS_PLAIN, VALUE_FALSE, VALUE_OBJECT, VALUE_PROMISE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { causeOf } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { hasSite } from '../../siteIndex.ts';
import { isField, racesByPlace } from './byPlace.ts';
import { IS_OPEN } from './closes.ts';
import { isMaker } from './madeTwice.ts';

export const openedByBothRule: Rule = { kinds: ['race.check-then-act'], run: findOpenedByBoth };

/** Stores of one place that are looked at. */
const LIMIT = 256;
const MAX_STEPS = 16;
const HANDLES = /^(?:FSEVENT|PIPE|PROCESS|TCP|TLS|UDP)WRAP$|^WORKER$/;
const WRITES = /(?:^|\.)createWriteStream$/;

interface Again {
  readonly first: number;
  readonly put: number;
  /** Where the timer was set. */
  readonly set: number;
}

function findOpenedByBoth(context: AnalysisContext): Draft[] {
  const { trace } = context;
  return racesByPlace(context, {
    find: (group) => (group.writes.length > 2 && isField(trace, group) ? openedByBoth(context, group) : undefined),
    siteOf: ({ put }) => trace.accesses.site.at(put),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function openedByBoth(context: AnalysisContext, { rows, writes }: LocationAccesses): Again | undefined {
  const { trace } = context;
  const { accesses: a, segments: s, tasks } = trace;
  const timeOf = (row: number): number => s.startNs.at(atomOf(trace, row));
  for (const [i, put] of writes.slice(0, LIMIT).entries()) {
    const first = writes[i - 1];
    if (first === undefined || a.site.at(first) !== a.site.at(put) || !isNew(trace, first) || !isNew(trace, put)) continue;
    const timer = a.value.at(first) === a.value.at(put) ? undefined : timerBehind(trace, a.segment.at(put));
    if (timer === undefined || isClosed(context, first, put) || !isOpenStill(trace, first, put)) continue;
    const [made, run, set] = [
      s.startNs.at(s.atom.at(tasks.initSegment.at(timer.task))),
      s.startNs.at(timer.run),
      tasks.site.at(timer.task),
    ];
    if (timeOf(first) <= made || timeOf(first) >= run) continue;
    // What was lost had been opened there before; and of several that begin one after the other none is to take the place of another.
    const isLost = writes.slice(0, i - 1).some((row) => a.site.at(row) === a.site.at(put) && timeOf(row) < made);
    const other = timerBehind(trace, a.segment.at(first));
    if (!isLost || (other !== undefined && tasks.site.at(other.task) === set)) continue;
    // Whoever opens the new one looks at what is there, and can close it.
    const isLook = (row: number): boolean => a.write.at(row) === 0 && a.position.at(row) < a.position.at(put) && timeOf(row) >= run;
    if (!rows.some(isLook)) return { first, put, set };
  }
  return undefined;
}

/** The timer that has set off a segment, also by the promise that it settles, and its run. */
function timerBehind(trace: Trace, segment: number): { readonly task: number; readonly run: number } | undefined {
  const { segments: s } = trace;
  for (let [at, step] = [segment, 0]; at !== NONE && step < MAX_STEPS; step++) {
    const task = s.task.at(s.atom.at(at));
    if (task === NONE) return undefined;
    if (trace.taskType(task) === 'Timeout') return trace.repeats(task) ? undefined : { task, run: at };
    at = causeOf(trace, task, at);
  }
  return undefined;
}

/** What the function itself opens is stored. */
function isNew(trace: Trace, put: number): boolean {
  const { how, value } = trace.accesses;
  if (how.at(put) !== ACCESS_PLAIN || (value.at(put) & VALUE_OBJECT) === 0 || (value.at(put) & VALUE_PROMISE) !== 0) return false;
  return hasSite(
    trace,
    functionOf(trace, put),
    ({ kind, text }) => (kind === 'call' || kind === 'new') && (isMaker(text) || WRITES.test(text)),
  );
}

/** What the first one stands for had still something to say, or was ended, after the other was opened. A file says nothing. */
function isOpenStill(trace: Trace, first: number, put: number): boolean {
  const { accesses: a, segments: s, tasks } = trace;
  const [fn, opened, since] = [functionOf(trace, first), a.segment.at(first), a.segment.at(put)];
  if (hasSite(trace, fn, ({ text }) => WRITES.test(text))) return true;
  for (let task = 0; task < tasks.length; task++) {
    const made = tasks.initSegment.at(task);
    if (made === NONE || tasks.lastRun.at(task) <= since || !HANDLES.test(trace.taskType(task))) continue;
    const isOfTurn = s.turn.at(made) === s.turn.at(opened) && s.thread.at(made) === s.thread.at(opened);
    if (isOfTurn && trace.functionAt(tasks.site.at(task)) === fn) return true;
  }
  return false;
}

/** The first one was closed before the other was put in its place. */
export function isClosed(context: AnalysisContext, first: number, put: number): boolean {
  const { accesses: a, locations } = context.trace;
  const object = a.value.at(first) & ~VALUE_OBJECT;
  return factsOf(context).groups.some(
    ({ location, writes }) =>
      locations.object.at(location) === object &&
      context.trace.string(locations.key.at(location)) === IS_OPEN &&
      writes.some((row) => a.value.at(row) === VALUE_FALSE && a.position.at(row) < a.position.at(put)),
  );
}

function toDraft({ trace, options }: AnalysisContext, location: number, { first, put, set }: Again): Draft {
  const a = trace.accesses;
  const site = a.site.at(put);
  const place = locationText(trace, location, site);
  const name = functionLabel(trace, functionOf(trace, put));
  const timer = set === NONE ? [] : [{ site: set, role: 'timer' as const }];
  const lost = { lane: 0, text: 'sets a timer that is to open a new one', site: set === NONE ? site : set };
  const opens = { lane: 1, text: `opens ${place}`, site, access: first };
  const again = { lane: 0, text: `the timer opens another ${place}`, site, access: put };
  return {
    kind: 'race.check-then-act',
    key: `opened again ${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} opened \`${place}\` (${lineText(trace, options, site)}) while a timer was to open it${set === NONE ? '' : ` (${lineText(trace, options, set)})`}, and then the timer opened another in its place: the first one stays open, and nobody knows it any more.`,
    why: ['nobody clears the timer when one is opened before it goes off', 'the timer does not look whether there is one'],
    places: [{ site, role: 'write', access: put }, ...timer],
    segments: [a.segment.at(first), a.segment.at(put)],
    activations: [...new Set([a.activation.at(first), a.activation.at(put)].filter((x) => x !== NONE))],
    scenario: {
      lanes: ['timer', name],
      happened: [lost, opens, again],
      other: [lost, { ...opens, text: `clears the timer, and opens ${place}` }],
      otherTitle: 'What would be safe',
    },
  };
}
