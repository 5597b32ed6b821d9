/**
 * What a timer of another call goes by. race.order.use-after-close, what it closes: a function opens something, stores it and sets a limit of time for it (`this.link = connect(); setTimeout(() => this.link.destroy(), ms)`); it
 * is called again before that is over, and the timer of the first call, which nobody has cleared, closes what the second one has opened. race.atomicity, what it asks: a function sets a mark and has a timer look whether
 * that has been taken back (`this.waiting = true; setTimeout(() => { if (this.waiting) this.giveUp(); }, ms)`); it was, but a second call has set it anew. race.order.last-write, what it takes out: a function puts
 * something there for a while (`online.add(user); timers.set(user, setTimeout(() => online.delete(user), ms))`), a second call does so anew, and the first timer takes that out too early. Observed only.
 */
import { ACCESS_PLAIN, FLAG_MARK, FLAG_UNCHECKED, VALUE_FALSE, VALUE_OBJECT, VALUE_TRUE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, lastBefore, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { isInnerFunction } from '../../lineage.ts';
import { functionLabel, lastName } from '../../names.ts';
import { hasSite } from '../../siteIndex.ts';
import { isBefore } from '../../waiting/wakers.ts';
import { isNothing } from './splits.ts';
import { timerStoredBy } from './stoppedTimers.ts';

export const olderTimersRule: Rule = {
  kinds: ['race.atomicity', 'race.order.last-write', 'race.order.use-after-close'],
  run: findOlderTimers,
};

const CLOSES = /^(?:destroy(?:Soon)?|close|end|terminate|abort|kill|disconnect|cancel)$/;
const OF_LOCAL = /^[\w$]+\??\.\w+$/;
/** Accesses of a place that are looked at. */
const LIMIT = 512;
/** Of the time for which something is put there, the part that it must have lost. */
const MIN_EARLY = 0.3;

interface Older {
  readonly act: 'closes' | 'goes by' | 'takes out';
  /** The timer finds what is there, and closes it, or goes by it; or takes it out. */
  readonly use: number;
  /** What its own call has stored, and what has taken the place of that. */
  readonly own: number;
  readonly newer: number;
  readonly timer: number;
  /** Where the mark of its own call was taken back; NONE of what is closed. */
  readonly reset: number;
}

function findOlderTimers(context: AnalysisContext): Draft[] {
  const told = sitesOfRaces(context.earlier);
  const drafts = new Map<string, Draft>();
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const found = group.writes.length < 2 ? undefined : findIn(context, group);
    if (found === undefined || told.has(context.trace.accesses.site.at(found.use))) continue;
    const draft = toDraft(context, group.location, found);
    if (!drafts.has(draft.key)) drafts.set(draft.key, draft);
  }
  return [...drafts.values()];
}

function findIn(context: AnalysisContext, group: LocationAccesses): Older | undefined {
  const { trace } = context;
  const { accesses: a, segments: s, tasks } = trace;
  const { rows, writes } = group;
  for (const [at, use] of rows.slice(0, LIMIT).entries()) {
    const timer = timerOf(trace, use);
    const act = timer === NONE ? undefined : actOf(trace, group, use);
    if (act === undefined) continue;
    const made = s.atom.at(tasks.initSegment.at(timer));
    const newer = lastBefore(rows, at, LIMIT, (row) => a.write.at(row) === 1);
    const own = writes.find((row) => atomOf(trace, row) === made && isSetBy(trace, timer, use, functionOf(trace, row)));
    if (newer === undefined || own === undefined || atomOf(trace, newer) === made || a.site.at(newer) !== a.site.at(own)) continue;
    const reset = act === 'goes by' ? resetBetween(trace, group, { own, newer, use, timer }) : NONE;
    const isOther = isOpened(trace, own) && isOpened(trace, newer) && a.value.at(newer) !== a.value.at(own);
    const isReplaced = act === 'takes out' && !isNothing(trace, own) && !isNothing(trace, newer) && isKept(context, own, timer);
    if (act === 'takes out' && !isEarly(trace, { own, newer, use })) continue;
    if (!isReplaced && (act === 'goes by' ? reset === NONE : !isOther)) continue;
    if (!hasOwnTimer(trace, newer, timer)) continue;
    // It looks at something else whether it is still to do so.
    const isLook = (row: number): boolean => decidesBranch(trace, row) && row !== use && a.position.at(row) <= a.position.at(use);
    if (factsOf(context).coverage.accessesOfStep(use).some(isLook)) continue;
    return { act, use, own, newer, timer, reset };
  }
  return undefined;
}

