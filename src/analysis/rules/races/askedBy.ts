/** Whose answer a callback brings: the calls that it was made for, or given away by. */
import { addTo } from '../../../base/lists.ts';
import { FS_CHECK, FS_LIST, FS_READ } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { type FsRow, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { isWithin, segmentBehind } from '../../lineage.ts';
import type { Order } from '../../order/order.ts';
import { endNs, folderOf } from '../../shared/fsOperations.ts';

/** Steps from a callback back to what asked for it: an answer comes in parts, each of several callbacks of Node's own. */
const MAX_STEPS = 16;
/** Callbacks that each gave away the next one are followed back so far. */
const MAX_CALLS = 64;

/** The calls of a function within one other call of a function. */
interface Calls {
  readonly all: number[];
  /** Call → who had it called, if it was only this once. */
  givers?: ReadonlyMap<number, number>;
}

const known = new WeakMap<Order, Map<number, Calls>>();

function callsLike({ trace, order }: AnalysisContext, activation: number): Calls | undefined {
  const acts = trace.activations;
  const keyOf = (i: number): number => acts.parent.at(i) * (trace.functions.length + 1) + acts.fn.at(i);
  let byKey = known.get(order);
  if (byKey === undefined) {
    known.set(order, (byKey = new Map()));
    for (let i = 0; i < acts.length; i++) {
      if (acts.parent.at(i) === NONE) continue;
      const calls = byKey.get(keyOf(i));
      if (calls === undefined) byKey.set(keyOf(i), { all: [i] });
      else calls.all.push(i);
    }
  }
  return byKey.get(keyOf(activation));
}

/** How often the function of an activation was called within the one around it. */
export function timesCalled(context: AnalysisContext, activation: number): number {
  return callsLike(context, activation)?.all.length ?? 0;
}

/**
 * The calls whose answer is stored, the innermost first: a callback that was called once belongs to the function that gave it away, and so does one that that callback gave away
 * (`response.on('end', …)`). One that was made for all calls (`levelsOf(station, show)`) belongs to the call for which it was called once.
 */
export function askedBy(context: AnalysisContext, activation: number, segment: number): number[] {
  const acts = context.trace.activations;
  const calls = activation === NONE ? [] : [activation];
  let current = activation;
  let at = segment;
  while (
    current !== NONE &&
    acts.sync.at(current) === 1 &&
    acts.startSegment.at(current) === at &&
    acts.parent.at(current) !== NONE &&
    calls.length < MAX_CALLS
  ) {
    current = timesCalled(context, current) === 1 ? acts.parent.at(current) : giverOf(context, current);
    if (current === NONE) break;
    calls.push(current);
    if (acts.sync.at(current) === 1) at = acts.startSegment.at(current);
  }
  return calls;
}

/** Helpers of helpers are followed this deep. */
const MAX_HELPERS = 8;

/**
 * Whether what an activation does in the first step of a call is done for the answer that the call stores in a segment: it is the call itself, or a helper that this waits for there
 * (`const found = await lint(editor)`, `lint(editor).then(show)`), or one that such a helper waits for.
 */
export function asksFor(trace: Trace, activation: number, call: number, store: number): boolean {
  const { activations: acts, segments, tasks } = trace;
  const start = acts.startSegment.at(call);
  let current = activation;
  for (let depth = 0; current !== call; depth++) {
    const [parent, promise] = current === NONE ? [NONE, NONE] : [acts.parent.at(current), acts.promise.at(current)];
    if (parent === NONE || promise === NONE || depth >= MAX_HELPERS || acts.startSegment.at(current) !== start) return false;
    const task = segments.task.at(segments.atom.at(store));
    const isReaction = parent === call && task !== NONE && tasks.parent.at(task) === promise;
    if (!isReaction && !waitsFor(trace, parent, promise, start)) return false;
    current = parent;
  }
  return true;
}

function waitsFor({ activations: acts, suspensions: s }: Trace, activation: number, promise: number, segment: number): boolean {
  for (let at = acts.lastSuspension.at(activation); at !== NONE; at = s.previous.at(at)) {
    if (s.awaited.at(at) === promise) return s.segment.at(at) === segment;
  }
  return false;
}

/** Both calls have read the same files and folders, and nothing else of files, and nobody changed any of them meanwhile: in whichever order the answers come, they are one. */
export function haveReadAlike(trace: Trace, x: number, y: number): boolean {
  const readsOf = (call: number): FsRow[] => trace.fs.filter((row) => row.activation !== NONE && isWithin(trace, row.activation, call));
  const [mine, theirs] = [readsOf(x), readsOf(y)];
  if (mine.length === 0) return false;
  const isRead = (row: FsRow): boolean => row.class === FS_READ || row.class === FS_LIST || row.class === FS_CHECK;
  const pathsOf = (rows: readonly FsRow[]): Set<string> => new Set(rows.map((row) => row.path));
  const [paths, others] = [pathsOf(mine), pathsOf(theirs)];
  if (![...mine, ...theirs].every(isRead) || paths.size !== others.size || [...others].some((path) => !paths.has(path))) return false;
  const since = Math.min(...[...mine, ...theirs].map((row) => row.startNs));
  const until = Math.max(...[...mine, ...theirs].map(endNs));
  const isIn = (path: string): boolean => paths.has(path) || paths.has(folderOf(path));
  return !trace.fs.some((row) => !isRead(row) && endNs(row) > since && row.startNs < until && (isIn(row.path) || isIn(row.path2)));
}

function giverOf(context: AnalysisContext, activation: number): number {
  const calls = callsLike(context, activation);
  if (calls === undefined) return NONE;
  calls.givers ??= findGivers(context.trace, calls.all);
  return calls.givers.get(activation) ?? NONE;
}

function findGivers(trace: Trace, calls: readonly number[]): Map<number, number> {
  const byGiver = new Map<number, number[]>();
  for (const call of calls) addTo(byGiver, begunBy(trace, call), call);
  byGiver.delete(NONE);
  return new Map([...byGiver].flatMap(([giver, own]) => (own.length === 1 ? [[own[0] as number, giver] as const] : [])));
}

/** Who calls a callback, or made what calls it; NONE where that is an interval or comes from outside. */
function begunBy(trace: Trace, activation: number): number {
  const { activations: acts, segments: s, tasks } = trace;
  let by = acts.caller.at(activation);
  let at = acts.startSegment.at(activation);
  for (let step = 0; by === NONE && at !== NONE && step < MAX_STEPS; step++) {
    const atom = s.atom.at(at);
    const task = s.task.at(atom);
    if (task === NONE || s.root.at(atom) !== NONE || trace.repeats(task)) return NONE;
    by = tasks.creator.at(task);
    at = segmentBehind(trace, at);
  }
  return by;
}
