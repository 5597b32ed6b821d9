/**
 * promise.never-settles of a function that waits for what a server of its own process says once, and said before: 'listening', asked for when the server listened already. Or for its 'close', which
 * waits for a connection that the process itself holds open at the other end. Nothing else is left that could go on. Or for an event of an emitter that came to nobody before (missedEvents.ts).
 * Or for the 'end' of a stream that nobody reads.
 * deadlock.actual where that connection waits for an answer of the very
 * function that waits for the 'close'.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { MORE_UNREAD_END } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { taskName } from '../../names.ts';
import { isAtRest, isOwnTimer, serverOf, usedAgain, type Server } from '../../ownServers.ts';
import { sitesNamed } from '../../siteIndex.ts';
import { endOfRun, loneThreads, wasCutOff } from '../../runEnd.ts';
import { connectionsOf, isOpen } from '../../waiting/pendingPeers.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';
import { hasSource } from '../../waiting/standstill.ts';
import { WAIT_ACTIVATION, WAIT_PROMISE, WaitGraph, isSuspended, waitNode } from '../../waiting/waitFor.ts';
import { leavesOf } from '../../waiting/waitForLeaves.ts';
import { registrationsOf, wakersOf } from '../../waiting/wakers.ts';
import { missedEvent } from './missedEvents.ts';
import { worksOf, type Work, type WorkAt } from './unanswered.ts';

export const pastEventsRule: Rule = { kinds: ['promise.never-settles', 'deadlock.actual'], run: findPastEvents };

const MIN_NS = 2e9;
const LISTENING = /(?:^|\.)once\([^()]*, 'listening'\)$|\.(?:once|on|addListener)\('listening'\)$/;
const ON_CLOSE = /(?:^|\.)once\((?<of>[^()]*), 'close'\)$|^(?<on>.*)\.(?:once|on|addListener)\('close'\)$/;
const CLOSES = /(?:^|\.)close$|\[Symbol\.asyncDispose\]$/;
/** What is ended after that keeps its connection for some seconds, until the server takes it for idle. */
const ENDS = /\.(?:end|destroy|destroySoon)$/;
/** They may be there for the case that it fails. */
const FAILS = /\('error'\)$/;

function findPastEvents({ trace, earlier }: AnalysisContext): Draft[] {
  if (!wasCutOff(trace)) return [];
  const told = new Set(earlier.filter((d) => /^(?:deadlock|hang|lock)\./.test(d.kind)).flatMap((d) => d.activations));
  return loneThreads(trace).flatMap((thread) => judge(trace, thread, told));
}

function judge(trace: Trace, thread: number, told: ReadonlySet<number>): Draft[] {
  const { activations: acts, suspensions: s, tasks } = trace;
  const drafts: Draft[] = [];
  const endNs = endOfRun(trace.run);
  const unreadEnds = [...trace.sites.keys()].filter((site) => trace.hasMore(site, MORE_UNREAD_END));
  let servers: Closed | undefined;
  for (let a = 0; a < acts.length; a++) {
    if (acts.thread.at(a) !== thread || told.has(a) || !isSuspended(trace, a)) continue;
    const last = acts.lastSuspension.at(a);
    const awaited = s.awaited.at(last);
    if (awaited === NONE || tasks.activation.at(awaited) !== NONE || endNs - s.startNs.at(last) < MIN_NS) continue;
    const made = tasks.site.at(awaited);
    const wakers = [made, ...settlersOf(trace, made)].filter((site) => !FAILS.test(trace.site(site)?.text ?? ''));
    const has = (event: RegExp): number => wakers.find((site) => event.test(trace.site(site)?.text ?? '')) ?? NONE;
    const [listening, onClose, closes] = [has(LISTENING), has(ON_CLOSE), has(CLOSES)];
    const closed = onClose === NONE ? closes : onClose;
    const unread = unreadEnds.find((site) => isWaitedFor(trace, site, made));
    const found =
      listening !== NONE
        ? afterListening(trace, thread, awaited, listening)
        : closed !== NONE
          ? (answeredAfter(trace, (servers ??= closedOf(trace, thread)), a, awaited, closed) ?? heldOpen(trace, servers, closed))
          : unread !== undefined
            ? afterReading(trace, unread)
            : missedEvent(trace, a, awaited);
    if (found === undefined) continue;
    const { isRing = false } = found;
    const waited = `${taskName(trace, a)} had waited ${formatMs((endNs - s.startNs.at(last)) / 1e6)} when the program was ended`;
    drafts.push({
      kind: isRing ? 'deadlock.actual' : 'promise.never-settles',
      key: `${s.site.at(last)}`,
      confidence: isRing ? 0.9 : 0.8,
      verdict: 'observed',
      consequence: isRing,
      message: `${isRing ? 'Deadlock: ' : ''}${waited}: ${found.message}`,
      why: found.why,
      places: [{ site: s.site.at(last), role: 'await' }, ...found.places],
      segments: [s.segment.at(last)],
      activations: [...new Set([a, ...(found.activations ?? [])])],
    });
  }
  return drafts;
}

