/** Callbacks of `then` within each other, each of which begins the next call: what they waited for. */
import { NONE } from '../../model/ids.ts';
import { ACCESS_IS_WRITE } from '../../model/tables.ts';
import type { SequenceRow, Trace } from '../../model/trace.ts';
import { madeOf, type Wait } from './effects.ts';

/** The waits of each time that the outermost call was made, by its promise. */
export function nestsOf(trace: Trace, { sites }: SequenceRow): Map<number, Wait[]> {
  const { segments, tasks } = trace;
  const found = new Map<number, Wait[]>();
  /** Segment in which the next callback was given → the nest. */
  const open = new Map<number, number>();
  for (let task = 0; task < tasks.length; task++) {
    const at = sites.indexOf(tasks.site.at(task));
    const [made, run, promise] = [tasks.initSegment.at(task), tasks.firstRun.at(task), tasks.parent.at(task)];
    if (at < 0 || !trace.isPromise(task) || run === NONE || promise === NONE || !trace.isPromise(promise)) continue;
    const nest = at === 0 ? task : (open.get(made) ?? NONE);
    const waits = at === 0 ? [] : found.get(nest);
    // The promises before it that the same call chains stand at its place, too.
    if (waits === undefined || waits.length !== at) continue;
    const startNs = tasks.initNs.at(task);
    const ns = segments.startNs.at(run) - startNs;
    const wait = { promise, index: task, site: sites[at] ?? NONE, activation: NONE, segment: made, resumeSegment: run, startNs, ns };
    found.set(nest, [...waits, wait]);
    open.set(run, nest);
  }
  return new Map([...found].filter(([, waits]) => waits.length === sites.length));
}

/** What the callbacks of one call wrote (no function of their own has it) another one touched. */
export function touchTheSame(trace: Trace, waits: readonly Wait[]): boolean {
  const { accesses: a, tasks } = trace;
  const owner = new Map<number, number>();
  for (const [i, { promise, segment, resumeSegment }] of waits.entries()) {
    if (i > 0) owner.set(segment, i);
    for (const made of madeOf(trace, promise)) if (tasks.firstRun.at(made) !== NONE) owner.set(tasks.firstRun.at(made), i);
    // With what it found the next one is begun.
    owner.set(resumeSegment, i + 1);
  }
  const by = new Map<number, number>();
  const written = new Set<number>();
  for (let row = 0; row < a.length; row++) {
    const index = owner.get(a.segment.at(row));
    if (index === undefined) continue;
    const location = a.location.at(row);
    const known = by.get(location);
    const isWrite = a.write.at(row) === ACCESS_IS_WRITE;
    if (known !== undefined && known !== index && (isWrite || written.has(location))) return true;
    by.set(location, known ?? index);
    if (isWrite) written.add(location);
  }
  return false;
}
