/**
 * Messages to one child process that are posted by callbacks which nothing orders: `readFile(path, (_, text) => child.send({ theme: parse(text) }))` and a route that sends what is to be drawn. The
 * channel keeps the order in which they are posted, whichever that is.
 */
import { NONE } from '../../../model/ids.ts';
import type { MessageRow, Trace } from '../../../model/trace.ts';
import { IPC_CHANNELS, ROOT_MESSAGE } from '../../../model/vocabulary.ts';
import { decidesBranch } from '../../shared/accesses.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { rootOf } from '../../roots.ts';

/**
 * Whether two segments of a child process handle such messages; undefined where they do not handle one each, of one channel. Who asks, before he posts, for what is noted where the other one is posted
 * keeps them in order.
 */
export function arePostedApart(context: AnalysisContext, first: number, second: number): boolean | undefined {
  const { trace, order } = context;
  const [mine, theirs] = [messageFor(trace, first), messageFor(trace, second)];
  if (mine === undefined || theirs === undefined || mine === theirs || mine.channel !== theirs.channel) return undefined;
  const [from, to] = [mine.postSegment, theirs.postSegment];
  if (from === NONE || to === NONE) return undefined;
  if (order.isOrdered(from, to) || order.isOrdered(to, from)) return false;
  const { accesses: a, segments: s } = trace;
  const { coverage } = factsOf(context);
  const accessesOf = (segment: number): readonly number[] => coverage.accessesAt(s.atom.at(segment));
  const noted = new Set(accessesOf(from).flatMap((row) => (a.write.at(row) === 1 ? [a.location.at(row)] : [])));
  return !accessesOf(to).some((row) => a.write.at(row) === 0 && noted.has(a.location.at(row)) && decidesBranch(trace, row));
}

/** The call that adds the listener, which sets off a tick for the messages that have come before. */
const LISTENS = /^process\.(?:on|once|addListener)$/;

/** The message that a segment is for, unless several came at once. */
function messageFor(trace: Trace, segment: number): MessageRow | undefined {
  const { segments: s, tasks } = trace;
  const root = trace.roots[rootOf(trace, segment)];
  const task = s.task.at(s.atom.at(segment));
  const isKept = root === undefined && task !== NONE && LISTENS.test(trace.site(tasks.site.at(task))?.text ?? '');
  if (!isKept && root?.kind !== ROOT_MESSAGE) return undefined;
  const isIt = ({ receiveSegment: at, channel }: MessageRow): boolean => {
    if (at === NONE || channel < IPC_CHANNELS || s.thread.at(at) !== s.thread.at(segment)) return false;
    return root === undefined ? at < tasks.initSegment.at(task) : s.atom.at(at) === s.atom.at(root.segment);
  };
  const [message, other] = trace.messages.filter(isIt);
  return other === undefined ? message : undefined;
}
