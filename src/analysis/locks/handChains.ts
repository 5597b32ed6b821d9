/**
 * Queues of promises that a program has written itself, one for each lock or key, as locks with holders (detection.md §4.3, P1 and P4): each task reads the promise of whoever is last,
 * puts one of its own in its place in the same step, and works when the one that it read has settled.
 *
 * The form alone makes tasks take turns, so nobody needs to have waited: its work starts as a reaction that was attached in that step, or after an await of it, and the promise that it
 * left there settles when the work is over. Where the run shows two at work at once, it is something else.
 */
import { NONE } from '../../model/ids.ts';
import { RowLists } from '../../base/lists.ts';
import { firstWhere } from '../../base/search.ts';
import { TASK_AWAIT, type Trace } from '../../model/trace.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import { type Runs, type HandLock, type Hold, type Point } from './handLocks.ts';
import { holdsPromises, isPromiseWrite, workBySegment } from './promiseChains.ts';

/**
 * None when there are less than `atLeast`: in many programs there is one, and all its work has gone through it. Of a queue in which `isWanted` says so of no hold, none is kept: there may
 * be hundreds of thousands of them.
 */
export function findHandChains(
  trace: Trace,
  groups: readonly LocationAccesses[],
  runs: Runs,
  atLeast: number,
  isWanted?: (hold: Hold) => boolean,
): HandLock[] {
  const candidates = groups.filter((group) => holdsPromises(trace, group));
  if (candidates.length < Math.max(1, atLeast)) return [];
  const work = workBySegment(trace);
  const promises = promisesBySegment(trace);
  const parts: Parts = { runs, work, promises, jobs: new Map(), writes: writesBySegment(trace, candidates) };
  const found: HandLock[] = [];
  /** Sites of writes where two were at work at once, or where something else than a queue is seen. */
  const untrusted = new Set<number>();
  for (const group of candidates) {
    if (isWanted && !someHold(trace, parts, group, untrusted, isWanted)) continue;
    const holds = [...holdsIn(trace, parts, group, untrusted)];
    if (holds.length > 0) found.push({ location: group.location, permits: 1, holds, waiting: [], gaveUp: [] });
  }
  return found.filter((lock) => lock.holds.every((h) => !untrusted.has(trace.accesses.site.at(h.set))));
}

function someHold(trace: Trace, parts: Parts, group: LocationAccesses, untrusted: Set<number>, isWanted: (hold: Hold) => boolean): boolean {
  let found = false;
  // All of them: the sites that are not to be trusted are gathered on the way.
  for (const hold of holdsIn(trace, parts, group, untrusted)) found ||= isWanted(hold);
  return found;
}

/** One after the other, as the queue has let them in. */
function* holdsIn(trace: Trace, parts: Parts, { rows }: LocationAccesses, untrusted: Set<number>): Generator<Hold> {
  let read = NONE;
  let before: Hold | undefined;
  for (const row of rows) {
    if (trace.accesses.write.at(row) === 0) read = row;
    else if (read !== NONE && isPromiseWrite(trace, row)) {
      for (const hold of holdsOf(trace, parts, read, row)) {
        if (overlaps(before, hold)) untrusted.add(trace.accesses.site.at(row));
        else yield (before = hold);
      }
    }
  }
}

/** Between the promise of some work and the one that is left for the next: `run.catch(() => {})`. */
const MAX_BETWEEN = 4;

interface Parts {
  readonly runs: Runs;
  readonly work: RowLists;
  /** Promises by the segment that they were made in: reactions, by that in which they were attached. */
  readonly promises: RowLists;
  /** Segment → its jobs, where there are several, as far as they were asked for. */
  readonly jobs: Map<number, readonly number[]>;
  /** What was put into queues in the place of what was read in the same segment, by segment and in order. AccessIndex. */
  readonly writes: readonly number[];
}

function writesBySegment(trace: Trace, groups: readonly LocationAccesses[]): number[] {
  const { accesses: a } = trace;
  const found: number[] = [];
  for (const { rows } of groups) {
    let read = NONE;
    for (const row of rows) {
      const segment = a.segment.at(row);
      if (a.write.at(row) === 0) read = row;
      else if (read !== NONE && a.segment.at(read) === segment && isPromiseWrite(trace, row)) found.push(row);
    }
  }
  return found.sort((x, y) => a.segment.at(x) - a.segment.at(y) || a.position.at(x) - a.position.at(y));
}

