/** Owns the engine worker of one run or opened trace: hands it chunks, forwards requests, and turns a worker that dies or hangs into one clear sentence. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Report } from '../analysis/finding.ts';
import { DisposableStore } from '../base/disposable.ts';
import { Emitter } from '../base/events.ts';
import { cacheFolder } from './cacheFolder.ts';
import { errors } from './errors.ts';
import type { EngineProgress, FromWorker, ToWorker, WorkerData, WorkerSettings } from './workerProtocol.ts';

/** An answer may take so long, and so much longer for each megabyte that was handed over (a quarter of a million events, which take a quarter of a second). */
const LIMIT_MS = 120_000;
const LIMIT_MS_PER_MB = 2500;

/**
 * Most of a trace is no JavaScript object: room for many young ones would be a tenth of all that the engine takes, and make it no faster. Below 2 GB of old ones V8 collects when they have
 * doubled, above it when they are four times as many; 200 million events need one.
 */
const LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 2000 };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

type WithId = Extract<ToWorker, { id: number }>;

export class AnalysisClient {
  readonly onProgress = new Emitter<EngineProgress>();
  readonly onReport = new Emitter<Report>();
  readonly #enough = new Int32Array(new SharedArrayBuffer(4));
  /** Bytes of chunks that the worker has taken in. */
  readonly onConsumed = new Emitter<number>();
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #store = new DisposableStore();
  #nextId = 1;
  #inFlight = 0;
  #megabytes = 0;
  #gone: Error | undefined;

  constructor(distDir: string, settings: WorkerSettings) {
    // Never traced itself: the environment of a traced host could hold our own preload.
    this.#worker = new Worker(path.join(distDir, 'analysisWorker.js'), {
      workerData: { ...settings, enough: this.#enough.buffer, cacheDir: cacheFolder() } satisfies WorkerData,
      execArgv: [],
      env: {},
      resourceLimits: LIMITS,
    });
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error) => this.#end(error.message));
    this.#worker.on('exit', (code) => this.#end(`its worker ended with code ${code}`));
    this.#store.add(() => void this.#worker.terminate());
  }

  /** The user waits for the report: it says what is known by now, and that there is more. */
  enough(): void {
    Atomics.store(this.#enough, 0, 1);
  }

  /** Transfers the chunks; dropped when the worker has gone (they are in the trace file). */
  push(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#gone !== undefined) {
      this.onConsumed.fire(bytes.length);
      return;
    }
    this.#inFlight += bytes.length;
    this.#megabytes += bytes.length / 1e6;
    const message: ToWorker = { kind: 'chunks', bytes };
    this.#worker.postMessage(message, [bytes.buffer]);
  }

  /** The final report; `damage`: why there is no more of the trace. Rejects with a UserError when the analysis failed or took too long. */
  async finish(damage?: string): Promise<Report> {
    return (await this.#ask((id) => ({ kind: 'finish', id, damage }))) as Report;
  }

  /** The report as of now. */
  async report(): Promise<Report> {
    return (await this.#ask((id) => ({ kind: 'report', id }))) as Report;
  }

  /** The report without findings: what is known of the run. */
  async figures(): Promise<Report> {
    return (await this.request({ type: 'figures' })) as Report;
  }

  request(message: unknown): Promise<unknown> {
    return this.#ask((id) => ({ kind: 'request', id, message }));
  }

  dispose(): void {
    this.#end('it was closed');
    this.#store.dispose();
  }

  #ask(make: (id: number) => WithId): Promise<unknown> {
    const limitMs = LIMIT_MS + this.#megabytes * LIMIT_MS_PER_MB;
    return new Promise((resolve, reject) => {
      if (this.#gone !== undefined) {
        reject(this.#gone);
        return;
      }
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#end(`it took longer than ${Math.round(limitMs / 1000)} s`);
        void this.#worker.terminate();
      }, limitMs);
      this.#waiting.set(id, {
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#worker.postMessage(make(id));
    });
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'consumed':
        this.#consumed(message.bytes);
        return;
      case 'progress':
        this.onProgress.fire(message.progress);
        return;
      case 'report':
        this.onReport.fire(message.report);
        return;
      case 'reply':
        this.#waiting.get(message.id)?.resolve(message.value);
        this.#waiting.delete(message.id);
        return;
      case 'failed':
        this.#waiting.get(message.id)?.reject(new Error(message.reason));
        this.#waiting.delete(message.id);
    }
  }

  #consumed(bytes: number): void {
    const count = Math.min(bytes, this.#inFlight);
    this.#inFlight -= count;
    this.onConsumed.fire(count);
  }

  #end(why: string): void {
    if (this.#gone !== undefined) return;
    this.#gone = errors.engineGone(why);
    // Whoever waits for it to take in more need not wait any longer.
    this.#consumed(this.#inFlight);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#gone);
    this.#waiting.clear();
  }
}
