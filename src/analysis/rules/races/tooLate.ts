/**
 * What comes too late: a check that one piece of work makes when another one, which nothing orders before it, has passed the same check, waited, and acted. Had the two met, both would have
 * passed. For refused.ts and madeTwice.ts.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { commonCaller, intervalBehind, isInnerFunction, isSetGoingBy, isWithin, originOf, stepOf } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { isFromOutside, requestOf, rootOf } from '../../roots.ts';
import { decidesBranch, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { type Split, isCallback } from './atomicityDraft.ts';
import { hasSleptOver } from './sleptOver.ts';

/** Both came by themselves, and nothing but their moments kept them apart. */
const CONFIDENCE = 0.62;
/** Accesses behind a write among which somebody is looked for who came too late. */
export const LATE_WINDOW = 64;

/** The look of another call at the same place after the store, which nothing orders behind it, and which was not set going by the call itself. */
export function findLateLook(
  context: AnalysisContext,
  { rows }: LocationAccesses,
  at: number,
  { read, write }: Split,
  isOther: (look: number) => boolean = () => true,
): number | undefined {
  const { trace, order } = context;
  const { accesses: a, segments } = trace;
  const { holding } = factsOf(context);
  const [from, to, own] = [a.segment.at(read), a.segment.at(write), a.activation.at(write)];
  if (!order.crossesTurn(from, to)) return undefined;
  const [root, interval] = [comerOf(trace, from), intervalBehind(trace, from)];
  for (const row of rows.slice(at + 1, at + 1 + LATE_WINDOW)) {
    if (a.write.at(row) !== 0) return undefined;
    const [segment, late] = [a.segment.at(row), a.activation.at(row)];
    if (a.site.at(row) !== a.site.at(read) || late === NONE || late === own || segments.atom.at(segment) === segments.atom.at(to)) continue;
    const other = comerOf(trace, segment);
    // What is set up at the start is there before anybody comes; and the next round of an interval is meant to come later.
    if ((root === NONE) !== (other === NONE) || (root !== NONE && root === other)) continue;
    if (interval !== NONE && interval === intervalBehind(trace, segment)) continue;
    if (order.isOrdered(to, segment) || hasSleptOver(trace, write, row) || isOfCall(trace, own, from, segment, late)) continue;
    if (other !== NONE && isAnswered(context, to, segment, other)) continue;
    if (areSeen(context, read, row) || holding.isExcluded(read, write, row) || !isOther(row)) continue;
    // Asked last: it goes through all accesses.
    if (!areKeptApart(trace, read, row)) return row;
  }
  return undefined;
}

/**
 * Something else keeps the two apart, which is not known as a lock: on its way to the check the work of the first one has left something (`this.isFree = false`) at which that of the second
 * one looks on its own way there.
 */
function areKeptApart(trace: Trace, read: number, look: number): boolean {
  const { accesses: a } = trace;
  const [own, late] = [a.activation.at(read), a.activation.at(look)];
  const common = commonCaller(trace, own, late);
  const [first, second] = [stepOf(trace, own, common), stepOf(trace, late, common)];
  const thread = trace.segments.thread.at(a.segment.at(read));
  const rowsOf = (work: number, until: number): number[] => {
    const found: number[] = [];
    for (let row = 0; row < a.length; row++) {
      if (a.position.at(row) >= a.position.at(until) || trace.segments.thread.at(a.segment.at(row)) !== thread) continue;
      if (isWithin(trace, a.activation.at(row), work)) found.push(row);
    }
    return found;
  };
  const marks = new Set(rowsOf(first, read).flatMap((row) => (a.write.at(row) === 0 ? [] : a.location.at(row))));
  return marks.size > 0 && rowsOf(second, look).some((row) => marks.has(a.location.at(row)) && decidesBranch(trace, row));
}

/** The later call was made by what the earlier one has set going: an event of what it has opened. */
function isOfCall(trace: Trace, own: number, from: number, segment: number, late: number): boolean {
  const { activations: acts, suspensions: s, tasks } = trace;
  if (isSetGoingBy(trace, late, own)) return true;
  const steps = [from];
  for (let at = acts.lastSuspension.at(own); at !== NONE; at = s.previous.at(at)) steps.push(s.resumeSegment.at(at));
  return steps.some((step) => {
    const task = step === NONE ? NONE : (originOf(trace, segment, step)?.task ?? NONE);
    const maker = task === NONE ? NONE : tasks.creator.at(task);
    return maker !== NONE && isWithin(trace, maker, own);
  });
}

