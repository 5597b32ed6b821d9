/**
 * deadlock.actual over the sockets of an agent (`maxSockets`): each of them carries an answer that is read by functions which go on reading it only when they have had another answer, and for
 * that they stand in line for a socket. (Where handlers of the server hold them: unanswered.ts.)
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { STILL_IDLE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, placesOnce, sitesOf } from '../../finding.ts';
import { taskName } from '../../names.ts';
import { isAtRest, QUEUED_REQUEST, serverOf, serversOf, usedAgain } from '../../ownServers.ts';
import { endOfRun, loneThreads, wasCutOff } from '../../runEnd.ts';
import { connectionsOf, isOpen } from '../../waiting/pendingPeers.ts';
import { isSuspended } from '../../waiting/waitFor.ts';

export const heldSocketsRule: Rule = { kinds: ['deadlock.actual'], run: findHeldSockets };

/** An answer that is under way arrives sooner. */
const MIN_NS = 2e9;
/** Functions between the one that reads and the one that asks. */
const MAX_DEPTH = 4;

function findHeldSockets({ trace, earlier }: AnalysisContext): Draft[] {
  if (!wasCutOff(trace)) return [];
  const told = new Set(earlier.filter((d) => d.kind === 'deadlock.actual').flatMap((d) => d.activations));
  const drafts: Draft[] = [];
  for (const thread of loneThreads(trace)) {
    const still = trace.stills.findLast((s) => s.thread === thread);
    if (still !== undefined && still.state !== STILL_IDLE) continue;
    const draft = judge(trace, thread);
    if (draft !== undefined && !draft.activations.some((a) => told.has(a))) drafts.push(draft);
  }
  return drafts;
}

function judge(trace: Trace, thread: number): Draft | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const queued: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) !== thread || trace.isPromise(task) || trace.taskType(task) !== QUEUED_REQUEST) continue;
    if (tasks.firstRun.at(task) === NONE) queued.push(task);
  }
  const [first = NONE] = queued;
  if (first === NONE || endOfRun(trace.run) - tasks.initNs.at(queued.at(-1) ?? first) < MIN_NS) return undefined;
  const servers = serversOf(trace, thread);
  const clients = connectionsOf(trace, thread).filter((task) => isOpen(trace, task) && serverOf(trace, servers, task) !== undefined);
  const again = usedAgain(trace, thread, servers);
  if (clients.length === 0 || !isAtRest(trace, thread, servers, [...clients, ...again])) return undefined;
  // One that an agent keeps counts as another one each time that it is used: those at work are the newest.
  const newest = [...new Set([...clients, ...again])].sort((a, b) => a - b).slice(-clients.length);
  const askers = new Map(queued.map((task) => [task, callersOf(trace, tasks.creator.at(task))]));
  const held = newest.map((socket) => {
    const reader = readerOf(trace, tasks.creator.at(socket));
    const request = queued.find((task) => reader.by !== NONE && askers.get(task)?.includes(reader.by));
    return { ...reader, request: request ?? NONE };
  });
  const [hold] = held;
  if (hold === undefined || held.some(({ request }) => request === NONE)) return undefined;
  const places = placesOnce([
    { site: tasks.site.at(hold.request), role: 'wait' },
    { site: s.site.at(acts.lastSuspension.at(hold.by)), role: 'await' },
    { site: hold.site, role: 'hold' },
  ]);
  if (places.length === 0) return undefined;
  const name = taskName(trace, hold.by);
  return {
    kind: 'deadlock.actual',
    key: sitesOf(places).join(),
    confidence: 0.85,
    verdict: 'observed',
    consequence: true,
    message: `Deadlock over the sockets of an agent: ${held.length === 1 ? 'the only one carries an answer' : `all ${held.length} carry answers`} that ${name} reads on only when it has had another, for which it stands in line for a socket.`,
    why: [
      `${queued.length} ${queued.length === 1 ? 'request waits' : 'requests wait'} for a free socket, and a socket is free when its answer has been read to the end`,
      'read the whole answer before the next request is sent, use an agent of its own for these, or a larger `maxSockets`',
    ],
    places,
    segments: [tasks.initSegment.at(hold.request)],
    activations: [...new Set(held.map(({ by }) => by))],
  };
}

/** The functions that wait for what an activation does: itself, and those that called it. */
function callersOf(trace: Trace, activation: number): number[] {
  const found: number[] = [];
  let at = activation;
  for (; at !== NONE && found.length < MAX_DEPTH && isSuspended(trace, at); at = trace.activations.parent.at(at)) found.push(at);
  return found;
}

/** Who reads the answer to what an activation has asked for: it itself, or whoever takes what it yields of it. `site`: where the reading stands. */
function readerOf(trace: Trace, asker: number): { readonly by: number; readonly site: number } {
  const { activations: acts, suspensions: s } = trace;
  let at = asker;
  for (let steps = 0; at !== NONE && !isSuspended(trace, at) && steps < MAX_DEPTH; steps++) at = acts.parent.at(at);
  if (at === NONE) return { by: NONE, site: NONE };
  const last = acts.lastSuspension.at(at);
  const site = s.site.at(last);
  // `yield*` has no place of its own: it is known by waiting for nothing.
  const isYield = trace.functions[acts.fn.at(at)]?.generator === true && s.reaction.at(last) === NONE;
  return isYield || trace.site(site)?.kind === 'yield' ? { by: acts.parent.at(at), site } : { by: at, site: NONE };
}
