/**
 * promise.never-settles of a function that waits for what a server of its own process says once, and said before: 'listening', asked for when the server listened already. Or for its 'close', which
 * waits for a connection that the process itself holds open at the other end. Nothing else is left that could go on.
 */
import { NONE } from '../../../model/ids.ts';
import { TASK_UNREF, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { taskName } from '../../names.ts';
import { serverOf, type Server } from '../../ownServers.ts';
import { endOfRun, loneThreads, wasCutOff } from '../../runEnd.ts';
import { connectionsOf, isOpen } from '../../waiting/pendingPeers.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';
import { hasSource } from '../../waiting/standstill.ts';
import { isSuspended } from '../../waiting/waitFor.ts';
import { wakersOf } from '../../waiting/wakers.ts';

export const pastEventsRule: Rule = { kinds: ['promise.never-settles'], run: findPastEvents };

const MIN_NS = 2e9;
const LISTENING = /(?:^|\.)once\([^()]*, 'listening'\)$|\.(?:once|on|addListener)\('listening'\)$/;
const CLOSED = /\.close$|(?:^|\.)once\([^()]*, 'close'\)$|\.(?:once|on|addListener)\('close'\)$/;
/** They may be there for the case that it fails. */
const FAILS = /\('error'\)$/;
/** Timers of the program's own. */
const TIMERS = /(?:^|\.)set(?:Timeout|Interval)$/;

function findPastEvents({ trace, earlier }: AnalysisContext): Draft[] {
  if (!wasCutOff(trace.run)) return [];
  const told = new Set(earlier.filter((d) => /^(?:deadlock|hang|lock)\./.test(d.kind)).flatMap((d) => d.activations));
  return loneThreads(trace).flatMap((thread) => judge(trace, thread, told));
}

function judge(trace: Trace, thread: number, told: ReadonlySet<number>): Draft[] {
  const { activations: acts, suspensions: s, tasks } = trace;
  const drafts: Draft[] = [];
  const endNs = endOfRun(trace.run);
  for (let a = 0; a < acts.length; a++) {
    if (acts.thread.at(a) !== thread || told.has(a) || !isSuspended(trace, a)) continue;
    const last = acts.lastSuspension.at(a);
    const awaited = s.awaited.at(last);
    if (awaited === NONE || tasks.activation.at(awaited) !== NONE || endNs - s.startNs.at(last) < MIN_NS) continue;
    const made = tasks.site.at(awaited);
    const wakers = [made, ...wakersOf(trace, made)].filter((site) => !FAILS.test(trace.site(site)?.text ?? ''));
    const has = (event: RegExp): number => wakers.find((site) => event.test(trace.site(site)?.text ?? '')) ?? NONE;
    const [listening, closed] = [has(LISTENING), has(CLOSED)];
    const found =
      listening !== NONE
        ? afterListening(trace, thread, awaited, listening)
        : closed !== NONE
          ? heldOpen(trace, thread, closed)
          : undefined;
    if (found === undefined) continue;
    const places: DraftPlace[] = [{ site: s.site.at(last), role: 'await' }, ...found.places];
    drafts.push({
      kind: 'promise.never-settles',
      key: `${s.site.at(last)}`,
      confidence: 0.8,
      verdict: 'observed',
      consequence: false,
      message: `${taskName(trace, a)} had waited ${formatMs((endNs - s.startNs.at(last)) / 1e6)} when the program was ended: ${found.message}`,
      why: [...found.why, 'no timer, file, child process or other connection was left that could go on'],
      places,
      segments: [s.segment.at(last)],
      activations: [a],
    });
  }
  return drafts;
}

interface Found {
  readonly message: string;
  readonly why: readonly string[];
  readonly places: readonly DraftPlace[];
}

function serversEver(trace: Trace, thread: number): readonly (Server & { readonly isOpen: boolean })[] {
  return trace.handles
    .filter((h) => h.label.startsWith('listen ') && trace.tasks.thread.at(h.task) === thread)
    .map((h) => ({ task: h.task, at: h.label.slice('listen '.length), isOpen: Number.isNaN(h.closeNs) }));
}

/** Something but these servers and connections could still call back. */
function isAlive(trace: Trace, thread: number, servers: readonly Server[], clients: readonly number[]): boolean {
  const { tasks } = trace;
  const own = new Set([...servers.map((server) => server.task), ...clients]);
  return hasSource(trace, thread, (task) => {
    if (trace.taskType(task) !== 'Timeout') return own.has(task) || own.has(tasks.parent.at(task));
    return (tasks.flags.at(task) & TASK_UNREF) !== 0 && !TIMERS.test(trace.site(tasks.site.at(task))?.text ?? '');
  });
}

/** All servers listened before anybody waited for it. */
function afterListening(trace: Trace, thread: number, awaited: number, site: number): Found | undefined {
  const { tasks } = trace;
  const servers = serversEver(trace, thread).filter((server) => server.isOpen);
  const isBefore = servers.every(({ task }) => tasks.initSegment.at(task) < tasks.initSegment.at(awaited));
  if (servers.length === 0 || !isBefore || isAlive(trace, thread, servers, [])) return undefined;
  return {
    message: `\`${trace.site(site)?.text ?? ''}\` was called when ${servers.length === 1 ? 'the server' : 'each server of the process'} listened already, and 'listening' does not come twice.`,
    why: ['an event that nobody listens to is gone: add the listener in the step that calls listen(), or ask `server.listening` first'],
    places: [{ site, role: 'wake' }],
  };
}

/** Each connection that the closed server still waits for has its other end here. */
function heldOpen(trace: Trace, thread: number, site: number): Found | undefined {
  const servers = serversEver(trace, thread);
  const closed = servers.filter((server) => !server.isOpen);
  const clients = connectionsOf(trace, thread).filter((task) => isOpen(trace, task) && serverOf(trace, closed, task) !== undefined);
  const [first] = clients;
  if (first === undefined || servers.some((server) => server.isOpen) || isAlive(trace, thread, servers, clients)) return undefined;
  return {
    message: `the server has closed, and waits for ${clients.length === 1 ? 'a connection' : `${clients.length} connections`} that this process itself holds open at the other end.`,
    why: ['close() lets those who are connected stay: end the connection first, or use closeAllConnections()'],
    places: [
      ...(site === NONE ? [] : [{ site, role: 'wake' } as const]),
      ...(trace.tasks.site.at(first) === NONE ? [] : [{ site: trace.tasks.site.at(first), role: 'create' } as const]),
    ],
  };
}
