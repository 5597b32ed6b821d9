/** Servers of the program, and connections of its own to them. */
import type { Trace } from '../model/trace.ts';

const LISTEN = 'listen ';

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
