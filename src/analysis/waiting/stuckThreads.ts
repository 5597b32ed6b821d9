/** Threads that were computing when they were last seen, and never came back to their event loop: what the watchdog saw of them. */
import type { SampleRow, Trace } from '../../model/trace.ts';
import { STILL_RUNNING } from '../../model/vocabulary.ts';

/** A callback that has gone on for so long is told though it may still end. */
const MIN_STUCK_MS = 1000;

export interface StuckThread {
  /** The last look at its stack. */
  readonly sample: SampleRow;
  readonly sinceNs: number;
  /** When it was seen at it last. */
  readonly seenNs: number;
}

/** undefined of a thread that has ended, or has run something else since; and of one in a call that blocks it, of whose stack there is no look. */
export function stuckThread(trace: Trace, thread: number): StuckThread | undefined {
  const row = trace.threads[thread];
  const sample = trace.samples.findLast((s) => s.thread === thread);
  if (row === undefined || row.exitReason !== -1 || sample === undefined) return undefined;
  if (sample.ns < row.endNs || sample.stuckMs < MIN_STUCK_MS) return undefined;
  // Looks at the stack become rare; that it runs is seen more often.
  const still = trace.stills.findLast((s) => s.thread === thread && s.state === STILL_RUNNING);
  return { sample, sinceNs: sample.ns - sample.stuckMs * 1e6, seenNs: Math.max(sample.ns, still?.ns ?? 0) };
}