/** The function sets the timer, itself or by a helper that it gives the callback to. */
function isSetBy(trace: Trace, timer: number, use: number, fn: number): boolean {
  return fn === trace.functionAt(trace.tasks.site.at(timer)) || isInnerFunction(trace, functionOf(trace, use), fn);
}

function actOf(trace: Trace, group: LocationAccesses, use: number): Older['act'] | undefined {
  if (trace.accesses.write.at(use) === 1) return isNothing(trace, use) ? 'takes out' : undefined;
  if (closes(trace, group, use)) return 'closes';
  return decidesBranch(trace, use) ? 'goes by' : undefined;
}

/** The timer was kept, so that it could be cleared. */
function isKept(context: AnalysisContext, own: number, timer: number): boolean {
  const { trace } = context;
  const isIt = (row: number): boolean => trace.accesses.write.at(row) === 1 && timerStoredBy(trace, row) === timer;
  return factsOf(context).coverage.accessesOfStep(own).some(isIt);
}

/** What was put there anew stayed for much less time than it was to: two calls that had met put the same there at nearly the same time. */
function isEarly({ accesses: a, segments: s }: Trace, { own, newer, use }: Pick<Older, 'own' | 'newer' | 'use'>): boolean {
  const [first, again, out] = [own, newer, use].map((row) => s.startNs.at(a.segment.at(row))) as [number, number, number];
  return out - again < (1 - MIN_EARLY) * (out - first);
}

function isOpened({ accesses: a }: Trace, store: number): boolean {
  return a.how.at(store) === ACCESS_PLAIN && (a.value.at(store) & VALUE_OBJECT) !== 0;
}

/**
 * Where the mark was taken back before it was set anew; NONE, also where the callback of the timer takes it back itself: whatever there is to be done, it does, for all calls. Of a mark that is a word
 * (`this.phase = 'heating'`), the timer may go on to the next one (`this.phase = 'baking'`), which is not that by which it was taken back: the later call has it too early.
 */
function resetBetween(trace: Trace, { writes }: LocationAccesses, { own, newer, use, timer }: Omit<Older, 'reset' | 'act'>): number {
  const { position, site, value } = trace.accesses;
  const mark = value.at(own);
  const isWord = isSaid(trace, own);
  if (value.at(newer) !== mark || !(mark === VALUE_TRUE || isWord)) return NONE;
  const isBack = (row: number): boolean =>
    mark === VALUE_TRUE ? value.at(row) === VALUE_FALSE : value.at(row) !== mark && isSaid(trace, row);
  const isBetween = (row: number): boolean => position.at(row) > position.at(own) && position.at(row) < position.at(newer);
  const reset = writes.find((row) => isBack(row) && isBetween(row)) ?? NONE;
  const isOfTimer = (row: number): boolean => trace.tasks.site.at(timerOf(trace, row)) === trace.tasks.site.at(timer);
  const byTimer = writes.filter((row) => value.at(row) !== mark && timerOf(trace, row) !== NONE && isOfTimer(row));
  if (isWord) return reset !== NONE && byTimer.every((row) => isSaid(trace, row) && value.at(row) !== value.at(reset)) ? reset : NONE;
  const at = site.at(use);
  const isOwn = (fn: number): boolean => fn === trace.functionAt(at) || isInnerFunction(trace, fn, trace.functionAt(at));
  const text = trace.site(at)?.text;
  const isTakenBack = trace.sites.some((row) => row.kind === 'write' && row.text === text && isOwn(row.function));
  return byTimer.length > 0 || isTakenBack ? NONE : reset;
}

/** A word that stands in the code. */
function isSaid(trace: Trace, write: number): boolean {
  const { how, site, value } = trace.accesses;
  const isWord = value.at(write) !== VALUE_TRUE && value.at(write) !== VALUE_FALSE && (value.at(write) & VALUE_OBJECT) === 0;
  return isWord && how.at(write) === ACCESS_PLAIN && trace.hasFlag(site.at(write), FLAG_MARK);
}

/** The timer in whose step something is done, once; NONE. */
export function timerOf(trace: Trace, access: number): number {
  const task = trace.segments.task.at(atomOf(trace, access));
  if (!trace.isTimeout(task)) return NONE;
  return trace.tasks.initSegment.at(task) === NONE ? NONE : task;
}

