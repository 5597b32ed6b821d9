/**
 * Edge 34: a runner begins a test, or a hook, when what came before is done, by an order that is often not seen: what came through the buffer of a stream, or to a client in this process. So all
 * that the test before has done by then comes before it. What comes after the start has no order by it: tests that run side by side, and work that a test left behind, are told as before.
 */
import { lastAtOrBelow } from '../../base/search.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { byEvents, remembered } from '../remembered.ts';
import { IS_TEST, IS_TEST_HOOK, testFiles } from '../testFiles.ts';
import type { ChainClocks } from './clocks.ts';

/** Starts before a segment that are tried: what a test left behind follows an earlier one. */
const MAX_TRIES = 64;

/** Segments in which a test or a hook begins, ascending. */
export const testStarts = remembered(byEvents, (trace): readonly number[] => {
  const { accesses, activations, fs, functions, tasks } = trace;
  const files = testFiles(trace);
  if (files.size === 0) return [];
  const isTest = functions.map(({ name, file }) => files.has(file) && (IS_TEST.test(name) || IS_TEST_HOOK.test(name)));
  const starts = new Set<number>();
  // What goes on after a wait is not the start.
  const isInOne = (site: number): boolean => isTest[trace.functionAt(site)] === true && functions[trace.functionAt(site)]?.async === false;
  for (let i = 0; i < activations.length; i++) if (isTest[activations.fn.at(i)]) starts.add(activations.startSegment.at(i));
  for (let i = 0; i < accesses.length; i++) if (isInOne(accesses.site.at(i))) starts.add(accesses.segment.at(i));
  for (let i = 0; i < tasks.length; i++) if (isInOne(tasks.site.at(i))) starts.add(tasks.initSegment.at(i));
  for (const { segment, site } of fs) if (isInOne(site)) starts.add(segment);
  return [...starts].toSorted((a, b) => a - b);
});

/** Whether `b` follows a start before which `a` had run, as part of the test that was the newest then: what an earlier one left behind is waited for by nobody. */
export function turnsOfTests(trace: Trace, node: Int32Array, clocks: ChainClocks): (a: number, b: number) => boolean {
  const starts = testStarts(trace);
  if (starts.length === 0) return () => false;
  const { thread, length } = trace.segments;
  const follows = (start: number, b: number): boolean => start === b || clocks.isOrdered(node[start] as number, node[b] as number);
  const known = new Int32Array(length).fill(NONE - 1);
  const newest = (b: number): number => {
    const last = lastAtOrBelow(starts, b);
    for (let i = last; i >= 0 && i > last - MAX_TRIES; i--) if (follows(starts[i] as number, b)) return starts[i] as number;
    return NONE;
  };
  return (a, b) => {
    if (a >= b) return false;
    if ((known[b] as number) < NONE) known[b] = newest(b);
    const start = known[b] as number;
    if (a >= start || thread.at(a) !== thread.at(start)) return false;
    const own = starts[lastAtOrBelow(starts, a)];
    return own !== undefined && follows(own, a);
  };
}
