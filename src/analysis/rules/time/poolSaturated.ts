/**
 * pool.saturated: long operations held all threads of the libuv pool while a short one of somebody else waited for its turn (detection.md §5). The pool serves first
 * come first served, so who held it and how long the other waited follow from when operations were begun and done. A batch that only waits for itself is no problem.
 */
import { addTo, RowLists } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { POOL_TYPES } from '../../time/poolTypes.ts';

export const poolRule: Rule = { kinds: ['pool.saturated'], run: findSaturation };

const MIN_WAIT_NS = 50e6;
/** The victim waited so many times as long as it took. */
const MIN_RATIO = 5;
/** Callbacks that follow each other within this were ready together: when the operation itself was done is not known any nearer. */
const BUSY_GAP_NS = 1e6;
/** And so do those of a thread that was away for no more than this share of the time since it began to run: a busy machine takes the processor away for longer than that. */
const BUSY_GAP_SHARE = 0.05;

/** Streams of zlib live longer than their work; other calls (also under other names) do one piece of work. */
const ZLIB_STREAM = /(?:^|\.)(?:create\w+|pipe|pipeline|pipeThrough|compose)$|^new |Compression|\b(?:Gzip|Gunzip|Deflate|Inflate)\b/;

interface Operation {
  readonly task: number;
  readonly type: string;
  readonly startNs: number;
  readonly endNs: number;
}

interface Wait {
  readonly victim: Operation;
  readonly holders: readonly Operation[];
  readonly waitNs: number;
  /** How long it took once it had a thread. */
  readonly tookNs: number;
}

function findSaturation(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const drafts: Draft[] = [];
  const busy = busyStarts(trace);
  const { tasks } = trace;
  // All processes at once: a run may have a hundred of them.
  const inPool = new RowLists(trace.processes.length, tasks.length, (task) => {
    if (tasks.firstRun.at(task) === NONE || trace.isPromise(task) || POOL_TYPES[trace.taskType(task)] === undefined) return NONE;
    return trace.threads[tasks.thread.at(task)]?.process ?? NONE;
  });
  for (const [process, row] of trace.processes.entries()) {
    if (context.options.isCancelled()) break;
    const size = row.poolSize > 0 ? row.poolSize : 4;
    const operations = operationsOf(trace, inPool.of(process), busy);
    let worst: Wait | undefined;
    let victims = 0;
    for (const wait of waitsOf(trace, operations, size)) {
      victims++;
      if (worst === undefined || wait.waitNs > worst.waitNs) worst = wait;
    }
    if (worst !== undefined) drafts.push(toDraft(trace, worst, victims, size));
  }
  return drafts;
}

/** Finished operations, of those of a process in the pool, in the order in which they were begun. */
function operationsOf(trace: Trace, inPool: readonly number[], busySince: Float64Array): Operation[] {
  const { tasks, segments: s } = trace;
  const found: Operation[] = [];
  const inParts = new Set<number>();
  for (const task of inPool) {
    const run = tasks.firstRun.at(task);
    const type = trace.taskType(task);
    if (type === 'ZLIB' && (tasks.site.at(task) === NONE || ZLIB_STREAM.test(trace.site(tasks.site.at(task))?.text ?? ''))) continue;
    // It was begun somewhere in the callback that made it, and done before its own callback was free to run: the shorter reading claims less.
    const made = tasks.initSegment.at(task);
    const startNs = Math.min(s.endNs.at(made), s.startNs.at(run));
    const endNs = Math.max(startNs, busySince[run] ?? 0);
    found.push({ task, type, startNs, endNs });
    if (type === 'ZLIB' && isOneCall(trace, task)) inParts.add(task);
  }
  // Each time that the callback of zlib runs a part is done, and the next one is begun.
  const runs = new RowLists(inParts.size === 0 ? 0 : tasks.length, inParts.size === 0 ? 0 : s.length, (i) =>
    inParts.has(s.task.at(i)) ? s.task.at(i) : NONE,
  );
  for (const task of inParts) {
    const parts = runs.of(task);
    for (const [i, run] of parts.slice(1).entries()) {
      const startNs = Math.min(s.endNs.at(parts[i] as number), s.startNs.at(run));
      found.push({ task, type: 'ZLIB', startNs, endNs: Math.max(startNs, busySince[run] ?? 0) });
    }
  }
  return found.sort((a, b) => a.startNs - b.startNs || a.task - b.task);
}