/** The calls that should settle promises made at a site: those that are given the resolving functions, or the functions in which these are called. */
function settlersOf(trace: Trace, made: number): number[] {
  const registrations = registrationsOf(trace, made);
  return wakersOf(trace, made).map((waker) => registrations.get(waker) ?? waker);
}

interface Found {
  readonly message: string;
  readonly why: readonly string[];
  readonly places: readonly DraftPlace[];
  /** Others that wait because of it. */
  readonly activations?: readonly number[];
  /** Whom it waits for waits for it. */
  readonly isRing?: boolean;
}

const AT_REST = 'no timer, file, child process or other connection was left that could go on';

function serversEver(trace: Trace, thread: number): readonly (Server & { readonly closed: number })[] {
  return trace.handles
    .filter((h) => h.label.startsWith('listen ') && trace.tasks.thread.at(h.task) === thread)
    .map((h) => ({ task: h.task, at: h.label.slice('listen '.length), closed: h.closeSegment }));
}

/** All servers listened before anybody waited for it. */
function afterListening(trace: Trace, thread: number, awaited: number, site: number): Found | undefined {
  const { tasks } = trace;
  const servers = serversEver(trace, thread).filter((server) => server.closed === NONE);
  const isBefore = servers.every(({ task }) => tasks.initSegment.at(task) < tasks.initSegment.at(awaited));
  if (servers.length === 0 || !isBefore || !isAtRest(trace, thread, servers, [])) return undefined;
  return {
    message: `\`${trace.site(site)?.text ?? ''}\` was called when ${servers.length === 1 ? 'the server' : 'each server of the process'} listened already, and 'listening' does not come twice.`,
    why: [
      'an event that nobody listens to is gone: add the listener in the step that calls listen(), or ask `server.listening` first',
      AT_REST,
    ],
    places: [{ site, role: 'wake' }],
  };
}

/** The call waits itself (`once`), or a promise is settled in the listener that it adds, or by that. */
function isWaitedFor(trace: Trace, site: number, made: number): boolean {
  const at = trace.functionAt(site);
  const isListener = (fn: number): boolean => trace.functions[fn]?.parentFunction === at && trace.functions[fn].name.endsWith("'end')");
  return site === made || wakersOf(trace, made).some((waker) => waker === site || isListener(trace.functionAt(waker)));
}

