/** loop.blocked, what stands in the queue of a thread: what a server of the program is given, and what the program has sent itself. */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { LongRow, Trace } from '../../../model/trace.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { isAccepted } from '../../roots.ts';

/** So many callbacks after a long one, or in its turn, are looked at. */
export const FOLLOWERS = 4096;

/** By thread. */
export type Sent = ReadonlyMap<number, readonly number[]>;

const LISTENS = /^listen /;
const CONNECTS = /^connect /;

/**
 * Of each connection that was accepted the one of the same thread that asked for it: a program that is server and client. The port (or path) says who asked a server, and it takes them in that
 * order; where others asked as well, nothing is known.
 */
const ownClients = remembered(byEvents, (trace): ReadonlyMap<number, number> => {
  const { tasks } = trace;
  const accepted = new Map<number, number[]>();
  const asked = new Map<string, number[]>();
  const address = (task: number): string => `${tasks.thread.at(task)} ${/[^:\s]*$/.exec(trace.string(tasks.label.at(task)))?.[0]}`;
  for (let task = 0; task < tasks.length; task++) {
    const parent = tasks.parent.at(task);
    if (parent === NONE) continue;
    if (isAccepted(trace, task)) addTo(accepted, parent, task);
    else if (trace.taskType(task) === 'TCPCONNECTWRAP') addTo(asked, address(parent), parent);
  }
  const pairs = new Map<number, number>();
  for (const [server, connections] of accepted) {
    const clients = LISTENS.test(trace.string(tasks.label.at(server))) ? (asked.get(address(server)) ?? []) : [];
    if (clients.length === connections.length) for (const [i, client] of clients.entries()) pairs.set(connections[i] as number, client);
  }
  return pairs;
});

/** Callbacks of connections that the program has opened itself, in which promises were settled: each with the segment in which the oldest of these was made. */
const answers = remembered(byEvents, (trace): ReadonlyMap<number, number> => {
  const { segments, tasks } = trace;
  const oldest = new Map<number, number>();
  for (let task = 0; task < tasks.length; task++) {
    const settled = trace.isPromise(task) ? tasks.resolveSegment.at(task) : NONE;
    const by = settled === NONE ? NONE : segments.task.at(settled);
    if (by === NONE || !isClient(trace, by)) continue;
    oldest.set(settled, Math.min(oldest.get(settled) ?? Infinity, tasks.initSegment.at(task)));
  }
  return oldest;
});

function isClient(trace: Trace, task: number): boolean {
  return trace.taskType(task) === 'TCPWRAP' && CONNECTS.test(trace.string(trace.tasks.label.at(task)));
}

/**
 * The function that opened the other end of an accepted connection waited from before the long callback until what had been asked on it came in at `segment`, and then for the answer: it asked
 * before. Where nobody waits for it so, or the answer on another connection of that function was not waited for, the program may have asked since.
 */
export function wasAskedBefore(trace: Trace, accepted: number, long: LongRow, segment: number): boolean {
  const { segments: s, suspensions, tasks } = trace;
  const client = ownClients(trace).get(accepted) ?? NONE;
  const by = client === NONE ? NONE : tasks.creator.at(client);
  const atom = s.atom.at(long.segment);
  const wait = waitBefore(trace, by, atom);
  if (wait === NONE || suspensions.resumeSegment.at(wait) < segment) return false;
  const isAnswer = (at: number): boolean => (answers(trace).get(at) ?? Infinity) < atom;
  for (let i = long.segment + 1; i <= tasks.lastRun.at(client); i++) {
    const task = s.task.at(i);
    if (task === client && i > segment && isAnswer(i)) return !isEnding(trace, client, i);
    if (i < segment && task !== NONE && tasks.creator.at(task) === by && isClient(trace, task) && !isAnswer(i)) return false;
  }
  return false;
}

/** The newest wait of a function that had begun before that callback; NONE. */
function waitBefore({ activations: acts, suspensions }: Trace, activation: number, atom: number): number {
  let wait = activation === NONE ? NONE : acts.lastSuspension.at(activation);
  while (wait !== NONE && suspensions.segment.at(wait) >= atom) wait = suspensions.previous.at(wait);
  return wait;
}

