/**
 * deadlock.main-thread-blocked, between processes: the main thread sits in spawnSync for a program that waits for an answer from a server of that same thread. Certain only of a child that
 * is recorded as well, and idle but for its connections to that server. Where the call has a limit, that has ended the child, and the wait was for nothing.
 */
import { TASK_UNREF, type BlockRow, type Trace } from '../../../model/trace.ts';
import { NONE } from '../../../model/ids.ts';
import { STILL_BLOCKED, STILL_IDLE } from '../../../model/vocabulary.ts';
import type { Draft } from '../../finding.ts';
import { functionLabel } from '../../names.ts';
import { serverOf, serversOf, type Server } from '../../ownServers.ts';
import { hasSource, standingThreads, tickingThread } from '../../waiting/standstill.ts';

const REQUESTS = /(?:^|\.)(?:get|request)$/;
/** After this time a socket of Node's own agent is idle. */
const AGENT_LIMIT_MS = 5000;
/** Calls that have something done when a socket is idle. */
const HEARS_LIMIT = /\('timeout'|\.setTimeout$/;
const SPAWN = 'child_process.spawnSync';
/** What is given up sooner may only have been slow. */
const MIN_LIMIT_NS = 500e6;

export function findBlockedChildren(trace: Trace): Draft[] {
  const drafts: Draft[] = [];
  for (const process of trace.processes.keys()) {
    const told = new Set<number>();
    for (const block of spawnsOf(trace, process)) {
      const servers = told.has(block.site) ? [] : serversOf(trace, block.thread, block.endNs);
      if (servers.length === 0) continue;
      for (const child of childrenOf(trace, process, block)) {
        const server = waitedFor(trace, child, servers, !Number.isNaN(block.endNs));
        if (server === undefined) continue;
        told.add(block.site);
        drafts.push(draftOf(trace, block, child, server));
      }
    }
  }
  return drafts;
}

/** Calls of spawnSync in the main thread of the process: the one with no time limit that holds it, and those that their limit has ended. */
function spawnsOf(trace: Trace, process: number): BlockRow[] {
  const main = trace.threads.findIndex((t) => t.process === process && t.threadId === 0);
  const held = heldBy(trace, main);
  return [
    ...trace.blocks.filter((b) => b.thread === main && b.api === SPAWN && isGivenUp(trace, b)),
    ...(held === undefined ? [] : [held]),
  ];
}

/** The program was ended when the time was over. */
function isGivenUp(trace: Trace, { thread, site, startNs, endNs, waitsFor }: BlockRow): boolean {
  if (waitsFor?.isLimited !== true || !(endNs - startNs >= MIN_LIMIT_NS) || site === NONE) return false;
  return trace.children.some((c) => c.thread === thread && c.signal !== '' && c.site === site && c.exitNs >= startNs && c.exitNs <= endNs);
}

function heldBy(trace: Trace, main: number): BlockRow | undefined {
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
    return (row.ppid === pid || !isRecorded(row.ppid)) && !(row.startNs > block.endNs);
  });
}

/** The server that the child waits for when nothing but it could wake the child. */
function waitedFor(trace: Trace, child: number, servers: readonly Server[], wasGivenUp: boolean): Server | undefined {
  const idle = idleThreads(trace, child);
  if (idle.length === 0) return undefined;
  let found: Server | undefined;
  // When its socket has been idle for as long as the agent says, a request does nothing unless somebody listens.
  const hears = ({ text }: { readonly text: string }): boolean => HEARS_LIMIT.test(text);
  const isHeard = trace.sites.some(hears) || trace.functions.some(({ name }) => hears({ text: name }));
  const isQuiet = (task: number): boolean => wasGivenUp || (!isHeard && trace.tasks.delayMs.at(task) === AGENT_LIMIT_MS);
  const isForServer = (task: number): boolean => {
    // A request comes over one of the connections.
    if (trace.taskType(task) === 'HTTPCLIENTREQUEST' || (isLimitOfRequest(trace, task) && isQuiet(task))) return true;
    const server = serverOf(trace, servers, task);
    found ??= server;
    return server !== undefined;
  };
  return idle.every((thread) => !hasSource(trace, thread, isForServer)) ? found : undefined;
}

/** The time after which a socket of the request is idle, which came too late. */
function isLimitOfRequest(trace: Trace, task: number): boolean {
  const { tasks } = trace;
  if (trace.taskType(task) !== 'Timeout' || (tasks.flags.at(task) & TASK_UNREF) === 0) return false;
  return REQUESTS.test(trace.site(tasks.site.at(task))?.text ?? '');
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
  const limited = Number.isNaN(block.endNs) ? '' : ' until a time limit';
  const seconds = limited === '' ? '' : ` ${((block.endNs - block.startNs) / 1e9).toFixed(1)} s`;
  return {
    kind: 'deadlock.main-thread-blocked',
    key: `${block.site}`,
    confidence: 0.95,
    verdict: 'observed',
    consequence: limited === '',
    message: `Deadlock${limited}: the main thread waits${seconds} in spawnSync (${where}) for ${name}, which waits for an answer from the server that this thread runs (${server.at}).`,
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