function afterReading(trace: Trace, site: number): Found {
  const text = trace.site(site)?.text ?? '';
  const stream = /once\(([^,()]+), /.exec(text)?.[1] ?? text.replace(/\.\w+(?:\(.*)?$/, '');
  return {
    message: `the 'end' of \`${stream}\` comes when all of it has been read, and nobody reads it.`,
    why: [
      'everything is taken of it but its content: there is no listener for `data`, no loop over it, no pipe',
      'read it, or let it go by `resume()`; `destroy()` ends it without an `end`',
    ],
    places: [{ site, role: 'wake' }],
  };
}

/** The servers of a thread that have closed, and what is open there. */
interface Closed {
  readonly thread: number;
  readonly servers: ReturnType<typeof serversEver>;
  readonly areAll: boolean;
  /** Connections that the process itself holds open at the other end. */
  readonly clients: readonly number[];
  /** Requests that are not answered, and to which of all a segment belongs. */
  readonly open: readonly Work[];
  readonly workAt: WorkAt;
  /** Requests whose answer has begun, and goes on and on: streams of events that nobody has ended. */
  readonly streams: number;
  /** No request has come in at all. */
  readonly isSilent: boolean;
  readonly isAtRest: boolean;
}

function closedOf(trace: Trace, thread: number): Closed {
  const { tasks } = trace;
  const all = serversEver(trace, thread);
  const servers = all.filter((server) => server.closed !== NONE);
  const clients = connectionsOf(trace, thread).filter((task) => isOpen(trace, task) && serverOf(trace, servers, task) !== undefined);
  const { works, workAt } = worksOf(trace, thread, new Set(servers.map(({ task }) => task)));
  const closed = Math.min(...servers.map((server) => server.closed));
  let isEndedSince = false;
  for (let task = tasks.length - 1; task >= 0 && tasks.initSegment.at(task) >= closed && !isEndedSince; task--) {
    isEndedSince = tasks.thread.at(task) === thread && ENDS.test(trace.site(tasks.site.at(task))?.text ?? '');
  }
  return {
    thread,
    servers,
    areAll: servers.length === all.length,
    clients,
    open: [...works.values()].filter((work) => !work.isAnswered),
    workAt,
    streams: isEndedSince ? 0 : [...works.values()].filter((work) => work.isAnswered && !work.isWhole).length,
    isSilent: works.size === 0,
    isAtRest: isAtRest(trace, thread, servers, [...clients, ...usedAgain(trace, thread, servers)]),
  };
}

/** Who is to answer a request on a connection to the server waits for the close itself. */
function answeredAfter(trace: Trace, closed: Closed, asker: number, awaited: number, site: number): Found | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const { thread, open, workAt, clients } = closed;
  if (open.length === 0 || !isOfServer(trace, closed, awaited, site)) return undefined;
  const graph = new WaitGraph(trace);
  const endsOf = (kind: number, index: number): number[] => leavesOf(graph, waitNode(kind, index)).map(({ node }) => node);
  const [end, ...others] = endsOf(WAIT_PROMISE, awaited);
  if (end === undefined || others.length > 0) return undefined;
  const waitsForIt = (a: number): boolean => endsOf(WAIT_ACTIVATION, a).join() === `${end}`;
  for (const work of open) {
    const handler = work.suspended.find(waitsForIt);
    // Whoever sets a limit to the wait does so where it begins.
    const isNoLimit = (task: number): boolean => !isOwnTimer(trace, task) || workAt(tasks.initSegment.at(task)) !== work;
    if (handler === undefined || hasSource(trace, thread, isNoLimit, () => true)) continue;
    const isRing = closed.isAtRest && open.length <= clients.length;
    return {
      isRing,
      message: `the server has closed, and waits for the answer to \`${work.root}\`, which ${handler === asker ? 'it' : taskName(trace, handler)} gives only after that.`,
      why: [
        'close() waits for each request that is not answered: answer first and close when the answer is out, or do not wait for it here',
        ...(isRing ? [AT_REST] : []),
      ],
      places: [
        ...(site === tasks.site.at(awaited) ? [] : [{ site, role: 'wake' } as const]),
        { site: s.site.at(acts.lastSuspension.at(handler)), role: 'handler' },
      ],
      activations: work.suspended,
    };
  }
  return undefined;
}

/** What is waited for is the close of one of these servers, and not of something else that is closed along with it. */
function isOfServer(trace: Trace, { servers }: Closed, awaited: number, site: number): boolean {
  const text = trace.site(site)?.text ?? '';
  const { of, on = of } = ON_CLOSE.exec(text)?.groups ?? {};
  if (on !== undefined) return sitesNamed(trace, 'close').some((call) => trace.site(call)?.text === `${on}.close`);
  // What a call gives whose name is `close` may be the promise of more.
  const isCall = site === trace.tasks.site.at(awaited) && !text.endsWith(']');
  return !isCall && servers.some(({ closed }) => closed === trace.tasks.initSegment.at(awaited));
}

/** Each connection that the closed server still waits for has its other end here, and none is only kept for the next request. */
function heldOpen(trace: Trace, { areAll, isAtRest: isStill, isSilent, open, streams, clients }: Closed, site: number): Found | undefined {
  const [first] = clients;
  if (first === undefined || !areAll || !isStill || (!isSilent && open.length + streams < clients.length)) return undefined;
  return {
    message: `the server has closed, and waits for ${clients.length === 1 ? 'a connection' : `${clients.length} connections`} that this process itself holds open at the other end.`,
    why: ['close() lets those who are connected stay: end the connection first, or use closeAllConnections()', AT_REST],
    places: [
      { site, role: 'wake' },
      ...(trace.tasks.site.at(first) === NONE ? [] : [{ site: trace.tasks.site.at(first), role: 'create' } as const]),
    ],
    activations: clients.map((client) => trace.tasks.creator.at(client)).filter((a) => a !== NONE),
  };
}
