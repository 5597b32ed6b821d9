/** Questions on connections of the program's own, written to with `write`: to databases, caches, name servers and the like, without a library that would know them. */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_OBSERVED, TASK_REPEAT, type Trace } from '../../../model/trace.ts';
import { sitesIn } from '../../siteIndex.ts';
import { eventOfListener, eventsOf } from '../../waiting/listenedEvents.ts';
import { heldConnection } from '../../waiting/pendingPeers.ts';
import { functionAround, isExecutor, registrationsOf, wakersOf } from '../../waiting/wakers.ts';

/** Unanswered when somebody lost patience. */
export const MIN_PENDING_NS = 3e9;
/** Calls that hand a question to a connection. */
const WRITES = /\.(?:write|send)$/;
/** The same, or with it all that there is to say. */
const ASKS = /^(?<socket>.+)\.(?:write|end|send)$/;
/** A web socket is sent to, other connections are written to. */
export const WEB_SOCKET = /(?:^|\.)WebSocket$/;
/** The call whose promise is settled by an event of an emitter. */
const AWAITS_EVENT = /^(?:\w+\.)?once\((.+), '([^']*)'\)$/;
/** Events after which nothing more comes. */
const ENDS = new Set(['end', 'close']);
/** What puts the pieces together names none of them. */
const JOINS = /^Buffer\.concat$/;
/** Events that bring a piece of what was received. */
const PIECES = new Set(['data', 'line', 'message', 'packet', 'frame', 'reply', 'response']);

/** What has been asked of another machine, and how long it took. */
export interface Request {
  readonly site: number;
  /** Where the promise of its answer was made, where that is another place. */
  readonly made?: number;
  /** The call that sent it, where that is another one. */
  readonly sentBy?: number;
  /** The answer has begun. */
  readonly isHalf?: boolean;
  readonly creator: number;
  readonly segment: number;
  readonly startNs: number;
  readonly ns: number;
  readonly isAnswered: boolean;
}

/** Questions whose promise is not settled: each on a connection of its own, or all on the one that there is. */
export function* unansweredOnSocket(trace: Trace, endNs: number): Generator<Request> {
  const told = new Set<number>();
  for (const { promise, connection } of askedOnOwn(trace)) {
    const { tasks, segments } = trace;
    const segment = tasks.initSegment.at(promise);
    const startNs = segments.startNs.at(segment);
    if (endNs - Math.max(startNs, heardNs(trace, connection)) < MIN_PENDING_NS) continue;
    told.add(promise);
    const [site, made, creator] = [tasks.site.at(connection), tasks.site.at(promise), tasks.creator.at(promise)];
    // With TLS the first that comes is none of the answer.
    const isHalf = tasks.lastRun.at(connection) !== NONE && !trace.site(site)?.text.startsWith('tls.');
    yield { site, made, isHalf, creator, segment, startNs, ns: endNs - startNs, isAnswered: false };
  }
  yield* askedOnTheOne(trace, endNs, told);
}

/** Somebody waits for the promise, in a thread that goes on. */
function isWaitedFor({ tasks, threads }: Trace, promise: number): boolean {
  if (tasks.resolveSegment.at(promise) !== NONE || (tasks.flags.at(promise) & TASK_OBSERVED) === 0) return false;
  return threads[tasks.thread.at(promise)]?.exitReason === -1;
}

interface Asked {
  readonly promise: number;
  readonly connection: number;
}

/** Promises of an answer that is all that its connection is for, with the connection; none where a timer is set that may end the waiting. */
function* askedOnOwn(trace: Trace): Generator<Asked> {
  const { tasks } = trace;
  const emitters = new Map<number, Emitter | undefined>();
  const limited = new Map<number, boolean>();
  for (let promise = 0; promise < tasks.length; promise++) {
    const site = tasks.site.at(promise);
    if (site === NONE || !trace.isPromise(promise) || trace.site(site)?.kind !== 'new' || !isWaitedFor(trace, promise)) continue;
    if (!emitters.has(site)) emitters.set(site, answering(trace, site));
    const emitter = emitters.get(site);
    const connection = emitter === undefined ? NONE : heldConnection(trace, emitter.text, emitter.site, promise);
    if (emitter === undefined || connection === NONE || (emitter.isKept && !isAskedOnce(trace, promise))) continue;
    const thread = tasks.thread.at(promise);
    if (!limited.has(thread)) limited.set(thread, hasTimer(trace, thread));
    if (limited.get(thread) === false) yield { promise, connection };
  }
}

