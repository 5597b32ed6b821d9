/** promise.floating: plain callbacks that drop a call and then tell others that they are done, among them those that a stream calls for each piece and at its end. */
import { NONE } from '../../../model/ids.ts';
import type { FloatRow, Trace } from '../../../model/trace.ts';
import { hasSite } from '../../siteIndex.ts';
import { isBefore } from '../../waiting/wakers.ts';
import { waitersOfStep, waitersOfStreams, waitersOfTicks } from './whoWaited.ts';

/** Who went on when the last of the plain callbacks that made such calls was over, if all are and each goes on to call others. */
export function waitersOfAll(trace: Trace, floats: readonly FloatRow[]): ReadonlyMap<number, number> {
  const last = floats.at(-1);
  if (last === undefined || !floats.every((float) => isTelling(trace, float))) return new Map();
  const went = waitersOfStep(trace, last.segment);
  const at = trace.site(last.site);
  if (went.size > 0 || at === undefined) return went;
  if (isOfPiece(trace, last.site)) return waitersOfStreams(trace, Math.min(...floats.map(({ segment }) => segment)), last.segment);
  if (!isLastWord(trace, last.site)) return went;
  const isNext = (site: number): boolean => trace.functionAt(site) === at.function && isBefore(at, trace.site(site) ?? at);
  return waitersOfTicks(trace, last.segment, isNext);
}

/** What a stream calls at its end: its callback says that all that was written has been dealt with. */
const LAST_WORD = /(?:^|\.)_?(?:final|flush)$/;

export function isLastWord(trace: Trace, site: number): boolean {
  return LAST_WORD.test(trace.functions[trace.functionAt(site)]?.name ?? '');
}

/** What a stream calls for each piece that it is given: its callback says that this piece has been dealt with, and after the last one the stream has come to its end. */
const PIECE = /(?:^|\.)_?(?:writev?|transform)$/;

function isOfPiece(trace: Trace, site: number): boolean {
  return PIECE.test(trace.functions[trace.functionAt(site)]?.name ?? '');
}

/** A plain callback made the call and then called others: among what it does then may be that it tells that it is done. (Of `then`: droppedStep.ts.) */
export function isTelling(trace: Trace, { task, site, segment, activation }: FloatRow): boolean {
  const { activations: acts, segments: s, tasks } = trace;
  const at = trace.site(site);
  const step = s.task.at(s.atom.at(segment));
  // A stream is given its pieces in whatever step they come, and its end in that in which its last piece was dealt with.
  if (at === undefined || step === NONE || (trace.isPromise(step) && !isLastWord(trace, site) && !isOfPiece(trace, site))) return false;
  if (trace.threads[tasks.thread.at(task)]?.gaps.length !== 0) return false;
  if (activation !== NONE && acts.promise.at(activation) !== NONE) return false;
  return hasSite(trace, at.function, (other) => other.kind === 'call' && isBefore(at, other));
}
