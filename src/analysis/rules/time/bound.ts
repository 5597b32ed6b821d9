/**
 * cpu.bound, io.bound, lock.bound, pool.bound: where the time of a task went along its critical path (detection.md §5), in one sentence, when one cause has most of it.
 * A task is a call of an async function that no other one of the program waits for as a step, or the nearest below the main function.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { areAtOnce, BOUND_CAUSES, boundText, isForThread, PathWalker, type Shares, noShares, sumOf } from '../../time/criticalPath.ts';
import type { Draft } from '../../finding.ts';

export const boundRule: Rule = { kinds: ['cpu.bound', 'io.bound', 'lock.bound', 'pool.bound'], run: findBound };

/** Shorter tasks (all calls of a function together) are not worth a word. */
const MIN_NS = 200e6;
const MIN_SHARE = 0.6;
/** The tasks that took most are told, the others would be noise. */
const MAX_TASKS = 3;
/** Calls of one function that are followed between two looks whether there is something else to do. */
const CHECK_EVERY = 256;

function findBound(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const acts = trace.activations;
  const walker = new PathWalker(trace);
  // A function that calls others is told through them.
  const callers = new Set<number>();
  for (let a = 0; a < acts.length; a++) if (acts.sync.at(a) === 0 && acts.parent.at(a) !== NONE) callers.add(acts.parent.at(a));
  const byFunction = new Map<number, { readonly shares: Shares; readonly calls: number[] }>();
  for (let a = 0; a < acts.length; a++) {
    if (!isTask(trace, a) || (acts.parent.at(a) === NONE && callers.has(a))) continue;
    const fn = acts.fn.at(a);
    let entry = byFunction.get(fn);
    if (entry === undefined) byFunction.set(fn, (entry = { shares: noShares(), calls: [] }));
    entry.calls.push(a);
    walker.add(a, acts.startNs.at(a), walker.endOf(a), entry.shares);
    if (entry.calls.length % CHECK_EVERY === 0 && context.options.isCancelled()) break;
  }
  const drafts: Draft[] = [];
  const largest = [...byFunction].sort((a, b) => sumOf(b[1].shares) - sumOf(a[1].shares));
  for (const [fn, { shares, calls }] of largest) {
    if (context.options.isCancelled() || drafts.length >= MAX_TASKS) break;
    const draft = judge(trace, fn, shares, calls, walker);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

/** Finished, named, and at most one level below the outermost function. */
function isTask(trace: Trace, a: number): boolean {
  const acts = trace.activations;
  if (acts.sync.at(a) === 1 || acts.endSegment.at(a) === NONE || Number.isNaN(acts.endNs.at(a))) return false;
  const name = trace.activationName(a);
  if (name === '' || name === '(anonymous)') return false;
  const parent = acts.parent.at(a);
  return parent === NONE || acts.parent.at(parent) === NONE;
}

function judge(trace: Trace, fn: number, all: Shares, calls: readonly number[], walker: PathWalker): Draft | undefined {
  const shares = walker.ownShares(all, calls);
  const total = sumOf(shares);
  if (total < MIN_NS) return undefined;
  for (const cause of BOUND_CAUSES) {
    const share = shares[cause] / total;
    const name = trace.functions[fn]?.name ?? '';
    // Which of the functions of a callback computed is only known when the watchdog saw it.
    if (share < MIN_SHARE || (cause === 'cpu' && !walker.wasSeen(name) && !calls.some((a) => walker.wasAlone(a)))) continue;
    if (cause === 'cpu' && !isForThread(shares.cpu, calls.length)) continue;
    // What computes in a thread of its own leaves the event loop to others already.
    if (cause === 'cpu' && calls.every((a) => (trace.threads[trace.activations.thread.at(a)]?.threadId ?? 0) > 0)) continue;
    const biggest = walker.biggest(calls, cause);
    return {
      kind: `${cause}.bound`,
      key: `${fn}`,
      confidence: 0.55,
      verdict: 'observed',
      consequence: false,
      ceiling: 'hint',
      message: boundText(name, share, cause, trace.site(biggest)?.text ?? '', areAtOnce(trace, calls)),
      why: [
        `${Math.round(total / 1e6)} ms in ${calls.length} ${calls.length === 1 ? 'call' : 'calls'}: computing ${ms(shares.cpu)}, network, files and processes ${ms(shares.io)}, locks ${ms(shares.lock)}, pool ${ms(shares.pool)}, ready but not let in ${ms(shares.ready)}, pauses and others ${ms(shares.other)}`,
      ],
      places: [{ fn, role: 'task' }, ...(biggest === NONE ? [] : [{ site: biggest, role: 'await' }])],
      segments: calls.slice(0, 4).map((a) => trace.activations.startSegment.at(a)),
      activations: calls.slice(0, 4),
    };
  }
  return undefined;
}

function ms(ns: number): string {
  return `${Math.round(ns / 1e6)} ms`;
}
