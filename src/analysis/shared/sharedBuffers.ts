/**
 * Which SharedArrayBuffers of different threads are one memory. Only what is certain counts: buffers of a worker's start data by their place in it; one that came
 * by a message when exactly one buffer of its length was sent to the thread. Everything else is alone.
 */
import { addTo } from '../../base/lists.ts';
import type { SharedBufferRow, SharedPassRow } from '../../model/shared.ts';
import type { Trace } from '../../model/trace.ts';
import { PASS_FOUND, PASS_MESSAGE, PASS_START } from '../../model/vocabulary.ts';

/** Number of the memory behind buffer `buffer` of `thread`; equal numbers are the same memory. -1: not known. */
export type MemoryOf = (thread: number, buffer: number) => number;

/** Unites the buffers of the trace. */
export function uniteBuffers(trace: Trace): MemoryOf {
  const rows = trace.shared.buffers;
  const index = new Map<string, number>();
  rows.forEach((row, i) => index.set(`${row.thread}:${row.buffer}`, i));
  const union = new Union(rows.length);
  const rowOf = (pass: SharedPassRow): number => index.get(`${pass.thread}:${pass.buffer}`) ?? -1;
  const settled = rows.map((row) => row.isOwn);
  uniteStartData(trace, union, settled, rowOf);
  uniteMessages(trace, union, settled, rowOf);
  return (thread, buffer) => {
    const i = index.get(`${thread}:${buffer}`);
    return i === undefined ? -1 : union.root(i);
  };
}

class Union {
  readonly #parent: Int32Array;
  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, i) => i);
  }
  root(i: number): number {
    let at = i;
    while (this.#parent[at] !== at) at = this.#parent[at] as number;
    return at;
  }
  unite(a: number, b: number): void {
    this.#parent[this.root(b)] = this.root(a);
  }
}

function uniteStartData(trace: Trace, union: Union, settled: boolean[], rowOf: (pass: SharedPassRow) => number): void {
  const sent = new Map<string, SharedPassRow[]>();
  const found = new Map<string, SharedPassRow[]>();
  for (const pass of trace.shared.passes) {
    if (pass.way === PASS_MESSAGE) continue;
    const table = pass.way === PASS_START ? sent : found;
    const key = `${trace.threads[pass.thread]?.process}:${pass.channel}`;
    addTo(table, key, pass);
  }
  for (const [key, theirs] of found) {
    const ours = sent.get(key) ?? [];
    const isPlaced = (pass: SharedPassRow, i: number): boolean => pass.bytes === theirs[i]?.bytes && pass.position === theirs[i]?.position;
    // Without a 0 at the end, which says that one side gave up there, both have the same number.
    const [oursEnd, theirsEnd] = [endOf(ours), endOf(theirs)];
    const isWhole = oursEnd === ours.length && theirsEnd === theirs.length;
    const common = isWhole && oursEnd !== theirsEnd ? 0 : Math.min(oursEnd, theirsEnd);
    const isSame = ours.slice(0, common).every(isPlaced);
    for (const [i, pass] of theirs.entries()) {
      const row = rowOf(pass);
      if (row < 0) continue;
      const other = isSame && i < common ? rowOf(ours[i] as SharedPassRow) : -1;
      if (other >= 0) union.unite(other, row);
      // It is not one that came by a message, either way.
      settled[row] = true;
    }
  }
}

/** Where a look through start data gave up, or came to its end. */
function endOf(passes: readonly SharedPassRow[]): number {
  const at = passes.findIndex((pass) => pass.buffer === 0);
  return at < 0 ? passes.length : at;
}

/** Buffers of unknown origin: those that came by messages. A thread that passes one on makes it a candidate further down, so it takes rounds. */
function uniteMessages(trace: Trace, union: Union, settled: boolean[], rowOf: (pass: SharedPassRow) => number): void {
  const receivers = receiversOf(trace);
  const rows = trace.shared.buffers;
  const reaching = (row: SharedBufferRow): SharedPassRow[] => {
    const process = trace.threads[row.thread]?.process;
    return trace.shared.passes.filter(
      (pass) =>
        pass.way === PASS_MESSAGE &&
        trace.threads[pass.thread]?.process === process &&
        (pass.channel === 0 || receivers.get(`${process}:${pass.channel}`)?.has(row.thread) === true) &&
        (pass.buffer === 0 || pass.bytes === row.bytes),
    );
  };
  // Start data that could not be looked through may hold any buffer.
  const isUnclear = (row: SharedBufferRow): boolean =>
    trace.shared.passes.some((pass) => pass.way === PASS_FOUND && pass.thread === row.thread && pass.buffer === 0);
  const open = rows.map((row, i) => ({ row, i })).filter(({ row, i }) => settled[i] !== true && !isUnclear(row));
  for (let round = 0, isNew = true; isNew && round < 8; round++) {
    isNew = false;
    for (const { row, i } of open) {
      if (settled[i] === true) continue;
      const candidates = reaching(row);
      if (candidates.length === 0 || candidates.some((pass) => pass.buffer === 0)) continue;
      const sources = candidates.map(rowOf);
      // A candidate whose own origin is open may turn out to be another one, or the same.
      if (sources.some((s) => s < 0 || settled[s] !== true)) continue;
      const roots = new Set(sources.map((s) => union.root(s)));
      if (roots.size !== 1) continue;
      union.unite(sources[0] as number, i);
      settled[i] = true;
      isNew = true;
    }
  }
}

/** `process:channel` → threads that received on it. */
function receiversOf(trace: Trace): Map<string, Set<number>> {
  const receivers = new Map<string, Set<number>>();
  for (const message of trace.messages) {
    const thread = trace.segments.thread.at(message.receiveSegment);
    const key = `${trace.threads[thread]?.process}:${message.channel}`;
    const set = receivers.get(key);
    if (set === undefined) receivers.set(key, new Set([thread]));
    else set.add(thread);
  }
  return receivers;
}
