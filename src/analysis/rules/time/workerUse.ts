/**
 * worker.spawn-per-task, worker.clone-cost, worker.useless-for-io, worker.idle: worker threads that cost more than they bring (detection.md §5). Advice: at most info.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace, WorkerRow } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { noShares, PathWalker } from '../../time/criticalPath.ts';
import type { Draft } from '../../finding.ts';
import { requestOf } from '../../roots.ts';

export const workerUseRule: Rule = {
  kinds: ['worker.spawn-per-task', 'worker.clone-cost', 'worker.useless-for-io', 'worker.idle'],
  run: findMisuse,
};

const MIN_WORKERS = 10;
/** Enough where each was started after the one before had ended, or for a request of its own: no crowd that shares the work. */
const MIN_APART = 5;
const LARGE_BYTES = 1e6;
/** Smaller ones that add up: a table that goes along with each question. */
const SIZABLE_BYTES = LARGE_BYTES / 4;
const MUCH_BYTES = 4 * LARGE_BYTES;
/** Size of a message that could not be sent. */
const POST_FAILED = 0xffffffff;
const SHORT_LIFE_NS = 500e6;
const START_SHARE = 0.3;
/** Workers that lived less than this, each or all together, tell nothing about their work. */
const MIN_LIFE_NS = 50e6;
const MIN_JUDGED_NS = 200e6;
/** While the others were at work for so long, one had nothing to do. */
const MIN_UNASKED_NS = 100e6;
const IO_SHARE = 0.2;
/** Calls in which a thread sits and waits; others that block it are work. Where no code of the program makes one, a pool's thread waits for what it is to do next. */
const WAITS = /^(?:Atomics\.|child_process\.)/;
/** Part of its life that such a worker waits for its own operations. */
const WAITING_SHARE = 0.3;
/** A callback that takes the processor for less is no work: a thread's start is made of such. */
const WORK_NS = 20e6;
const IDLE_SHARE = 0.9;

function findMisuse({ trace }: AnalysisContext): Draft[] {
  const bySite = new Map<number, WorkerRow[]>();
  for (const worker of trace.workers) {
    if (worker.site === NONE) continue;
    addTo(bySite, worker.site, worker);
  }
  const drafts: Draft[] = [];
  for (const [site, workers] of bySite) {
    const draft = spawnPerTask(trace, site, workers) ?? uselessOrIdle(trace, site, workers);
    if (draft !== undefined) drafts.push(draft);
  }
  return [...drafts, ...cloneCosts(trace)];
}

/** Large messages that are copied; by site. */
function cloneCosts(trace: Trace): Draft[] {
  const bySite = new Map<number, { count: number; bytes: number; largest: number; readonly segment: number }>();
  for (const message of trace.messages) {
    if (message.bytes < SIZABLE_BYTES || message.bytes >= POST_FAILED || message.site === NONE) continue;
    const known = bySite.get(message.site);
    if (known === undefined) {
      bySite.set(message.site, { count: 1, bytes: message.bytes, largest: message.bytes, segment: message.postSegment });
    } else {
      known.count++;
      known.bytes += message.bytes;
      known.largest = Math.max(known.largest, message.bytes);
    }
  }
  const costly = [...bySite].filter(([, { bytes, largest }]) => largest >= LARGE_BYTES || bytes >= MUCH_BYTES);
  return costly.map(([site, { count, bytes, largest, segment }]) => ({
    kind: 'worker.clone-cost',
    key: `${site}`,
    confidence: 0.55,
    verdict: 'observed',
    consequence: false,
    ceiling: 'info',
    message: `${count === 1 ? 'A message' : `${count} messages`} of ${bytes < largest * count * 0.9 ? 'up to ' : ''}${formatMb(largest)} ${count === 1 ? 'was' : 'each were'} copied to another thread; a buffer in the transfer list is handed over without a copy, and what is not needed there need not be sent.`,
    why: [`${formatMb(bytes)} were copied in all`, 'copying happens twice: when the message is sent, and when it is received'],
    places: [{ site, role: 'post' }],
    segments: [segment],
    activations: [],
  }));
}

