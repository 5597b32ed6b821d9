/**
 * handle.leak of files: the same one opened by call after call, each of which had ended and left its own open (nobody keeps such a file for later); or one that its function alone could have
 * closed.
 */
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { Draft } from '../../finding.ts';

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

/** So many that nobody can close any more are told. */
export const MIN_FORGOTTEN = 3;

/** The function that opened the file has ended. */
export function isCallOver({ activations: acts }: Trace, { activation }: FsRow): boolean {
  return activation !== NONE && acts.endSegment.at(activation) !== NONE;
}

export function forgottenDraft(trace: Trace, site: number, made: number, left: readonly FsRow[]): Draft {
  const isAll = left.length === made;
  return {
    kind: 'handle.leak',
    key: `${site}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${isAll ? `The ${made}` : `${left.length} of the ${made}`} files opened by \`${trace.site(site)?.text ?? ''}\` were never closed${isAll ? '' : ': there is a path on which that is forgotten'}; the function has ended, and nobody else has them.`,
    why: ['close() was not called for them, on the path that was taken', 'a finally block, or `await using`, closes it on every path'],
    places: [{ site, role: 'create' }],
    segments: left.slice(0, 8).map((row) => row.segment),
    activations: [],
  };
}
