/** Marks of all segments of a trace that the order asks for. */
import { NONE } from '../../model/ids.ts';
import { TASK_OBSERVED, type Trace } from '../../model/trace.ts';

/** Segments between two calls of `pause`, where each takes next to nothing: some milliseconds. */
const PAUSE_EVERY = 131_072;

/** 1 for each segment that settled a promise of another callback to which no reaction was added that the recorder saw: only a promise that adopts it can wait for it. */
export function settlesUnseen({ segments: s, tasks }: Trace): Uint8Array {
  const settles = new Uint8Array(s.length);
  for (let i = 0; i < tasks.length; i++) {
    const segment = tasks.resolveSegment.at(i);
    if (segment !== NONE && (tasks.flags.at(i) & TASK_OBSERVED) === 0 && s.task.at(s.atom.at(segment)) !== i) settles[segment] = 1;
  }
  return settles;
}

/** 1 for each segment in which the program does something that rules may ask about, or that begins another kind of execution than a reaction to a promise. */
export function segmentsWithEvents(trace: Trace, pause: () => void): Uint8Array {
  const { accesses, activations, fs, requests: r, segments: s, suspensions, tasks } = trace;
  const isUsed = new Uint8Array(s.length);
  const ofCode = [accesses.segment, activations.startSegment, activations.endSegment, suspensions.segment, suspensions.resumeSegment];
  const ofLocks = [r.requestSegment, r.acquireSegment, r.releaseSegment, r.jobEndSegment];
  for (const column of ofCode.concat(ofLocks)) {
    for (let i = 0; i < column.length; i++) {
      if (i % PAUSE_EVERY === 0) pause();
      const segment = column.at(i);
      if (segment !== NONE) isUsed[segment] = 1;
    }
  }
  for (const rows of [trace.roots, trace.combines, trace.workers, trace.children, trace.floats, trace.unhandled, trace.blocks]) {
    for (const { segment } of rows) if (segment !== NONE) isUsed[segment] = 1;
  }
  for (const row of fs) for (const segment of [row.segment, row.doneSegment]) if (segment !== NONE) isUsed[segment] = 1;
  for (const rows of [trace.shared.accesses, trace.shared.syncs]) for (const { segment } of rows) isUsed[segment] = 1;
  for (const edge of trace.edges) isUsed[edge.from] = isUsed[edge.to] = 1;
  for (let i = 0; i < s.length; i++) {
    if (i % PAUSE_EVERY === 0) pause();
    const task = s.task.at(i);
    const isReaction = task !== NONE && trace.isPromise(task) && tasks.parent.at(task) !== NONE;
    if (!isReaction || s.atom.at(i) !== i || s.outer.at(i) !== NONE) isUsed[i] = 1;
  }
  return isUsed;
}
