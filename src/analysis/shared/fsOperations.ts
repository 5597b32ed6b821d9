/**
 * Operations on files, for the rules about races on them: which belong to one piece of work, whether another can come between two of them, and what is said of them.
 */
import { lastAtOrBelow } from '../../base/search.ts';
import * as W from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { FsRow, Trace } from '../../model/trace.ts';
import type { AnalysisContext } from '../analyze.ts';
import type { Draft } from '../finding.ts';
import { factsOf } from '../facts.ts';
import { mayHaveHeard } from '../order/heard.ts';
import { testStarts } from '../order/testTurns.ts';
import { callersUpFrom, isInnerFunction, isLaterPart, isOneWork, isSetOffBy, isWithin } from '../lineage.ts';
import { isKnownGone } from './knownGone.ts';

/** Operations on one path that are compared with each other. */
export const WINDOW = 64;

/** Error code of an asynchronous operation whose result was not seen. */
export const UNKNOWN_ERROR = '?';

export function hasFailed(row: FsRow): boolean {
  return row.error !== '' && row.error !== UNKNOWN_ERROR;
}

export interface Operation {
  readonly row: FsRow;
  /** A rename counts as a write of its target and a deletion of its source. */
  readonly class: number;
}

export function workOf(trace: Trace, row: FsRow): string {
  return row.activation === NONE ? `s${trace.segments.atom.at(row.segment)}` : `a${row.activation}`;
}

export const isContentWrite = (o: Operation): boolean => o.class === W.FS_WRITE || o.class === W.FS_RENAME || o.class === W.FS_CREATE;
export const isCreation = (o: Operation): boolean =>
  o.class === W.FS_CREATE || o.class === W.FS_CREATE_EXCLUSIVE || o.class === W.FS_WRITE || o.class === W.FS_RENAME;

export function endSegment(row: FsRow): number {
  return row.doneSegment === NONE ? row.segment : row.doneSegment;
}
export function endNs(row: FsRow): number {
  return Number.isNaN(row.doneNs) ? row.startNs : row.doneNs;
}

const REMOVES = /\brm(?:Sync)?$/;

/** Calls of several steps (open, read, close), of which the later ones belong to no function; Node 26 does all of them in one. */
const WHOLE = /(?:^|\.)(?:read|write|append)File$/;

export function isSameWork(trace: Trace, first: FsRow, second: FsRow): boolean {
  if (first.thread !== second.thread) return false;
  if (first.activation === NONE || second.activation === NONE) {
    // The callback of a look, or of what makes a lock, may be one of plain code, which belongs to no call.
    const isAsked = first.class === W.FS_CHECK || first.class === W.FS_CREATE_EXCLUSIVE;
    const isHandedOn =
      first.async && ((isAsked && first.site !== NONE && second.activation === NONE) || WHOLE.test(callText(trace, first)));
    // `const all = JSON.parse(readFileSync(file)); setTimeout(() => writeFileSync(file, …), 60)`: the callback stands in the function that has read.
    const [outer, inner] = [trace.functionAt(first.site), trace.functionAt(second.site)];
    const isInside = second.activation === NONE && !isTopLevel(trace, outer) && isInnerFunction(trace, inner, outer);
    const isStep = first.activation === second.activation || isHandedOn || isInside;
    const end = endSegment(first);
    return isStep && isSetOffBy(trace, second.segment, end) && !isOfNextTest(trace, end, second.segment);
  }
  const [f, s] = [trace.site(first.site), trace.site(second.site)];
  const isOneFunction = f !== undefined && f.function === s?.function;
  if (isOneWork(trace, first.activation, second.activation, isOneFunction)) return true;
  // `const rows = await this.read(); return tail.then(async () => this.write(rows))`
  const part = callersUpFrom(trace, second.activation).at(-1) ?? NONE;
  const { activations: acts, segments } = trace;
  const begun = segments.task.at(segments.atom.at(acts.startSegment.at(part)));
  if (begun === NONE || !trace.isPromise(begun)) return false;
  const isPart = (call: number): boolean => trace.functions[acts.fn.at(call)]?.parentFunction !== NONE && isLaterPart(trace, call, part);
  return callersUpFrom(trace, first.activation).some(isPart);
}

/** The code of a file itself: all its functions stand in it. */
export function isTopLevel({ functions }: Trace, fn: number): boolean {
  return functions[fn]?.parentFunction === NONE;
}

/** `done()` sets off the next test, which goes by nothing that the one before has found. */
function isOfNextTest(trace: Trace, earlier: number, later: number): boolean {
  const starts = testStarts(trace);
  const last = lastAtOrBelow(starts, later);
  return starts.slice(Math.max(0, last - 1), last + 1).some((start) => start > earlier && isSetOffBy(trace, later, start));
}

