/**
 * promise.never-settles of a program that waits for an answer of its own server, as tests and scripts do: the request has come in, what its handler began is over, and nothing
 * is left in the process that could still answer it. deadlock.actual where a handler waits for a lock whose holder waits for such an answer, or for a socket that carries such a request. A request from outside, or a program in which anything else is under way, is none of its business.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { STILL_IDLE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, type DraftPlace, placesOnce, sitesOf } from '../../finding.ts';
import { lockNameAt, taskName } from '../../names.ts';
import { factsOf } from '../../facts.ts';
import { classesOf } from '../../locks/handClasses.ts';
import { traceWithHandLocks } from '../../locks/handRequests.ts';
import { ACCEPTED, isAtRest, QUEUED_REQUEST, serverOf, serversOf, usedAgain, type Server } from '../../ownServers.ts';
import { endOfRun, loneThreads, wasCutOff } from '../../runEnd.ts';
import { connectionsOf, isOpen } from '../../waiting/pendingPeers.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';
import { WAIT_ACTIVATION, WAIT_PROMISE, WaitGraph, isSuspended, waitNode } from '../../waiting/waitFor.ts';
import { isKnownToWait, isServedLoop, leavesOf } from '../../waiting/waitForLeaves.ts';

export const unansweredRule: Rule = { kinds: ['promise.never-settles', 'deadlock.actual'], run: findUnanswered };

/** An answer that is under way arrives sooner. */
const MIN_NS = 2e9;
/** Calls that answer, or begin to. */
export const ANSWERS =
  /\.(?:end|send|json|write|writeHead|flushHeaders|sendFile|sendStatus|redirect|render|pipe|download|reply|respond|text|html)$/;
/** Of those: that do not answer all of it. */
const BEGINS = /\.(?:write|writeHead|flushHeaders)$/;
/** What the root of a request is called: `GET /orders`. */
const REQUEST = /^[A-Z]+ /;

