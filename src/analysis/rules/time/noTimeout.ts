/**
 * io.no-timeout: a request to another machine that waits long, with nothing that would ever end the waiting (detection.md §5): it was still unanswered, or only half answered, when the
 * program was ended from outside, or its answer took half a minute. A timer that the same piece of work has running counts as a timeout, whatever it does.
 */
import { NONE } from '../../../model/ids.ts';
import { TASK_OBSERVED, type ThreadRow, type Trace } from '../../../model/trace.ts';
import { WATCHDOG_THREAD } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { isFromOutside, rootOf } from '../../roots.ts';
import { endOfRun, wasCutOff } from '../../runEnd.ts';
import { isOwnTimer, serverOf, serversOf } from '../../ownServers.ts';
import { connectionsOf } from '../../waiting/pendingPeers.ts';
import { stuckThread } from '../../waiting/stuckThreads.ts';
import { MIN_PENDING_NS, unansweredEvent, unansweredOnSocket, WEB_SOCKET, type Request } from './socketQuestions.ts';
import { unreadDraft } from './unreadBodies.ts';
import { isExecutor } from '../../waiting/wakers.ts';

export const noTimeoutRule: Rule = { kinds: ['io.no-timeout', 'handle.leak'], run: findEndless };

/** Answered, but only after so long. */
const MIN_ANSWERED_NS = 30e9;
/** Calls that ask another machine and wait for what it says. */
const ASKS =
  /(?:^|\.)(?:fetch|request|got|axios|query|execute)$|(?:^|\.)(?:axios|got|https?|client|api)\.(?:get|post|put|patch|delete|head)$/;
/** How long before and after a request the timer that guards it may be set. */
const NEAR_NS = 1e9;
/** Timers of Node's own: of fetch (its own clock), and of the sockets of an agent that are to be closed when idle. */
const OWN_CLOCK_MS = 1000;
const AGENT_MS = 5000;

const SENDS = /(?:^|\.)(?:fetch|request)$/;

/** Calls that read the rest of an answer. */
const READS_REST = /\.(?:json|text|arrayBuffer|blob|bytes|formData)$/;
/** The next piece of one, which may be a stream without an end. */
const READS_PIECE = /(?:^|\.)\w*[rR]eader\.read$/;

/** Kinds that say why the program's own server does not answer. */
const TELLS = /^(?:promise\.never-settles|deadlock\.)/;
/** Kinds that say what holds up a request to it. */
const HOLDS_UP = /^(?:deadlock|lock|hang)\./;
/** Where they only guess (a server that does nothing at all may stand for a peer that is gone), a timeout is what is missing for certain. */
const SURE = 0.6;

function findEndless({ trace, options, earlier }: AnalysisContext): Draft[] {
  const { run } = trace;
  const wasCut = wasCutOff(trace);
  const endNs = endOfRun(run);
  const requests = [
    ...awaited(trace, wasCut ? endNs : Number.NaN),
    ...(wasCut
      ? [
          ...unanswered(trace, endNs),
          ...unansweredOnSocket(trace, endNs),
          ...unansweredEvent(trace, endNs),
          ...halfAnswered(trace, endNs),
          ...halfRead(trace, endNs),
          ...halfIterated(trace, endNs),
        ]
      : []),
  ];
  const drafts: Draft[] = [];
  const told = new Set(earlier.filter((d) => TELLS.test(d.kind) && d.confidence >= SURE).flatMap((d) => d.activations));
  const isHeldUp = earlier.some(
    ({ kind, confidence, activations, segments }) =>
      HOLDS_UP.test(kind) &&
      confidence >= SURE &&
      [...activations.map((a) => trace.activations.startSegment.at(a)), ...segments].some((s) => isFromOutside(trace, rootOf(trace, s))),
  );
  for (const request of requests) {
    if (options.isCancelled()) break;
    if (!request.isAnswered && told.has(request.creator)) continue;
    if (isGuarded(trace, request) || isUsual(trace, request) || wasBusy(trace, request)) continue;
    const unread = request.isAnswered ? undefined : unreadDraft(trace, request.site, request.segment, request.ns);
    const isStop = wasCut && isAllThereWas(trace, request, endNs);
    if (unread === undefined && isStop && isHeldUp) continue;
    drafts.push(unread ?? toDraft(trace, request, isStop));
  }
  return drafts;
}

/** What a thread has that asks, or has asked, anybody outside of it. */
const REACHES_OUT: ReadonlySet<string> = new Set([
  'HTTPCLIENTREQUEST',
  'TCPCONNECTWRAP',
  'PIPECONNECTWRAP',
  'GETADDRINFOREQWRAP',
  'QUERYWRAP',
  'UDPSENDWRAP',
]);