/** What was put into queues in a segment, in order. */
function writesIn({ accesses: a }: Trace, { writes }: Parts, segment: number): number[] {
  const found: number[] = [];
  let at = firstWhere(0, writes.length, (i) => a.segment.at(writes[i] as number) >= segment);
  for (; at < writes.length && a.segment.at(writes[at] as number) === segment; at++) found.push(writes[at] as number);
  return found;
}

function holdsOf(trace: Trace, parts: Parts, read: number, write: number): Hold[] {
  const { accesses: a } = trace;
  const segment = a.segment.at(write);
  const activation = a.activation.at(write);
  // Looked at and replaced in one step.
  if (a.segment.at(read) !== segment) return [];
  const base = { guard: read, set: write, atomic: true, promise: NONE, overlaps: 0 };
  const turn = activation === NONE ? undefined : ownTurn(trace, parts, write);
  if (turn !== undefined) return [{ ...base, ...turn }];
  const jobs = jobsIn(trace, parts, segment);
  if (jobs.length === 0) {
    const plain = plainWork(trace, parts, write);
    return plain === undefined ? [] : [{ ...base, activation, ...plain }];
  }
  const { activations: acts } = trace;
  return jobsOf(trace, parts, write, jobs).map((job) => {
    const from = { segment: acts.startSegment.at(job), ns: acts.startNs.at(job), by: job };
    const to = endOfJob(trace, job);
    // A callback that is no async function asked for it: from then on the work goes by its own name.
    return { ...base, activation: activation === NONE ? job : activation, job, from, to };
  });
}

/** Several calls in one step queue one job each, in order; of many writes of one queue in a step only the first are recorded. */
function jobsOf(trace: Trace, parts: Parts, write: number, jobs: readonly number[]): readonly number[] {
  if (jobs.length === 1) return jobs;
  const { accesses: a, activations: acts, segments, tasks } = trace;
  const beside = writesIn(trace, parts, a.segment.at(write));
  const place = beside.indexOf(write);
  if (jobs.length === beside.length) return jobs.slice(place, place + 1);
  const isOne = beside.every((row) => a.location.at(row) === a.location.at(write) && a.site.at(row) === a.site.at(write));
  if (!isOne || jobs.length < beside.length) return [];
  // What the caller does when its job has ended, `run(job).then(next)`, is none.
  const siteOf = (job: number): number => tasks.site.at(segments.task.at(acts.startSegment.at(job)));
  const alike = jobs.filter((job) => siteOf(job) === siteOf(jobs[0] as number));
  return alike.slice(place, place === beside.length - 1 ? undefined : place + 1);
}

/** The jobs that were queued in a segment, in that order. What one of them calls in its first step is part of it. */
function jobsIn(trace: Trace, { work, jobs }: Parts, segment: number): readonly number[] {
  const [first, ...others] = work.of(segment);
  if (first === undefined || others.length === 0) return first !== undefined && isQueued(trace, first, segment) ? [first] : [];
  let known = jobs.get(segment);
  if (known === undefined) {
    const started = new Set([first, ...others]);
    const reactionOf = (job: number): number => trace.segments.task.at(trace.activations.startSegment.at(job));
    const roots = [...started].filter((job) => !started.has(trace.activations.parent.at(job)));
    const queued = new Set<number>();
    known = roots
      .sort((x, y) => reactionOf(x) - reactionOf(y))
      .filter((job) => {
        if (!isQueued(trace, job, segment) && !isBehind(trace, reactionOf(job), segment, queued)) return false;
        queued.add(reactionOf(job));
        return true;
      });
    jobs.set(segment, known);
  }
  return known;
}

/** Its own end, or that of what it has returned to its reaction where it is no async function. */
function endOfJob({ activations: acts, segments, tasks }: Trace, job: number): Point | undefined {
  const reaction = segments.task.at(acts.startSegment.at(job));
  const isPlain = acts.promise.at(job) === NONE && reaction !== NONE;
  const end = isPlain ? tasks.resolveSegment.at(reaction) : acts.endSegment.at(job);
  return end === NONE ? undefined : { segment: end, ns: isPlain ? tasks.resolveNs.at(reaction) : acts.endNs.at(job), by: job };
}

