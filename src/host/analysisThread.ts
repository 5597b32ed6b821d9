/**
 * The engine worker (loaded by analysisWorker.ts): owns the trace of one run, takes chunks as they arrive, analyses while the program runs, and answers the requests of views.
 *
 * Live analysis is paced so that it never starves the reading: after an analysis that took long the next one waits LIVE_SHARE times as long. Deadlocks do not wait
 * for it: the program stands still then, and somebody sits in front of it. They are looked for as soon as tasks wait for locks, and a running analysis gives way.
 *
 * A file comes faster than it can be read: its portions wait in a queue, and requests of views overtake them. The last analysis answers views in between.
 */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Report } from '../analysis/finding.ts';
import { isEngineRequest } from '../model/query/query.ts';
import { Engine } from './engine.ts';
import { answerRequest } from './requests.ts';
import { SETTLE_MS } from './settledRings.ts';
import type { FromWorker, ToWorker, WorkerData } from './workerProtocol.ts';

const PROGRESS_MS = 100;
const LIVE_MS = 500;
/** After an analysis that took t, the next one starts t times this later: at most a fifth of the time goes into live analysis. */
const LIVE_SHARE = 4;
/** Looking for deadlocks may take a fifth of the time, too. */
const LOOK_SHARE = 4;
const RECENT_LOOKS = 4;
/** Chunks without requests for locks can only close a ring of awaits: several are looked at together. */
const LOOK_MS = 4;
const LIVE_LIMIT_MS = 2000;
const FINAL_LIMIT_MS = 60_000;
/** The last analysis may take this much longer for each million events: five times as long as it takes on a machine with nothing else to do. */
const LIMIT_MS_PER_MILLION = 5000;
/** A view is given so long after each answer to ask for more of the whole picture, before the last analysis begins. */
const QUIET_MS = 100;
const MAX_QUIET_MS = 2000;
/** The editor takes some time until its page asks for a first picture. It gets the one that is ready: that of the whole file, which takes longer, is made when the first is there. */
const FIRST_LOOK_MS = 3000;
/** How often the last analysis looks whether a view has asked. */
const SERVE_MS = 4;
/** An analysis that gave way to new chunks so often is finished. */
const MAX_INTERRUPTIONS = 3;

type FinishMessage = Extract<ToWorker, { kind: 'finish' }>;

/** Writes what V8 has compiled by now to the user's cache, if it is not there. */
declare const saveCompiled: () => void;

const settings = workerData as WorkerData;
const enough = new Int32Array(settings.enough);
const engine = new Engine(__dirname, settings.part);
const port = parentPort as MessagePort;

let progressTimer: NodeJS.Timeout | undefined;
let analysisTimer: NodeJS.Timeout | undefined;
let analysisDue = 0;
let earliestAnalysis = 0;
let interruptions = 0;
let lastFindings = '';
let seenRequests = 0;
let lookTimer: NodeJS.Timeout | undefined;
let earliestLook = 0;
const lookCosts: number[] = [];
/** Messages that came during an analysis. */
let waiting: ToWorker[] = [];
/** What is still to be done with a file, in order. */
const queue: ToWorker[] = [];
let hasTaken = false;
let isWhole = false;
let lastViewed = Number.NEGATIVE_INFINITY;
let nextServe = 0;
/** Waits for the first picture, then goes on with the end of the file. */
let whenSeen: (() => void) | undefined;
let hasBeenSeen = settings.live || !settings.isViewed;

function send(message: FromWorker): void {
  port.postMessage(message);
}

function sendProgress(): void {
  progressTimer = undefined;
  send({ kind: 'progress', progress: { ...engine.progress(), isWhole } });
}