/**
 * A connection of the program to its own server, of which the function that had opened it waited from before the long callback until it got what came in at `segment`: the server had said all
 * that it had to say before that callback.
 */
export function wasAnsweredBefore(trace: Trace, client: number, long: LongRow, segment: number): boolean {
  const { segments: s, suspensions, tasks } = trace;
  if (!isClient(trace, client)) return false;
  const atom = s.atom.at(long.segment);
  const wait = waitBefore(trace, tasks.creator.at(client), atom);
  const resumed = wait === NONE ? NONE : suspensions.resumeSegment.at(wait);
  if (resumed === NONE || s.turn.at(resumed) !== s.turn.at(segment)) return false;
  const [accepted] = [...ownClients(trace)].find(([, own]) => own === client) ?? [];
  if (accepted === undefined) return false;
  for (let task = accepted + 1; task < tasks.length && tasks.initSegment.at(task) < atom; task++) {
    if (tasks.parent.at(task) === accepted && trace.taskType(task) === 'SHUTDOWNWRAP') return true;
  }
  return false;
}

/** At most one callback of the connection comes after it: that it is closed. Nobody waits for the end that it brings, or for an error. */
export function isEnding({ segments: s, tasks }: Trace, connection: number, segment: number): boolean {
  let later = 0;
  for (let i = segment + 1; i <= tasks.lastRun.at(connection) && later < 2; i++) if (s.task.at(i) === connection) later++;
  return later < 2;
}

/** It is the callback of a request, or of what has come in on a connection of a server. */
export function isServed(trace: Trace, long: LongRow): boolean {
  const { segments: s } = trace;
  const task = s.task.at(s.atom.at(firstOfTurn(trace, long.segment)));
  return task !== NONE && (isAccepted(trace, task) || trace.taskType(task) === 'HTTPINCOMINGMESSAGE');
}

/** A request that the program handed to its server itself, without a connection. */
export function isInjected(trace: Trace, segment: number): boolean {
  const task = trace.segments.task.at(segment);
  return task !== NONE && trace.taskType(task) === 'INJECTED';
}

/** The other thread of the same process whose message a segment begins with. */
export function senderOf({ messages, segments: s, threads }: Trace, segment: number): { readonly sender?: number } {
  const atom = s.atom.at(segment);
  const isHere = (received: number): boolean => received !== NONE && received <= segment && s.atom.at(received) === atom;
  const from = messages.findLast(({ receiveSegment }) => isHere(receiveSegment))?.postSegment ?? NONE;
  if (from === NONE) return {};
  const sender = s.thread.at(from);
  return threads[sender]?.process === threads[s.thread.at(segment)]?.process ? { sender } : {};
}

/** The callback in whose turn a segment ran. */
function firstOfTurn({ segments: s }: Trace, segment: number): number {
  let first = segment;
  for (let i = segment - 1; i >= 0 && first - i < FOLLOWERS; i--) {
    if (s.thread.at(i) !== s.thread.at(segment)) continue;
    if (s.turn.at(i) !== s.turn.at(segment)) break;
    first = i;
  }
  return first;
}

/** Callbacks in which each thread sends a request itself (a test that is client and server), in order: what comes in after that may be its own. */
export function requestsSent(trace: Trace): Sent {
  const { tasks } = trace;
  const sent = new Map<number, number[]>();
  for (let task = 0; task < tasks.length; task++) {
    if (!isRequestTask(trace, task)) continue;
    addTo(sent, tasks.thread.at(task), tasks.initSegment.at(task));
  }
  for (const list of sent.values()) list.sort((x, y) => x - y);
  return sent;
}

function isRequestTask(trace: Trace, task: number): boolean {
  const { tasks } = trace;
  if (trace.isPromise(task)) return /(?:^|\.)(?:fetch|request)$/.test(trace.site(tasks.site.at(task))?.text ?? '');
  return trace.taskType(task) === 'HTTPCLIENTREQUEST' || trace.string(tasks.label.at(task)).startsWith('connect ');
}
