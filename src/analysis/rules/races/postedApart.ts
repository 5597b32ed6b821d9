/**
 * Messages to one worker or child process that are posted by callbacks which nothing orders: `readFile(path, (_, text) => child.send({ theme: parse(text) }))` and a route that sends what is to be drawn. The
 * channel keeps the order in which they are posted, whichever that is.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { MessageRow, Trace } from '../../../model/trace.ts';
import { IPC_CHANNELS, ROOT_MESSAGE } from '../../../model/vocabulary.ts';
import { decidesBranch } from '../../shared/accesses.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { rootOf } from '../../roots.ts';

/**
 * Whether two segments of a worker or child process handle such messages; undefined where they do not handle one each, of one channel. Who asks, before he posts, for what is noted where the other one is posted
 * keeps them in order. `isSeen`: the use did come first; only then messages to a worker count, whose answers others may have waited for in ways that are not seen.
 */
export function arePostedApart(context: AnalysisContext, first: number, second: number, isSeen: boolean): boolean | undefined {
  const { trace, order } = context;
  // It is asked of every use of a place, and most programs send no messages.
  if (trace.messages.length < 2) return undefined;
  const [mine, theirs] = [messageFor(trace, first, isSeen), messageFor(trace, second, isSeen)];
  if (mine === undefined || theirs === undefined || mine === theirs || mine.channel !== theirs.channel) return undefined;
  const [from, to] = [mine.postSegment, theirs.postSegment];
  if (from === NONE || to === NONE) return undefined;
  const { accesses: a, segments: s } = trace;
  // What the first one has set going (`readFile(path, (_, text) => { rules = parse(text); })`) may be over when the second has come, or not.
  const isSetGoing = rootOf(trace, first) !== NONE && order.crossesTurn(mine.receiveSegment, first);
  if (order.isOrdered(from, to)) return isSetGoing ? undefined : false;
  if (order.isOrdered(to, from)) return false;
  const { coverage } = factsOf(context);
  const accessesOf = (segment: number): readonly number[] => coverage.accessesAt(s.atom.at(segment));
  const noted = new Set(accessesOf(from).flatMap((row) => (a.write.at(row) === 1 ? [a.location.at(row)] : [])));
  return !accessesOf(to).some((row) => a.write.at(row) === 0 && noted.has(a.location.at(row)) && decidesBranch(trace, row));
}

/** The call that adds the listener, which sets off a tick for the messages that have come before. */
const LISTENS = /^process\.(?:on|once|addListener)$/;

/** The message that a segment is for, unless several came at once. */
function messageFor(trace: Trace, segment: number, isOfThread: boolean): MessageRow | undefined {
  const { segments: s, tasks } = trace;
  const root = trace.roots[rootOf(trace, segment)];
  const task = s.task.at(s.atom.at(segment));
  const isKept = root === undefined && task !== NONE && LISTENS.test(trace.site(tasks.site.at(task))?.text ?? '');
  if (!isKept && root?.kind !== ROOT_MESSAGE) return undefined;
  const isHere = (at: number): boolean => at !== NONE && s.thread.at(at) === s.thread.at(segment);
  const received =
    root === undefined
      ? trace.messages.filter(({ receiveSegment: at }) => isHere(at) && at < tasks.initSegment.at(task))
      : (receivedIn(trace).get(s.atom.at(root.segment)) ?? []).filter(({ receiveSegment: at }) => isHere(at));
  const [message, other] = received;
  return other === undefined && message !== undefined && (isOfThread || message.channel >= IPC_CHANNELS) ? message : undefined;
}

/** Atom → the messages that came in it. */
const receivedIn = remembered(byEvents, (trace): ReadonlyMap<number, readonly MessageRow[]> => {
  const found = new Map<number, MessageRow[]>();
  for (const message of trace.messages) {
    if (message.receiveSegment !== NONE) addTo(found, trace.segments.atom.at(message.receiveSegment), message);
  }
  return found;
});