/** Threads that have reached out for others: where none has, what a call is named is no request. */
function reachingOut(trace: Trace): ReadonlySet<number> {
  const { tasks } = trace;
  const threads = new Set<number>();
  for (let task = 0; task < tasks.length; task++) {
    if (!trace.isPromise(task) && REACHES_OUT.has(trace.taskType(task))) threads.add(tasks.thread.at(task));
  }
  return threads;
}

/** Awaits of requests. */
function* awaited(trace: Trace, endNs: number): Generator<Request> {
  const { suspensions: s, tasks, segments } = trace;
  const reaching = reachingOut(trace);
  for (let i = 0; i < s.length; i++) {
    if (!reaching.has(trace.activations.thread.at(s.activation.at(i)))) continue;
    const promise = s.awaited.at(i);
    if (promise === NONE || tasks.activation.at(promise) !== NONE || !ASKS.test(trace.site(tasks.site.at(promise))?.text ?? '')) continue;
    const isAnswered = s.resumeSegment.at(i) !== NONE;
    const ns = (isAnswered ? s.resumeNs.at(i) : endNs) - s.startNs.at(i);
    if (!(ns >= (isAnswered ? MIN_ANSWERED_NS : MIN_PENDING_NS))) continue;
    const segment = tasks.initSegment.at(promise);
    yield { site: tasks.site.at(promise), creator: s.activation.at(i), segment, startNs: segments.startNs.at(segment), ns, isAnswered };
  }
}

/** Requests of node:http that have not had a byte of their answer. */
function* unanswered(trace: Trace, endNs: number): Generator<Request> {
  const { tasks, segments } = trace;
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task) || trace.taskType(task) !== 'HTTPCLIENTREQUEST' || tasks.firstRun.at(task) !== NONE) continue;
    const maker = makerOf(trace, task);
    if (maker === NONE || trace.threads[tasks.thread.at(task)]?.exitReason !== -1) continue;
    const segment = tasks.initSegment.at(maker);
    const ns = endNs - tasks.initNs.at(task);
    if (ns < MIN_PENDING_NS) continue;
    const site = tasks.site.at(maker);
    yield { site, creator: tasks.creator.at(maker), segment, startNs: segments.startNs.at(segment), ns, isAnswered: false };
  }
}

/** The task of the call that sent a request of node:http. */
function makerOf({ tasks }: Trace, request: number): number {
  let maker = request;
  while (maker !== NONE && tasks.site.at(maker) === NONE) maker = tasks.parent.at(maker);
  return maker;
}

/** Answers of node:http that have begun, and of which somebody still waits for the rest. */
function* halfRead(trace: Trace, endNs: number): Generator<Request> {
  const { tasks, segments } = trace;
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task) || trace.taskType(task) !== 'HTTPCLIENTREQUEST' || tasks.firstRun.at(task) === NONE) continue;
    const maker = makerOf(trace, task);
    if (maker === NONE || trace.threads[tasks.thread.at(task)]?.exitReason !== -1) continue;
    if (endNs - segments.startNs.at(tasks.lastRun.at(task)) < MIN_PENDING_NS) continue;
    const [site, creator, segment] = [tasks.site.at(maker), tasks.creator.at(maker), tasks.initSegment.at(maker)];
    if (!settlesLater(trace, maker, site) && !isIterated(trace, creator)) continue;
    const startNs = segments.startNs.at(segment);
    yield { site, isHalf: true, creator, segment, startNs, ns: endNs - startNs, isAnswered: false };
  }
}

/** The request was sent in the executor of a promise that others wait for: `new Promise((resolve) => http.get(url, (answer) => answer.on('end', resolve)))`. */
function settlesLater(trace: Trace, maker: number, sent: number): boolean {
  const { tasks } = trace;
  const segment = tasks.initSegment.at(maker);
  for (let task = maker - 1; task >= 0 && tasks.initSegment.at(task) === segment; task--) {
    const made = trace.isPromise(task) ? trace.site(tasks.site.at(task)) : undefined;
    if (made?.kind !== 'new' || !isExecutor(trace, trace.functionAt(sent), made)) continue;
    return tasks.resolveSegment.at(task) === NONE && (tasks.flags.at(task) & TASK_OBSERVED) !== 0;
  }
  return false;
}

/** The call is in the middle of `for await`, at a place where others have come to the end: no stream that goes on for ever. */
function isIterated(trace: Trace, call: number): boolean {
  const { activations: acts, suspensions: s } = trace;
  const waits = call === NONE ? NONE : acts.lastSuspension.at(call);
  if (waits === NONE || s.resumeSegment.at(waits) !== NONE || trace.site(s.site.at(waits))?.kind !== 'for-await') return false;
  for (let i = 0; i < s.length; i++) {
    if (s.site.at(i) === s.site.at(waits) && acts.endSegment.at(s.activation.at(i)) !== NONE) return true;
  }
  return false;
}

