/**
 * The server of one trace, in the engine worker (analysisWorker.ts): takes chunks as they arrive, analyses while the program runs, and answers the requests of views.
 *
 * Live analysis is paced so that it never starves the reading: after an analysis that took long the next one waits LIVE_SHARE times as long. Deadlocks do not wait
 * for it: the program stands still then, and somebody sits in front of it. They are looked for as soon as tasks wait for locks, and a running analysis gives way.
 *
 * A file comes faster than it can be read: its portions wait in a queue, and requests of views overtake them. The last analysis answers views in between.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
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

/** In a trace of so many everything has run that is needed for most. */
const ENOUGH_EVENTS = 20_000;

/** What a server is made with. */
export interface EngineServerOptions {
  /** Where its host is. */
  readonly port: MessagePort;
  readonly settings: WorkerData;
  /** The folder of the bundles. */
  readonly distDir: string;
  /** Writes what V8 has compiled by now to the user's cache, if less is there. `work`: events. */
  readonly saveCompiled: (work: number) => void;
}

function isPicture(message: unknown): boolean {
  return isEngineRequest(message) && message.type === 'tiles';
}

function isOfView(message: ToWorker): boolean {
  return message.kind === 'request' && isEngineRequest(message.message);
}

/** Serves one trace to the host at its port. */
export class EngineServer {
  readonly #port: MessagePort;
  readonly #settings: WorkerData;
  readonly #saveCompiled: (work: number) => void;
  readonly #enough: Int32Array;
  readonly #engine: Engine;
  #progressTimer: NodeJS.Timeout | undefined;
  #analysisTimer: NodeJS.Timeout | undefined;
  #analysisDue = 0;
  #earliestAnalysis = 0;
  #interruptions = 0;
  #lastFindings = '';
  #seenRequests = 0;
  #lookTimer: NodeJS.Timeout | undefined;
  #earliestLook = 0;
  readonly #lookCosts: number[] = [];
  /** Messages that came during an analysis. */
  #waiting: ToWorker[] = [];
  /** What is still to be done with a file, in order. */
  readonly #queue: ToWorker[] = [];
  #hasTaken = false;
  #isWhole = false;
  #lastViewed = Number.NEGATIVE_INFINITY;
  #nextServe = 0;
  /** Waits for the first picture, then goes on with the end of the file. */
  #whenSeen: (() => void) | undefined;
  #hasBeenSeen: boolean;

  constructor({ port, settings, distDir, saveCompiled }: EngineServerOptions) {
    this.#port = port;
    this.#settings = settings;
    this.#saveCompiled = saveCompiled;
    this.#enough = new Int32Array(settings.enough);
    this.#engine = new Engine(distDir, settings.part);
    this.#hasBeenSeen = settings.live || !settings.isViewed;
    if (!settings.live) this.#engine.beginFile(settings.fileBytes);
    port.on('message', (message: ToWorker) => this.#receive(message));
  }

  #send(message: FromWorker): void {
    this.#port.postMessage(message);
  }