/** Work that is no async function: the reaction itself, from when it runs until the promise of it settles. */
function plainWork(trace: Trace, parts: Parts, write: number): { from: Point; to: Point | undefined; work: number } | undefined {
  const { accesses: a, tasks, segments } = trace;
  const segment = a.segment.at(write);
  const fn = trace.functionAt(a.site.at(write));
  const reactions = derivedIn(trace, parts, segment).filter((p) => trace.site(tasks.site.at(p))?.function === fn);
  const [first, ...others] = reactions;
  if (first === undefined) return undefined;
  // Which of several is whose, only the caller would tell.
  if (a.activation.at(write) === NONE && others.some((p) => tasks.site.at(p) === tasks.site.at(first))) return undefined;
  const before = tasks.parent.at(first);
  if (tasks.initSegment.at(before) === segment && tasks.resolveSegment.at(before) !== segment) return undefined;
  const run = tasks.firstRun.at(first);
  if (run === NONE) return undefined;
  const resolved = tasks.resolveSegment.at(first);
  const to = resolved === NONE ? undefined : { segment: resolved, ns: tasks.resolveNs.at(first), by: NONE };
  return { from: { segment: run, ns: segments.startNs.at(run), by: NONE }, to, work: first };
}

/** The work reacts to what was there before, or to nothing at all (`?? Promise.resolve()`). */
function isQueued(trace: Trace, job: number, segment: number): boolean {
  const { tasks, segments, activations: acts } = trace;
  const before = tasks.parent.at(segments.task.at(acts.startSegment.at(job)));
  if (before === NONE) return false;
  return tasks.initSegment.at(before) !== segment || tasks.resolveSegment.at(before) === segment;
}

/** The work reacts to what another one left that was queued in the same step. Who awaits that one is not in the queue. */
function isBehind({ tasks }: Trace, reaction: number, segment: number, queued: ReadonlySet<number>): boolean {
  if ((tasks.flags.at(reaction) & TASK_AWAIT) !== 0) return false;
  let before = tasks.parent.at(reaction);
  for (let i = 0; i < MAX_BETWEEN && before !== NONE && tasks.initSegment.at(before) === segment; i++) {
    if (queued.has(before)) return true;
    before = tasks.parent.at(before);
  }
  return false;
}

/** The promise that the task made for the next one, and settles itself when it is done. */
function ownTurn(trace: Trace, parts: Parts, write: number): { activation: number; from: Point; to: Point | undefined } | undefined {
  const { accesses: a, tasks, suspensions: s, activations: acts } = trace;
  const segment = a.segment.at(write);
  const fn = trace.functionAt(a.site.at(write));
  const activation = a.activation.at(write);
  // Several calls in one step have one each.
  const isOwn = (p: number): boolean => tasks.creator.at(p) === activation && trace.site(tasks.site.at(p))?.function === fn;
  const isMade = (p: number): boolean => tasks.parent.at(p) === NONE && trace.site(tasks.site.at(p))?.kind === 'new';
  const own = parts.promises.of(segment).filter((p) => isMade(p) && isOwn(p));
  const suspension = parts.runs.suspensionIn(activation, segment);
  const [turn] = own;
  if (turn === undefined || own.length > 1 || suspension === NONE) return undefined;
  // Its caller waits for what a plain function made of the turn before: `return before.then(() => release)`.
  const awaited = s.awaited.at(suspension);
  const isGiven = (p: number): boolean => p === awaited && trace.functionAt(tasks.site.at(p)) === fn;
  if (acts.fn.at(activation) !== fn && !derivedIn(trace, parts, segment).some(isGiven)) return undefined;
  const resumed = s.resumeSegment.at(suspension);
  // It waits for its turn, not for its own promise.
  if (resumed === NONE || s.awaited.at(suspension) === turn) return undefined;
  const resolved = tasks.resolveSegment.at(turn);
  if (resolved !== NONE && resolved < resumed) return undefined;
  const to = resolved === NONE ? undefined : { segment: resolved, ns: tasks.resolveNs.at(turn), by: NONE };
  return { activation, from: { segment: resumed, ns: s.resumeNs.at(suspension), by: activation }, to };
}

function overlaps(before: Hold | undefined, hold: Hold): boolean {
  return before !== undefined && !((before.to?.ns ?? Number.POSITIVE_INFINITY) <= hold.from.ns);
}

/** Without those that are part of an await. */
function promisesBySegment(trace: Trace): RowLists {
  const { tasks, segments } = trace;
  return new RowLists(segments.length, tasks.length, (task) => {
    if (!trace.isPromise(task) || tasks.site.at(task) === NONE || (tasks.flags.at(task) & TASK_AWAIT) !== 0) return NONE;
    return tasks.initSegment.at(task);
  });
}

/** The reactions that were attached in a segment. */
function derivedIn({ tasks }: Trace, { promises }: Parts, segment: number): number[] {
  return promises.of(segment).filter((p) => tasks.parent.at(p) !== NONE);
}