function formatMb(bytes: number): string {
  return `${Math.round(bytes / 1e5) / 10} MB`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function spawnPerTask(trace: Trace, site: number, workers: readonly WorkerRow[]): Draft | undefined {
  const ended = workers.filter((w) => !Number.isNaN(w.exitNs) && !Number.isNaN(w.onlineNs));
  if (ended.length < (isInTurn(trace, ended) || isOnePerRequest(trace, ended) ? MIN_APART : MIN_WORKERS)) return undefined;
  const life = median(ended.map((w) => w.exitNs - w.startNs));
  const start = median(ended.map((w) => w.onlineNs - w.startNs));
  if (life >= SHORT_LIFE_NS && start < life * START_SHARE) return undefined;
  // Threads that were asked again and again are a pool; a library's first message says what they are to run.
  const threads = new Set(ended.map((w) => w.child));
  if (messagesTo(trace, threads) > ended.length * 2 || askedAgain(trace, threads) > ended.length / 2) return undefined;
  return {
    kind: 'worker.spawn-per-task',
    key: `${site}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    ceiling: 'info',
    message: `${ended.length} worker threads were started here, one for each task; each lived ${Math.round(life / 1e6)} ms, ${Math.round(start / 1e6)} ms of which went into starting it.`,
    why: [
      'a pool starts a few threads once and gives them one task after the other',
      `median life ${Math.round(life / 1e6)} ms, median start ${Math.round(start / 1e6)} ms`,
    ],
    places: [{ site, role: 'start' }],
    segments: ended.slice(0, 8).map((w) => w.segment),
    activations: [],
  };
}

function isOnePerRequest(trace: Trace, workers: readonly WorkerRow[]): boolean {
  const requests = new Set(workers.map(({ segment }) => requestOf(trace, segment)));
  return !requests.has(NONE) && requests.size === workers.length;
}

/** Each was started when the one before had ended, or had told its result. */
function isInTurn({ messages, segments: s }: Trace, ended: readonly WorkerRow[]): boolean {
  const told = new Map(
    messages.map((m) => [m.receiveSegment === NONE ? NONE : s.thread.at(m.postSegment), s.startNs.at(m.receiveSegment)]),
  );
  const doneNs = ({ child, exitNs }: WorkerRow): number => Math.min(exitNs, told.get(child) ?? Infinity);
  return ended.every((worker, i) => i === 0 || worker.startNs >= doneNs(ended[i - 1] as WorkerRow));
}

function messagesTo({ messages, segments }: Trace, threads: ReadonlySet<number>): number {
  return messages.filter((m) => m.receiveSegment !== NONE && threads.has(segments.thread.at(m.receiveSegment))).length;
}

/** How many of the threads got a second message from the same line. */
function askedAgain({ messages, segments }: Trace, threads: ReadonlySet<number>): number {
  const first = new Set<string>();
  const again = new Set<number>();
  for (const { receiveSegment, site } of messages) {
    const thread = receiveSegment === NONE || site === NONE ? NONE : segments.thread.at(receiveSegment);
    if (!threads.has(thread)) continue;
    const key = `${thread} ${site}`;
    if (first.has(key)) again.add(thread);
    first.add(key);
  }
  return again.size;
}

/** When the first of these threads got a message; -Infinity when none did. */
function firstMessageNs({ messages, segments }: Trace, threads: ReadonlySet<number>): number {
  let first = Infinity;
  for (const { receiveSegment } of messages) {
    if (receiveSegment === NONE || !threads.has(segments.thread.at(receiveSegment))) continue;
    first = Math.min(first, segments.startNs.at(receiveSegment));
  }
  return first === Infinity ? -Infinity : first;
}

/**
 * Time that callbacks computed in a thread, from `fromNs` on: of long ones the processor time where it is known, since on a busy machine they last longer; without what they slept. `turnsFrom`: one that took the
 * processor for so long counts as a whole, since whoever has work and waits for a turn is not idle.
 */
function runningNs(trace: Trace, thread: number, fromNs: number, turnsFrom = Infinity): number {
  const { segments: s } = trace;
  const cpu = new Map<number, number>();
  for (const { segment, thread: of, cpuNs, ownNs } of trace.longs) {
    // What the recorder took for itself (a file is prepared when it is loaded) is no work of the program.
    const own = Math.max(0, cpuNs - ownNs);
    if (of === thread && own < turnsFrom) cpu.set(s.atom.at(segment), own);
  }
  const slept = new Map<number, number>();
  for (const { api, segment, thread: of, startNs, endNs } of trace.blocks) {
    const atom = s.atom.at(segment);
    if (of === thread && WAITS.test(api) && endNs > startNs) slept.set(atom, (slept.get(atom) ?? 0) + endNs - startNs);
  }
  let sum = 0;
  for (let i = 0; i < s.length; i++) {
    if (s.thread.at(i) !== thread || Number.isNaN(s.endNs.at(i))) continue;
    const ns = Math.max(0, s.endNs.at(i) - Math.max(fromNs, s.startNs.at(i)));
    const left = cpu.get(s.atom.at(i)) ?? Infinity;
    if (left === Infinity) {
      const asleep = Math.min(ns, slept.get(s.atom.at(i)) ?? 0);
      slept.set(s.atom.at(i), (slept.get(s.atom.at(i)) ?? 0) - asleep);
      sum += ns - asleep;
    } else {
      sum += Math.min(ns, left);
      cpu.set(s.atom.at(i), Math.max(0, left - ns));
    }
  }
  return sum;
}

/** A thread that takes longer to start has work to do before anybody asks for it. */
const MAX_START_NS = 200e6;

/** When a thread had started that was to have started by `ns`. */
function startedNs({ segments: s }: Trace, thread: number, ns: number): number {
  for (let i = 0; i < s.length; i++) {
    if (s.thread.at(i) !== thread) continue;
    const endNs = s.endNs.at(i);
    return endNs > ns && endNs - ns < MAX_START_NS ? endNs : ns;
  }
  return ns;
}

/** The first request of a thread (by `fetch`, or `node:http`) loads what it is made of: so much of its callback is no work of the program. */
const FETCH_LOADS_NS = 120e6;

function loadingNs(trace: Trace, thread: number, fromNs: number): number {
  const { segments: s, tasks } = trace;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) !== thread) continue;
    const isFetch = trace.isPromise(task) && /(?:^|\.)fetch$/.test(trace.site(tasks.site.at(task))?.text ?? '');
    if (!isFetch && (trace.isPromise(task) || trace.taskType(task) !== 'HTTPCLIENTREQUEST')) continue;
    const atom = s.atom.at(tasks.initSegment.at(task));
    const long = trace.longs.find((l) => l.thread === thread && s.atom.at(l.segment) === atom);
    if (s.endNs.at(atom) <= fromNs) return 0;
    if (long !== undefined) return Math.min(FETCH_LOADS_NS, (long.cpuNs >= 0 ? long.cpuNs : long.ns - s.startNs.at(atom)) || 0);
    // In the module itself no more than the processor time of the thread is work: on a busy machine it takes longer.
    const ns = s.endNs.at(atom) - Math.max(fromNs, s.startNs.at(atom));
    const cpuNs = trace.threads[thread]?.cpuNs ?? Number.NaN;
    return Number.isNaN(cpuNs) ? Math.min(FETCH_LOADS_NS, ns) : ns - Math.max(0, Math.min(ns, cpuNs) - FETCH_LOADS_NS);
  }
  return 0;
}

/** Time for which the outermost functions of these threads waited for network, files and processes. */
function ioOf(trace: Trace, threads: ReadonlySet<number>): number {
  const { activations: acts } = trace;
  const walker = new PathWalker(trace);
  const shares = noShares();
  for (let a = 0; a < acts.length; a++) {
    if (!threads.has(acts.thread.at(a)) || acts.sync.at(a) === 1 || acts.parent.at(a) !== NONE || Number.isNaN(acts.endNs.at(a))) continue;
    walker.add(a, acts.startNs.at(a), walker.endOf(a), shares);
  }
  return shares.io;
}

/** Time for which functions of these threads waited for a timer. */
function pausesOf(trace: Trace, threads: ReadonlySet<number>): number {
  const { activations: acts, segments, suspensions: s, tasks } = trace;
  let sum = 0;
  for (let i = 0; i < s.length; i++) {
    if (!threads.has(acts.thread.at(s.activation.at(i))) || s.resumeSegment.at(i) === NONE || s.awaited.at(i) === NONE) continue;
    const woken = tasks.resolveSegment.at(s.awaited.at(i));
    const waker = woken === NONE ? NONE : segments.task.at(woken);
    if (waker !== NONE && trace.taskType(waker) === 'Timeout') sum += s.resumeNs.at(i) - s.startNs.at(i);
  }
  return sum;
}

/** Workers that only waited: for I/O that the main thread could have waited for as well, or for work. */
function uselessOrIdle(trace: Trace, site: number, workers: readonly WorkerRow[]): Draft | undefined {
  const judged = workers.filter((w) => w.child !== NONE && !Number.isNaN(w.onlineNs) && (trace.threads[w.child]?.gaps.length ?? 1) === 0);
  if (judged.length === 0 || judged.length < workers.length) return undefined;
  let lived = 0;
  let ran = 0;
  let busy = 0;
  let operations = 0;
  const threads = new Set(judged.map((w) => w.child));
  const asked = new Set(trace.messages.map((m) => (m.receiveSegment === NONE ? NONE : trace.segments.thread.at(m.receiveSegment))));
  let young = 0;
  let unasked = 0;
  // Before anyone of the crowd was asked they all started; that is no work.
  const firstAskedNs = firstMessageNs(trace, threads);
  for (const worker of judged) {
    const row = trace.threads[worker.child];
    const end = Number.isNaN(worker.exitNs) ? (row?.endNs ?? worker.onlineNs) : worker.exitNs;
    const from = Number.isNaN(row?.readyNs ?? Number.NaN) ? worker.onlineNs : (row?.readyNs ?? worker.onlineNs);
    if (trace.blocks.some((b) => b.thread === worker.child && b.site !== NONE && WAITS.test(b.api))) return undefined;
    if (end - from < MIN_LIFE_NS && ++young > judged.length / 2) return undefined;
    const asksNs = asked.has(worker.child) ? firstMessageNs(trace, new Set([worker.child])) : from;
    const all = runningNs(trace, worker.child, from);
    const starting = Math.min(MAX_START_NS, all - runningNs(trace, worker.child, Math.max(from, asksNs)));
    const own = Math.max(0, all - starting - loadingNs(trace, worker.child, Math.max(from, asksNs)));
    const since = startedNs(trace, worker.child, Math.max(from, firstAskedNs));
    if (!asked.has(worker.child) && end - since >= MIN_UNASKED_NS) {
      if (runningNs(trace, worker.child, since, WORK_NS) < (end - since) * (1 - IDLE_SHARE)) unasked++;
    }
    lived += end - from;
    ran += own;
    busy += runningNs(trace, worker.child, from, WORK_NS);
  }
  if (lived < MIN_JUDGED_NS) return undefined;
  const { tasks, segments } = trace;
  let waited = 0;
  let timers = 0;
  for (let task = 0; task < tasks.length; task++) {
    if (!threads.has(tasks.thread.at(task))) continue;
    if (trace.taskType(task) === 'Timeout' && tasks.firstRun.at(task) !== NONE) timers++;
    // The loader of modules reads files, too; nothing in the program asked for that.
    if (tasks.site.at(task) === NONE && tasks.creator.at(task) === NONE && trace.taskType(task).startsWith('FSREQ')) continue;
    if (/^(?:TCPWRAP|TCPCONNECTWRAP|FSREQ|HTTPCLIENTREQUEST|GETADDRINFOREQWRAP|PROCESSWRAP)/.test(trace.taskType(task))) {
      operations++;
      const first = tasks.firstRun.at(task);
      if (first !== NONE) waited += segments.startNs.at(first) - tasks.initNs.at(task);
    }
  }
  // Connections that are kept open show nothing of the requests on them: what the functions of the worker waited for does.
  const onPath = ioOf(trace, threads);
  if (onPath > waited) {
    waited = onPath;
    operations = Math.max(operations, judged.length);
  }
  const share = ran / lived;
  const received = messagesTo(trace, threads);
  // Whoever gives it work waits for its pauses too; one that goes on by itself has a rhythm of its own.
  if (timers > 0 && received >= judged.length && received * 2 >= timers) {
    waited += pausesOf(trace, threads);
    operations += timers;
  }
  const base = {
    key: `${site}`,
    confidence: 0.55,
    verdict: 'observed',
    consequence: false,
    ceiling: 'info',
    places: [{ site, role: 'start' }],
    segments: judged.slice(0, 8).map((w) => w.segment),
    activations: [],
  } as const;
  // A worker that nobody asks is idle, not waiting for operations.
  if (operations >= judged.length && share < IO_SHARE && waited >= lived * WAITING_SHARE) {
    return {
      ...base,
      kind: 'worker.useless-for-io',
      message: `The ${judged.length === 1 ? 'worker thread' : `${judged.length} worker threads`} started here used the processor ${Math.round(share * 100)} % of the time: what ${judged.length === 1 ? 'it waits' : 'they wait'} for can be awaited in the main thread as well.`,
      why: [
        `${operations} operations of network, files and timers`,
        `${Math.round(ran / 1e6)} ms of work in ${Math.round(lived / 1e6)} ms`,
      ],
    };
  }
  // Those that nobody asked, that told a result, and that ended by themselves had all their work from the start.
  const told = new Set(trace.messages.map((m) => trace.segments.thread.at(m.postSegment)));
  const waiting = judged.filter((w) => asked.has(w.child) || !told.has(w.child) || Number.isNaN(w.exitNs) || w.terminated);
  if (waiting.length < 2 || operations > 0 || timers > 0) return undefined;
  const why = [`${Math.round(ran / 1e6)} ms of work in ${Math.round(lived / 1e6)} ms`];
  const idle = 1 - busy / lived;
  if (idle > IDLE_SHARE && received < judged.length) {
    const got = received === 0 ? 'got no work' : `got only ${received} ${received === 1 ? 'message' : 'messages'}`;
    const message = `The ${judged.length} worker threads started here were idle ${Math.round(idle * 100)} % of the time, and ${got}.`;
    return { ...base, kind: 'worker.idle', message, why };
  }
  // Others of the same crowd had all the work.
  if (unasked >= 2) {
    const working = judged.length - unasked;
    const message = `${unasked} of the ${judged.length} worker threads started here got no work at all; ${working === 1 ? 'one' : working} did it all.`;
    return {
      ...base,
      kind: 'worker.idle',
      message,
      why: [
        ...why,
        `if work had to wait for ${working === 1 ? 'that one' : 'those'}, hand it to whichever thread is free; if not, start fewer`,
      ],
    };
  }
  return undefined;
}