  #sendProgress(): void {
    this.#progressTimer = undefined;
    this.#send({ kind: 'progress', progress: { ...this.#engine.progress(), isWhole: this.#isWhole } });
  }

  /** Plans an analysis in `delayMs` at the latest, later if the last one was expensive. */
  #planAnalysis(delayMs: number): void {
    const due = Math.max(performance.now() + delayMs, this.#earliestAnalysis);
    if (this.#analysisTimer !== undefined) {
      if (this.#analysisDue <= due) return;
      clearTimeout(this.#analysisTimer);
    }
    this.#analysisDue = due;
    this.#analysisTimer = setTimeout(() => this.#analyseLive(), Math.max(0, due - performance.now()));
  }

  /** Takes over what has arrived meanwhile. */
  #hasMessages(): boolean {
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      this.#waiting.push(next.message as ToWorker);
    }
    return this.#waiting.length > 0;
  }

  /** What came during an analysis. */
  #receiveWaiting(): void {
    const messages = this.#waiting;
    this.#waiting = [];
    for (const message of messages) this.#receive(message);
  }

  #analyseLive(): void {
    this.#analysisTimer = undefined;
    const start = performance.now();
    let wasInterrupted = false;
    const isInterrupted = (): boolean => (wasInterrupted ||= this.#interruptions < MAX_INTERRUPTIONS && this.#hasMessages());
    const report = this.#engine.report({ limitMs: LIVE_LIMIT_MS, isInterrupted, nowNs: this.#nowNs() });
    const now = performance.now();
    this.#earliestAnalysis = now + (now - start) * LIVE_SHARE;
    if (wasInterrupted) {
      this.#interruptions++;
      this.#planAnalysis(0);
    } else {
      this.#interruptions = 0;
      this.#sendReport(report);
    }
    this.#receiveWaiting();
  }

  /** Sent when the findings have changed, or a test was given up. */
  #sendReport(report: Report): void {
    const findings = JSON.stringify([
      report.timeouts?.length,
      ...report.findings.map((finding) => [finding.fingerprint, finding.severity, finding.occurrences]),
    ]);
    if (findings === this.#lastFindings) return;
    this.#lastFindings = findings;
    this.#send({ kind: 'report', report });
  }

  #stopLive(): void {
    clearTimeout(this.#analysisTimer);
    clearTimeout(this.#lookTimer);
    this.#analysisTimer = undefined;
    this.#lookTimer = undefined;
  }

  /** A new ring is reported at once, whatever the pace of the other rules. */
  #lookForDeadlocks(): void {
    clearTimeout(this.#lookTimer);
    this.#lookTimer = undefined;
    const start = performance.now();
    const report = this.#engine.newDeadlocks();
    const now = performance.now();
    // The shortest of the last few: the first ones compile what they run, and on a busy machine the others mostly wait for a processor.
    this.#lookCosts.push(now - start);
    if (this.#lookCosts.length > RECENT_LOOKS) this.#lookCosts.shift();
    if (this.#lookCosts.length === RECENT_LOOKS) this.#earliestLook = now + Math.min(...this.#lookCosts) * LOOK_SHARE;
    // Whatever a look costs: somebody waits for the answer.
    if (this.#engine.isUnsure) this.#lookTimer ??= setTimeout(() => this.#lookForDeadlocks(), SETTLE_MS);
    if (report === undefined) return;
    this.#sendReport(report);
    this.#planAnalysis(0);
  }

  /** Looks in `delayMs`, or as soon as the last look allows. */
  #planLook(delayMs: number): void {
    const now = performance.now();
    const due = Math.max(now + delayMs, this.#earliestLook);
    if (due <= now) this.#lookForDeadlocks();
    else this.#lookTimer ??= setTimeout(() => this.#lookForDeadlocks(), due - now);
  }

  #takeChunks(bytes: Uint8Array): void {
    if (Atomics.load(this.#enough, 0) === 1) this.#engine.stopHere();
    this.#engine.push(bytes);
    this.#hasTaken = true;
    this.#send({ kind: 'consumed', bytes: bytes.length });
    this.#progressTimer ??= setTimeout(() => this.#sendProgress(), PROGRESS_MS);
    if (!this.#settings.live) {
      if (this.#settings.isViewed) this.#engine.prepareViews();
      return;
    }
    if (this.#engine.isFull) return;
    const requests = this.#engine.trace.requests.length;
    this.#planLook(requests > this.#seenRequests ? 0 : LOOK_MS);
    this.#seenRequests = requests;
    this.#planAnalysis(LIVE_MS);
  }

  /** Now, while the program runs; a trace that is whole has its own end. */
  #nowNs(): number | undefined {
    return this.#settings.live && !this.#isWhole && !this.#engine.isFull ? Number(process.hrtime.bigint()) : undefined;
  }

  /** Errors of one request are answered, not thrown: the worker lives on. */
  #answer(id: number, compute: () => unknown): void {
    let value: unknown;
    try {
      value = compute();
    } catch (error) {
      this.#send({ kind: 'failed', id, reason: error instanceof Error ? error.message : String(error) });
      return;
    }
    this.#send({ kind: 'reply', id, value });
  }

  #finalLimitMs(): number {
    return FINAL_LIMIT_MS + (this.#engine.trace.eventCount / 1e6) * LIMIT_MS_PER_MILLION;
  }

  /** The last analysis: views go on meanwhile, everything else comes after it. */
  #finish(id: number): void {
    this.#answer(id, () => {
      const report = this.#engine.report({ limitMs: this.#finalLimitMs(), isInterrupted: () => this.#serveViews() });
      this.#saveCompiled(Math.min(this.#engine.trace.eventCount, ENOUGH_EVENTS)); // now that all rules have run; the host may end this thread as soon as it has the answer
      return report;
    });
    this.#receiveWaiting();
  }

  /** Between two parts of an analysis; never ends it. */
  #serveViews(): false {
    const now = performance.now();
    if (now < this.#nextServe) return false;
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      const message = next.message as ToWorker;
      if (isOfView(message)) this.#handle(message);
      else this.#waiting.push(message);
    }
    this.#nextServe = performance.now() + SERVE_MS;
    return false;
  }

  /** A view that looks at a file is about to ask for the whole picture: that comes first. */
  #finishWhenQuiet(id: number, since: number): void {
    const now = performance.now();
    const isLookedAt = !this.#settings.live && this.#lastViewed > Number.NEGATIVE_INFINITY;
    const due = isLookedAt ? Math.min(since + MAX_QUIET_MS, Math.max(since, this.#lastViewed) + QUIET_MS) : now;
    if (now >= due) this.#finish(id);
    else setTimeout(() => this.#finishWhenQuiet(id, since), due - now);
  }

  /** The file is read, but not told to be until the first picture is there. */
  #awaitFirstLook(message: FinishMessage): void {
    const timer = setTimeout(() => this.#whenSeen?.(), FIRST_LOOK_MS);
    this.#whenSeen = () => {
      this.#whenSeen = undefined;
      clearTimeout(timer);
      this.#hasBeenSeen = true;
      this.#end(message);
    };
  }

  #end({ id, damage }: FinishMessage): void {
    clearTimeout(this.#progressTimer);
    this.#engine.end(damage);
    this.#isWhole = true;
    this.#sendProgress();
    const settings = this.#settings;
    if (!settings.live && settings.isViewed && this.#lastViewed === Number.NEGATIVE_INFINITY) this.#engine.prepareViews();
    this.#finishWhenQuiet(id, performance.now());
  }

  /** Portions of a file are taken in one at a time: in between the event loop brings what has arrived. */
  #takeNext(): void {
    const message = this.#queue[0];
    if (message !== undefined) this.#handle(message);
    this.#queue.shift();
    if (this.#queue.length > 0) setImmediate(() => this.#takeNext());
  }

  #handle(message: ToWorker): void {
    switch (message.kind) {
      case 'chunks':
        this.#takeChunks(message.bytes);
        return;
      case 'finish':
        this.#stopLive();
        if (this.#hasBeenSeen) this.#end(message);
        else this.#awaitFirstLook(message);
        return;
      case 'report':
        this.#answer(message.id, () => this.#engine.report({ limitMs: this.#finalLimitMs(), nowNs: this.#nowNs() }));
        return;
      case 'request':
        if (isOfView(message)) this.#lastViewed = performance.now();
        this.#answer(message.id, () => answerRequest(this.#engine, message.message, this.#nowNs()));
        if (isPicture(message.message)) {
          this.#hasBeenSeen = true;
          this.#whenSeen?.();
        }
    }
  }

  #receive(message: ToWorker): void {
    const isUrgent = isOfView(message);
    if (this.#settings.live || (isUrgent && (this.#hasTaken || this.#queue.length === 0))) this.#handle(message);
    // Whoever comes before anything has been taken in sees the first portion.
    else if (isUrgent) this.#queue.splice(1, 0, message);
    else if (this.#queue.push(message) === 1) setImmediate(() => this.#takeNext());
  }
}
