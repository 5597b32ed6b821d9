/**
 * loop.blocked: one callback kept the event loop of its thread to itself while other work was due (detection.md §5). Only with a victim: a long callback that
 * nobody waited for is no problem. Wall time alone cries wolf on a busy machine, so processor time (or a known blocking call) must agree.
 */
import { NONE } from '../../../model/ids.ts';
import { ROOT_HTTP_REQUEST, ROOT_MESSAGE } from '../../../model/vocabulary.ts';
import {
  TASK_CLEARED,
  TASK_REPEAT,
  TASK_UNREF,
  type BlockRow,
  type LongRow,
  type SampleRow,
  type StuckRow,
  type Trace,
} from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { placeOfFrame } from '../../frames.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { lineText } from '../../locate.ts';
import {
  FOLLOWERS,
  isEnding,
  isInjected,
  isServed,
  requestsSent,
  senderOf,
  wasAnsweredBefore,
  wasAskedBefore,
  type Sent,
} from './loopQueue.ts';
import { withCallers } from './loopCallers.ts';
import { isLoading, isOfRunner, isOfTest, isStartUp, isTopLevel } from './loopLoading.ts';
import { COMPUTES, LOADS } from './syncApi.ts';
import { testThreads } from '../../testFiles.ts';
import { isAccepted, requestOf, rootOf } from '../../roots.ts';

export const loopBlockedRule: Rule = { kinds: ['loop.blocked'], run: findBlockedLoops };

const WARN_NS = 50e6;
const ERROR_NS = 200e6;
const MIN_OWN_SHARE = 0.25;
/** With less of the processor than this part of its time, a machine that is shared counts what others took as the callback's: 121 ms of 1.2 s in one that does nothing, at a load of 20. */
const LEAST_OWN_SHARE = 0.125;
/** So much processor time is the callback's own, whatever part of its time it is: nobody can be served meanwhile on any machine. */
const OWN_NS = 200e6;
/** A request that computes for so long is told even when nobody waited this time: as information. */
const ALONE_NS = 200e6;
/** Callbacks that follow each other within this (or this part of what went before) were ready at the same time: the loop did not go to sleep between them. */
const IDLE_NS = 1e6;
const IDLE_SHARE = 0.02;
/** So long after it, or for this part of its time, overdue timers are still looked for: on a busy machine others have the processor then. */
const AFTER_NS = 100e6;
const AFTER_SHARE = 0.25;
/** Loop turns that drain what was ready before: timers, then the poll phase, then close callbacks of one turn; then timers again. */
const MACROTASK_NOT = new Set(['TickObject', 'Microtask', 'PROMISE']);

/** One operation each, begun by the program: the next step of what had been going on before. */
const ONE_SHOT = /^(?:FSREQ|GETADDRINFO|GETNAMEINFO|QUERYWRAP|PBKDF2|SCRYPT|RANDOMBYTES|HTTPCLIENTREQUEST)/;

/** What it costs to record an access, with those beside it that leave no record: 1.9 µs where it was measured, a slow machine; a faster one has faster callbacks, too. */
const RECORDING_NS = 1000;

interface Victim {
  readonly name: string;
  readonly delayNs: number;
  readonly isRequest: boolean;
  /** Where the callback itself has made it. */
  readonly madeHere?: number;
  /** The thread of the same process that has sent the message. */
  readonly sender?: number;
}

