/** handle.leak of files: the same one opened by call after call, each of which had ended and left its own open. Nobody keeps such a file for later. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';

/** So many times in a row are enough. */
export const MIN_REOPENED = 5;

interface Opening {
  /** Its path, as text or as the number of one. */
  readonly file: string | number;
  /** The activation that opened it; NONE: not known, and left out. */
  readonly call: number;
  readonly ns: number;
}

/** How often at most a file was opened, but for the times when the call that had opened it before was still under way. */
export function timesOpenedAgain({ activations: acts }: Trace, openings: Iterable<Opening>): number {
  const byFile = new Map<string | number, { times: number; newest: number }>();
  let most = 0;
  for (const { file, call, ns } of openings) {
    if (call === NONE) continue;
    let known = byFile.get(file);
    if (known === undefined) byFile.set(file, (known = { times: 1, newest: call }));
    else if (acts.endNs.at(known.newest) <= ns) known.times++;
    known.newest = call;
    most = Math.max(most, known.times);
  }
  return most;
}
