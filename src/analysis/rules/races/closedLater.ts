/**
 * race.order.use-after-close, what is closed by the clock: a timer or a signal closes something (`setTimeout(shutdown, ms)`, `process.on('SIGTERM', …)`), and a call that waited before it used that had just come to its
 * use (`const page = await render(url); log.write(page)`). Nothing makes the close wait for such a call, which does not look again after its wait. Predicted: in this run the use came first. A signal may
 * come at any time; a timer that goes off long after all is done (the end of a demonstration) meets nobody.
 */
import {
  FLAG_FIRST_VALUE,
  FLAG_THROWS_IF_SET,
  FLAG_UNCHECKED,
  MORE_ASKS_OPEN,
  VALUE_FALSE,
  VALUE_TRUE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, firstFrom, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { callersUpFrom, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { hasSite } from '../../siteIndex.ts';
import { ENDED, IS_OPEN, isAnnounced, isNothing, isOfOwnClass, LONG_GAP_NS, ownNames, STOPS } from './closes.ts';

export const closedLaterRule: Rule = { kinds: ['race.order.use-after-close'], run: findClosedLater };

/** Who writes to one of these when it is closed is told of an error. */
const RESOURCES = /^(?:Socket|TLSSocket|WriteStream|Writable|Duplex|Transform|PassThrough|FileHandle)$/;
/** Whoever destroys something means those, too, who are using it. */
const CLOSES = /^(?:close|end|quit|disconnect|release|shutdown|stop|dispose)$/;
const SETS_TIMER = /(?:^|\.)setTimeout$/;
/** Uses before a close, and accesses of a call, that are looked at. */
const WINDOW = 64;
/** So many times as long as the call took until the use, a timer may go off after it. */
const NEAR_WAITS = 3;

interface Late {
  readonly use: number;
  readonly close: number;
  /** The call that waited before it used it. */
  readonly work: number;
}

function findClosedLater(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const told = sitesOfRaces(context.earlier);
  const own = ownNames(trace);
  const drafts = new Map<string, Draft>();
  for (const group of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    const isUse = usesOf(trace, group, own);
    const close = isUse && group.writes.find((row) => isClose(trace, group, row) && timerBehind(trace, row) !== NONE);
    if (isUse === undefined || close === undefined) continue;
    const late = lateUse(context, group, close, isUse);
    if (late === undefined || told.has(trace.accesses.site.at(late.use))) continue;
    const key = `${trace.accesses.site.at(late.use)},${trace.accesses.site.at(close)}`;
    if (!drafts.has(key)) drafts.set(key, toDraft(context, group.location, late, key));
  }
  return [...drafts.values()];
}

/** What needs it to be open; undefined of a place that cannot be closed. */
function usesOf(trace: Trace, group: LocationAccesses, own: ReadonlySet<string>): ((row: number) => boolean) | undefined {
  const { accesses: a, locations: l } = trace;
  const { location } = group;
  if (trace.string(l.key.at(location)) !== IS_OPEN) return (row) => trace.hasFlag(a.site.at(row), FLAG_UNCHECKED | FLAG_THROWS_IF_SET);
  const name = trace.string(l.className.at(location));
  return RESOURCES.test(name) && !isOfOwnClass(trace, group, own) ? (row) => !trace.hasMore(a.site.at(row), MORE_ASKS_OPEN) : undefined;
}

/** It is closed in good order: `log.end()`, `this.closed = true`, or `this.link.end(); this.link = null`. */
function isClose(trace: Trace, group: LocationAccesses, row: number): boolean {
  const { site, value } = trace.accesses;
  const text = trace.site(site.at(row))?.text ?? '';
  if (trace.string(trace.locations.key.at(group.location)) === IS_OPEN) return value.at(row) === VALUE_FALSE && CLOSES.test(lastName(text));
  if (value.at(row) === VALUE_TRUE) return ENDED.test(text) && !STOPS.test(text) && !trace.hasFlag(site.at(row), FLAG_FIRST_VALUE);
  if (!isNothing(value.at(row))) return false;
  return hasSite(
    trace,
    functionOf(trace, row),
    (call) => call.kind === 'call' && CLOSES.test(lastName(call.text)) && call.text.startsWith(`${text}.`),
  );
}

/** The timer, or the signal, in whose own step something is done; NONE. What comes in a tick has waited for something (`server.close(() => log.end())`). */
function timerBehind(trace: Trace, row: number): number {
  const s = trace.segments;
  const task = s.task.at(s.atom.at(trace.accesses.segment.at(row)));
  if (task === NONE || trace.repeats(task)) return NONE;
  return /^(?:Timeout|SIGNALWRAP)$/.test(trace.taskType(task)) ? task : NONE;
}

function lateUse(context: AnalysisContext, group: LocationAccesses, close: number, isUse: (row: number) => boolean): Late | undefined {
  const { trace, order } = context;
  const { accesses: a, segments: s, tasks } = trace;
  const { coverage, holding } = factsOf(context);
  const closed = a.segment.at(close);
  const timer = timerBehind(trace, close);
  const maker = tasks.creator.at(timer);
  const isTimer = trace.taskType(timer) === 'Timeout';
  const at = firstFrom(trace, group.rows, a.position.at(close));
  const decided = looksOf(context, close, timer);
  for (const use of group.rows.slice(Math.max(0, at - WINDOW), at)) {
    const segment = a.segment.at(use);
    if (a.write.at(use) !== 0 || !isUse(use) || s.startNs.at(closed) - s.startNs.at(segment) > LONG_GAP_NS) continue;
    if (order.isOrdered(segment, closed) || order.isOrdered(closed, segment)) continue;
    const work = waitedBefore(context, use);
    // A limit of time that a call sets for itself is meant for it.
    if (work === NONE || (maker !== NONE && isWithin(trace, maker, work))) continue;
    const [begunNs, usedNs, closedNs] = [trace.activations.startNs.at(work), s.startNs.at(segment), s.startNs.at(closed)];
    if (isTimer && closedNs - usedNs > NEAR_WAITS * (usedNs - begunNs)) continue;
    // What looks itself after its wait is refused in good order.
    if (trace.hasFlag(a.site.at(use), FLAG_THROWS_IF_SET) && functionOf(trace, use) === trace.activations.fn.at(work)) continue;
    if (isAnnounced(trace, coverage, close, use) || holding.isExcluded(use, use, close)) continue;
    if (isLookedAt(context, work, decided)) continue;
    return { use, close, work };
  }
  return undefined;
}

/** The innermost call around a use that had waited before. */
function waitedBefore({ trace, order }: AnalysisContext, use: number): number {
  const { accesses: a, activations: acts, segments: s } = trace;
  const isWaiting = (activation: number): boolean =>
    acts.sync.at(activation) === 0 &&
    s.atom.at(acts.startSegment.at(activation)) !== atomOf(trace, use) &&
    order.crossesTurn(acts.startSegment.at(activation), a.segment.at(use));
  return callersUpFrom(trace, a.activation.at(use)).find(isWaiting) ?? NONE;
}

/** What decides in the steps that set the timer and that close; and where the timer is kept. */
function looksOf(context: AnalysisContext, close: number, timer: number): ReadonlySet<number> {
  const { trace } = context;
  const { accesses: a, segments: s, tasks } = trace;
  const { coverage } = factsOf(context);
  const made = tasks.initSegment.at(timer);
  const set = trace.site(tasks.site.at(timer));
  const isKept = (row: number): boolean => a.write.at(row) === 1 && trace.site(a.site.at(row))?.line === set?.line;
  const before = made === NONE || !SETS_TIMER.test(set?.text ?? '') ? [] : coverage.accessesAt(s.atom.at(made));
  const looks = [...before, ...coverage.accessesOfStep(close)].filter(
    (row) => decidesBranch(trace, row) || (before.includes(row) && isKept(row)),
  );
  return new Set(looks.map((row) => a.location.at(row)));
}

/** The call counts itself in or off there, or clears the timer. */
function isLookedAt(context: AnalysisContext, work: number, looks: ReadonlySet<number>): boolean {
  if (looks.size === 0) return false;
  const { trace } = context;
  const { accesses: a } = trace;
  const isOwn = (row: number): boolean => a.activation.at(row) !== NONE && isWithin(trace, a.activation.at(row), work);
  return [...looks].some((location) => factsOf(context).groupAt(location)?.rows.some(isOwn) === true);
}

function toDraft({ trace, options }: AnalysisContext, location: number, { use, close, work }: Late, key: string): Draft {
  const a = trace.accesses;
  const [useSite, closeSite] = [a.site.at(use), a.site.at(close)];
  const line = (site: number): string => lineText(trace, options, site);
  const isResource = trace.string(trace.locations.key.at(location)) === IS_OPEN;
  const used = isResource ? (trace.site(useSite)?.text ?? '') : locationText(trace, location, useSite);
  const closer = functionLabel(trace, trace.functionAt(closeSite));
  const user = taskName(trace, work);
  const uses = { lane: 0, text: `uses ${used}`, site: useSite, access: use };
  const closes = { lane: 1, text: 'closes it', site: closeSite, access: close };
  return {
    kind: 'race.order.use-after-close',
    key: `later ${key}`,
    confidence: 0.62,
    verdict: 'predicted',
    consequence: false,
    // Whether the close of a program's end meets anybody is up to who ends it.
    ceiling: 'info',
    message: `\`${used}\` (${line(useSite)}) comes after a wait of ${user}, and may find it closed (${line(closeSite)}): the timer or signal that closes it waits for no such call.`,
    why: [`nothing orders ${user} and ${closer}`, 'it does not look again after its wait', 'the close counts nobody who is under way'],
    places: [
      { site: useSite, role: 'use', access: use },
      { site: closeSite, role: 'close', access: close },
    ],
    segments: [a.segment.at(use), a.segment.at(close)],
    activations: [...new Set([work, a.activation.at(close)].filter((x) => x !== NONE))],
    scenario: { lanes: [user, closer], happened: [uses, closes], other: [closes, uses], otherTitle: 'What can happen' },
  };
}