/** What the program called, such as `fs.writeFile`; '' where Node did it by itself. */
export function callText(trace: Trace, row: FsRow): string {
  return trace.site(row.site)?.text ?? '';
}

/** Processes that run the same file each have sites of their own. */
export function isOnePlace(trace: Trace, one: number, other: number): boolean {
  const [a, b] = [trace.site(one), trace.site(other)];
  if (one === other || a === undefined || b === undefined) return one === other;
  return a.line === b.line && a.column === b.column && a.text === b.text && trace.files[a.file]?.path === trace.files[b.file]?.path;
}

/** A whole file is written with what stands in the code. */
export function isFixedText(trace: Trace, row: FsRow): boolean {
  return trace.hasMore(row.site, W.MORE_FIXED_TEXT);
}

/** What `rm` looks at before it removes it: that is no question whether the file is there. */
export function isLookOfRemoval(trace: Trace, row: FsRow): boolean {
  return row.class === W.FS_CHECK && REMOVES.test(callText(trace, row));
}

/** That the file has gone is what the code is ready for. */
export function isExpected(trace: Trace, row: FsRow): boolean {
  return trace.hasFlag(row.site, W.FLAG_EXPECTED) || isKnownGone(trace, row);
}

const MAKES_FOLDER = /(?:^|\.)mkdir(?:Sync)?$/;

/** Of what fails where it is there already, `mkdir` alone, which nobody is ready for: a file that is opened with `wx` is meant to be refused. */
export function isFolderMade(trace: Trace, { row, class: kind }: Operation): boolean {
  return kind === W.FS_CREATE_EXCLUSIVE && MAKES_FOLDER.test(callText(trace, row)) && !isExpected(trace, row);
}

/** Operations of one call that are looked through for the one that the program asked for. */
const STEPS = 8;

/** The operation that a function of the program asked for, of which this is a step: writeFile opens, then writes. */
export type StartedBy = (row: FsRow) => FsRow;

export function findStarts(trace: Trace, byPath: ReadonlyMap<string, readonly Operation[]>): StartedBy {
  const indices = new Map<string, Map<FsRow, number>>();
  const indexOf = (row: FsRow, operations: readonly Operation[]): number => {
    const index = indices.get(row.path) ?? new Map(operations.map((o, i) => [o.row, i]));
    indices.set(row.path, index);
    return index.get(row) ?? 0;
  };
  return (row) => {
    if (row.activation !== NONE) return row;
    const operations = byPath.get(row.path) ?? [];
    const at = indexOf(row, operations);
    for (let i = at - 1; i >= 0 && i >= at - STEPS; i--) {
      const { row: earlier } = operations[i] as Operation;
      const isEarlierStep = earlier.thread === row.thread && earlier.activation !== NONE;
      if (isEarlierStep && isSetOffBy(trace, row.segment, endSegment(earlier))) return earlier;
    }
    return row;
  };
}

/** Does a lock keep `other` out from the end of `first` to the start of `second`? */
export type KeepsApart = (first: FsRow, second: FsRow, other: FsRow) => boolean;

/** Two operations of different work that nothing orders and no lock keeps apart. */
export function isFree(context: AnalysisContext, keepsApart: KeepsApart, a: FsRow, b: FsRow): boolean {
  const { trace } = context;
  if (isSameWork(trace, a, b) || isSameWork(trace, b, a)) return false;
  return !areOrdered(context, a, b) && !keepsApart(a, a, b);
}

/** One is done before the other begins, in every order. */
export function areOrdered({ order }: AnalysisContext, a: FsRow, b: FsRow): boolean {
  return order.isOrdered(endSegment(a), b.segment) || order.isOrdered(endSegment(b), a.segment);
}

/** They are at different places of one file: `file.read(page, 0, 512, at)`. */
export function areDisjoint(a: FsRow, b: FsRow): boolean {
  return a.endByte <= b.fromByte || b.endByte <= a.fromByte;
}

/** What comes between two operations of one work, or can. */
export interface Between {
  readonly other: FsRow;
  readonly observed: boolean;
}

/** What of `others` comes, or can come, between the end of `first` and the start of `second`: the first that was observed, else the last that is possible. */
export function worstBetween(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  first: FsRow,
  second: FsRow,
  others: readonly Operation[],
): Between | undefined {
  // What nothing makes come first, such as a read in a listener that the work had set up, is not what the second relies on.
  if (!context.order.isOrdered(endSegment(first), second.segment)) return undefined;
  let possible: FsRow | undefined;
  for (const { row } of others) {
    // What a stream opens is asked for under the name of who made the stream.
    if ((row.operation === second.operation && row.thread === second.thread) || hasFailed(row)) continue;
    if (areDisjoint(row, first) && areDisjoint(row, second)) continue;
    const how = between(context, keepsApart, first, second, row);
    if (how === 'observed') return { other: row, observed: true };
    if (how !== undefined) possible = row;
  }
  return possible === undefined ? undefined : { other: possible, observed: false };
}

