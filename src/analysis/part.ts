/**
 * Where only a part of a run is read, its beginning is a barrier: of whatever goes on with something that began before, it is not known which locks it holds, who waits for it and what it
 * follows. No finding rests on that.
 */
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import type { Draft } from './finding.ts';

/** Whether a draft rests on nothing that began before the part of the run that is read. */
export function knownWhole(trace: Trace): (draft: Draft) => boolean {
  if (trace.run.fromMs === 0) return () => true;
  const unsure = unsureSegments(trace);
  const { startSegment } = trace.activations;
  return ({ segments, activations }) =>
    segments.every((s) => unsure[s] !== 1) && activations.every((a) => unsure[startSegment.at(a)] !== 1);
}

/** 1 for each segment of such work, and of what that work has started. What comes from outside, or from a handle that serves, is work of its own. */
function unsureSegments({ segments: s, tasks, threads, unsure }: Trace): Uint8Array {
  const flags = new Uint8Array(s.length);
  for (let i = 0; i < flags.length; i++) {
    const earlier = threads[s.thread.at(i)]?.earlier ?? NONE;
    if (s.root.at(i) !== NONE) continue;
    if (i <= earlier || unsure.has(i)) flags[i] = 1;
    else if (s.atom.at(i) !== i) flags[i] = flags[s.atom.at(i)] as number;
    else {
      const [outer, task] = [s.outer.at(i), s.task.at(i)];
      const init = task === NONE ? NONE : tasks.initSegment.at(task);
      // What is older is in `unsure`, unless it serves.
      const isMade = init !== NONE && init > earlier && flags[init] === 1;
      if (isMade || (outer !== NONE && flags[outer] === 1)) flags[i] = 1;
    }
  }
  return flags;
}