/** It is the only one that its call has made there, and another call that made one has got its answer, and come to its end: none that takes what comes, piece by piece. */
function isAskedOnce({ tasks, activations: acts }: Trace, promise: number): boolean {
  const [site, own] = [tasks.site.at(promise), tasks.creator.at(promise)];
  const made = new Map<number, number>();
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.site.at(task) !== site || tasks.parent.at(task) !== NONE) continue;
    const creator = tasks.creator.at(task);
    made.set(creator, (made.get(creator) ?? 0) + 1);
  }
  const hasEnded = (call: number): boolean => call !== NONE && acts.endSegment.at(call) !== NONE;
  return made.get(own) === 1 && [...made].some(([call, times]) => times === 1 && call !== own && hasEnded(call));
}

/** What is listened to, as it is written at that place. */
interface Emitter {
  readonly text: string;
  readonly site: number;
  /** It is there before the promise, and may be for more than one piece. */
  readonly isKept: boolean;
}

/**
 * The socket whose answer settles the promises that are made there: the code around has written to it, and they are settled by what comes first (`socket.once('data', resolve)`) or, at
 * the end, by all that has come (`socket.on('data', (part) => (text += part)); socket.on('end', () => resolve(text))`). Who only hears when it ends waits for no answer.
 */
function answering(trace: Trace, made: number): Emitter | undefined {
  const home = functionAround(trace, trace.functionAt(made));
  const inside = sitesInside(trace, home);
  if (inside.some((site) => STOPS.test(trace.site(site)?.text ?? ''))) return undefined;
  const asked = new Set(inside.map((site) => ASKS.exec(trace.site(site)?.text ?? '')?.groups?.['socket']));
  for (const { emitter, name, site } of eventsOf(trace, wakersOf(trace, made), registrationsOf(trace, made))) {
    if (emitter === undefined || !asked.has(emitter)) continue;
    const isPiece = PIECES.has(name);
    if (!isPiece && !(ENDS.has(name) && isMadeOfPieces(trace, { made, site, inside, emitter }))) continue;
    return { text: emitter, site, isKept: isPiece && !isHeldInExecutor(trace, made, emitter) };
  }
  return undefined;
}

/** The executor opens it: there is one for each of the promises. */
function isHeldInExecutor(trace: Trace, made: number, emitter: string): boolean {
  const at = trace.site(made);
  return (
    at !== undefined &&
    sitesInside(trace, at.function).some((index) => {
      const row = trace.site(index);
      return row?.held === emitter && isExecutor(trace, row.function, at);
    })
  );
}

/** Calls by which somebody from outside may end the waiting. */
const STOPS = /abort|signal/i;

/** All that is written in a function and in those inside it. */
function sitesInside(trace: Trace, outer: number): number[] {
  const within = new Set([outer]);
  const file = trace.functions[outer]?.file;
  // A function comes after the one that it is written in.
  for (const [fn, row] of trace.functions.entries()) if (row.file === file && within.has(row.parentFunction)) within.add(fn);
  return [...within].flatMap((fn) => [...sitesIn(trace, fn)]);
}

/** A listener for pieces has put them where whoever settles the promise, or waits for it, takes them from. */
function isMadeOfPieces(
  trace: Trace,
  {
    made,
    site,
    inside,
    emitter,
  }: { readonly made: number; readonly site: number; readonly inside: readonly number[]; readonly emitter: string },
): boolean {
  const nameOf = (index: number): string => /^\w+/.exec(trace.site(index)?.text ?? '')?.[0] ?? '';
  const puts = inside.filter((index) => {
    const kind = trace.site(index)?.kind;
    const event = eventOfListener(trace, trace.functionAt(index));
    return (kind === 'write' || kind === 'update') && event !== undefined && PIECES.has(event);
  });
  const kept = new Set(puts.map(nameOf));
  for (const other of ['', 'this', emitter]) kept.delete(other);
  if (kept.size === 0) return false;
  const at = trace.site(made);
  const listener = trace.functionAt(site);
  // Where the listener is the resolving function itself, what comes after the await takes them.
  const isDirect = at !== undefined && isExecutor(trace, listener, at);
  return inside.some((index) => {
    const row = trace.site(index);
    if (row === undefined || row.function !== (isDirect ? at.function : listener)) return false;
    return (!isDirect || row.line > at.line) && (kept.has(nameOf(index)) || JOINS.test(row.text));
  });
}

