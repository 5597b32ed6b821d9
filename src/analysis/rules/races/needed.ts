/** Why a read of race.order.use-before-init needs the value: see useBeforeInit.ts. */
import { FLAG_ENDS_WITHOUT, FLAG_NEEDS_INIT, FLAG_OUTER, FLAG_STANDS_IN, FLAG_THROWS_UNLESS_SET } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { LocationAccesses } from '../../shared/accesses.ts';
import { isCarriedForUse, isGivenForUse, isPassedForUse } from '../../shared/given.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { intervalBehind, isHeard, isSetOffBy, isWithin, segmentBehind } from '../../lineage.ts';
import { isFromOutside, rootOf } from '../../roots.ts';
import { isUnderWay } from './defaults.ts';
import { isMissed } from '../promises/leftAlone.ts';

/** Why a read needs the value: it is used as an object; a test throws where there is none; or something empty stands in for it, by which a request is answered. */
export type Need = 'used' | 'refused' | 'stood in for';

/** `isHollow`: until then it is an empty collection, in which nothing is found. */
export function howNeeded(
  context: AnalysisContext,
  { rows, writes }: LocationAccesses,
  write: number,
  read: number,
  isHollow: boolean,
): Need | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  const flags = trace.site(a.site.at(read))?.flags ?? 0;
  // Who is asked for this and that may lack some of it, and be given it by somebody later; but not what the program itself was about to set.
  const isLate = a.position.at(read) < a.position.at(write) && rootOf(trace, a.segment.at(write)) === NONE;
  const isGiven = isGivenForUse(trace, a.site.at(read), isLate);
  const isUsed =
    (flags & FLAG_NEEDS_INIT) !== 0 || isGiven || isPassedForUse(trace, a.site.at(read)) || isCarriedForUse(trace, a.site.at(read));
  if (isUsed && !isHollow) return 'used';
  if (isHollow && (flags & FLAG_STANDS_IN) === 0) return undefined;
  if ((flags & (FLAG_THROWS_UNLESS_SET | FLAG_STANDS_IN)) === 0) return undefined;
  // Who ends there knows of the time before: only that it was used in that time is worth a word.
  if ((flags & FLAG_ENDS_WITHOUT) !== 0 && !isLate) return undefined;
  // What a request has begun to load itself, and did not wait for, was missed when it came later.
  const isOwn = (flags & FLAG_STANDS_IN) !== 0 && isLoadedForItself(trace, write, read);
  const isApart = isAnotherRequest(trace, a.segment.at(read), a.segment.at(write));
  const isBetween = (flags & FLAG_STANDS_IN) !== 0 && isAskedTwice(trace, rows, write, read);
  if (!isOwn && !isApart && !isBetween && !isMissed(trace, rows, write, read)) return undefined;
  if ((flags & FLAG_STANDS_IN) === 0) return 'refused';
  // What is filled where somebody misses it, and by requests as well, is a cache, in which something may be missing.
  const pairs = factsOf(context).pairsByWrite.get(a.site.at(write)) ?? [];
  if (rows.some((row) => a.write.at(row) === 0 && pairs.some((pair) => pair.read === a.site.at(row)))) return undefined;
  if (isOwn) return 'stood in for';
  // Who is on the other side of a connection tells of himself when he likes, and until then there is nothing to know.
  const isLoaded = (w: number): boolean => {
    const at = a.segment.at(w);
    return rootOf(trace, at) === NONE && intervalBehind(trace, at) === NONE && !isHeard(trace, at) && !isNews(trace, at);
  };
  // Requests may load it anew by the same code.
  const isSame = (w: number): boolean => a.site.at(w) === a.site.at(write);
  return isLoaded(write) && writes.every((w) => isSame(w) || isLoaded(w)) ? 'stood in for' : undefined;
}

/** What comes over these comes when it likes. */
const NEWS = /^(?:FSEVENTWRAP|STATWATCHER|UDPWRAP|MESSAGEPORT|SIGNALWRAP)$/;
const MAX_STEPS = 64;

/** A file that has appeared, or a message, has set it off, however many waits ago. */
function isNews(trace: Trace, segment: number): boolean {
  const { segments: s } = trace;
  for (let [at, step] = [segment, 0]; at !== NONE && step < MAX_STEPS; at = segmentBehind(trace, at), step++) {
    const task = s.task.at(s.atom.at(at));
    if (task !== NONE && NEWS.test(trace.taskType(task))) return true;
  }
  return false;
}

