/** What a run was made of: for each kind of task where its time went and what that means, and how much of the machine was really in use at once. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { WATCHDOG_THREAD } from '../../model/vocabulary.ts';
import {
  areAtOnce,
  BOUND_CAUSES,
  type BoundCause,
  boundText,
  isForThread,
  PathWalker,
  type Shares,
  noShares,
  sumOf,
} from './criticalPath.ts';
import type { ProcessorUse, TaskWork, Work } from '../finding.ts';
import { writtenLine } from '../names.ts';
import { rootOf } from '../roots.ts';

const MIN_SHARE = 0.6;
/** Task kinds that are told, those with most time first. */
const MAX_TASKS = 30;

const MIN_ADVISED_NS = 50e6;

export function workOf(trace: Trace): Work {
  return { tasks: tasksOf(trace), cores: trace.processes[0]?.cores ?? 0, processors: processorsOf(trace) };
}

interface Kind {
  readonly shares: Shares;
  readonly calls: number[];
}

function tasksOf(trace: Trace): TaskWork[] {
  const acts = trace.activations;
  const walker = new PathWalker(trace);
  const kinds = new Map<string, Kind>();
  for (let a = 0; a < acts.length; a++) {
    const parent = acts.parent.at(a);
    if (acts.sync.at(a) === 1 || Number.isNaN(acts.endNs.at(a)) || (parent !== NONE && acts.parent.at(parent) !== NONE)) continue;
    // Below a task its steps are told as well, when they have names.
    const name = parent === NONE ? nameOf(trace, a) : trace.activationName(a);
    if (name === '' || name === '(anonymous)') continue;
    let kind = kinds.get(name);
    if (kind === undefined) kinds.set(name, (kind = { shares: noShares(), calls: [] }));
    kind.calls.push(a);
    walker.add(a, acts.startNs.at(a), walker.endOf(a), kind.shares);
  }
  return [...kinds]
    .map(([name, { shares, calls }]) => toTask(trace, walker, name, shares, calls))
    .sort((a, b) => b.totalMs - a.totalMs || (a.task < b.task ? -1 : 1))
    .slice(0, MAX_TASKS);
}

/** The name of the function; of one without a name, what it serves. */
function nameOf(trace: Trace, activation: number): string {
  const name = trace.activationName(activation);
  if (name !== '' && name !== '(anonymous)') return name;
  const root = rootOf(trace, trace.activations.startSegment.at(activation));
  if (root !== NONE) return trace.roots[root]?.label ?? '';
  const fn = trace.functions[trace.activations.fn.at(activation)];
  const line = fn === undefined || name === '' ? undefined : writtenLine(trace, fn);
  return line === undefined ? '' : `function in line ${line}`;
}

function toTask(trace: Trace, walker: PathWalker, name: string, shares: Shares, calls: readonly number[]): TaskWork {
  const total = sumOf(shares);
  const own = walker.ownShares(shares, calls);
  const judged = sumOf(own);
  const bound = BOUND_CAUSES.find((cause) => judged > 0 && own[cause] >= judged * MIN_SHARE) ?? null;
  return {
    task: name,
    calls: calls.length,
    totalMs: ms(total),
    runningMs: ms(shares.cpu),
    readyMs: ms(shares.ready),
    ioMs: ms(shares.io),
    lockMs: ms(shares.lock),
    poolMs: ms(shares.pool),
    otherMs: ms(shares.other),
    bound,
    advice:
      bound === null || !isWorthAWord(bound, own, calls.length) ? '' : adviceOf(trace, walker, name, bound, own[bound] / judged, calls),
  };
}

/** Of what takes a moment nobody wants to know how it could be faster. */
function isWorthAWord(bound: BoundCause, shares: Shares, calls: number): boolean {
  return sumOf(shares) >= MIN_ADVISED_NS && (bound !== 'cpu' || isForThread(shares.cpu, calls));
}

function adviceOf(trace: Trace, walker: PathWalker, name: string, bound: BoundCause, share: number, calls: readonly number[]): string {
  const biggest = bound === 'cpu' ? busiest(trace, walker, calls) : walker.biggest(calls, bound);
  const at = trace.site(biggest);
  return boundText(name, share, bound, at?.text ?? '', areAtOnce(trace, calls), at && writtenLine(trace, at));
}

/** The call at which the threads of these calls were seen most, while they were running; NONE. */
function busiest(trace: Trace, walker: PathWalker, calls: readonly number[]): number {
  const { activations: acts } = trace;
  const ours = new Set(calls.flatMap((a) => walker.looks.within(acts.thread.at(a), acts.startNs.at(a), acts.endNs.at(a))));
  const counts = new Map<number, number>();
  for (const row of trace.stuck) if (ours.has(row)) counts.set(row.site, (counts.get(row.site) ?? 0) + row.count);
  let best = NONE;
  for (const [site, count] of counts) if (best === NONE || count > (counts.get(best) ?? 0)) best = site;
  return best;
}

/** Processor time over elapsed time of each process and thread: 1 is one core in use all the time. */
function processorsOf(trace: Trace): ProcessorUse[] {
  const found: ProcessorUse[] = [];
  for (const [process, row] of trace.processes.entries()) {
    const threads = [...trace.threads.keys()].filter(
      (t) => trace.threads[t]?.process === process && trace.threads[t]?.threadId !== WATCHDOG_THREAD,
    );
    const endNs = threads.reduce((max, t) => Math.max(max, trace.threads[t]?.endNs ?? 0), 0);
    const main = trace.threads[threads[0] ?? NONE];
    found.push(useOf(`process ${row.pid}`, main?.processCpuNs ?? Number.NaN, endNs - row.startNs));
    if (threads.length < 2) continue;
    for (const t of threads) {
      const thread = trace.threads[t];
      if (thread === undefined) continue;
      const name = thread.threadId === 0 ? 'main thread' : `worker ${thread.threadId}`;
      found.push(useOf(`${name} of ${row.pid}`, thread.cpuNs, thread.endNs - thread.startNs));
    }
  }
  return found;
}

function useOf(name: string, cpuNs: number, wallNs: number): ProcessorUse {
  const isKnown = !Number.isNaN(cpuNs) && wallNs > 0;
  return {
    name,
    cpuMs: isKnown ? ms(cpuNs) : null,
    wallMs: ms(Math.max(0, wallNs)),
    cores: isKnown ? Math.round((cpuNs / wallNs) * 100) / 100 : null,
  };
}

function ms(ns: number): number {
  return Math.round(ns / 1e4) / 100;
}