/** The program is its own client, as in tests, and sent the later request when it had the answer to the earlier one. */
export function isAnswered(context: AnalysisContext, done: number, look: number, root: number): boolean {
  const { segments, roots } = context.trace;
  const { askedSince } = factsOf(context);
  const isSince = (to: number): boolean => to !== NONE && askedSince.isAnswered(done, segments.startNs.at(done), to);
  return isSince(look) || isSince(askedSince.sentBefore(roots[root]?.ns ?? 0, segments.thread.at(look)));
}

/** The request, or else the connection, that a segment works for; NONE. */
export function comerOf(trace: Trace, segment: number): number {
  const request = requestOf(trace, segment);
  const root = request === NONE ? rootOf(trace, segment) : request;
  return isFromOutside(trace, root) ? root : NONE;
}

/** In the step of its check the first one leaves a mark (`busy.add(code)`) at which the second one looks when it makes the same check: it would have been stopped by that. */
export function areSeen(context: AnalysisContext, read: number, look: number): boolean {
  const { trace } = context;
  const { coverage } = factsOf(context);
  const a = trace.accesses;
  const own = a.activation.at(read);
  const isOwn = (row: number): boolean => a.activation.at(row) === own || own === NONE || isSetGoingBy(trace, a.activation.at(row), own);
  const marks = new Set(
    coverage
      .accessesOfStep(read)
      .filter((row) => a.write.at(row) !== 0 && isOwn(row))
      .map((row) => a.location.at(row)),
  );
  if (marks.size === 0) return false;
  return coverage.accessesOfStep(look).some((row) => marks.has(a.location.at(row)) && (a.write.at(row) !== 0 || decidesBranch(trace, row)));
}

/** What is told of a check that the second one made too late to pass it. */
export interface Late {
  readonly split: Split;
  /** The look of the second one. */
  readonly look: number;
  readonly key: string;
  readonly location: number;
  /** Who the two are. */
  readonly comers: 'request' | 'task';
  /** What became of the second one, and what becomes of both when they meet. */
  readonly happened: string;
}

export function lateDraft(
  context: AnalysisContext,
  { split: { read, write, calls }, look: late, key, location, comers, happened }: Late,
): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [readSite, writeSite] = [a.site.at(read), a.site.at(write)];
  const text = locationText(trace, location, writeSite);
  const [looks, writer] = [trace.functionAt(readSite), trace.functionAt(writeSite)];
  const looker = functionLabel(trace, looks);
  const line = (site: number): string => lineText(trace, options, site);
  const acts = looks === writer || isInnerFunction(trace, writer, looks) ? 'acts' : `${functionLabel(trace, writer)} acts`;
  const later = isCallback(trace, write) ? 'in a later callback' : 'after an await';
  const checks = (lane: number, access: number): { lane: number; text: string; site: number; access: number } => ({
    lane,
    text: `checks ${text}`,
    site: readSite,
    access,
  });
  const writes = { lane: 0, text: `sets ${text}`, site: writeSite, access: write };
  const writesToo = { lane: 1, text: `sets ${text} again`, site: writeSite };
  return {
    kind: 'race.check-then-act',
    key,
    confidence: CONFIDENCE,
    verdict: 'predicted',
    consequence: false,
    message: `${looker} checks \`${locationText(trace, location, readSite)}\` (${line(readSite)}) and ${acts} on it ${later} (${line(writeSite)}); another ${comers} made the same check only after that and ${happened}`,
    why: [
      isCallback(trace, write) ? 'the write comes in a later callback' : 'an await lies between the check and the write',
      `nothing orders the two ${comers}s`,
      'no lock is held over both, and nothing is marked before the await',
    ],
    places: [
      { site: writeSite, role: 'write', access: write },
      { site: readSite, role: 'read', access: read },
      ...(calls === undefined ? [] : [{ site: calls.read, role: 'read by' }]),
    ],
    segments: [a.segment.at(read), a.segment.at(write), a.segment.at(late)],
    activations: [...new Set([a.activation.at(write), a.activation.at(late)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [`${looker} (first)`, `${looker} (second)`],
      happened: [checks(0, read), writes, { ...checks(1, late), text: `checks ${text}: too late` }],
      other: [checks(0, read), checks(1, late), writes, writesToo],
      otherTitle: 'What can happen',
    },
  };
}