/** Answers of fetch that have begun and did not come to their end. */
function* halfAnswered(trace: Trace, endNs: number): Generator<Request> {
  const { tasks, segments } = trace;
  const seen = new Set<string>();
  for (let task = 0; task < tasks.length; task++) {
    const site = tasks.site.at(task);
    if (!trace.isPromise(task) || site === NONE || tasks.resolveSegment.at(task) !== NONE || tasks.parent.at(task) !== NONE) continue;
    const text = trace.site(site)?.text ?? '';
    const isPiece = READS_PIECE.test(text);
    if (tasks.activation.at(task) !== NONE || !(isPiece ? hasEnded(trace, site) : READS_REST.test(text))) continue;
    const asked = askedFor(trace, task);
    const key = `${site} ${asked}`;
    if (asked === NONE || seen.has(key)) continue;
    seen.add(key);
    const segment = tasks.initSegment.at(asked);
    const startNs = segments.startNs.at(segment);
    if (endNs - segments.startNs.at(tasks.initSegment.at(task)) < MIN_PENDING_NS) continue;
    yield { site, sentBy: tasks.site.at(asked), creator: tasks.creator.at(task), segment, startNs, ns: endNs - startNs, isAnswered: false };
  }
}

/** Of the calls that read pieces there, one has come to the end. */
function hasEnded({ tasks, activations: acts }: Trace, site: number): boolean {
  for (let task = 0; task < tasks.length; task++) {
    const reader = tasks.site.at(task) === site ? tasks.creator.at(task) : NONE;
    if (reader !== NONE && acts.endSegment.at(reader) !== NONE) return true;
  }
  return false;
}

/** Answers that are read by `for await`, at a place where others have come to their end. */
function* halfIterated(trace: Trace, endNs: number): Generator<Request> {
  const { activations: acts, suspensions: s, tasks, segments } = trace;
  for (let call = 0; call < acts.length; call++) {
    const last = acts.lastSuspension.at(call);
    const isNow = last !== NONE && acts.endSegment.at(call) === NONE && s.resumeSegment.at(last) === NONE;
    if (!isNow || endNs - s.startNs.at(last) < MIN_PENDING_NS || !isIterated(trace, call)) continue;
    const asked = requestBefore(trace, last);
    if (asked === NONE) continue;
    const segment = tasks.initSegment.at(asked);
    const startNs = segments.startNs.at(segment);
    const [site, sentBy] = [s.site.at(last), tasks.site.at(asked)];
    yield { site, sentBy, creator: call, segment, startNs, ns: endNs - startNs, isAnswered: false };
  }
}

/** The promise of a request that the same call has awaited before. */
function requestBefore(trace: Trace, suspension: number): number {
  const { suspensions: s, tasks } = trace;
  for (let at = s.previous.at(suspension); at !== NONE; at = s.previous.at(at)) {
    const promise = s.awaited.at(at);
    if (promise === NONE || tasks.activation.at(promise) !== NONE) continue;
    if (SENDS.test(trace.site(tasks.site.at(promise))?.text ?? '')) return promise;
  }
  return NONE;
}

/** The promise of the request whose answer the call reads: what the step in which it was made had waited for, or what its caller had awaited before. */
function askedFor(trace: Trace, reading: number): number {
  const { tasks, segments, activations: acts, suspensions: s } = trace;
  const isRequest = (promise: number): boolean =>
    promise !== NONE && tasks.activation.at(promise) === NONE && /(?:^|\.)fetch$/.test(trace.site(tasks.site.at(promise))?.text ?? '');
  const runner = segments.task.at(tasks.initSegment.at(reading));
  const before = runner === NONE ? NONE : tasks.parent.at(runner);
  if (isRequest(before)) return before;
  const caller = tasks.creator.at(reading);
  for (let at = caller === NONE ? NONE : acts.lastSuspension.at(caller); at !== NONE; at = s.previous.at(at)) {
    if (s.resumeSegment.at(at) !== NONE && isRequest(s.awaited.at(at))) return s.awaited.at(at);
  }
  return NONE;
}

/** The same piece of work set a timer about when it sent the request. */
function isGuarded(trace: Trace, request: Request): boolean {
  const { tasks, segments } = trace;
  for (let task = 0; task < tasks.length; task++) {
    if (!trace.isTimeout(task)) continue;
    const made = tasks.initNs.at(task);
    if (made < request.startNs - NEAR_NS || made > request.startNs + request.ns) continue;
    const run = tasks.firstRun.at(task);
    if (run !== NONE && segments.startNs.at(run) < request.startNs) continue;
    const creator = tasks.creator.at(task);
    const isOurs =
      request.creator === NONE || creator === NONE
        ? tasks.initSegment.at(task) === request.segment
        : isWithin(trace, creator, request.creator) || isWithin(trace, request.creator, creator);
    if (!isOurs) continue;
    if (!isClockOfNode(trace, task)) return true;
  }
  return false;
}

