/**
 * worker.oversubscribed: more worker threads computed at the same time than the machine has cores, for long (detection.md §5). They take turns then: each is slower, and the
 * main thread with them. Advice: at most info.
 */
import { type Change, inOrder } from '../../../base/spans.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace, WorkerRow } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';

export const oversubscribedRule: Rule = { kinds: ['worker.oversubscribed'], run: findOversubscribed };

/** So long in all, and so much of the time in which any worker computed. Many times as many as there are cores are told sooner. */
const MIN_NS = 1e9;
const MIN_CROWD_NS = 300e6;
const CROWD = 3;
const MIN_SHARE = 0.5;
/** A worker that computes for less of its life waits, and takes nobody's core. */
const MIN_COMPUTING = 0.5;

function findOversubscribed({ trace }: AnalysisContext): Draft[] {
  const drafts: Draft[] = [];
  for (const [process, row] of trace.processes.entries()) {
    const workers = trace.workers.filter((w) => w.child !== NONE && trace.threads[w.child]?.process === process);
    if (row.cores <= 0 || workers.length <= row.cores || workers.some((w) => (trace.threads[w.child]?.gaps.length ?? 1) > 0)) continue;
    const draft = judge(trace, workers, row.cores);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

function judge(trace: Trace, workers: readonly WorkerRow[], cores: number): Draft | undefined {
  const computers = workers.filter((w) => computesMostly(trace, w));
  if (computers.length <= cores) return undefined;
  const changes = computing(trace, new Map(computers.map((w) => [w.child, w.onlineNs])));
  let busy = 0;
  let since = 0;
  let over = 0;
  let any = 0;
  let most = 0;
  for (const { ns, by } of changes) {
    if (busy > 0) any += ns - since;
    if (busy > cores) over += ns - since;
    busy += by;
    most = Math.max(most, busy);
    since = ns;
  }
  if (over < (most >= CROWD * cores ? MIN_CROWD_NS : MIN_NS) || over < any * MIN_SHARE) return undefined;
  const bySite = new Map<number, number>();
  for (const worker of computers) bySite.set(worker.site, (bySite.get(worker.site) ?? 0) + 1);
  const [site] = [...bySite].sort((a, b) => b[1] - a[1])[0] ?? [NONE];
  if (site === NONE) return undefined;
  return {
    kind: 'worker.oversubscribed',
    key: `${site}`,
    confidence: 0.55,
    verdict: 'observed',
    consequence: false,
    ceiling: 'info',
    message: `Up to ${most} worker threads computed at once on ${cores} ${cores === 1 ? 'core' : 'cores'}, for ${(over / 1e9).toFixed(1)} s: they only take turns, and the main thread waits for its turn as well.`,
    why: [
      `more threads than cores were busy ${Math.round((over / any) * 100)} % of the time in which any worker was`,
      'a pool of os.availableParallelism() threads (or one less) does the same work in the same time with less memory',
    ],
    places: [{ site, role: 'start' }],
    segments: computers.slice(0, 8).map((w) => w.segment),
    activations: [],
  };
}

function computesMostly(trace: Trace, worker: WorkerRow): boolean {
  if (Number.isNaN(worker.onlineNs)) return false;
  const end = Number.isNaN(worker.exitNs) ? (trace.threads[worker.child]?.endNs ?? worker.onlineNs) : worker.exitNs;
  let ran = 0;
  for (const { ns, by } of computing(trace, new Map([[worker.child, worker.onlineNs]]))) ran -= by * ns;
  return ran >= (end - worker.onlineNs) * MIN_COMPUTING;
}

/** When threads begin and cease to compute, in order of time: callbacks since they came online, without the calls that hold the thread and wait. */
function computing(trace: Trace, threads: ReadonlyMap<number, number>): Change[] {
  const { segments: s } = trace;
  const changes: Change[] = [];
  const add = (thread: number, startNs: number, endNs: number, by: number): void => {
    const from = Math.max(startNs, threads.get(thread) ?? Infinity);
    const to = Number.isNaN(endNs) ? (trace.threads[thread]?.endNs ?? from) : endNs;
    if (to > from) changes.push({ ns: from, by }, { ns: to, by: -by });
  };
  for (let i = 0; i < s.length; i++) add(s.thread.at(i), s.startNs.at(i), s.endNs.at(i), 1);
  for (const block of trace.blocks) if (!/^(?:crypto|zlib)/.test(block.api)) add(block.thread, block.startNs, block.endNs, -1);
  return inOrder(changes);
}