function findBlockedLoops(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const drafts: Draft[] = [];
  const sent = requestsSent(trace);
  for (const long of trace.longs) {
    if (context.options.isCancelled()) break;
    const draft = judge(context, long, sent);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

const accessesByAtom = remembered(byEvents, ({ accesses: a, segments: s, longs }): ReadonlyMap<number, number> => {
  const counts = new Map(longs.map(({ segment }) => [s.atom.at(segment), 0]));
  for (let row = 0; row < a.length; row++) {
    const atom = s.atom.at(a.segment.at(row));
    const count = counts.get(atom);
    if (count !== undefined) counts.set(atom, count + 1);
  }
  return counts;
});

function judge(context: AnalysisContext, long: LongRow, sent: Sent): Draft | undefined {
  const { trace } = context;
  const { segments } = trace;
  const atom = segments.atom.at(long.segment);
  const startNs = segments.startNs.at(atom);
  const recordingNs = (accessesByAtom(trace).get(atom) ?? 0) * RECORDING_NS;
  const wallNs = long.ns - startNs - pausedNs(trace, startNs, long.ns) - recordingNs;
  const most = mostBlocking(trace, long.thread, startNs, long.ns);
  // A call that blocks is named when it is most of it.
  const block = most.ns >= wallNs / 2 ? most.block : undefined;
  // It waited for who could not go on without it: that has been told, and is worse.
  if (block !== undefined && context.earlier.some((d) => isDeadlockAt(d, block.site))) return undefined;
  const isMeasured = !Number.isNaN(long.cpuNs);
  const blockNs = block === undefined || (isMeasured && COMPUTES.test(block.api)) ? 0 : most.ns;
  const busyNs = Math.min(wallNs, Math.max(isMeasured ? long.cpuNs - long.ownNs - recordingNs : 0, blockNs));
  // When others had most of the machine, what looking at the thread costs weighs more, and the delay is mostly theirs.
  const leastNs = busyNs < wallNs * MIN_OWN_SHARE ? 2 * WARN_NS : WARN_NS;
  if (busyNs < Math.min(OWN_NS, Math.max(leastNs, wallNs * LEAST_OWN_SHARE))) return undefined;
  if (isStartUp(trace, long) || loadsFetch(trace, long, startNs, sent)) return undefined;
  // On a busy machine they were later than that: what other programs took is not the callback's.
  const { places, name } = placesOf(context, long, block, startNs);
  if (isTopLevel(trace, long, places)) return undefined;
  const found = findVictims(context, long, startNs, busyNs, sent);
  const victims = (block?.api === 'Atomics.wait' ? withoutPartner(found) : found)
    .filter((v) => v.delayNs >= Math.min(WARN_NS, busyNs) && !isMadeBelow(trace, places, v.madeHere))
    .map((v) => ({ ...v, delayNs: Math.min(v.delayNs, busyNs) }));
  if (victims.length === 0) return judgeAlone(context, long, block, startNs, busyNs);
  const requests = victims.filter((v) => v.isRequest).length;
  const isMeant = isOfTest(trace, places[0]);
  if (requests === 0 && (isMeant || places.some((place) => isLoading(trace, place)))) return undefined;
  const lost = victims.reduce((sum, v) => sum + v.delayNs, 0);
  if (places.length === 0) return undefined;
  const ms = Math.round(busyNs / 1e6);
  const what =
    victims.length === 1
      ? `${victims[0]?.name}`
      : requests === victims.length
        ? `${requests} requests`
        : `${victims.length} tasks${requests > 0 ? ` (${requests} of them requests)` : ''}`;
  return {
    kind: 'loop.blocked',
    key: keyOf(trace, places[0]),
    confidence: 0.9,
    verdict: 'observed',
    consequence: busyNs >= ERROR_NS && requests > 0,
    // A test asks for as much work as it likes, and what waits there is its own: how long users of the program would, it does not show. Nor does what it keeps the loop from itself.
    ...(isMeant || (requests === 0 && testThreads(trace).has(long.thread)) ? { ceiling: 'info' as const } : {}),
    message: `The event loop was blocked for ${ms} ms${name === '' ? '' : ` by ${name}`}; ${what} had to wait (${spanText(lost)} in all).`,
    why: [
      block === undefined ? `${ms} ms of processor time in one callback` : `${block.api} blocks the thread`,
      `delayed: ${victims
        .slice(0, 3)
        .map((v) => `${v.name} by ${Math.round(v.delayNs / 1e6)} ms`)
        .join(', ')}`,
      adviceFor(trace, places, block),
    ],
    places: withCallers(trace, places),
    // All of it is shown, and its long part may be a reaction of its first.
    segments: [atom, long.segment],
    activations: [],
  };
}

/**
 * `const rows = list.map((one) => …); setInterval(tick, 25)`: the work stands above the interval, in the function that makes it or in one that is written there and then. When in a callback it
 * was made is not recorded.
 */
function isMadeBelow(trace: Trace, places: readonly DraftPlace[], made = NONE): boolean {
  const interval = trace.site(made);
  const sites = places.flatMap((place) => ('site' in place ? (trace.site(place.site) ?? []) : []));
  if (interval === undefined || sites.length === 0) return false;
  const around = (fn: number): number => {
    const row = trace.functions[fn];
    return row?.name === '(anonymous)' ? around(row.parentFunction) : fn;
  };
  const own = around(interval.function);
  return sites.every((site) => site.file === interval.file && site.line < interval.line && around(site.function) === own);
}

/** Whoever waits for another thread with `Atomics.wait` wants to go on only when that is done: what it says meanwhile comes to nobody else. Messages of several threads are more than it has asked for. */
function withoutPartner(victims: readonly Victim[]): readonly Victim[] {
  const senders = new Set(victims.flatMap(({ sender }) => (sender === undefined ? [] : [sender])));
  return senders.size === 1 ? victims.filter(({ sender }) => sender === undefined) : victims;
}

function isDeadlockAt({ kind, places }: Draft, site: number): boolean {
  return kind.startsWith('deadlock.') && places.some((p) => 'site' in p && p.site === site);
}

/** Nobody else was there in this run, but a server is for many: the next request that comes while this one computes waits as long. */
function judgeAlone(
  context: AnalysisContext,
  long: LongRow,
  block: BlockRow | undefined,
  startNs: number,
  busyNs: number,
): Draft | undefined {
  const { trace } = context;
  const root = trace.roots[requestOf(trace, long.segment)];
  // Blocking calls in requests have a rule of their own.
  if (busyNs < ALONE_NS || block !== undefined || root === undefined) return undefined;
  if (trace.threads[long.thread]?.threadId !== 0) return undefined;
  const { places, name } = placesOf(context, long, block, startNs);
  // A module that a request is the first to need is loaded once.
  if (places.length === 0 || LOADS.test(trace.site(long.site)?.text ?? '')) return undefined;
  return {
    kind: 'loop.blocked',
    key: keyOf(trace, places[0]),
    confidence: 0.5,
    verdict: 'predicted',
    consequence: false,
    message: `${root.label} keeps the event loop to itself for ${Math.round(busyNs / 1e6)} ms${name === '' ? '' : ` in ${name}`}; nothing else was due in this run, but any other request would have to wait for it.`,
    why: [`${Math.round(busyNs / 1e6)} ms of processor time in one callback of a request`, adviceFor(trace, places, undefined)],
    places: withCallers(trace, places),
    segments: [trace.segments.atom.at(long.segment), long.segment],
    activations: [],
  };
}

const MATCHES = /\.(?:test|exec|match|matchAll|search|replace|replaceAll)$/;

/** One line of the program is one finding, whichever of its calls was seen. */
function keyOf(trace: Trace, place: DraftPlace | undefined): string {
  const site = place !== undefined && 'site' in place ? trace.site(place.site) : undefined;
  return site === undefined ? JSON.stringify(place) : `${site.file}:${site.line}`;
}

function adviceFor(trace: Trace, places: readonly DraftPlace[], block: BlockRow | undefined): string {
  if (block !== undefined) {
    if (block.api === 'Atomics.wait') return 'Atomics.waitAsync waits without holding the thread';
    return block.api.endsWith('Sync')
      ? `${block.api.slice(0, -4)}, its asynchronous form, leaves the loop to others`
      : 'an asynchronous form, or a worker thread, leaves the loop to others';
  }
  const text = places.map((place) => ('site' in place ? (trace.site(place.site)?.text ?? '') : '')).find((one) => MATCHES.test(one));
  return text === undefined
    ? 'a worker thread, or pieces with setImmediate between them, leave the loop to others'
    : `if \`${text}\` matches a regular expression: one that can match a text in many ways tries them all before it fails`;
}

function spanText(ns: number): string {
  return ns < 10e9 ? `${Math.round(ns / 1e6)} ms` : `${Math.round(ns / 1e9)} s`;
}

function pausedNs(trace: Trace, fromNs: number, toNs: number): number {
  return trace.pauses.reduce((sum, p) => sum + Math.max(0, Math.min(toNs, p.toNs) - Math.max(fromNs, p.fromNs)), 0);
}

/** The calls of one place that blocked the thread longest, all together: reading a file is several of them. */
function mostBlocking(
  trace: Trace,
  thread: number,
  fromNs: number,
  toNs: number,
): { readonly block: BlockRow | undefined; readonly ns: number } {
  const bySite = new Map<number, { block: BlockRow; ns: number }>();
  let most: { block: BlockRow | undefined; ns: number } = { block: undefined, ns: 0 };
  for (const block of trace.blocks) {
    if (block.thread !== thread || Number.isNaN(block.endNs) || block.startNs < fromNs || block.endNs > toNs) continue;
    const known = bySite.get(block.site) ?? { block, ns: 0 };
    const ns = block.endNs - block.startNs;
    if (ns > known.block.endNs - known.block.startNs) known.block = block;
    known.ns += ns;
    bySite.set(block.site, known);
    if (known.ns > most.ns) most = known;
  }
  return most;
}

/** The first `fetch` of a thread loads what it is made of, as `require` does. */
function loadsFetch(trace: Trace, long: LongRow, startNs: number, sent: Sent): boolean {
  const { atom } = trace.segments;
  const first = sent.get(long.thread)?.[0];
  if (first === undefined || atom.at(first) !== atom.at(long.segment)) return false;
  return /(?:^|\.)fetch$/.test(trace.site(lookedAt(trace, long, startNs)?.site ?? long.site)?.text ?? '');
}

/** What was due while the callback ran: overdue timers exactly, other callbacks if the loop ran them right afterwards without going to sleep. */
function findVictims({ trace, options }: AnalysisContext, long: LongRow, startNs: number, busyNs: number, sent: Sent): Victim[] {
  const { segments, tasks } = trace;
  const victims: Victim[] = [];
  const own = rootOf(trace, long.segment);
  const isWorker = worksForAnother(trace, long.thread);
  let lastEnd = long.ns;
  // Right after it others may still have the processor; later a pause is a pause.
  let idleNs = Math.max(IDLE_NS, (long.ns - startNs) * IDLE_SHARE);
  // The loop has not gone to sleep since. On a busy machine a thread may be kept from running in between: overdue timers tell themselves.
  let isSame = true;
  const seen = new Set<number>();
  const halfDone = new Set<number>();
  const asked = sent.get(long.thread)?.find((segment) => segment > long.segment) ?? Infinity;
  // Nor were those that the callback sent itself: as many connections and requests as it asked for are its own.
  const atom = segments.atom.at(long.segment);
  const asking = sent.get(long.thread)?.filter((segment) => segments.atom.at(segment) === atom).length ?? 0;
  const answered = new Map<number, number>();
  // The next request of a connection comes when the one before is answered: it was not there yet.
  const connections = new Set<number>([trace.roots[requestOf(trace, long.segment)]?.channel ?? NONE]);
  // What had come in on other connections stood behind it in the queue, up to the first callback of another kind: from there on the program may have sent it itself.
  const isOfServer = isServed(trace, long);
  let isQueue = isOfServer;
  // What came after it in the queue waited for others as well: told is what this callback took from it.
  const lostSince = (due: number, begin: number): number => Math.min(begin, long.ns) - Math.max(due, startNs);
  for (let segment = long.segment + 1, looked = 0; segment < segments.length && looked < FOLLOWERS; segment++) {
    if (segments.thread.at(segment) !== long.thread) continue;
    looked++;
    const begin = segments.startNs.at(segment);
    if (begin - lastEnd > idleNs) isSame = false;
    idleNs = Math.max(IDLE_NS, busyNs * IDLE_SHARE);
    if (begin - long.ns > Math.max(AFTER_NS, (long.ns - startNs) * AFTER_SHARE) && !isSame) break;
    const end = segments.endNs.at(segment);
    lastEnd = Number.isNaN(end) ? begin : end;
    const root = segments.root.at(segment);
    // A request that the process itself has sent since was not there to be delayed.
    if (isSame && segment < asked && root !== NONE && root !== own) {
      // Messages to a worker or child that computes are its queue: what comes in waits for its turn.
      const kind = trace.roots[root]?.kind ?? NONE;
      if (isWorker && kind === ROOT_MESSAGE && trace.roots[own]?.kind === ROOT_MESSAGE) continue;
      const before = answered.get(kind) ?? 0;
      answered.set(kind, before + 1);
      if (before < asking) continue;
      const isRequest = kind === ROOT_HTTP_REQUEST;
      // One without a connection begins where the program sends it: it has not stood in any queue.
      if (isInjected(trace, segment)) continue;
      const channel = trace.roots[root]?.channel ?? NONE;
      if (isRequest && channel !== NONE && connections.has(channel)) continue;
      connections.add(channel);
      victims.push({
        name: trace.roots[root]?.label ?? 'a request',
        delayNs: lostSince(startNs, begin),
        isRequest,
        ...(kind === ROOT_MESSAGE ? senderOf(trace, segment) : {}),
      });
      continue;
    }
    const task = segments.task.at(segment);
    if (task === NONE || seen.has(task) || MACROTASK_NOT.has(trace.taskType(task))) continue;
    seen.add(task);
    isQueue &&= isAccepted(trace, task);
    const isOther = isOfServer && task !== segments.task.at(atom) && tasks.initSegment.at(task) < atom;
    if (isOther && ((isQueue && isSame) || wasAskedBefore(trace, task, long, segment)) && !isEnding(trace, task, segment)) {
      victims.push({ name: 'what had come in on another connection', delayNs: lostSince(startNs, begin), isRequest: false });
    }
    if (isSame && tasks.initSegment.at(task) < atom && wasAnsweredBefore(trace, task, long, segment)) {
      victims.push({ name: 'an answer on a connection', delayNs: lostSince(startNs, begin), isRequest: false });
    }
    const flags = tasks.flags.at(task);
    // An interval that the callback itself has made is meant to be regular from then on.
    const made = tasks.initSegment.at(task);
    const isBefore = made < atom || ((flags & TASK_REPEAT) !== 0 && segments.atom.at(made) === atom);
    if (!isBefore) continue;
    // An interval runs until it is cleared, so this run was meant.
    if ((flags & TASK_CLEARED) !== 0 && (flags & TASK_REPEAT) === 0) continue;
    const type = trace.taskType(task);
    const delay = tasks.delayMs.at(task);
    // Nobody waits for a timer that does not even keep the program alive; and those of a test runner or framework are its own business.
    const isTheirs = trace.run.level === 'full' && tasks.site.at(task) === NONE && tasks.creator.at(task) === NONE;
    if (type === 'Timeout' && delay >= 0 && (flags & TASK_UNREF) === 0 && !isTheirs) {
      const due = dueAt(trace, task, segment);
      if (due <= long.ns) {
        victims.push({
          name: nameOf(trace, options, task, `a ${delay} ms timer`),
          delayNs: lostSince(due, begin),
          isRequest: false,
          ...(made < atom ? {} : { madeHere: tasks.site.at(task) }),
        });
      }
    } else if (isSame && segment < asked && ONE_SHOT.test(type) && tasks.firstRun.at(task) === segment) {
      // Another request in the middle of its work: what it had waited for was there.
      const other = requestOf(trace, segment);
      const label = trace.roots[other]?.label;
      if (label === undefined || other === requestOf(trace, long.segment) || halfDone.has(other)) continue;
      halfDone.add(other);
      const due = Math.max(startNs, tasks.initNs.at(task));
      victims.push({ name: label, delayNs: lostSince(due, begin), isRequest: true });
    } else if (isSame && type === 'Immediate' && tasks.site.at(task) !== NONE && !isOfRunner(trace, tasks.site.at(task))) {
      // One that no code of the program asked for is housekeeping of a built-in.
      victims.push({ name: nameOf(trace, options, task, 'an immediate'), delayNs: lostSince(startNs, begin), isRequest: false });
    }
  }
  for (const { task, due, begin } of stoppedSince(trace, long)) {
    const name = nameOf(trace, options, task, `a ${tasks.delayMs.at(task)} ms timer`);
    victims.push({ name, delayNs: lostSince(due, begin), isRequest: false });
  }
  return victims;
}

/** Intervals that were due while the callback ran, and were cleared after it, or at the end of it, before they had their turn. */
function stoppedSince(trace: Trace, long: LongRow): readonly { readonly task: number; readonly due: number; readonly begin: number }[] {
  const { segments: s, tasks } = trace;
  const stopped = [];
  const atom = s.atom.at(long.segment);
  for (const [task, { segment, ns }] of trace.clearedIntervals) {
    const isHere = s.atom.at(segment) === atom;
    if (tasks.thread.at(task) !== long.thread || (s.atom.at(segment) <= long.segment && !isHere)) continue;
    const isTheirs = trace.run.level === 'full' && tasks.site.at(task) === NONE && tasks.creator.at(task) === NONE;
    if (tasks.initSegment.at(task) >= s.atom.at(long.segment) || (tasks.flags.at(task) & TASK_UNREF) !== 0 || isTheirs) continue;
    const due = dueAt(trace, task, segment);
    const begin = isHere ? ns : s.startNs.at(segment);
    if (due <= Math.min(long.ns, begin) && tasks.lastRun.at(task) < long.segment) stopped.push({ task, due, begin });
  }
  return stopped;
}

/** A worker thread, or a process that one of the run has started: what it does comes to it in messages. */
export function worksForAnother(trace: Trace, thread: number): boolean {
  const row = trace.threads[thread];
  const ppid = trace.processes[row?.process ?? NONE]?.ppid;
  return (row?.threadId ?? 0) > 0 || trace.processes.some((p) => p.pid === ppid);
}

/** When the timer should have fired: its delay after its newest run before this one, or after its creation. */
function dueAt(trace: Trace, task: number, segment: number): number {
  const { segments, tasks } = trace;
  let armed = tasks.initNs.at(task);
  for (let s = segment - 1; s > tasks.initSegment.at(task) && segment - s < FOLLOWERS; s--) {
    if (segments.task.at(s) === task) {
      armed = segments.endNs.at(s);
      break;
    }
  }
  return armed + tasks.delayMs.at(task) * 1e6;
}

function nameOf(trace: Trace, options: AnalysisContext['options'], task: number, fallback: string): string {
  const number = trace.tasks.site.at(task);
  const site = trace.site(number);
  return site === undefined ? fallback : `${fallback} (${site.text}, ${lineText(trace, options, number)})`;
}

/** Author's name of the innermost function of the program that the watchdog saw. */
function runningName(sample: SampleRow | undefined, options: AnalysisContext['options']): string | undefined {
  for (const frame of sample?.frames ?? []) {
    const at = options.locateFrame(frame);
    if (at !== undefined) return at.function === '' ? undefined : at.function;
  }
  return undefined;
}

/** Looks that must agree on a call before it is named. */
const MIN_AGREED = 0.6;

/** The last account of the looks at the thread while the callback ran. */
function lookedAt(trace: Trace, long: LongRow, startNs: number): StuckRow | undefined {
  return trace.stuck.findLast((s) => s.thread === long.thread && s.ns >= startNs && s.ns <= long.ns);
}

/** The call at which the thread was found again and again while the callback ran; NONE. */
function stuckSite(trace: Trace, long: LongRow, startNs: number): number {
  const row = lookedAt(trace, long, startNs);
  return row !== undefined && row.count >= row.of * MIN_AGREED ? row.site : NONE;
}

/** Where the time went: the blocking call, what the watchdog saw (stack and call), the newest call of user code; and the name of the function. */
function placesOf(
  { trace, options }: AnalysisContext,
  long: LongRow,
  block: BlockRow | undefined,
  startNs: number,
): { readonly places: DraftPlace[]; readonly name: string } {
  const places: DraftPlace[] = [];
  let name = '';
  if (block !== undefined && block.site !== NONE) {
    places.push({ site: block.site, role: 'blocking call' });
    const text = trace.site(block.site)?.text ?? '';
    // fs.readFileSync, not the operation below it that took the time.
    name = text.endsWith('Sync') ? text : block.api;
  }
  const sample: SampleRow | undefined = trace.samples.find((s) => s.thread === long.thread && s.ns >= startNs && s.ns <= long.ns);
  const frames = [...new Set(sample?.frames)].slice(0, 8).map((frame) => placeOfFrame(trace, frame, 'running'));
  const stuck = stuckSite(trace, long, startNs);
  const isAt = (place: DraftPlace, site: number): boolean =>
    'site' in place && trace.site(place.site)?.file === trace.site(site)?.file && trace.site(place.site)?.line === trace.site(site)?.line;
  // One look at the stack may have come at another moment than where the time went; a native call answers only when it is over.
  const isConfirmed = stuck === NONE || frames.some((place) => isAt(place, stuck));
  if (stuck !== NONE && !isConfirmed) {
    places.push({ site: stuck, role: 'running' });
    if (name === '') name = nameAround(trace, stuck);
  }
  places.push(...frames);
  // Many short calls share a long loop: the one that was seen most stands for it. The newest call may come long after the work.
  const last = stuck === NONE ? (lookedAt(trace, long, startNs)?.site ?? long.site) : stuck;
  if (trace.site(last) !== undefined) {
    places.push({ site: last, role: 'running' });
    if (name === '') name = runningName(sample, options) ?? nameAround(trace, last);
    if (name === '(anonymous)') name = nameAround(trace, last);
  }
  if (name === '' && sample !== undefined) name = sample.frames[0]?.split(' ')[0] ?? '';
  const activation = trace.tasks.creator.at(trace.segments.task.at(long.segment));
  if (places.length === 0 && activation !== NONE) places.push({ fn: trace.activations.fn.at(activation), role: 'started by' });
  return { places, name };
}

/** The function that a call stands in, or what is around it when it has no name. */
function nameAround(trace: Trace, site: number): string {
  const row = trace.site(site);
  const name = trace.functions[row?.function ?? NONE]?.name ?? '';
  return name === '(anonymous)' ? `the function that calls \`${row?.text ?? ''}\`` : name;
}