/** Calls that compress or expand a whole buffer. */
const WHOLE =
  /(?:^|\.)(?:gzip|gunzip|deflate|deflateRaw|inflate|inflateRaw|unzip|brotliCompress|brotliDecompress|zstdCompress|zstdDecompress)$/;
/** So near are the promise of a promisified call and what it does. */
const NEAR = 8;

/** It is given all of its input at once, so it has work until it is done: a stream that a library made may wait for more. */
function isOneCall(trace: Trace, task: number): boolean {
  const { tasks } = trace;
  const site = tasks.site.at(task);
  if (WHOLE.test(trace.site(site)?.text ?? '')) return true;
  const segment = tasks.initSegment.at(task);
  for (let at = task - 1; at >= 0 && at >= task - NEAR && tasks.initSegment.at(at) === segment; at--) {
    const isOwn = trace.isPromise(at) && tasks.site.at(at) === site && tasks.parent.at(at) === NONE && tasks.activation.at(at) === NONE;
    if (isOwn) return true;
  }
  return false;
}

/** For each segment: since when its thread had been running without a break. */
function busyStarts(trace: Trace): Float64Array {
  const { segments: s } = trace;
  const starts = new Float64Array(s.length);
  const last = new Map<number, { end: number; since: number }>();
  for (let i = 0; i < s.length; i++) {
    const thread = s.thread.at(i);
    const begin = s.startNs.at(i);
    const end = Number.isNaN(s.endNs.at(i)) ? begin : s.endNs.at(i);
    const known = last.get(thread);
    if (known === undefined) {
      last.set(thread, { end, since: begin });
      starts[i] = begin;
      continue;
    }
    if (begin - known.end > Math.max(BUSY_GAP_NS, (known.end - known.since) * BUSY_GAP_SHARE)) known.since = begin;
    known.end = end;
    starts[i] = known.since;
  }
  return starts;
}

/** What was asked for at once, which may take several operations, one after the other. */
interface Asked {
  /** The operation that waited longest, as what asked for it. */
  victim: Operation;
  holders: readonly Operation[];
  longestNs: number;
  waitNs: number;
  tookNs: number;
}

/** Operations that had to wait for a thread that longer operations of others held. */
function* waitsOf(trace: Trace, operations: readonly Operation[], size: number): Generator<Wait> {
  const asked = new Map<Operation | number, Asked>();
  let inFlight: Operation[] = [];
  const usual = usualNs(trace, operations, size);
  for (const operation of operations) {
    inFlight = inFlight.filter((o) => o.endNs > operation.startNs);
    // Of n operations before it, n - size + 1 must be done before one of the threads is free.
    const ends = inFlight.map((o) => o.endNs).sort((a, b) => a - b);
    const begun = Math.min(operation.endNs, ends[inFlight.length - size] ?? operation.startNs);
    const victim = { ...operation, task: askerOf(trace, operation.task) };
    const holders = inFlight.filter((o) => POOL_TYPES[o.type] !== POOL_TYPES[operation.type]);
    const isHeldUp = holders.length >= size && holders.every((o) => isSomebodyElse(trace, o, victim));
    const waitNs = isHeldUp ? begun - operation.startNs : 0;
    // A busy machine takes the processor away from it, too: what it takes otherwise says more.
    const tookNs = Math.min(operation.endNs - begun, usual.get(trace.tasks.site.at(operation.task)) ?? Infinity);
    // The parts of a compression are pieces of work, each for itself; opening a file and reading it are steps to one answer.
    const key = operation.type === 'ZLIB' ? operation : victim.task;
    const whole = asked.get(key) ?? { victim, holders, longestNs: 0, waitNs: 0, tookNs: 0 };
    if (waitNs > whole.longestNs) Object.assign(whole, { victim, holders, longestNs: waitNs });
    whole.waitNs += waitNs;
    whole.tookNs += tookNs;
    asked.set(key, whole);
    inFlight.push(operation);
  }
  for (const { victim, holders, waitNs, tookNs } of asked.values()) {
    const isKnown = trace.site(trace.tasks.site.at(victim.task)) !== undefined;
    if (isKnown && waitNs >= MIN_WAIT_NS && waitNs >= tookNs * MIN_RATIO) yield { victim, holders, waitNs, tookNs };
  }
}