function isClockOfNode(trace: Trace, task: number): boolean {
  const delay = trace.tasks.delayMs.at(task);
  const text = trace.site(trace.tasks.site.at(task))?.text ?? '';
  return (ASKS.test(text) || WEB_SOCKET.test(text)) && (delay <= OWN_CLOCK_MS || delay === AGENT_MS);
}

/** Answers to this call took long before: a long poll, or something slow that is known to be. */
function isUsual(trace: Trace, request: Request): boolean {
  const { suspensions: s, tasks } = trace;
  if (request.isAnswered) return false;
  for (let i = 0; i < s.length; i++) {
    const promise = s.awaited.at(i);
    if (promise === NONE || tasks.site.at(promise) !== (request.made ?? request.site) || s.resumeSegment.at(i) === NONE) continue;
    if (s.resumeNs.at(i) - s.startNs.at(i) >= request.ns / 3) return true;
  }
  return false;
}

/** The program itself was busy most of the time: it could not have taken an answer. */
function wasBusy(trace: Trace, request: Request): boolean {
  const { segments: s } = trace;
  const thread = s.thread.at(request.segment);
  const endNs = request.startNs + request.ns;
  // A callback that had not come to its end has no end in its record.
  const stuck = stuckThread(trace, thread);
  let busy = stuck === undefined ? 0 : endNs - Math.max(request.startNs, stuck.sinceNs);
  for (let i = request.segment; i < s.length && s.startNs.at(i) < endNs; i++) {
    if (s.thread.at(i) === thread) busy += Math.min(endNs, s.endNs.at(i)) - Math.max(request.startNs, s.startNs.at(i)) || 0;
  }
  return busy >= request.ns / 2;
}

/** The program had come to a stop at it: nothing that it had asked for ran any more, and nobody from outside was expected at a server of its own. */
function isAllThereWas(trace: Trace, request: Request, endNs: number): boolean {
  const { segments: s, tasks } = trace;
  const thread = s.thread.at(request.segment);
  const own = trace.threads[thread];
  const isOther = (t: ThreadRow): boolean => t !== own && t.process === own?.process && t.threadId !== WATCHDOG_THREAD;
  if (request.isAnswered || trace.threads.some(isOther)) return false;
  const servers = serversOf(trace, thread);
  const asked = new Set(connectionsOf(trace, thread).map((task) => serverOf(trace, servers, task)));
  if (servers.some((server) => !asked.has(server))) return false;
  for (let i = s.length - 1; i >= 0 && endNs - s.startNs.at(i) < MIN_PENDING_NS; i--) {
    const task = s.thread.at(i) === thread ? s.task.at(i) : NONE;
    if (task === NONE || tasks.site.at(task) === NONE || isClockOfNode(trace, task)) continue;
    // It ends itself when it is told to.
    if (trace.taskType(task) === 'SIGNALWRAP') continue;
    // A server of Node looks at the clock once a second, for the date in its answers.
    if (trace.taskType(task) !== 'Timeout' || isOwnTimer(trace, task)) return false;
  }
  return true;
}

function toDraft(trace: Trace, request: Request, isStop: boolean): Draft {
  const seconds = (request.ns / 1e9).toFixed(1);
  const text = trace.site(request.site)?.text ?? 'a request';
  return {
    kind: 'io.no-timeout',
    key: `${request.site}`,
    confidence: isStop ? 0.7 : 0.55,
    verdict: 'observed',
    consequence: false,
    // Where the program went on with other things, it may know what it does.
    ...(isStop ? {} : { ceiling: 'info' as const }),
    message:
      request.sentBy !== undefined || request.isHalf === true
        ? `\`${text}\` was still waiting for the rest of an answer after ${seconds} s, and nothing would have ended the waiting: the request has no timeout.`
        : request.isAnswered
          ? `\`${text}\` waited ${seconds} s for its answer, and nothing would have ended the waiting: it has no timeout.`
          : `\`${text}\` was still waiting for an answer after ${seconds} s, and nothing would have ended the waiting: it has no timeout.`,
    why: [
      'no timer was running in the piece of work that sent the request',
      /\.(?:write|send)$|once\(|(?:^|\.)(?:connect|createConnection)$/.test(text)
        ? 'a timer that rejects the promise of the answer ends it, and so does `socket.setTimeout(ms)` together with destroy()'
        : 'AbortSignal.timeout(ms) as `signal`, or the `timeout` option together with destroy(), ends it',
    ],
    places:
      request.sentBy === undefined
        ? [{ site: request.site, role: 'request' }]
        : [
            { site: request.site, role: 'wait' },
            { site: request.sentBy, role: 'request' },
          ],
    segments: [request.segment],
    activations: request.creator === NONE ? [] : [request.creator],
  };
}