/** Questions that were written to a connection of the program's own, by the promise of their answer (`new Promise((resolve) => { waiting.push(resolve); socket.write('get x') })`). */
function* askedOnTheOne(trace: Trace, endNs: number, told: ReadonlySet<number>): Generator<Request> {
  const { tasks } = trace;
  const writes = new Map<number, number>();
  const made = new Map<number, number[]>();
  for (const [index, site] of trace.sites.entries()) if (site.kind === 'new' && site.text === 'Promise') addTo(made, site.function, index);
  for (const [index, site] of trace.sites.entries()) {
    if (!WRITES.test(site.text)) continue;
    for (const promise of made.get(trace.functions[site.function]?.parentFunction ?? NONE) ?? []) {
      const at = trace.site(promise);
      if (at !== undefined && isExecutor(trace, site.function, at)) writes.set(promise, index);
    }
  }
  if (writes.size === 0) return;
  const silent = new Map<string, number>();
  for (let task = 0; task < tasks.length; task++) {
    const [site, thread] = [writes.get(tasks.site.at(task)), tasks.thread.at(task)];
    if (site === undefined || told.has(task) || !isWaitedFor(trace, task)) continue;
    const segment = tasks.initSegment.at(task);
    const startNs = trace.segments.startNs.at(segment);
    if (endNs - startNs < MIN_PENDING_NS) continue;
    const call = trace.site(site)?.text ?? '';
    const key = `${thread} ${call}`;
    if (!silent.has(key)) silent.set(key, silentSinceNs(trace, thread, call));
    if ((silent.get(key) ?? NaN) <= startNs) {
      yield { site, made: tasks.site.at(task), creator: tasks.creator.at(task), segment, startNs, ns: endNs - startNs, isAnswered: false };
    }
  }
}

/** Questions that were written to a connection of the program's own, by the call that awaits the event of their answer (`socket.write('get x'); const [line] = await once(socket, 'data')`). */
export function* unansweredEvent(trace: Trace, endNs: number): Generator<Request> {
  const { suspensions: s, tasks } = trace;
  const writing = trace.sites.filter((site) => WRITES.test(site.text));
  if (writing.length === 0) return;
  const writers = new Set(writing.map((site) => `${site.function} ${site.text.replace(WRITES, '')}`));
  const asks = new Map(writing.map((site) => [site.function, site.text]));
  for (let i = 0; i < s.length; i++) {
    const promise = s.resumeSegment.at(i) === NONE ? s.awaited.at(i) : NONE;
    const site = promise === NONE ? NONE : tasks.site.at(promise);
    const [, emitter, event] = AWAITS_EVENT.exec(trace.site(site)?.text ?? '') ?? [];
    const fn = trace.functionAt(site);
    // What splits into lines or messages what comes on the connection is an emitter of its own.
    if (emitter === undefined || !(writers.has(`${fn} ${emitter}`) || (event !== undefined && PIECES.has(event) && asks.has(fn)))) continue;
    const [startNs, thread] = [s.startNs.at(i), tasks.thread.at(promise)];
    if (endNs - startNs < MIN_PENDING_NS || trace.threads[thread]?.exitReason !== -1) continue;
    const own = hasTimer(trace, thread) ? NONE : heldConnection(trace, emitter, site, promise);
    const isOwn = own !== NONE && isAskedOnce(trace, promise);
    const sinceNs = isOwn ? heardNs(trace, own) : silentSinceNs(trace, thread, asks.get(fn) ?? '');
    if (!(sinceNs <= startNs)) continue;
    yield { site, creator: s.activation.at(i), segment: tasks.initSegment.at(promise), startNs, ns: endNs - startNs, isAnswered: false };
  }
}

/** When the one connection that the thread has opened gave something last; NaN when there are several or it is none for such a call, or when a timer is set that may end the waiting. */
function silentSinceNs(trace: Trace, thread: number, call: string): number {
  const { tasks } = trace;
  let found = Number.NaN;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) !== thread || trace.isPromise(task) || (tasks.flags.at(task) & TASK_CLEARED) !== 0) continue;
    if (isTimerSet(trace, task)) return Number.NaN;
    const type = trace.taskType(task);
    if (type !== 'TCPWRAP' && type !== 'PIPEWRAP') continue;
    const isWeb = WEB_SOCKET.test(trace.site(tasks.site.at(task))?.text ?? '');
    if (!isWeb && !trace.string(tasks.label.at(task)).startsWith('connect ')) continue;
    if (!Number.isNaN(found) || isWeb !== call.endsWith('.send')) return Number.NaN;
    found = heardNs(trace, task);
  }
  return found;
}

/** When something came over the connection last. */
function heardNs({ tasks, segments }: Trace, connection: number): number {
  const last = tasks.lastRun.at(connection);
  return last === NONE ? 0 : segments.startNs.at(last);
}

/** A timer is set in the thread that may end what is waited for. */
function hasTimer(trace: Trace, thread: number): boolean {
  for (let task = 0; task < trace.tasks.length; task++) if (trace.tasks.thread.at(task) === thread && isTimerSet(trace, task)) return true;
  return false;
}

function isTimerSet(trace: Trace, task: number): boolean {
  const { tasks } = trace;
  if (trace.isPromise(task) || trace.taskType(task) !== 'Timeout') return false;
  return (tasks.flags.at(task) & (TASK_REPEAT | TASK_CLEARED)) === 0 && tasks.lastRun.at(task) === NONE;
}
