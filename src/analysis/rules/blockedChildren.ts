/**
 * deadlock.main-thread-blocked, between processes: the main thread sits in spawnSync for a program that waits for an answer from a server of that same thread. Certain only of a child that
 * is recorded as well, and idle but for its connections to that server.
 */
import type { BlockRow, Trace } from '../../model/trace.ts';
import { STILL_BLOCKED, STILL_IDLE } from '../../model/vocabulary.ts';
import type { Draft } from '../finding.ts';
import { functionLabel } from '../names.ts';
import { serverOf, serversOf, type Server } from '../ownServers.ts';
import { hasSource, standingThreads, tickingThread } from '../waiting/standstill.ts';

const SPAWN = 'child_process.spawnSync';

export function findBlockedChildren(trace: Trace): Draft[] {
  const drafts: Draft[] = [];
  for (const process of trace.processes.keys()) {
    const block = spawnOf(trace, process);
    const servers = block === undefined ? [] : serversOf(trace, block.thread);
    if (block === undefined || servers.length === 0) continue;
    for (const child of childrenOf(trace, process, block)) {
      const server = waitedFor(trace, child, servers);
      if (server !== undefined) drafts.push(draftOf(trace, block, child, server));
    }
  }
  return drafts;
}

/** The call of spawnSync, with no time limit, that holds the main thread of the process. */
function spawnOf(trace: Trace, process: number): BlockRow | undefined {
  const main = trace.threads.findIndex((t) => t.process === process && t.threadId === 0);
  const still = trace.stills.findLast((s) => s.thread === main);
  const row = trace.threads[main];
  if (row === undefined || row.exitReason !== -1 || still?.state !== STILL_BLOCKED || row.endNs > still.ns) return undefined;
  const block = trace.blocks.findLast((b) => b.thread === main && Number.isNaN(b.endNs));
  return block?.api === SPAWN && block.waitsFor?.isLimited !== true ? block : undefined;
}

/** Processes that were started by the call: directly, or by a shell, which is not recorded. */
function childrenOf(trace: Trace, parent: number, block: BlockRow): number[] {
  const pid = trace.processes[parent]?.pid;
  const isRecorded = (id: number): boolean => trace.processes.some((p) => p.pid === id);
  return [...trace.processes.keys()].filter((i) => {
    const row = trace.processes[i];
    if (row === undefined || i === parent || row.startNs < block.startNs) return false;
    return row.ppid === pid || !isRecorded(row.ppid);
  });
}

/** The server that the child waits for when nothing but it could wake the child. */
function waitedFor(trace: Trace, child: number, servers: readonly Server[]): Server | undefined {
  const idle = idleThreads(trace, child);
  if (idle.length === 0) return undefined;
  let found: Server | undefined;
  const isForServer = (task: number): boolean => {
    // A request comes over one of the connections.
    if (trace.taskType(task) === 'HTTPCLIENTREQUEST') return true;
    const server = serverOf(trace, servers, task);
    found ??= server;
    return server !== undefined;
  };
  return idle.every((thread) => !hasSource(trace, thread, isForServer)) ? found : undefined;
}

/** All threads of the process, when each of them only waits; none otherwise. */
function idleThreads(trace: Trace, process: number): number[] {
  const ticking = tickingThread(trace, process);
  if (ticking !== undefined) return [ticking];
  const standing = standingThreads(trace, process) ?? [];
  return standing.every((s) => s.state === STILL_IDLE) ? standing.map((s) => s.thread) : [];
}

function draftOf(trace: Trace, block: BlockRow, child: number, server: Server): Draft {
  const row = trace.processes[child];
  const argv = row?.argv.slice(1).map((part) => part.slice(Math.max(part.lastIndexOf('/'), part.lastIndexOf('\\')) + 1)) ?? [];
  const name = argv[0] === undefined ? 'a child process' : `the child process \`${argv[0]}\``;
  const where = functionLabel(trace, trace.site(block.site)?.function ?? -1);
  return {
    kind: 'deadlock.main-thread-blocked',
    key: `${block.site}`,
    confidence: 0.95,
    verdict: 'observed',
    consequence: true,
    message: `Deadlock: the main thread waits in spawnSync (${where}) for ${name}, which waits for an answer from the server that this thread runs (${server.at}).`,
    why: [
      'nothing answers a connection while the main thread is blocked',
      'the child process has nothing else to wait for: no timer, file, other connection or child of its own',
      'start the child with spawn, exec or execFile, and await its end',
    ],
    places: [
      { site: block.site, role: 'wait' },
      { site: trace.tasks.site.at(server.task), role: 'create' },
    ].filter((p) => p.site !== -1),
    segments: [block.segment],
    activations: [],
  };
}
