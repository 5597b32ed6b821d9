/** What keeps a thread from its code without giving it to another task: blocking calls, and pauses for garbage collection between them. */
import { NONE } from '../ids.ts';
import type { BlockRow, Trace } from '../trace.ts';

const KINDS: Readonly<Record<number, string>> = { 1: 'scavenge', 4: 'mark-sweep', 8: 'incremental', 16: 'weak callbacks' };
const known = new WeakMap<Trace, { readonly blocks: number; readonly pauses: number; readonly rows: readonly BlockRow[] }>();

/** Rows of all threads, those of one thread in order of time and apart from each other. */
export function stallsOf(trace: Trace): readonly BlockRow[] {
  const { blocks, collections } = trace;
  if (collections.length === 0) return blocks;
  const last = known.get(trace);
  if (last !== undefined && last.blocks === blocks.length && last.pauses === collections.length) return last.rows;
  const ends = new Map<number, number>();
  const rows: BlockRow[] = [];
  const pauses = collections.map(({ thread, kind, startNs, endNs }) => ({
    thread,
    segment: NONE,
    api: `garbage collection (${KINDS[kind] ?? 'other'})`,
    site: NONE,
    activation: NONE,
    startNs,
    endNs,
  }));
  for (const row of [...blocks, ...pauses].toSorted((a, b) => a.startNs - b.startNs)) {
    // A pause in a blocking call is part of the call.
    const isPause = row.segment === NONE;
    if (isPause && row.startNs < (ends.get(row.thread) ?? 0)) continue;
    ends.set(row.thread, Math.max(ends.get(row.thread) ?? 0, Number.isNaN(row.endNs) ? Number.POSITIVE_INFINITY : row.endNs));
    rows.push(row);
  }
  known.set(trace, { blocks: blocks.length, pauses: collections.length, rows });
  return rows;
}
