/** Servers of the program, and connections of its own to them. */
import { NONE } from '../model/ids.ts';
import { TASK_UNREF, type Trace } from '../model/trace.ts';
import { endOfRun } from './runEnd.ts';
import { connectionsOf } from './waiting/pendingPeers.ts';
import { hasSource } from './waiting/standstill.ts';

const LISTEN = 'listen ';
/** What a connection is called that was opened for a request. */
const SENT_TO = /^[A-Z-]+ (https?:\/\/[^/]+)/;

/** A server that is open: its task, and where it listens. */
export interface Server {
  readonly task: number;
  readonly at: string;
}

/** Those that were open at the end, or at that time. */
export function serversOf(trace: Trace, thread: number, atNs = Number.POSITIVE_INFINITY): Server[] {
  return trace.handles
    .filter((h) => !(h.closeNs < atNs) && h.label.startsWith(LISTEN) && trace.tasks.thread.at(h.task) === thread)
    .map((h) => ({ task: h.task, at: h.label.slice(LISTEN.length) }));
}

/** The one of the servers that a socket is connected to, or connects to. */
export function serverOf(trace: Trace, servers: readonly Server[], socket: number): Server | undefined {
  const peer = trace.peers.get(socket);
  return peer === undefined ? undefined : servers.find((s) => isSame(s.at, peer));
}

/** `[::]:3000` and `127.0.0.1:3000`, or two equal paths. */
function isSame(listens: string, connects: string): boolean {
  if (listens === connects) return true;
  const [own, other] = [/^(?<host>.*):(?<port>\d+)$/.exec(listens)?.groups, /^(?<host>.*):(?<port>\d+)$/.exec(connects)?.groups];
  return (
    own !== undefined && other !== undefined && own['port'] === other['port'] && /^\[?(?:127\.|::1|::ffff:127\.)/.test(other['host'] ?? '')
  );
}

/** Connections of an agent that sends the next request on them, which count as another one then: all that it could have kept go to the servers. */
export function usedAgain(trace: Trace, thread: number, servers: readonly Server[]): number[] {
  const all = connectionsOf(trace, thread);
  const originOf = (task: number): string | undefined => SENT_TO.exec(trace.string(trace.tasks.label.at(task)))?.[1];
  const kept = all.filter((task) => trace.peers.has(task));
  const isOwn = (origin: string): boolean => {
    const made = kept.filter((task) => originOf(task) === origin);
    return made.length > 0 && made.every((task) => serverOf(trace, servers, task) !== undefined);
  };
  return all.filter((task) => {
    const origin = trace.peers.has(task) ? undefined : originOf(task);
    return origin !== undefined && isOwn(origin);
  });
}

/** Timers of the program's own. */
const TIMERS = /(?:^|\.)(?:set(?:Timeout|Interval)|timeout)$/;
/** Parts of a connection, which call back when it does. */
const OF_CONNECTION = /^(?:TLSWRAP|HTTP(?:INCOMINGMESSAGE|CLIENTREQUEST|2\w+))$/;
export const ACCEPTED = /^(?:TCP|PIPE)WRAP$/;

/** What waits in an agent until one of its sockets is free. */
export const QUEUED_REQUEST = 'QueuedRequest';

/** No machine is as slow as that. */
const LATE_NS = 2e9;

/** A timer that the program has set, or that may well be one; Node closes idle connections by some of its own. */
export function isOwnTimer(trace: Trace, task: number): boolean {
  const { delayMs, firstRun, flags, initNs, site } = trace.tasks;
  if (trace.taskType(task) !== 'Timeout') return false;
  // One of `AbortSignal.timeout()` that is long due has gone with its signal.
  const text = trace.site(site.at(task))?.text ?? '';
  const dueNs = initNs.at(task) + delayMs.at(task) * 1e6 + LATE_NS;
  if (text.endsWith('AbortSignal.timeout') && firstRun.at(task) === NONE && dueNs < endOfRun(trace.run)) return false;
  return (flags.at(task) & TASK_UNREF) === 0 || TIMERS.test(text);
}

/** Nothing but these servers, the connections to them and these connections of their clients can call back in the thread any more. `isIdle`: timers and pipes that the caller knows to do nothing. */
export function isAtRest(
  trace: Trace,
  thread: number,
  servers: readonly Server[],
  clients: readonly number[],
  isIdle: (task: number) => boolean = () => false,
): boolean {
  const own = new Set([...servers.map(({ task }) => task), ...clients]);
  return !hasSource(trace, thread, (task) => {
    const type = trace.taskType(task);
    if (type === 'Timeout') return !isOwnTimer(trace, task) || isIdle(task);
    return (
      own.has(task) ||
      (type === 'PIPEWRAP' && isIdle(task)) ||
      type === QUEUED_REQUEST ||
      (ACCEPTED.test(type) && own.has(trace.tasks.parent.at(task))) ||
      OF_CONNECTION.test(type)
    );
  });
}
