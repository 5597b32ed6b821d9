/**
 * race.atomicity, one mark for several calls: a function says by a flag that it is at work (`this.flushing = true; await …; this.flushing = false`), and two calls of it overlap. The one that is done
 * first takes the mark of the other back; somebody who asks by it whether there is work under way is told that there is none. So do two transactions on one connection, of which either
 * begins and ends by calls: the other one goes on outside of any. Only what happened is reported.
 */
import { VALUE_FALSE, VALUE_TRUE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, firstFrom, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom, commonCaller, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName, workName } from '../../names.ts';
import { isField, racesByPlace } from './byPlace.ts';

export const sharedMarkRule: Rule = { kinds: ['race.atomicity'], run: findSharedMarks };

/** Accesses of a mark that are looked at beside one. */
const WINDOW = 32;

interface Shared {
  /** The second call says that it is at work. */
  readonly set: number;
  /** The first one takes that back, and the second one its own, later. */
  readonly cleared: number;
  readonly done: number;
  readonly look: number;
  /** The function of which either call has set and taken back the mark by others that it called. */
  readonly holder?: number;
}

function findSharedMarks(context: AnalysisContext): Draft[] {
  const { trace } = context;
  return racesByPlace(context, {
    find: (group) => (isField(trace, group) ? (sharedIn(context, group) ?? sessionIn(context, group)) : undefined),
    siteOf: ({ cleared }) => trace.accesses.site.at(cleared),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function sharedIn(context: AnalysisContext, { rows, writes }: LocationAccesses): Shared | undefined {
  const { trace } = context;
  const a = trace.accesses;
  for (const [at, cleared] of writes.entries()) {
    const own = a.activation.at(cleared);
    if (a.value.at(cleared) !== VALUE_FALSE || own === NONE) continue;
    const before = writes.slice(Math.max(0, at - WINDOW), at);
    const mine = before.findLast((row) => a.activation.at(row) === own);
    const set = before.at(-1);
    if (mine === undefined || set === undefined || set === mine || !isAlike(trace, mine, set)) continue;
    const other = a.activation.at(set);
    if (a.value.at(mine) !== VALUE_TRUE || a.value.at(set) !== VALUE_TRUE || isWithin(trace, other, own)) continue;
    const [done] = writes.slice(at + 1);
    if (done === undefined || a.activation.at(done) !== other || a.value.at(done) !== VALUE_FALSE) continue;
    if (!isAlike(trace, done, cleared)) continue;
    const look = lookBetween(context, rows, { set, cleared, done });
    if (look !== undefined) return { set, cleared, done, look };
  }
  return undefined;
}

/**
 * `await db.begin(); …; await db.commit()` in two calls of one function: what the first one ends is the only session that there is, and the second one finds none where it goes on with its own.
 */
function sessionIn({ trace }: AnalysisContext, { rows, writes }: LocationAccesses): Shared | undefined {
  const a = trace.accesses;
  for (const [at, cleared] of writes.entries()) {
    if (a.value.at(cleared) !== VALUE_FALSE || a.activation.at(cleared) === NONE) continue;
    // Both have begun, and none has ended.
    const before = writes.slice(Math.max(0, at - WINDOW), at);
    const open = before.slice(before.findLastIndex((row) => a.value.at(row) !== VALUE_TRUE) + 1);
    const mine = open.findLast((row) => holderOf(trace, row, cleared) !== NONE);
    if (mine === undefined) continue;
    const own = holderOf(trace, mine, cleared);
    const otherOf = (row: number): number | undefined =>
      callersUpFrom(trace, a.activation.at(row)).find(
        (call) => call !== own && trace.activations.fn.at(call) === trace.activations.fn.at(own),
      );
    const set = open.findLast(
      (row) => a.site.at(row) === a.site.at(mine) && !isWithin(trace, a.activation.at(row), own) && otherOf(row) !== undefined,
    );
    const other = set === undefined ? undefined : otherOf(set);
    if (set === undefined || other === undefined) continue;
    const done = writes[at + 1] ?? (rows.at(-1) as number);
    const from = firstFrom(trace, rows, a.position.at(cleared)) + 1;
    const look = rows.slice(from, from + WINDOW).find((row) => a.write.at(row) === 0 && isWithin(trace, a.activation.at(row), other));
    if (look === undefined || look > done || !decidesBranch(trace, look)) continue;
    return { set, cleared, done, look, holder: trace.activations.fn.at(own) };
  }
  return undefined;
}

/** The call that has set the mark and has taken it back, each by a function that it called; NONE. */
function holderOf(trace: Trace, set: number, cleared: number): number {
  const { activation } = trace.accesses;
  if (functionOf(trace, set) === functionOf(trace, cleared) || activation.at(set) === NONE) return NONE;
  const holder = commonCaller(trace, activation.at(set), activation.at(cleared));
  return holder === NONE || trace.activations.promise.at(holder) === NONE ? NONE : holder;
}

/** Two calls of one function, at one place. */
function isAlike(trace: Trace, row: number, other: number): boolean {
  const { activation, site } = trace.accesses;
  return site.at(row) === site.at(other) && activation.at(row) !== activation.at(other) && activation.at(other) !== NONE;
}

/** Somebody else decides by the mark while the second call is still at work. */
function lookBetween(
  { trace }: AnalysisContext,
  rows: readonly number[],
  { set, cleared, done }: Omit<Shared, 'look'>,
): number | undefined {
  const a = trace.accesses;
  const from = firstFrom(trace, rows, a.position.at(cleared));
  for (let i = from; i < Math.min(rows.length, from + WINDOW); i++) {
    const row = rows[i] as number;
    if (row === done) return undefined;
    if (row === cleared || a.write.at(row) === 1 || !decidesBranch(trace, row)) continue;
    const isOwn = [set, cleared].some((one) => isWithin(trace, a.activation.at(row), a.activation.at(one)));
    if (!isOwn && atomOf(trace, row) !== atomOf(trace, cleared) && functionOf(trace, row) !== functionOf(trace, set)) return row;
  }
  return undefined;
}

function toDraft(context: AnalysisContext, location: number, { set, cleared, done, look, holder }: Shared): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [setSite, clearedSite, lookSite] = [set, cleared, look].map((row) => a.site.at(row)) as [number, number, number];
  const line = (site: number): string => lineText(trace, options, site);
  const text = locationText(trace, location, clearedSite);
  const [name, asker] = [
    taskName(trace, a.activation.at(set)),
    a.activation.at(look) === NONE ? functionLabel(trace, trace.functionAt(lookSite)) : workName(trace, look),
  ];
  const sets = { lane: 1, text: `sets ${text}, and waits`, site: setSite, access: set };
  const clears = { lane: 0, text: `is done, and takes ${text} back`, site: clearedSite, access: cleared };
  const looks = { lane: 2, text: `finds ${text} not set`, site: lookSite, access: look };
  const ends = { lane: 1, text: 'is done', site: clearedSite, access: done };
  const mark = `\`${text}\` says that ${name} is at work (${line(setSite)}), and is one for all its calls: a call that was done took it back (${line(clearedSite)}) while another one was still at work, and ${asker} went by it (${line(lookSite)}).`;
  const holds = holder === undefined ? '' : functionLabel(trace, holder);
  const [begins, over] = [setSite, clearedSite].map((site) => functionLabel(trace, trace.functionAt(site)));
  const session = `Two calls of ${holds} have begun on one object (\`${text}\`, set by ${begins}, ${line(setSite)}), and ${over} of the one has ended it for both (${line(clearedSite)}): the other one went on outside of it (${asker}, ${line(lookSite)}).`;
  return {
    kind: 'race.atomicity',
    key: `shared mark ${clearedSite}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: holder === undefined ? mark : session,
    why: [
      `the calls of ${holder === undefined ? name : holds} overlapped`,
      'the mark does not tell how many are at work',
      holder === undefined
        ? 'a count (`this.open++` … `this.open--`), or one promise for all, does'
        : 'an object for each (a connection of its own), or a lock from the beginning to the end, keeps them apart',
    ],
    places: [
      { site: clearedSite, role: 'write', access: cleared },
      { site: lookSite, role: 'check', access: look },
      { site: setSite, role: 'other write', access: set },
    ],
    segments: [a.segment.at(set), a.segment.at(cleared), a.segment.at(look)],
    activations: [a.activation.at(set), a.activation.at(cleared), a.activation.at(look)].filter((x) => x !== NONE),
    scenario: {
      lanes: [`${name} (first)`, `${name} (second)`, asker],
      happened: [sets, clears, looks, ends],
      other: [sets, clears, ends, looks],
      otherTitle: 'What would be safe',
    },
  };
}