/** So many steps before an operation the call of the program that it belongs to is looked for. */
const MAX_STEPS = 8;

/** The call that an operation is a step of: to read a file is to open it, to read, and to close it, and only the first of these is begun in the call itself. */
function askerOf({ segments, tasks }: Trace, operation: number): number {
  let task = operation;
  for (let steps = 0; steps < MAX_STEPS && task !== NONE; steps++) {
    if (tasks.site.at(task) !== NONE) return task;
    task = segments.task.at(tasks.initSegment.at(task));
  }
  return operation;
}

/** The shortest time that the operations of a site took when a thread was free for them. */
function usualNs(trace: Trace, operations: readonly Operation[], size: number): Map<number, number> {
  const usual = new Map<number, number>();
  let inFlight: Operation[] = [];
  for (const operation of operations) {
    inFlight = inFlight.filter((o) => o.endNs > operation.startNs);
    const site = trace.tasks.site.at(operation.task);
    const ns = operation.endNs - operation.startNs;
    if (inFlight.length < size && site !== NONE && ns < (usual.get(site) ?? Infinity)) usual.set(site, ns);
    inFlight.push(operation);
  }
  return usual;
}

/** Not steps of one kind of job, of which many are under way: such a batch needs all of it done, in any order. */
function isSomebodyElse(trace: Trace, holder: Operation, victim: Operation): boolean {
  const { tasks, activations: acts } = trace;
  const [a, b] = [tasks.site.at(holder.task), tasks.site.at(victim.task)];
  if (a === NONE || a === b) return false;
  const [x, y] = [tasks.creator.at(holder.task), tasks.creator.at(victim.task)];
  if (x === y) return true;
  if (x !== NONE && y !== NONE) return acts.fn.at(x) !== acts.fn.at(y);
  return trace.site(a)?.function !== trace.site(b)?.function;
}

function toDraft(trace: Trace, wait: Wait, victims: number, size: number): Draft {
  const { victim, holders } = wait;
  const held = new Map<number, Operation[]>();
  for (const holder of holders) {
    const site = trace.tasks.site.at(holder.task);
    addTo(held, site, holder);
  }
  const groups = [...held].sort((a, b) => b[1].length - a[1].length);
  const names = groups.slice(0, 2).map(([, list]) => `${list.length} × ${POOL_TYPES[list[0]?.type ?? ''] ?? ''}`);
  const victimSite = trace.tasks.site.at(victim.task);
  return {
    kind: 'pool.saturated',
    key: `${groups[0]?.[0] ?? NONE}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `All ${size} threads of Node's pool were busy (${names.join(', ')}); \`${trace.site(victimSite)?.text ?? ''}\` (${POOL_TYPES[victim.type] ?? ''}) waited ${Math.round(wait.waitNs / 1e6)} ms for its turn.`,
    why: [
      `${holders.length} operations were under way, and the pool has ${size} threads`,
      `once it had a thread it took ${Math.round(wait.tookNs / 1e6)} ms`,
      ...(victims > 1 ? [`${victims} operations waited like this`] : []),
      'start fewer at once, use worker threads, or set UV_THREADPOOL_SIZE before the program starts',
    ],
    places: [
      ...groups.slice(0, 1).map(([site]) => ({ site, role: 'holds the threads' })),
      { site: victimSite, role: 'waits' },
      ...groups.slice(1, 3).map(([site]) => ({ site, role: 'holds the threads' })),
    ],
    segments: [trace.tasks.initSegment.at(victim.task)],
    activations: [],
  };
}
