/**
 * race.order.use-after-close, what a timer of another call closes: a function opens something, stores it and sets a limit of time for it (`this.link = connect(); setTimeout(() => this.link.destroy(), ms)`); it
 * is called again before that is over, and the timer of the first call, which nobody has cleared, closes what the second one has opened. Observed only.
 */
import { ACCESS_PLAIN, FLAG_UNCHECKED, VALUE_OBJECT } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_REPEAT, type Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, lastBefore, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName } from '../../names.ts';
import { hasSite } from '../../siteIndex.ts';

export const closedByOlderRule: Rule = { kinds: ['race.order.use-after-close'], run: findClosedByOlder };

const CLOSES = /^(?:destroy(?:Soon)?|close|end|terminate|abort|kill|disconnect|cancel)$/;
/** Accesses of a place that are looked at. */
const LIMIT = 512;

interface Closed {
  /** The timer finds what is there, and closes it. */
  readonly close: number;
  /** What its own call has stored, and what has taken the place of that. */
  readonly own: number;
  readonly newer: number;
  readonly timer: number;
}

function findClosedByOlder(context: AnalysisContext): Draft[] {
  const told = sitesOfRaces(context.earlier);
  const drafts = new Map<string, Draft>();
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const found = group.writes.length < 2 ? undefined : findIn(context, group);
    if (found === undefined || told.has(context.trace.accesses.site.at(found.close))) continue;
    const draft = toDraft(context, group.location, found);
    if (!drafts.has(draft.key)) drafts.set(draft.key, draft);
  }
  return [...drafts.values()];
}

function findIn(context: AnalysisContext, { rows, writes }: LocationAccesses): Closed | undefined {
  const { trace } = context;
  const { accesses: a, segments: s, tasks } = trace;
  const isOpened = (row: number): boolean => a.how.at(row) === ACCESS_PLAIN && (a.value.at(row) & VALUE_OBJECT) !== 0;
  for (const [at, close] of rows.slice(0, LIMIT).entries()) {
    const timer = a.write.at(close) === 1 ? NONE : timerOf(trace, close);
    if (timer === NONE || !closes(trace, close)) continue;
    const made = s.atom.at(tasks.initSegment.at(timer));
    const newer = lastBefore(rows, at, LIMIT, (row) => a.write.at(row) === 1);
    const own = writes.find((row) => atomOf(trace, row) === made && functionOf(trace, row) === trace.functionAt(tasks.site.at(timer)));
    if (newer === undefined || own === undefined || !isOpened(newer) || !isOpened(own)) continue;
    if (a.site.at(newer) !== a.site.at(own) || a.value.at(newer) === a.value.at(own) || atomOf(trace, newer) === made) continue;
    if (!hasOwnTimer(trace, newer, timer)) continue;
    // It looks whether it is still to do so.
    const isLook = (row: number): boolean => decidesBranch(trace, row) && a.position.at(row) <= a.position.at(close);
    if (factsOf(context).coverage.accessesOfStep(close).some(isLook)) continue;
    return { close, own, newer, timer };
  }
  return undefined;
}

/** The timer in whose step something is done, once; NONE. */
function timerOf(trace: Trace, access: number): number {
  const task = trace.segments.task.at(atomOf(trace, access));
  if (task === NONE || (trace.tasks.flags.at(task) & TASK_REPEAT) !== 0 || trace.taskType(task) !== 'Timeout') return NONE;
  return trace.tasks.initSegment.at(task) === NONE ? NONE : task;
}

/** `this.link.destroy()` */
function closes(trace: Trace, read: number): boolean {
  const site = trace.site(trace.accesses.site.at(read));
  if (site === undefined || ((site.flags ?? 0) & FLAG_UNCHECKED) === 0) return false;
  const isCall = (text: string): boolean => CLOSES.test(lastName(text)) && text === `${site.text}.${lastName(text)}`;
  return hasSite(trace, site.function, ({ kind, line, text }) => kind === 'call' && line === site.line && isCall(text));
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

function toDraft({ trace, options }: AnalysisContext, location: number, { close, own, newer, timer }: Closed): Draft {
  const a = trace.accesses;
  const [closeSite, ownSite, timerSite] = [a.site.at(close), a.site.at(own), trace.tasks.site.at(timer)];
  const text = locationText(trace, location, closeSite);
  const line = (site: number): string => lineText(trace, options, site);
  const opener = functionLabel(trace, trace.functionAt(ownSite));
  const opens = { lane: 0, text: `opens ${text}`, site: ownSite, access: own };
  const again = { lane: 1, text: `opens another ${text}`, site: a.site.at(newer), access: newer };
  const ends = { lane: 0, text: `its timer closes ${text}`, site: closeSite, access: close };
  return {
    kind: 'race.order.use-after-close',
    key: `older ${closeSite},${timerSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` was closed (${line(closeSite)}) by the timer (${line(timerSite)}) that an earlier call of ${opener} had set for its own: a later call had stored another one there (${line(ownSite)}) by then.`,
    why: ['nobody cleared the timer when the earlier one had come to its end', 'the timer does not look whose it is that it closes'],
    places: [
      { site: closeSite, role: 'close', access: close },
      { site: a.site.at(newer), role: 'write', access: newer },
      { site: timerSite, role: 'timer' },
    ],
    segments: [a.segment.at(own), a.segment.at(newer), a.segment.at(close)],
    activations: [],
    scenario: {
      lanes: [`${opener} (first)`, `${opener} (second)`],
      happened: [opens, again, ends],
      other: [opens, ends, again],
      otherTitle: 'What would be safe',
    },
  };
}
