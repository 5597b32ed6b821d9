/**
 * context.lost in a batch: what was asked for in several contexts is answered in one step, and for each of them the AsyncLocalStorage is asked (`for (const { row, resolve } of batch) resolve(insert(row,
 * storage.getStore()))`). What is found there, each time, is the store of whoever set the batch going.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { CONTEXT_ENTER, CONTEXT_FOUND, CONTEXT_LEAVE, CONTEXT_RUN } from '../../../model/vocabulary.ts';
import type { ContextRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { functionLabel } from '../../names.ts';
import { MIN_MISTAKEN, ownFrames, Runs, storeOfMaker, storesWithin } from './contextLost.ts';
import { settledIn } from './whoWaited.ts';

export const contextBatchesRule: Rule = { kinds: ['context.lost'], run: findBatches };

function findBatches({ trace, earlier }: AnalysisContext): Draft[] {
  const told = new Set(earlier.filter(({ kind }) => kind === 'context.lost').map(({ key }) => key));
  const storages = new Map<string, ContextRow[]>();
  for (const row of trace.contexts) addTo(storages, `${row.thread} ${row.storage}`, row);
  return [...storages.values()].flatMap((rows) => {
    // Left, or set by hand: what is found then may be meant.
    if (rows.some(({ kind }) => kind === CONTEXT_LEAVE || kind === CONTEXT_ENTER)) return [];
    return batchesOf(trace, rows).filter(({ key }) => !told.has(key));
  });
}

function batchesOf(trace: Trace, rows: readonly ContextRow[]): Draft[] {
  const entered = rows.filter((row) => row.kind === CONTEXT_RUN && row.store !== 0);
  const runs = new Runs(trace, entered);
  const isWithin = storesWithin(entered);
  const readings = new Map<string, { readonly row: ContextRow; readonly fn: number; readonly site: number }[]>();
  for (const row of rows) {
    const [frame] = row.kind === CONTEXT_FOUND ? ownFrames(trace, row) : [];
    if (frame !== undefined) addTo(readings, `${frame.site} ${trace.segments.atom.at(row.segment)}`, { row, ...frame });
  }
  // A helper that others ask, too (a logger), may do without.
  const alone = new Set([...readings.values()].flatMap(([first, ...more]) => (first === undefined || more.length > 0 ? [] : [first.site])));
  const found = new Map<number, Draft>();
  for (const [first, ...more] of readings.values()) {
    if (first === undefined || found.has(first.fn) || more.length === 0) continue;
    const { store, segment } = first.row;
    if (more.some(({ row }) => row.store !== store)) continue;
    const answered = settledIn(trace).of(trace.segments.atom.at(segment));
    const stores = new Set(answered.map((promise) => storeOf(trace, runs, promise)));
    stores.delete(0);
    const others = [...stores].filter((other) => other !== store && !isWithin(other, store) && !isWithin(store, other));
    if (stores.size < MIN_MISTAKEN || others.length === 0 || more.length + 1 < stores.size) continue;
    found.set(first.fn, { ...draftOf(trace, first, stores.size), ...(alone.has(first.site) ? { ceiling: 'info' as const } : {}) });
  }
  return [...found.values()];
}

/** The store with which the work was run that has made a promise of its own for an answer; 0 where that is not certain. */
function storeOf(trace: Trace, runs: Runs, promise: number): number {
  const { tasks } = trace;
  const maker = tasks.activation.at(promise) === NONE ? tasks.creator.at(promise) : NONE;
  return maker === NONE ? 0 : storeOfMaker(trace, runs, maker);
}

function draftOf(
  trace: Trace,
  { row, fn, site }: { readonly row: ContextRow; readonly fn: number; readonly site: number },
  stores: number,
): Draft {
  return {
    kind: 'context.lost',
    key: `${fn}`,
    confidence: 0.65,
    verdict: 'observed',
    consequence: false,
    message: `${functionLabel(trace, fn)} answers at once what was asked for with ${stores} different stores of the AsyncLocalStorage, and finds one and the same for all of them: that of whoever set it going.`,
    why: [
      'a timer or callback runs in the context in which it was made, whoever has added something since',
      'keep the store along with what is asked for (`{ item, store: storage.getStore(), resolve }`), or AsyncLocalStorage.snapshot() or AsyncResource.bind(fn) for each',
    ],
    places: [{ site, role: 'reads the store' }],
    segments: [row.segment],
    activations: [],
  };
}
