/**
 * Entry of the engine worker: owns the trace of one run, takes chunks as they arrive, analyses while the program runs, and answers the requests of views.
 *
 * Live analysis is paced so that it never starves the reading: lock events bring the rules forward at once, everything else waits for LIVE_MS, and after an
 * analysis that took long the next one waits LIVE_SHARE times as long.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Engine } from './engine.ts';
import { answerRequest } from './requests.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './workerProtocol.ts';

const PROGRESS_MS = 100;
const LIVE_MS = 500;
/** After an analysis that took t, the next one starts t times this later: at most a fifth of the time goes into live analysis. */
const LIVE_SHARE = 4;
/** Looking for deadlocks may take a fifth of the time, too. */
const LOOK_SHARE = 4;
/** A run with requests for locks: a ring may close at an await that follows the request. */
const LOCKS_MS = 40;
const LIVE_LIMIT_MS = 2000;
const FINAL_LIMIT_MS = 60_000;

const settings = workerData as WorkerSettings;
const engine = new Engine(__dirname);
const port = parentPort;

let progressTimer: NodeJS.Timeout | undefined;
let analysisTimer: NodeJS.Timeout | undefined;
let analysisDue = 0;
let earliestAnalysis = 0;
let lastFindings = '';
let seenRequests = 0;
let seenRings = 0;
let earliestLook = 0;

function send(message: FromWorker): void {
  port?.postMessage(message);
}

function sendProgress(): void {
  progressTimer = undefined;
  send({ kind: 'progress', progress: engine.progress() });
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

function analyseLive(): void {
  analysisTimer = undefined;
  const start = performance.now();
  const report = engine.report({ limitMs: LIVE_LIMIT_MS });
  const now = performance.now();
  earliestAnalysis = now + (now - start) * LIVE_SHARE;
  const findings = JSON.stringify(report.findings.map((finding) => [finding.fingerprint, finding.severity, finding.occurrences]));
  if (findings === lastFindings) return;
  lastFindings = findings;
  send({ kind: 'report', report });
}

function stopLive(): void {
  clearTimeout(analysisTimer);
  analysisTimer = undefined;
}

/** A new ring is reported at once, whatever the pace of the other rules. */
function lookForDeadlocks(): void {
  const start = performance.now();
  if (start < earliestLook) return;
  const rings = engine.countDeadlocks();
  const now = performance.now();
  earliestLook = now + (now - start) * LOOK_SHARE;
  if (rings <= seenRings) return;
  seenRings = rings;
  stopLive();
  analyseLive();
}

function takeChunks(bytes: Uint8Array): void {
  engine.push(bytes);
  send({ kind: 'consumed', bytes: bytes.length });
  if (!settings.live) return;
  progressTimer ??= setTimeout(sendProgress, PROGRESS_MS);
  const requests = engine.trace.requests.length;
  if (requests > 0) lookForDeadlocks();
  planAnalysis(requests > seenRequests ? 0 : requests > 0 ? LOCKS_MS : LIVE_MS);
  seenRequests = requests;
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

port?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'chunks':
      takeChunks(message.bytes);
      return;
    case 'finish':
      stopLive();
      clearTimeout(progressTimer);
      sendProgress();
      answer(message.id, () => engine.report({ limitMs: FINAL_LIMIT_MS }));
      return;
    case 'report':
      answer(message.id, () => engine.report({ limitMs: FINAL_LIMIT_MS }));
      return;
    case 'request':
      answer(message.id, () => answerRequest(engine, message.message));
  }
});