/** `this.link.destroy()`, `const old = this.link; this.link = null; old?.destroy()` */
function closes(trace: Trace, { writes }: LocationAccesses, read: number): boolean {
  const { accesses: a } = trace;
  const site = trace.site(a.site.at(read));
  if (site === undefined) return false;
  const isUnchecked = ((site.flags ?? 0) & FLAG_UNCHECKED) !== 0;
  const isEmptied = (row: number): boolean =>
    isNothing(trace, row) && functionOf(trace, row) === site.function && atomOf(trace, row) === atomOf(trace, read);
  const isTaken = !decidesBranch(trace, read) && writes.some(isEmptied);
  const isCall = (row: SiteRow): boolean => {
    if (row.kind !== 'call' || !CLOSES.test(lastName(row.text))) return false;
    const isDirect = isUnchecked && row.line === site.line && row.text === `${site.text}.${lastName(row.text)}`;
    return isDirect || (isTaken && OF_LOCAL.test(row.text) && isBefore(site, row));
  };
  return hasSite(trace, site.function, isCall);
}

/** The call that stored something set such a timer, too. */
function hasOwnTimer({ accesses: a, segments: s, tasks }: Trace, store: number, timer: number): boolean {
  const atom = s.atom.at(a.segment.at(store));
  for (let task = timer + 1; task < tasks.length; task++) {
    const made = tasks.site.at(task) === tasks.site.at(timer) ? tasks.initSegment.at(task) : NONE;
    if (made !== NONE && s.atom.at(made) === atom) return true;
  }
  return false;
}

const KINDS = { closes: 'race.order.use-after-close', 'goes by': 'race.atomicity', 'takes out': 'race.order.last-write' } as const;
const ROLES = { closes: 'close', 'goes by': 'look', 'takes out': 'other write' } as const;
const WHEN = {
  closes: 'the earlier one had come to its end',
  'goes by': 'the mark was taken back',
  'takes out': 'another one took its place',
} as const;

function toDraft({ trace, options }: AnalysisContext, location: number, { act, use, own, newer, timer, reset }: Older): Draft {
  const a = trace.accesses;
  const [useSite, ownSite, timerSite] = [a.site.at(use), a.site.at(own), trace.tasks.site.at(timer)];
  const text = locationText(trace, location, useSite);
  const line = (site: number): string => lineText(trace, options, site);
  const opener = functionLabel(trace, trace.functionAt(ownSite));
  const isMark = act === 'goes by';
  const does = act === 'closes' ? 'opens' : 'sets';
  const first = { lane: 0, text: `${does} ${text}, and a timer`, site: ownSite, access: own };
  const back = isMark ? [{ lane: 0, text: `takes ${text} back`, site: a.site.at(reset), access: reset }] : [];
  const again = { lane: 1, text: act === 'closes' ? `opens another ${text}` : `sets ${text}`, site: a.site.at(newer), access: newer };
  const ends = { lane: 0, text: `the first timer ${act} ${text}`, site: useSite, access: use };
  return {
    kind: KINDS[act],
    key: `older ${useSite},${timerSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message:
      act === 'takes out'
        ? `\`${text}\` was taken out (${line(useSite)}) by the timer (${line(timerSite)}) that an earlier call of ${opener} had set for its own: a later call had set it anew (${line(ownSite)}) by then.`
        : isMark
          ? `\`${text}\` was set by ${opener} (${line(ownSite)}) and taken back (${line(a.site.at(reset))}); the timer that looks whether it was (${line(timerSite)}) found what a later call had set, and went by that (${line(useSite)}).`
          : `\`${text}\` was closed (${line(useSite)}) by the timer (${line(timerSite)}) that an earlier call of ${opener} had set for its own: a later call had stored another one there (${line(ownSite)}) by then.`,
    why: [`nobody cleared the timer when ${WHEN[act]}`, `the timer does not look whose it is that it ${isMark ? 'finds' : act}`],
    places: [
      { site: useSite, role: ROLES[act], access: use },
      { site: a.site.at(newer), role: 'write', access: newer },
      { site: timerSite, role: 'timer' },
    ],
    segments: [a.segment.at(own), a.segment.at(newer), a.segment.at(use)],
    activations: [],
    scenario: {
      lanes: [`${opener} (first)`, `${opener} (second)`],
      happened: [first, ...back, again, ends],
      other: [first, ends, again],
      otherTitle: 'What would be safe',
    },
  };
}