/**
 * A timer looked for it while it was being loaded, and another one, which the first has not set, at the same place when it was there: work that the program begins at times of its own, and of
 * which each part is answered once. Who looks again because he has found nothing sets his next timer himself.
 */
function isAskedTwice(trace: Trace, rows: readonly number[], write: number, read: number): boolean {
  const { accesses: a } = trace;
  const [set, asked] = [a.segment.at(write), a.segment.at(read)];
  if (a.position.at(read) > a.position.at(write) || !isOfTimer(trace, asked) || !isUnderWay(trace, set, asked)) return false;
  return rows.some((row) => {
    const at = a.segment.at(row);
    if (a.position.at(row) < a.position.at(write) || a.site.at(row) !== a.site.at(read)) return false;
    return isOfTimer(trace, at) && !isOfOneLadder(trace, asked, at) && !isSetOffBy(trace, at, asked) && !isSetOffBy(trace, at, set);
  });
}

/** `for (const ms of [50, 100, 200]) setTimeout(look, ms)`: looks again and again, and expects to find nothing at first. */
function isOfOneLadder({ segments: s, tasks }: Trace, first: number, second: number): boolean {
  const [one, other] = [first, second].map((segment) => s.task.at(s.atom.at(segment))) as [number, number];
  return tasks.site.at(one) === tasks.site.at(other) && tasks.initSegment.at(one) === tasks.initSegment.at(other);
}

function isOfTimer(trace: Trace, segment: number): boolean {
  const { segments: s } = trace;
  const task = s.task.at(s.atom.at(segment));
  return task !== NONE && trace.taskType(task) === 'Timeout' && intervalBehind(trace, segment) === NONE;
}

/** A request looked for something that it had set going before, and that came later. */
function isLoadedForItself(trace: Trace, write: number, read: number): boolean {
  const { accesses: a, activations, segments: s } = trace;
  const [from, to] = [a.segment.at(write), a.segment.at(read)];
  const [root, user] = [rootOf(trace, from), rootOf(trace, to)];
  if (a.position.at(write) < a.position.at(read) || !isFromOutside(trace, root)) return false;
  // What comes over a connection after its request (a message on a web socket) has no root of its own.
  if (user !== root && (user !== NONE || intervalBehind(trace, to) !== NONE)) return false;
  const loader = a.activation.at(write);
  // Who looks, and stores it then itself, has set nothing going.
  if (loader !== NONE && isWithin(trace, a.activation.at(read), loader)) return false;
  return isUnderWay(trace, from, to, a.position.at(read)) || (loader !== NONE && activations.startNs.at(loader) < s.startNs.at(to));
}

export const USES: Readonly<Record<Need, readonly [string, string]>> = {
  used: ['used', ''],
  refused: ['asked for', ', which is refused'],
  'stood in for': ['looked for', ', and it is answered as if there were none'],
};

/** Work that came from outside by itself: not a message, which may be the answer to one, and not what goes on for the request that sets the value. */
export function isAnotherRequest(trace: Trace, segment: number, other: number): boolean {
  const root = rootOf(trace, segment);
  return isFromOutside(trace, root) && root !== rootOf(trace, other);
}

/** `const number = book.last + 1; … book.last = number`: there was something before, wherever it came from. */
export function isMadeOfOld(context: AnalysisContext, write: number): boolean {
  const { trace } = context;
  const { site } = trace.accesses;
  const pairs = factsOf(context).pairsByWrite.get(site.at(write)) ?? [];
  return pairs.some(
    ({ kind, read }) =>
      kind === 'value' && trace.hasFlag(read, FLAG_NEEDS_INIT) && trace.site(read)?.text === trace.site(site.at(write))?.text,
  );
}

/** What Node makes has nothing of the program's. */
const OF_NODE = /^(?:(?:TLS)?Socket|IncomingMessage|ServerResponse|WebSocket)$/;

/** Of the object's own class, or module. */
const OF_ITSELF = /^(?:this|(?:module\.)?exports)\./;

/** Not `order.status = 'paid'` of what a function has got: whoever has made the order, in another file, may have put something there. */
export function isFirstOfAll(trace: Trace, { location }: LocationAccesses, write: number): boolean {
  const site = trace.accesses.site.at(write);
  if (trace.hasFlag(site, FLAG_OUTER) || OF_ITSELF.test(trace.site(site)?.text ?? '')) return true;
  return OF_NODE.test(trace.string(trace.locations.className.at(location)));
}