/** Plans an analysis in `delayMs` at the latest, later if the last one was expensive. */
function planAnalysis(delayMs: number): void {
  const due = Math.max(performance.now() + delayMs, earliestAnalysis);
  if (analysisTimer !== undefined) {
    if (analysisDue <= due) return;
    clearTimeout(analysisTimer);
  }
  analysisDue = due;
  analysisTimer = setTimeout(analyseLive, Math.max(0, due - performance.now()));
}

/** Takes over what has arrived meanwhile. */
function hasMessages(): boolean {
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) waiting.push(next.message as ToWorker);
  return waiting.length > 0;
}

/** What came during an analysis. */
function receiveWaiting(): void {
  const messages = waiting;
  waiting = [];
  for (const message of messages) receive(message);
}

function analyseLive(): void {
  analysisTimer = undefined;
  const start = performance.now();
  let wasInterrupted = false;
  const isInterrupted = (): boolean => (wasInterrupted ||= interruptions < MAX_INTERRUPTIONS && hasMessages());
  const report = engine.report({ limitMs: LIVE_LIMIT_MS, isInterrupted, nowNs: nowNs() });
  const now = performance.now();
  earliestAnalysis = now + (now - start) * LIVE_SHARE;
  if (wasInterrupted) {
    interruptions++;
    planAnalysis(0);
  } else {
    interruptions = 0;
    sendReport(report);
  }
  receiveWaiting();
}

/** Sent when the findings have changed, or a test was given up. */
function sendReport(report: Report): void {
  const findings = JSON.stringify([
    report.timeouts?.length,
    ...report.findings.map((finding) => [finding.fingerprint, finding.severity, finding.occurrences]),
  ]);
  if (findings === lastFindings) return;
  lastFindings = findings;
  send({ kind: 'report', report });
}

function stopLive(): void {
  clearTimeout(analysisTimer);
  clearTimeout(lookTimer);
  analysisTimer = undefined;
  lookTimer = undefined;
}

/** A new ring is reported at once, whatever the pace of the other rules. */
function lookForDeadlocks(): void {
  clearTimeout(lookTimer);
  lookTimer = undefined;
  const start = performance.now();
  const report = engine.newDeadlocks();
  const now = performance.now();
  // The shortest of the last few: the first ones compile what they run, and on a busy machine the others mostly wait for a processor.
  lookCosts.push(now - start);
  if (lookCosts.length > RECENT_LOOKS) lookCosts.shift();
  if (lookCosts.length === RECENT_LOOKS) earliestLook = now + Math.min(...lookCosts) * LOOK_SHARE;
  // Whatever a look costs: somebody waits for the answer.
  if (engine.isUnsure) lookTimer ??= setTimeout(lookForDeadlocks, SETTLE_MS);
  if (report === undefined) return;
  sendReport(report);
  planAnalysis(0);
}

/** Looks in `delayMs`, or as soon as the last look allows. */
function planLook(delayMs: number): void {
  const now = performance.now();
  const due = Math.max(now + delayMs, earliestLook);
  if (due <= now) lookForDeadlocks();
  else lookTimer ??= setTimeout(lookForDeadlocks, due - now);
}

function takeChunks(bytes: Uint8Array): void {
  if (Atomics.load(enough, 0) === 1) engine.stopHere();
  engine.push(bytes);
  hasTaken = true;
  send({ kind: 'consumed', bytes: bytes.length });
  progressTimer ??= setTimeout(sendProgress, PROGRESS_MS);
  if (!settings.live) {
    if (settings.isViewed) engine.prepareViews();
    return;
  }
  if (engine.isFull) return;
  const requests = engine.trace.requests.length;
  planLook(requests > seenRequests ? 0 : LOOK_MS);
  seenRequests = requests;
  planAnalysis(LIVE_MS);
}

/** Now, while the program runs; a trace that is whole has its own end. */
function nowNs(): number | undefined {
  return settings.live && !isWhole && !engine.isFull ? Number(process.hrtime.bigint()) : undefined;
}