/** Runs of one callback that calls of one function have set going in one step: plain calls are not told apart, but each has made the first operation, and sets going one run. */
function areRuns(trace: Trace, first: FsRow, second: FsRow, other: FsRow): boolean {
  const { segments: s } = trace;
  const [task, otherTask] = [s.task.at(s.atom.at(second.segment)), s.task.at(s.atom.at(other.segment))];
  if (other.site !== second.site || other.activation !== NONE || second.activation !== NONE || task === otherTask) return false;
  const made = [task, otherTask].map((one) => (one === NONE ? NONE : s.atom.at(trace.tasks.initSegment.at(one))));
  const step = s.atom.at(endSegment(first));
  const isAlike = (row: FsRow): boolean => row.site === first.site && s.atom.at(endSegment(row)) === step;
  return made.every((at) => at === step) && trace.fs.filter(isAlike).length > 1;
}

/** Can the other operation come between the end of `first` and the start of `second`? */
function between(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  first: FsRow,
  second: FsRow,
  other: FsRow,
): 'observed' | 'possible' | undefined {
  const { order, trace } = context;
  const isSame =
    isSameWork(trace, first, other) || isSameWork(trace, other, second) || isWithin(trace, other.activation, second.activation);
  const isRun = areRuns(trace, first, second, other);
  if (isSame && !isRun) return undefined;
  const [a, c] = [endSegment(first), second.segment];
  // The other took effect somewhere in [start, done]; it was between if that lies before ours ended and after ours was read.
  const observed = endNs(other) > endNs(first) && other.startNs < endNs(second);
  // Between threads that is proof: a message that is sent in the middle of a step orders what comes after it, too, as far as the order knows.
  const isProof = observed && other.thread !== second.thread;
  const isKept = order.isOrdered(endSegment(other), first.segment) || order.isOrdered(endSegment(second), other.segment);
  if (isKept && !isProof) return undefined;
  if (!isRun && order.isOrdered(a, other.segment) && order.isOrdered(endSegment(other), c)) return undefined;
  if (keepsApart(first, second, other)) return undefined;
  if (observed) return 'observed';
  if (factsOf(context).askedSince.isInTurn(second.segment, endNs(second), other.segment)) return undefined;
  if (other.thread === second.thread) return order.crossesTurn(first.segment, second.segment) ? 'possible' : undefined;
  // What is one step here is none to another thread or process.
  return isUnheard(context, first, second, other) ? 'possible' : undefined;
}

/** Operations of another thread than the two: nothing tells that the one waited for the other. */
export function isUnheard(context: AnalysisContext, first: FsRow, second: FsRow, other: FsRow): boolean {
  return endNs(other) <= first.startNs
    ? !mayHaveHeard(context, other, endNs(other), first)
    : !mayHaveHeard(context, second, endNs(second), other);
}

export function nearby(operations: readonly Operation[], at: number): Operation[] {
  return operations.slice(Math.max(0, at - WINDOW), at + WINDOW);
}

/** The first operation that is compared with the one at `at`. A log may be appended to any number of times between two looks at it: that does not count, but for who appends and asks each time. */
export function windowStart(operations: readonly Operation[], at: number): number {
  const isAppended = operations[at]?.class === W.FS_APPEND;
  let first = at;
  for (let left = WINDOW; first > 0 && left > 0; first--) {
    if (isAppended || operations[first - 1]?.class !== W.FS_APPEND) left--;
  }
  return first;
}

/** The newest operation of the same work before `at` that satisfies `wanted`. */
export function earlierOfSameWork(
  trace: Trace,
  operations: readonly Operation[],
  at: number,
  wanted: (o: Operation) => boolean,
  row = (operations[at] as Operation).row,
): FsRow | undefined {
  const first = windowStart(operations, at);
  for (let i = at - 1; i >= first; i--) {
    const o = operations[i] as Operation;
    if (o.row !== row && wanted(o) && isSameWork(trace, o.row, row) && endNs(o.row) <= row.startNs) return o.row;
  }
  return undefined;
}

/**
 * Whether a file was there when it was looked for, though the answer was not seen: what was done to it last had made it, and the folders around it are still the same. Who creates it all
 * the same does not rely on its absence.
 */
