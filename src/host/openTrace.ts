/**
 * Opens a recorded trace: reads the file in portions, hands them to an engine worker, has it analysed. Either all at once (`openTrace`, for reports), or so that what
 * has been read can be looked at meanwhile (`beginTrace`, for editors).
 */
import fs from 'node:fs';
import type { Report } from '../analysis/finding.ts';
import { Emitter } from '../base/events.ts';
import { AnalysisClient } from './analysisClient.ts';
import type { OpeningProgress, OpeningTrace, OpenOptions, OpenedTrace } from './api.ts';
import { maxEventsAtOnce, type Part } from './part.ts';
import { errors } from './errors.ts';
import { readTrace } from './traceFile.ts';

/** Enough that the worker always has something to read. */
const IN_FLIGHT_BYTES = 4 << 20;

/** Opens a recorded trace. Throws a UserError when it cannot be read at all; a damaged one is read as far as it goes and says so in `run.incomplete`. */
export async function openTrace(file: string, distDir: string, options: OpenOptions = {}): Promise<OpenedTrace> {
  const reading = new Reading(file, distDir, false, options);
  const end = (): void => reading.dispose();
  options.signal?.addEventListener('abort', end, { once: true });
  try {
    options.signal?.throwIfAborted();
    const { client, reason } = await reading.whole;
    return {
      request: (message) => client.request(message),
      report: options.analyse === false ? withDamage(await client.figures(), reason) : await client.finish(reason),
      dispose: () => {
        options.signal?.removeEventListener('abort', end);
        client.dispose();
      },
    };
  } catch (error) {
    reading.dispose();
    throw error;
  }
}

/** Resolves when the first portion has been read. Throws as `openTrace` does. */
export async function beginTrace(file: string, distDir: string, part: Part = {}): Promise<OpeningTrace> {
  const reading = new Reading(file, distDir, true, part);
  try {
    return new Opening(reading, await reading.first);
  } catch (error) {
    reading.dispose();
    throw error;
  }
}

function withDamage(report: Report, reason: string | undefined): Report {
  return reason === undefined ? report : { ...report, run: { ...report.run, incomplete: [...report.run.incomplete, reason] } };
}

interface WholeFile {
  readonly client: AnalysisClient;
  /** Why there is no more of it. */
  readonly reason: string | undefined;
}

/** One file on its way into a worker, never further ahead of it than IN_FLIGHT_BYTES. */
class Reading {
  /** Something of the file is in the worker. */
  readonly first: Promise<AnalysisClient>;
  /** All of it is on its way. */
  readonly whole: Promise<WholeFile>;
  readonly #distDir: string;
  readonly #isViewed: boolean;
  readonly #part: Part;
  #fileBytes = 0;
  #client: AnalysisClient | undefined;
  #inFlight = 0;
  #wake: (() => void) | undefined;
  #isDisposed = false;

  constructor(file: string, distDir: string, isViewed: boolean, { fromMs, untilMs, maxEvents = maxEventsAtOnce() }: Part = {}) {
    this.#distDir = distDir;
    this.#part = { fromMs, untilMs, maxEvents };
    this.#isViewed = isViewed;
    let begun: (client: AnalysisClient) => void = () => undefined;
    const first = new Promise<AnalysisClient>((resolve) => (begun = resolve));
    this.whole = this.#read(file, begun);
    this.first = Promise.race([first, this.whole.then(({ client }) => client)]);
    // Whoever waits for the one is told; the other may have nobody.
    for (const promise of [this.first, this.whole]) promise.catch(() => undefined);
  }

  /** Known when something has been read. */
  get fileBytes(): number {
    return this.#fileBytes;
  }

  /** What has been handed over goes, and no more is read. */
  dispose(): void {
    this.#isDisposed = true;
    this.#client?.dispose();
    this.#wake?.();
  }

  async #read(file: string, begun: (client: AnalysisClient) => void): Promise<WholeFile> {
    const { reason } = await readTrace(file, async (bytes) => {
      if (this.#isDisposed) throw errors.engineGone('it was closed');
      const client = (this.#client ??= this.#start(file));
      this.#inFlight += bytes.length;
      client.push(bytes);
      begun(client);
      while (this.#inFlight > IN_FLIGHT_BYTES && !this.#isDisposed) await new Promise<void>((resolve) => (this.#wake = resolve));
    });
    if (this.#client === undefined) throw errors.emptyTrace(file);
    return { client: this.#client, reason };
  }

  #start(file: string): AnalysisClient {
    this.#fileBytes = fs.statSync(file).size;
    const client = new AnalysisClient(this.#distDir, {
      live: false,
      fileBytes: this.#fileBytes,
      isViewed: this.#isViewed,
      part: this.#part,
    });
    client.onConsumed.on((count) => {
      this.#inFlight -= count;
      this.#wake?.();
    });
    return client;
  }
}

class Opening implements OpeningTrace {
  readonly report: Promise<Report>;
  readonly #reading: Reading;
  readonly #client: AnalysisClient;
  readonly #changed = new Emitter<OpeningProgress>();
  #progress: OpeningProgress = { phase: 'reading', share: 0, events: 0 };

  constructor(reading: Reading, client: AnalysisClient) {
    this.#reading = reading;
    this.#client = client;
    let consumed = 0;
    client.onConsumed.on((bytes) => (consumed += bytes));
    client.onProgress.on(({ events, isWhole }) => {
      const phase = isWhole ? 'analysing' : 'reading';
      this.#tell({ phase, share: isWhole ? 1 : Math.min(1, consumed / Math.max(1, reading.fileBytes)), events });
    });
    this.report = this.#finish();
    this.report.catch(() => undefined);
  }

  get progress(): OpeningProgress {
    return this.#progress;
  }

  onProgress(listener: (progress: OpeningProgress) => void): () => void {
    return this.#changed.on(listener);
  }

  request(message: unknown): Promise<unknown> {
    return this.#client.request(message);
  }

  dispose(): void {
    this.#reading.dispose();
    this.#changed.dispose();
  }

  async #finish(): Promise<Report> {
    const { reason } = await this.#reading.whole;
    return this.#client.finish(reason);
  }

  #tell(progress: OpeningProgress): void {
    this.#progress = progress;
    this.#changed.fire(progress);
  }
}