/** Errors of one request are answered, not thrown: the worker lives on. */
function answer(id: number, compute: () => unknown): void {
  let value: unknown;
  try {
    value = compute();
  } catch (error) {
    send({ kind: 'failed', id, reason: error instanceof Error ? error.message : String(error) });
    return;
  }
  send({ kind: 'reply', id, value });
}

function finalLimitMs(): number {
  return FINAL_LIMIT_MS + (engine.trace.eventCount / 1e6) * LIMIT_MS_PER_MILLION;
}

/** The last analysis: views go on meanwhile, everything else comes after it. */
function finish(id: number): void {
  answer(id, () => {
    const report = engine.report({ limitMs: finalLimitMs(), isInterrupted: serveViews });
    saveCompiled(); // now that all rules have run; the host may end this thread as soon as it has the answer
    return report;
  });
  receiveWaiting();
}

/** Between two parts of an analysis; never ends it. */
function serveViews(): false {
  const now = performance.now();
  if (now < nextServe) return false;
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
    const message = next.message as ToWorker;
    if (isOfView(message)) handle(message);
    else waiting.push(message);
  }
  nextServe = performance.now() + SERVE_MS;
  return false;
}

/** A view that looks at a file is about to ask for the whole picture: that comes first. */
function finishWhenQuiet(id: number, since: number): void {
  const now = performance.now();
  const isLookedAt = !settings.live && lastViewed > Number.NEGATIVE_INFINITY;
  const due = isLookedAt ? Math.min(since + MAX_QUIET_MS, Math.max(since, lastViewed) + QUIET_MS) : now;
  if (now >= due) finish(id);
  else setTimeout(() => finishWhenQuiet(id, since), due - now);
}

/** The file is read, but not told to be until the first picture is there. */
function awaitFirstLook(message: FinishMessage): void {
  const timer = setTimeout(() => whenSeen?.(), FIRST_LOOK_MS);
  whenSeen = () => {
    whenSeen = undefined;
    clearTimeout(timer);
    hasBeenSeen = true;
    end(message);
  };
}

function end({ id, damage }: FinishMessage): void {
  clearTimeout(progressTimer);
  engine.end(damage);
  isWhole = true;
  sendProgress();
  if (settings.live === false && settings.isViewed && lastViewed === Number.NEGATIVE_INFINITY) engine.prepareViews();
  finishWhenQuiet(id, performance.now());
}

function isPicture(message: unknown): boolean {
  return isEngineRequest(message) && message.type === 'tiles';
}

function isOfView(message: ToWorker): boolean {
  return message.kind === 'request' && isEngineRequest(message.message);
}

/** Portions of a file are taken in one at a time: in between the event loop brings what has arrived. */
function takeNext(): void {
  const message = queue[0];
  if (message !== undefined) handle(message);
  queue.shift();
  if (queue.length > 0) setImmediate(takeNext);
}

function handle(message: ToWorker): void {
  switch (message.kind) {
    case 'chunks':
      takeChunks(message.bytes);
      return;
    case 'finish':
      stopLive();
      if (hasBeenSeen) end(message);
      else awaitFirstLook(message);
      return;
    case 'report':
      answer(message.id, () => engine.report({ limitMs: finalLimitMs(), nowNs: nowNs() }));
      return;
    case 'request':
      if (isOfView(message)) lastViewed = performance.now();
      answer(message.id, () => answerRequest(engine, message.message, nowNs()));
      if (isPicture(message.message)) {
        hasBeenSeen = true;
        whenSeen?.();
      }
  }
}

function receive(message: ToWorker): void {
  const isUrgent = isOfView(message);
  if (settings.live || (isUrgent && (hasTaken || queue.length === 0))) handle(message);
  // Whoever comes before anything has been taken in sees the first portion.
  else if (isUrgent) queue.splice(1, 0, message);
  else if (queue.push(message) === 1) setImmediate(takeNext);
}

if (!settings.live) engine.beginFile(settings.fileBytes);
port.on('message', receive);
