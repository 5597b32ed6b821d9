/**
 * race.order.use-after-close of what is closed when nobody needs it any more: whoever gives a connection back sets a timer that ends it, and whoever takes it again does not clear that. Observed only: it ends what has been used
 * since, and a newer timer was set for that; or it was put aside in the step that sets the timer, and taken out again for the use, which then finds what the timer has set.
 */
import { VALUE_FALSE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, firstFrom, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isSetOffBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { IS_OPEN } from './closes.ts';
import { timerOf } from './olderTimers.ts';

export const idleTimersRule: Rule = { kinds: ['race.order.use-after-close'], run: findIdleTimers };

/** Accesses of a place that are looked at. */
const LIMIT = 256;

interface Idle {
  readonly use: number;
  readonly close: number;
  readonly timer: number;
  /** Where the use finds that it is closed; NONE where a newer timer was set. */
  readonly found: number;
}

function findIdleTimers(context: AnalysisContext): Draft[] {
  const told = sitesOfRaces(context.earlier);
  const { trace } = context;
  const keyOf = ({ location }: LocationAccesses): string => trace.string(trace.locations.key.at(location));
  const drafts = new Map<string, Draft>();
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const found = group.writes.length > 0 && keyOf(group) === IS_OPEN ? idleIn(context, group) : undefined;
    if (found === undefined || told.has(trace.accesses.site.at(found.close))) continue;
    const draft = toDraft(context, group.location, found);
    if (!drafts.has(draft.key)) drafts.set(draft.key, draft);
  }
  return [...drafts.values()];
}

function idleIn(context: AnalysisContext, { rows, writes }: LocationAccesses): Idle | undefined {
  const { trace } = context;
  const { accesses: a, tasks } = trace;
  const ends = writes.slice(0, LIMIT).flatMap((close) => {
    const timer = a.value.at(close) === VALUE_FALSE ? timerOf(trace, close) : NONE;
    return timer === NONE ? [] : [{ close, timer }];
  });
  const [first] = ends;
  if (first === undefined) return undefined;
  const { close, timer } = first;
  const since = rows.slice(firstFrom(trace, rows, tasks.initPosition.at(timer)), firstFrom(trace, rows, a.position.at(close)));
  const use = since.find((row) => a.write.at(row) === 0 && a.activation.at(row) !== NONE);
  if (use === undefined) return undefined;
  const isNewer = ({ timer: other }: { readonly timer: number }): boolean =>
    tasks.site.at(other) === tasks.site.at(timer) &&
    tasks.initPosition.at(other) > a.position.at(use) &&
    tasks.initPosition.at(other) < a.position.at(close);
  if (ends.some(isNewer)) return { use, close, timer, found: NONE };
  const found = isTakenAgain(context, timer, use) ? foundBy(context, use, close) : NONE;
  return found === NONE ? undefined : { use, close, timer, found };
}

const TAKES = /\.(?:shift|pop|splice|delete)$/;

/** The step that sets the timer puts something into a collection, and the next change of that takes it out, in the step of the use or one that sets that going. */
function isTakenAgain(context: AnalysisContext, timer: number, use: number): boolean {
  const { trace } = context;
  const { accesses: a, segments, tasks } = trace;
  const { coverage } = factsOf(context);
  const isTaken = (put: number): boolean => {
    const writes = coverage.writesOf(a.location.at(put));
    const next = writes[firstFrom(trace, writes, a.position.at(put)) + 1];
    if (next === undefined || a.position.at(next) > a.position.at(use) || !TAKES.test(textOf(trace, next))) return false;
    return atomOf(trace, next) === atomOf(trace, use) || isSetOffBy(trace, a.segment.at(use), a.segment.at(next));
  };
  const step = segments.atom.at(tasks.initSegment.at(timer));
  return coverage.accessesAt(step).some((row) => a.write.at(row) === 1 && !TAKES.test(textOf(trace, row)) && isTaken(row));
}

function textOf(trace: Trace, access: number): string {
  return trace.site(trace.accesses.site.at(access))?.text ?? '';
}

/** A test of what the close has set, in a callback that the use has set going; NONE. */
function foundBy(context: AnalysisContext, use: number, close: number): number {
  const { trace } = context;
  const a = trace.accesses;
  const facts = factsOf(context);
  const isLate = (row: number): boolean =>
    a.write.at(row) === 0 && decidesBranch(trace, row) && isSetOffBy(trace, a.segment.at(row), a.segment.at(use));
  for (const set of facts.coverage.accessesOfStep(close)) {
    if (a.write.at(set) !== 1 || set === close) continue;
    const rows = facts.groupAt(a.location.at(set))?.rows ?? [];
    const from = firstFrom(trace, rows, a.position.at(set));
    const found = rows.slice(from, from + LIMIT).find(isLate);
    if (found !== undefined) return found;
  }
  return NONE;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { use, close, timer, found }: Idle): Draft {
  const a = trace.accesses;
  const [useSite, closeSite, timerSite] = [a.site.at(use), a.site.at(close), trace.tasks.site.at(timer)];
  // `this.socket` of `this.socket.end`
  const text = locationText(trace, location, closeSite).replace(/\.\w+$/, '');
  const line = (site: number): string => lineText(trace, options, site);
  const setter = functionLabel(trace, trace.functionAt(timerSite));
  const user = functionLabel(trace, functionOf(trace, use));
  const sets = { lane: 0, text: `sets a timer that ends ${text}`, site: timerSite };
  const uses = { lane: 1, text: `uses ${text}`, site: useSite, access: use };
  const again =
    found === NONE
      ? { lane: 1, text: 'sets a newer timer', site: timerSite }
      : { lane: 1, text: `finds ${text} closed`, site: a.site.at(found), access: found };
  const ends = { lane: 0, text: 'the first timer ends it', site: closeSite, access: close };
  return {
    kind: 'race.order.use-after-close',
    key: `idle ${timerSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message:
      `\`${text}\` was ended (${line(closeSite)}) by a timer (${line(timerSite)}) that had been set before it was used again (${line(useSite)}): nobody had cleared it` +
      (found === NONE
        ? `, though ${setter} set a newer one after that use.`
        : `, and the use found it closed (${line(a.site.at(found))}).`),
    why: ['nobody clears the timer when it is used again', 'a use that is under way when the timer goes off loses what it uses'],
    places: [
      { site: closeSite, role: 'close', access: close },
      { site: timerSite, role: 'timer' },
      { site: useSite, role: 'use', access: use },
    ],
    segments: [a.segment.at(use), a.segment.at(close)],
    activations: [a.activation.at(use)],
    scenario: {
      lanes: [setter, user],
      happened: found === NONE ? [sets, uses, again, ends] : [sets, uses, ends, again],
      other: [sets, ends, uses],
      otherTitle: 'What would be safe',
    },
  };
}
