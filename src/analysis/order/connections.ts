/** Connections that came to servers: the event loop makes the socket of one between callbacks, and tells of it in the next one (edge 17). */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { causeOf } from '../lineage.ts';
import { byEvents, remembered } from '../remembered.ts';

const SERVERS: ReadonlySet<string> = new Set(['TCPSERVERWRAP', 'PIPESERVERWRAP']);
const CONNECTS = /^(?:TCP|PIPE)CONNECTWRAP$/;
const READS_REQUESTS = /^HTTPINCOMINGMESSAGE$/;
const SOCKETS: ReadonlySet<string> = new Set(['TCPWRAP', 'PIPEWRAP']);

/** The handle of a server, which others connect to. */
export function isServer(trace: Trace, task: number): boolean {
  return SERVERS.has(trace.taskType(task));
}

/** Segment of no callback, in which a connection came → its socket (task). */
export function connectionsOf(trace: Trace): ReadonlyMap<number, number> {
  const { segments, tasks } = trace;
  const found = new Map<number, number>();
  for (let task = 0; task < tasks.length; task++) {
    const server = tasks.parent.at(task);
    const segment = tasks.initSegment.at(task);
    if (server === NONE || segment === NONE || segments.task.at(segment) !== NONE) continue;
    if (!trace.isPromise(task) && isServer(trace, server)) found.set(segment, task);
  }
  return found;
}

/** Steps back from a segment to the callback of the connection that it works for. */
const MAX_HOPS = 64;

/** The newest callback of one of these tasks that a segment is run for, step by step; NONE. */
export function callbackBehind(trace: Trace, segment: number, tasks: ReadonlyMap<number, number>): number {
  const s = trace.segments;
  for (let at = segment, hop = 0; at !== NONE && hop < MAX_HOPS; hop++) {
    at = s.atom.at(at);
    const task = s.task.at(at);
    if (task === NONE || tasks.has(connectionOf(trace, task))) return task === NONE ? NONE : at;
    at = causeOf(trace, task, at);
  }
  return NONE;
}

/** What reads the requests that come over a connection is made where that is let in, in a callback of the server; of any other task the task itself. */
function connectionOf(trace: Trace, task: number): number {
  const parent = READS_REQUESTS.test(trace.taskType(task)) ? trace.tasks.parent.at(task) : NONE;
  return parent === NONE ? task : parent;
}

/** The client's end of the connection that a segment works for, where both ends are in this process; NONE. */
export function clientBehind(trace: Trace, segment: number): number {
  const tasks = clientEnds(trace);
  const at = callbackBehind(trace, segment, tasks);
  return at === NONE ? NONE : (tasks.get(connectionOf(trace, trace.segments.task.at(at))) ?? NONE);
}

const clientEnds = remembered(byEvents, (trace) => new Map([...serverEnds(trace)].map(([client, end]) => [end, client])));

/** Of the connections both ends of which are in this process: the client's end → the server's (tasks). Those who connect first are let in first. */
export const serverEnds = remembered(byEvents, (trace): ReadonlyMap<number, number> => {
  const ends = new Map<number, number>();
  const { tasks, handles, peers } = trace;
  for (const { task: server, label } of handles) {
    const port = isServer(trace, server) ? /:\d+$/.exec(label)?.[0] : undefined;
    if (port === undefined) continue;
    // An earlier server may have had the port.
    const clients = [...peers].flatMap(([task, peer]) => (task > server && peer.endsWith(port) ? [task] : [])).sort((a, b) => a - b);
    let place = 0;
    for (let task = server; task < tasks.length && place < clients.length; task++) {
      if (tasks.parent.at(task) === server && SOCKETS.has(trace.taskType(task))) ends.set(clients[place++] as number, task);
    }
  }
  return ends;
});

const accepted = remembered(byEvents, connectionsOf);

/** Client's end → where it was told that it is connected (segment); NONE. */
const connected = remembered(byEvents, (trace): ReadonlyMap<number, number> => {
  const { tasks } = trace;
  const clients = serverEnds(trace);
  const found = new Map<number, number>();
  for (let task = 0; task < tasks.length; task++) {
    const client = tasks.parent.at(task);
    if (clients.has(client) && CONNECTS.test(trace.taskType(task))) found.set(client, tasks.firstRun.at(task));
  }
  return found;
});

/**
 * A client asks over one connection for another one, as of FTP, and goes on when that is open: `write` is in what the server does when it is let in, and `use` is for what comes over the first
 * after that. The event loop lets in who has connected before it hears what was sent since.
 */
export function isLetInBefore(trace: Trace, write: number, use: number): boolean {
  const { segments: s, tasks } = trace;
  const ends = serverEnds(trace);
  const user = clientBehind(trace, use);
  const end = accepted(trace).get(s.previous.at(s.atom.at(write)));
  if (user === NONE || end === undefined) return false;
  const client = [...ends].find((pair) => pair[1] === end)?.[0] ?? NONE;
  const came = callbackBehind(trace, use, new Map([[ends.get(user) ?? NONE, user]]));
  const open = connected(trace).get(client) ?? NONE;
  return open !== NONE && open < came && callbackBehind(trace, tasks.initSegment.at(client), new Map([[user, user]])) !== NONE;
}
