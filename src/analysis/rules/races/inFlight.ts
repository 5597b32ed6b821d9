/**
 * race.check-then-act on a change that was under way: what the check looks at had been decided before (a promise had settled, a callback had been queued), but is
 * changed only when the queue gets there; the check in between goes by the old value. Only what did happen is reported: the cause ran before the check, and the change
 * after it, a few hops of the promise, tick or immediate queues later.
 */
import { FLAG_MADE_IF_MISSING, VALUE_TRUE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { lastBefore, locationText, type LocationAccesses, atomOf, decidesBranch, functionOf } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';

export const inFlightRule: Rule = { kinds: ['race.check-then-act'], run: findInFlight };

const MAX_HOPS = 6;
/** A change that goes through one promise only is as near to its cause as it can be. */
const MIN_HOPS = 2;
const WINDOW = 32;

interface Stale {
  readonly check: number;
  /** What came too late: the write, or the test that found the value changed. */
  readonly late: number;
  /** Segment in which the change was decided. */
  readonly cause: number;
}

function findInFlight(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const drafts: Draft[] = [];
  let starts: Uint8Array | undefined;
  for (const group of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    const stale = findLateFlag(trace, group, (atom) => (starts ??= startsOf(trace))[atom] === 1) ?? findLateSettling(context, group);
    if (stale !== undefined) drafts.push(toDraft(context, group.location, stale));
  }
  return drafts;
}

/** 1 for each callback run in which a function of the program began. */
function startsOf(trace: Trace): Uint8Array {
  const { activations: acts, segments: s } = trace;
  const starts = new Uint8Array(s.length);
  for (let i = 0; i < acts.length; i++) starts[s.atom.at(acts.startSegment.at(i))] = 1;
  return starts;
}

function isTest(trace: Trace, access: number): boolean {
  return trace.accesses.write.at(access) === 0 && decidesBranch(trace, access);
}

interface Hop {
  readonly segment: number;
  /** The queue was not the promise reactions. */
  readonly deferred: boolean;
}

/** What set a callback off, back through the queues of one turn of the loop: nearest first. */
function hopsOf(trace: Trace, segment: number): Hop[] {
  const { segments: s, tasks } = trace;
  const hops: Hop[] = [];
  let current = segment;
  for (let i = 0; i < MAX_HOPS; i++) {
    const task = s.task.at(s.atom.at(current));
    if (task === NONE) break;
    let from = NONE;
    let deferred = false;
    if (trace.isPromise(task)) {
      const parent = tasks.parent.at(task);
      from = parent === NONE ? NONE : tasks.resolveSegment.at(parent);
    } else if (/^(?:Immediate|TickObject|Microtask)$/.test(trace.taskType(task))) {
      from = tasks.initSegment.at(task);
      deferred = true;
    }
    if (from === NONE || from >= current) break;
    hops.push({ segment: from, deferred });
    current = from;
  }
  return hops;
}

/** The farthest cause of `late` that ran before `check`, when it is some hops away and did not set off the check, too. */
function causeBefore(trace: Trace, late: number, check: number): number {
  const { segments: s } = trace;
  const own = new Set(hopsOf(trace, check).map((hop) => s.atom.at(hop.segment)));
  own.add(s.atom.at(check));
  let distance = 0;
  let isDeferred = false;
  let cause = NONE;
  for (const hop of hopsOf(trace, late)) {
    const atom = s.atom.at(hop.segment);
    // From here on the two have one cause: the farthest of the late one's own is where it was decided.
    if (own.has(atom)) break;
    distance++;
    isDeferred ||= hop.deferred;
    if (atom < s.atom.at(check) && s.thread.at(atom) === s.thread.at(check)) cause = hop.segment;
  }
  return distance >= MIN_HOPS || isDeferred ? cause : NONE;
}

/** In a callback that was given to `catch`: a flag that says that the work has ended well is looked at before it has, and that is no mistake. */
function isOfFailure(trace: Trace, segment: number): boolean {
  const task = trace.segments.task.at(trace.segments.atom.at(segment));
  return task !== NONE && trace.isPromise(task) && /\bcatch$/.test(trace.site(trace.tasks.site.at(task))?.text ?? '');
}

/** `if (failed) return; startNext();` between the failure and `failed = true`. */
function findLateFlag(trace: Trace, group: LocationAccesses, isStart: (atom: number) => boolean): Stale | undefined {
  const a = trace.accesses;
  // A flag that is taken back is a lock or a state, not a verdict.
  if (group.writes.some((w) => a.value.at(w) !== VALUE_TRUE)) return undefined;
  for (const [at, late] of group.rows.entries()) {
    if (a.write.at(late) === 0 || !isOfFailure(trace, a.segment.at(late))) continue;
    for (const check of group.rows.slice(Math.max(0, at - WINDOW), at)) {
      if (!isTest(trace, check) || !isStart(atomOf(trace, check)) || atomOf(trace, check) === atomOf(trace, late)) continue;
      const cause = causeBefore(trace, a.segment.at(late), a.segment.at(check));
      if (cause !== NONE) return { check, late, cause };
    }
  }
  return undefined;
}

/** Two tasks settle the same thing, the first wins; the one that came second had been on its way when the first looked. */
function findLateSettling({ trace, order }: AnalysisContext, group: LocationAccesses): Stale | undefined {
  const a = trace.accesses;
  const textAt = (row: number): string => trace.site(a.site.at(row))?.text ?? '';
  // HOT: what changes more than once after it was first looked at is no outcome (isSettledBy).
  const look = group.rows.find((row) => a.write.at(row) === 0) ?? NONE;
  const before = group.writes.at(-2);
  if (look === NONE || (before !== undefined && a.position.at(before) >= a.position.at(look))) return undefined;
  for (const [at, late] of group.rows.entries()) {
    // Who takes what is there, and only makes it where it is not, has no outcome of his own.
    if (!isTest(trace, late) || trace.hasFlag(a.site.at(late), FLAG_MADE_IF_MISSING)) continue;
    const write = lastBefore(group.rows, at, WINDOW, (row) => a.write.at(row) === 1);
    if (write === undefined || atomOf(trace, write) === atomOf(trace, late)) continue;
    const check = group.rows
      .slice(Math.max(0, at - WINDOW), at)
      .find((row) => isTest(trace, row) && atomOf(trace, row) === atomOf(trace, write) && a.position.at(row) < a.position.at(write));
    if (check === undefined || a.site.at(late) === NONE) continue;
    // The same test twice is a second call of one function, not another outcome; what changes again and again is a state, not an outcome.
    if (a.site.at(check) === a.site.at(late) || !isSettledBy(trace, group, check, write)) continue;
    const isChecked = (row: number): boolean => a.site.at(row) === a.site.at(check) && atomOf(trace, row) === atomOf(trace, late);
    if (lastBefore(group.rows, at, WINDOW, isChecked) !== undefined) continue;
    const [first, second] = [a.segment.at(check), a.segment.at(late)];
    if (order.isOrdered(first, second) || order.isOrdered(second, first)) continue;
    // Both would have stored: the test that came second stands in front of a write, too.
    if (!group.writes.some((w) => functionOf(trace, w) === functionOf(trace, late) && textAt(w) === textAt(late))) continue;
    const hops = hopsOf(trace, second);
    if (!hops.some((hop) => hop.deferred)) continue;
    const cause = causeBefore(trace, second, first);
    if (cause !== NONE) return { check, late, cause };
  }
  return undefined;
}

/** The location has its first value when it is tested, and its last one with this write. */
function isSettledBy({ accesses: a }: Trace, { rows, writes }: LocationAccesses, check: number, write: number): boolean {
  const tests = a.position.at(rows.find((row) => a.write.at(row) === 0) ?? check);
  return writes.every((row) => row === write || a.position.at(row) < tests);
}

function toDraft({ options, trace }: AnalysisContext, location: number, { check, late, cause }: Stale): Draft {
  const a = trace.accesses;
  const [checkSite, lateSite] = [a.site.at(check), a.site.at(late)];
  const text = locationText(trace, location, checkSite);
  const line = (site: number): string => lineText(trace, options, site);
  const who = (site: number): string => functionLabel(trace, trace.functionAt(site));
  const caller = callerSite(trace, a.segment.at(check), checkSite);
  const checked = { lane: 0, text: `tests ${text}`, site: checkSite, access: check };
  const changed = { lane: 1, text: a.write.at(late) === 1 ? `changes ${text}` : `would change ${text}`, site: lateSite, access: late };
  return {
    kind: 'race.check-then-act',
    key: `flight ${checkSite},${lateSite}`,
    confidence: 0.65,
    verdict: 'observed',
    consequence: false,
    message: `${who(checkSite)} checks \`${text}\` (${line(checkSite)}) and acts on it, although ${who(lateSite)} (${line(lateSite)}) had been set off before: its change came some turns of a queue too late.`,
    why: [
      'what sets the change off had run before the check',
      'the change goes through further promises or setImmediate, and the check came in between',
    ],
    places: [{ site: checkSite, role: 'check', access: check }, ...caller, { site: lateSite, role: 'late change', access: late }],
    segments: [cause, a.segment.at(check), a.segment.at(late)],
    activations: [...new Set([a.activation.at(check), a.activation.at(late)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [who(checkSite), who(lateSite)],
      happened: [{ lane: 1, text: 'is set off', site: NONE }, checked, changed],
      other: [{ lane: 1, text: 'is set off', site: NONE }, changed, checked],
      otherTitle: 'What would be safe',
    },
  };
}

/** Where the callback that tests was handed over, when a helper that it calls does the test. */
function callerSite(trace: Trace, segment: number, checkSite: number): { readonly site: number; readonly role: string }[] {
  const task = trace.segments.task.at(trace.segments.atom.at(segment));
  const site = task === NONE ? NONE : trace.tasks.site.at(task);
  return site === NONE || trace.site(site)?.function === trace.site(checkSite)?.function ? [] : [{ site, role: 'callback' }];
}