function findUnanswered(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  if (!wasCutOff(trace)) return [];
  const told = new Set(earlier.filter((d) => /^(?:deadlock|hang|lock)\./.test(d.kind)).flatMap((d) => d.activations));
  const drafts: Draft[] = [];
  for (const thread of loneThreads(trace)) {
    const still = trace.stills.findLast((s) => s.thread === thread);
    if (still !== undefined && still.state !== STILL_IDLE) continue;
    const servers = serversOf(trace, thread);
    const draft = servers.length === 0 ? undefined : judge(context, thread, servers, told);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

function judge(context: AnalysisContext, thread: number, servers: readonly Server[], told: ReadonlySet<number>): Draft | undefined {
  const { trace } = context;
  const { tasks, segments } = trace;
  const clients = connectionsOf(trace, thread).filter((task) => isOpen(trace, task) && serverOf(trace, servers, task) !== undefined);
  if (clients.length === 0) return undefined;
  const ofServer = new Set(servers.map((s) => s.task));
  if (!isAtRest(trace, thread, servers, [...clients, ...usedAgain(trace, thread, servers)])) return undefined;
  const { works, workAt } = worksOf(trace, thread, ofServer);
  const left = leftConnections(trace, thread, servers);
  const open = [...works].flatMap(([connection, work]) => (work.isAnswered || left.has(tasks.parent.at(connection)) ? [] : [work]));
  const heardAt = (client: number): number => (tasks.lastRun.at(client) === NONE ? 0 : segments.startNs.at(tasks.lastRun.at(client)));
  const waiting = clients.filter((c) => open.some((w) => tasks.initNs.at(c) <= w.sinceNs && heardAt(c) < w.sinceNs));
  // Where one handler asks another, the innermost tells.
  const work = open.find((w) => w.suspended.length === 0) ?? open.toSorted((a, b) => b.sinceNs - a.sinceNs)[0];
  const endNs = endOfRun(trace.run);
  if (work === undefined || waiting.length !== open.length || endNs - work.sinceNs < MIN_NS) return undefined;
  const graph = new WaitGraph(trace);
  const outside = waitingOutside(graph, thread, works);
  if (told.has(outside) || open.some((w) => w.suspended.some((a) => told.has(a)))) return undefined;
  const all = [outside, ...open.flatMap((w) => w.suspended)].filter((a) => a !== NONE);
  // The handler of another request asks, where the newest connection was made in its work.
  const client = waiting.toSorted((a, b) => tasks.initNs.at(b) - tasks.initNs.at(a))[0] as number;
  const outer = workAt(tasks.initSegment.at(client));
  const asker = outer !== undefined && outer !== work ? (outer.suspended[0] ?? outside) : outside;
  const draft =
    socketsTaken(trace, open, workAt, asker) ??
    lockedOut(graph, open) ??
    lockedOut(withOwnLocks(context), open) ??
    toDraft(trace, work, asker, client, trace.roots.filter((r) => r.label === work.root).length > open.length);
  return draft && { ...draft, activations: [...new Set([...draft.activations, ...all])] };
}

/** Connections that the servers have accepted, and whose other end the process itself has closed since: nobody waits for what is answered there. They are accepted in the order in which they are made. */
function leftConnections(trace: Trace, thread: number, servers: readonly Server[]): ReadonlySet<number> {
  const { tasks } = trace;
  const ofServer = new Set(servers.map(({ task }) => task));
  const made = connectionsOf(trace, thread).filter((task) => serverOf(trace, servers, task) !== undefined);
  const accepted: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    if (ofServer.has(tasks.parent.at(task)) && ACCEPTED.test(trace.taskType(task))) accepted.push(task);
  }
  // Somebody else has come, too.
  if (servers.length !== 1 || made.length !== accepted.length) return new Set();
  return new Set(accepted.filter((_, i) => !isOpen(trace, made[i] as number)));
}

/** Requests stand in line for a socket of an agent (`maxSockets`) in which all sockets carry requests whose handlers wait for these. */
function socketsTaken(trace: Trace, open: readonly Work[], workAt: WorkAt, asker: number): Draft | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const queued = new Map<Work, number>();
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task) || trace.taskType(task) !== QUEUED_REQUEST || tasks.firstRun.at(task) !== NONE) continue;
    const work = workAt(tasks.initSegment.at(task));
    if (work !== undefined) queued.set(work, task);
  }
  const [first] = queued;
  if (first === undefined || !open.every((work) => queued.has(work))) return undefined;
  const [work, request] = first;
  const waits = asker === NONE ? NONE : s.site.at(acts.lastSuspension.at(asker));
  const all: DraftPlace[] = [
    { site: tasks.site.at(request), role: 'wait' },
    { site: work.last.site, role: 'handler' },
    { site: waits, role: 'await' },
  ];
  const places = placesOnce(all);
  if (places.length === 0) return undefined;
  const roots = [...new Set(open.map(({ root }) => `\`${root}\``))].slice(0, 3).join(', ');
  const what =
    open.length === 1
      ? `the only one carries ${roots}, whose handler waits for a request that stands in line for it`
      : `all ${open.length} carry ${roots}, whose handlers wait for requests that stand in line for one`;
  return {
    kind: 'deadlock.actual',
    key: sitesOf(places).join(),
    confidence: 0.9,
    verdict: 'observed',
    consequence: true,
    message: `Deadlock over the sockets of an agent: ${what}.`,
    why: [
      `${queued.size} ${queued.size === 1 ? 'request waits' : 'requests wait'} for a free socket, and no timer, file or other connection is left that could free one`,
      'an agent of its own for what handlers ask, a larger `maxSockets`, or a call of the function in place of a request, ends it',
    ],
    places,
    segments: [tasks.initSegment.at(request)],
    activations: [],
  };
}

