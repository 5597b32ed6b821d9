/** Connections that came to servers: the event loop makes the socket of one between callbacks, and tells of it in the next one (edge 17). */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';

const SERVERS: ReadonlySet<string> = new Set(['TCPSERVERWRAP', 'PIPESERVERWRAP']);

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