export function wasThere(byPath: ReadonlyMap<string, readonly Operation[]>, path: string, at: number, check: FsRow): boolean {
  let made = NaN;
  const operations = byPath.get(path) ?? [];
  for (let i = Math.max(0, at - WINDOW); i < at; i++) {
    const o = operations[i] as Operation;
    if (o.row.startNs >= endNs(check)) break;
    const isMade = isCreation(o);
    if (hasFailed(o.row) || (!isMade && o.class !== W.FS_DELETE)) continue;
    // Still under way.
    if (!(o.row.doneNs <= check.startNs)) return false;
    made = isMade ? o.row.doneNs : NaN;
  }
  if (Number.isNaN(made)) return false;
  const isGone = ({ row, class: kind }: Operation): boolean => kind === W.FS_DELETE && endNs(row) >= made && row.startNs <= endNs(check);
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    if (byPath.get(folder)?.some(isGone) === true) return false;
  }
  return true;
}

/** The folder around a path; '' at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.length - nameOf(path).length - 1));
}

export function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** `steps`: the operation that comes out wrong, the one that it relies on, and the other task's. */
export function toDraft(
  kind: string,
  path: string,
  observed: boolean,
  confidence: number,
  steps: readonly { readonly row: FsRow; readonly role: string; readonly text: string }[],
  message: string,
): Draft {
  const lane = (i: number): number => (steps.length === 3 ? (i === 2 ? 1 : 0) : i);
  const happened = steps
    .toSorted((a, b) => a.row.startNs - b.row.startNs)
    .map((s) => ({ lane: lane(steps.indexOf(s)), text: s.text, site: s.row.site }));
  const bad = [1, 2, 0].flatMap((i) => {
    const s = steps[i];
    return s === undefined ? [] : [{ lane: lane(i), text: s.text, site: s.row.site }];
  });
  // One call is several operations of Node's, and not in every version: those that nobody asked for by themselves say nothing more.
  const sites = [...new Set(steps.map((s) => s.row.site).filter((site) => site !== NONE))];
  return {
    kind,
    key: sites.join(','),
    identity: sites,
    confidence,
    verdict: observed ? 'observed' : 'predicted',
    consequence: observed && kind === 'race.fs.lost-update',
    message,
    why: ['nothing orders the two tasks', 'no lock is held over both operations', `path ${nameOf(path)}`],
    places: steps.map((s) => ({ site: s.row.site, role: s.role })),
    segments: steps.map((s) => s.row.segment),
    activations: [...new Set(steps.map((s) => s.row.activation).filter((x) => x !== NONE))],
    scenario: {
      lanes: ['one task', 'another task'],
      happened,
      other: bad,
      otherTitle: observed ? 'The order that loses' : 'What can happen',
    },
  };
}

/** A loop reads the file on and on, in one step, until it is all there. */
export function isPolled({ segments: s }: Trace, operations: readonly Operation[], at: number, read: FsRow): boolean {
  const isSame = ({ row, class: kind }: Operation): boolean =>
    kind === W.FS_READ && row.site === read.site && s.atom.at(row.segment) === s.atom.at(read.segment);
  return !read.async && read.site !== NONE && operations.slice(Math.max(0, at - WINDOW), at + WINDOW).filter(isSame).length > 1;
}

/** A stream opens its file in the tick after it was made: the row as one of the call that made it; undefined for all else. */
export function openedByStream(trace: Trace, row: FsRow): FsRow | undefined {
  const { segments, tasks } = trace;
  const task = segments.task.at(segments.atom.at(row.segment));
  if (!row.async || task === NONE || trace.taskType(task) !== 'TickObject' || tasks.site.at(task) === NONE) return undefined;
  return { ...row, site: tasks.site.at(task), activation: tasks.creator.at(task) };
}

/**
 * The reader itself has made a stream and given it what this write puts into the file: Node goes on with that from the opening, without a step of the program in between. It reads back what it
 * did not wait for.
 */
export function isLeftToStream(trace: Trace, operations: readonly Operation[], read: FsRow, write: FsRow): boolean {
  if (read.activation === NONE || write.site !== NONE || write.class !== W.FS_WRITE) return false;
  return operations.some(({ row }) => {
    const stream = row.class === W.FS_CREATE && row.startNs <= write.startNs ? openedByStream(trace, row) : undefined;
    return stream?.activation === read.activation && isSetOffBy(trace, write.segment, endSegment(row));
  });
}

/** One call that reads and writes at once knows what it does. */
export function isOneCall(trace: Trace, read: FsRow, write: FsRow): boolean {
  if (read.activation !== NONE || write.activation !== NONE) return read.activation === write.activation;
  return isSameWork(trace, read, write) || isSameWork(trace, write, read);
}