/** Who waits for whom, with the hand-written locks that somebody waits for. */
function withOwnLocks(context: AnalysisContext): WaitGraph {
  const { trace } = context;
  const flags = factsOf(context).handLocks.filter((lock) => lock.isPlain !== true);
  const whole = classesOf(trace, flags).filter((c) => !c.violated);
  const waited = whole.flatMap((c) => c.locks.filter((lock) => lock.waiting.length > 0));
  return new WaitGraph(traceWithHandLocks(trace, waited));
}

/** A handler waits for a lock, and who has it waits as well: nothing is left that could wake it but an answer. */
function lockedOut(graph: WaitGraph, open: readonly Work[]): Draft | undefined {
  const { trace } = graph;
  const { requests: r, activations: acts, suspensions: s } = trace;
  const handlers = new Map(open.flatMap((work) => work.suspended.map((a) => [a, work] as const)));
  for (let request = 0; request < r.length; request++) {
    const waiter = r.activation.at(request);
    const work = handlers.get(waiter);
    if (work === undefined || r.acquireSegment.at(request) !== NONE || r.cancelled.at(request) !== -1) continue;
    const held = graph.holders(r.lock.at(request)).map((h) => [h, graph.ownerOf(h)] as const);
    const [[hold, owner] = [NONE, NONE]] = held;
    if (held.length !== 1 || owner === NONE || owner === waiter || !graph.isSuspended(owner)) continue;
    const waits = s.site.at(acts.lastSuspension.at(owner));
    const places: DraftPlace[] = [
      { site: r.site.at(request), role: 'wait' },
      { site: waits, role: 'wait' },
      { site: r.site.at(hold), role: 'hold' },
    ].filter((p) => p.site !== NONE);
    const [name, holder] = [`\`${lockNameAt(trace, request)}\``, taskName(trace, owner)];
    return {
      kind: 'deadlock.actual',
      key: sitesOf(places).join(),
      confidence: 0.9,
      verdict: 'observed',
      consequence: true,
      message: `Deadlock through the server of the same process: ${holder} holds ${name} and waits at \`${trace.site(waits)?.text ?? ''}\`; the handler of \`${work.root}\` waits for ${name}.`,
      why: [
        'no timer, file, other connection or process is left that could wake one of them',
        `let go of ${name} before the request is sent`,
      ],
      places,
      segments: [r.requestSegment.at(request)],
      activations: [waiter, owner],
    };
  }
  return undefined;
}

/** What came of a request. */
export interface Work {
  /** `GET /orders`. */
  readonly root: string;
  readonly sinceNs: number;
  readonly sinceSegment: number;
  isAnswered: boolean;
  /** All of the answer has been given, or whatever else is to give it: not only its head, and parts of it. */
  isWhole: boolean;
  /** The newest place that is known in it. */
  last: { segment: number; site: number };
  /** Functions in it that wait. */
  readonly suspended: number[];
}

/** The work that a segment is part of. */
export type WorkAt = (segment: number) => Work | undefined;

/** Of each connection to the servers (of those that are open, or of all) the newest request, by the task that all requests of a connection have. */
export function worksOf(
  trace: Trace,
  thread: number,
  servers: ReadonlySet<number>,
  ofAll = false,
): { works: Map<number, Work>; workAt: WorkAt } {
  const { tasks, segments, activations: acts, accesses } = trace;
  const works = new Map<number, Work>();
  for (const { segment, label, ns } of trace.roots) {
    if (segments.thread.at(segment) !== thread || !REQUEST.test(label)) continue;
    const connection = segments.task.at(segment);
    const socket = connection === NONE ? NONE : tasks.parent.at(connection);
    if (socket === NONE || !servers.has(tasks.parent.at(socket)) || !(ofAll || isOpen(trace, socket))) continue;
    const last = { segment: NONE, site: NONE };
    works.set(connection, { root: label, sinceNs: ns, sinceSegment: segment, isAnswered: false, isWhole: false, last, suspended: [] });
  }
  /** The work that each task is part of. */
  const of: (Work | undefined)[] = [];
  const workAt: WorkAt = (segment) => {
    const runner = segment === NONE ? NONE : segments.task.at(segment);
    const work = works.get(runner);
    return work === undefined ? of[runner] : segment >= work.sinceSegment ? work : undefined;
  };
  const see = (segment: number, site: number): void => {
    const work = site === NONE ? undefined : workAt(segment);
    if (work !== undefined && segment >= work.last.segment) work.last = { segment, site };
  };
  for (let task = 0; task < tasks.length; task++) {
    const segment = tasks.initSegment.at(task);
    const work = tasks.thread.at(task) === thread ? workAt(segment) : undefined;
    of.push(work);
    if (work === undefined) continue;
    see(segment, tasks.site.at(task));
    const text = trace.site(tasks.site.at(task))?.text ?? '';
    if (!ANSWERS.test(text)) continue;
    work.isAnswered = true;
    if (!BEGINS.test(text)) work.isWhole = true;
  }
  for (let row = 0; row < accesses.length; row++) see(accesses.segment.at(row), accesses.site.at(row));
  for (let a = 0; a < acts.length; a++) {
    if (isSuspended(trace, a)) workAt(acts.startSegment.at(a))?.suspended.push(a);
  }
  return { works, workAt };
}

/** Where the work of a request stopped: the function in it that waits, NONE where none does, and the place. */
export function stopOf(
  { activations: acts, suspensions: s }: Trace,
  { last, suspended }: Work,
): { readonly handler: number; readonly stopped: number } {
  const [handler = NONE] = suspended;
  return { handler, stopped: handler === NONE ? last.site : s.site.at(acts.lastSuspension.at(handler)) };
}

/** The function that waits for the answer: the nearest to a promise of which nothing is known, and none of a handler. */
function waitingOutside(graph: WaitGraph, thread: number, works: ReadonlyMap<number, Work>): number {
  const { trace } = graph;
  const inHandlers = new Set([...works.values()].flatMap((work) => work.suspended));
  let [nearest, distance] = [NONE, Number.POSITIVE_INFINITY];
  for (let a = 0; a < trace.activations.length; a++) {
    if (trace.activations.thread.at(a) !== thread || inHandlers.has(a)) continue;
    if (!graph.isSuspended(a) || !isKnownToWait(trace, a) || isServedLoop(trace, a)) continue;
    const leaf = leavesOf(graph, waitNode(WAIT_ACTIVATION, a))[0];
    if (leaf?.kind === WAIT_PROMISE && leaf.how === 'unknown' && leaf.distance < distance) [nearest, distance] = [a, leaf.distance];
  }
  return nearest;
}

/** `isKnown`: the like of it has been answered before. */
function toDraft(trace: Trace, work: Work, asker: number, client: number, isKnown: boolean): Draft | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const endNs = endOfRun(trace.run);
  const at = asker === NONE ? tasks.site.at(client) : s.site.at(acts.lastSuspension.at(asker));
  const { handler, stopped } = stopOf(trace, work);
  const places: DraftPlace[] = [
    { site: at, role: 'await' },
    { site: stopped, role: 'handler' },
  ].filter((p) => p.site !== NONE);
  if (places.length === 0) return undefined;
  const name = asker === NONE ? 'the program' : taskName(trace, asker);
  const text = trace.site(stopped)?.text ?? '';
  const state =
    handler === NONE
      ? `its handler has ended without one${text === '' ? '' : `, after \`${text}\``}`
      : `its handler still waits in ${taskName(trace, handler)}`;
  return {
    kind: 'promise.never-settles',
    key: `${at},${stopped}`,
    // A handler that does nothing at all may well stand for a peer that is gone.
    confidence: stopped === NONE && !isKnown ? 0.5 : 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${name} waits for an answer of the server in its own process: \`${work.root}\` came in ${formatMs((endNs - work.sinceNs) / 1e6)} before the end, and ${state}.`,
    why: [
      'no timer, file, other connection or process was left that could have answered it',
      'a path of the handler that returns without an answer, or without calling `next`',
    ],
    places,
    segments: [work.sinceSegment],
    activations: [asker, handler].filter((a) => a !== NONE),
  };
}
