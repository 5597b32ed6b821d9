/**
 * One recording from preparation to report: private folder, environment, log reader, trace file, control channel and engine worker under one owner.
 * Who starts the program (command line, debugger) is not its business: it gives the environment and is told when the program has ended.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../analysis/finding.ts';
import { DisposableStore } from '../base/disposable.ts';
import { Emitter } from '../base/events.ts';
import type { MetaRecord } from '../wire/meta.ts';
import { AnalysisClient } from './analysisClient.ts';
import type { PrepareOptions, Run, RunProgress } from './api.ts';
import { cacheFolder, tidyCache } from './cacheFolder.ts';
import { type Config, loadConfig } from './config.ts';
import { type ControlServer, openControl } from './control.ts';
import { type InjectOptions, grantsFor, injectEnv, preloadOf } from './inject.ts';
import { LogReader } from './logReader.ts';
import { maskCommand } from './maskCommand.ts';
import { endProcesses } from './processTree.ts';
import { writeStandIn } from './standIn.ts';
import { StopWatch } from './stops.ts';
import { createRunFolder, ensureBaseFolder, isAlive, removeRun, removeStaleRuns, writeRunRecord } from './runFolder.ts';
import { TraceWriter, metaChunk } from './traceFile.ts';

declare const INTERLEAVE_VERSION: string;

/** Processes that outlive the command have so long to hand over their last events. */
const FLUSH_MS = 300;
/** Reading the stacks of stuck threads may take longer. */
const DUMP_MS = 1000;
/** A program that is started again is ended before: so long, looked at so often. */
const GONE_MS = 5000;
const LOOK_MS = 25;
/** Whoever has interrupted a program waits for the report: after this only what has been read by then is analysed. */
const PATIENCE_MS = 700;
const FOLDER_NAME = '.interleave';

/** Prepares a recording; the program is to be started with `injectEnv`. Throws a UserError when nothing can be recorded. */
export async function prepareRun(options: PrepareOptions): Promise<Run> {
  const config = loadConfig(options.cwd);
  const base = ensureBaseFolder();
  removeStaleRuns(base);
  void tidyCache(cacheFolder());
  const writer = createTrace(options, base);
  const { id, directory } = createRunFolder(base);
  const run = new RecordedRun(options, { base, id, directory, count: 1 }, writer);
  try {
    await run.open(config);
  } catch (error) {
    run.dispose();
    throw error;
  }
  return run;
}

/** Where the user asked for it; else `.interleave/` in the working folder, which git is told to ignore; else, when that is not writable, the private folder. */
function createTrace(options: PrepareOptions, base: string): TraceWriter {
  if (options.outFile !== undefined) return TraceWriter.create(path.resolve(options.cwd, options.outFile));
  const folder = path.join(options.cwd, FOLDER_NAME);
  try {
    const writer = TraceWriter.createNumbered(folder);
    ignoreFolder(folder);
    return writer;
  } catch {
    return TraceWriter.createNumbered(path.join(base, 'traces'));
  }
}

function ignoreFolder(folder: string): void {
  try {
    fs.writeFileSync(path.join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch {
    // There already: the user's own choice stands.
  }
}

/** Where a program finds its recorder, by the environment that it was given: it keeps that when it is started again, as another run. */
interface Place {
  readonly base: string;
  /** Name of the folder, and of its registration. */
  readonly id: string;
  readonly directory: string;
  /** Runs that had it. */
  count: number;
  /** The one that has it now. */
  owner?: RecordedRun;
  control?: ControlServer;
  inject?: InjectOptions;
}

class RecordedRun implements Run {
  readonly id: string;
  readonly directory: string;
  readonly #options: PrepareOptions;
  readonly #place: Place;
  readonly #writer: TraceWriter;
  readonly #reader: LogReader;
  readonly #client: AnalysisClient;
  readonly #progress = new Emitter<RunProgress>();
  readonly #report = new Emitter<Report>();
  readonly #store = new DisposableStore();
  readonly #incomplete: string[] = [];
  readonly #stops: StopWatch;
  readonly #startNs = process.hrtime.bigint();
  #finished: Promise<Report> | undefined;
  /** Fingerprints of deadlocks. */
  readonly #told = new Set<string>();

  /** `others`: logs of the runs that had the place before. */
  constructor(options: PrepareOptions, place: Place, writer: TraceWriter, others?: ReadonlySet<string>) {
    this.#options = options;
    this.#place = place;
    place.owner = this;
    this.id = place.count === 1 ? place.id : `${place.id}-${place.count}`;
    this.directory = place.directory;
    this.#writer = writer;
    this.#store.add(() => {
      if (place.owner === this) removeRun(place.base, place.id);
    });
    this.#store.add(() => writer.close());
    this.#client = new AnalysisClient(options.distDir, { live: true });
    this.#store.add(() => this.#client.dispose());
    this.#reader = new LogReader({
      directory: this.directory,
      onChunks: (bytes) => this.#take(bytes),
      onProblem: (sentence) => this.#incomplete.push(sentence),
      ...(others && { others }),
    });
    this.#store.add(() => this.#reader.close());
    this.#stops = new StopWatch({
      pids: () => this.#reader.pids,
      onStop: (fromMs, toMs) => this.#pause(fromMs, toMs, 'stopped'),
      onGone: (pid) => this.#meta({ type: 'gone', pid, ns: Number(process.hrtime.bigint()) }),
    });
    this.#store.add(() => this.#stops.dispose());
    this.#client.onConsumed.on((bytes) => this.#reader.consumed(bytes));
    this.#client.onProgress.on((progress) => this.#progress.fire({ ...progress, durationMs: this.#elapsedMs() }));
    this.#client.onReport.on((report) => {
      this.#noteTold(report);
      this.#report.fire(report);
    });
  }

  /** Opens the control channel and begins. */
  async open({ roots, instrument, locks }: Pick<Config, 'roots' | 'instrument' | 'locks'>): Promise<void> {
    const { level, distDir, values = false, debugged = false, detach = false } = this.#options;
    const place = this.#place;
    const owner = (): RecordedRun => place.owner ?? this;
    const control = await openControl(this.directory, () => owner().#reportNow());
    place.control = control;
    place.inject = {
      distDir,
      directory: this.directory,
      socket: control.path,
      token: control.token,
      level,
      values,
      roots,
      instrument,
      locks,
      cacheDir: cacheFolder(),
      debugged,
      detach,
    };
    writeStandIn(this.directory, preloadOf(distDir), grantsFor(place.inject));
    this.#begin(control);
  }

  restart(outFile: string): Run {
    const { control } = this.#place;
    const writer = TraceWriter.create(path.resolve(this.#options.cwd, outFile));
    this.#place.count++;
    const next = new RecordedRun({ ...this.#options, outFile }, this.#place, writer, this.#reader.complete());
    if (control !== undefined) next.#begin(control);
    return next;
  }

  /** Registers the run and starts following its logs. */
  #begin(control: ControlServer): void {
    const { command, cwd, level, values = false } = this.#options;
    const place = this.#place;
    this.#store.add(() => {
      if (place.owner === this) control.close();
    });
    const startedAt = new Date().toISOString();
    const masked = maskCommand(command);
    writeRunRecord(place.base, {
      id: place.id,
      hostPid: process.pid,
      directory: this.directory,
      tracePath: this.tracePath,
      socket: control.path,
      token: control.token,
      command: masked,
      startedAt,
    });
    this.#meta({
      type: 'run',
      id: this.id,
      command: masked,
      cwd,
      startedAt,
      level,
      ...(values && { values }),
      tool: INTERLEAVE_VERSION,
      originNs: Number(this.#startNs),
    });
    this.#reader.start();
    this.#stops.start();
  }

  get tracePath(): string {
    return this.#writer.file;
  }

  injectEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const { inject } = this.#place;
    return inject === undefined ? env : injectEnv(env, inject, process.platform, this.#options.command, this.#options.cwd);
  }

  onProgress(listener: (progress: RunProgress) => void): () => void {
    return this.#progress.on(listener);
  }

  onReport(listener: (report: Report) => void): () => void {
    return this.#report.on(listener);
  }

  /** The channel to its processes; undefined when another run has it, whose processes would be meant. */
  get #control(): ControlServer | undefined {
    return this.#place.owner === this ? this.#place.control : undefined;
  }

  request(message: unknown): Promise<unknown> {
    return this.#client.request(message);
  }

  async stop(): Promise<void> {
    await this.#control?.send('flush', FLUSH_MS);
    this.#reader.readAvailable();
    await endProcesses(this.#livePids());
  }

  /** Whoever reads the file later looks for deadlocks where they were told, too: Ctrl-C may undo them. */
  #noteTold({ findings }: Report): void {
    const told = findings.filter(({ kind, fingerprint }) => kind.startsWith('deadlock.') && !this.#told.has(fingerprint));
    if (told.length === 0 || this.#finished !== undefined) return;
    for (const { fingerprint } of told) this.#told.add(fingerprint);
    this.#meta({ type: 'told' });
  }

  addPause(fromMs: number, toMs: number): void {
    this.#pause(fromMs, toMs, 'breakpoint');
  }

  #pause(fromMs: number, toMs: number, why: string): void {
    // Both clocks are read now: the machine's wall clock may have been set since the run began.
    const offsetNs = Number(process.hrtime.bigint()) - Date.now() * 1e6;
    this.#meta({ type: 'pause', pid: 0, fromNs: fromMs * 1e6 + offsetNs, toNs: toMs * 1e6 + offsetNs, why });
  }

  finish(exit: { exitCode: number | null; signal: string | null }): Promise<Report> {
    this.#finished ??= this.#finish(exit, { timedOut: false });
    return this.#finished;
  }

  finishAtLimit(): Promise<Report> {
    this.#finished ??= this.#finish({ exitCode: null, signal: null }, { timedOut: true });
    return this.#finished;
  }

  async #finish(exit: { exitCode: number | null; signal: string | null }, { timedOut }: { timedOut: boolean }): Promise<Report> {
    if (timedOut) await this.#control?.send('dump', DUMP_MS);
    // Who starts the program again has only begun to end it.
    if (this.#place.owner !== this) await this.#whenGone();
    const survivors = this.#livePids();
    if (survivors.length > 0 && !timedOut) {
      await this.#control?.send('stop', FLUSH_MS);
      this.#incomplete.push(
        `${survivors.length === 1 ? 'One process was' : `${survivors.length} processes were`} still running when the recording ended.`,
      );
    }
    const patience = isInterrupted(exit) ? setTimeout(() => this.#client.enough(), PATIENCE_MS) : undefined;
    await this.#drain();
    for (const { pid, bytes } of this.#reader.tornTails()) {
      if (!isAlive(pid)) {
        this.#incomplete.push(`The last ${bytes} bytes of process ${pid} are missing: it was ended in the middle of a write.`);
      }
    }
    if (isFull(this.directory)) this.#incomplete.push(`The disk of ${this.directory} is full: what the program did after that is missing.`);
    if (this.#writer.failure !== undefined) this.#incomplete.push(this.#writer.failure);
    this.#stops.dispose();
    this.#meta({ type: 'end', ...exit, durationMs: this.#elapsedMs(), timedOut, incomplete: this.#incomplete });
    this.#reader.close();
    this.#writer.close();
    const report = await this.#client.finish();
    clearTimeout(patience);
    this.#report.fire(report);
    return report;
  }

  dispose(): void {
    this.#store.dispose();
    this.#progress.dispose();
    this.#report.dispose();
  }

  async #reportNow(): Promise<{ readonly report: Report; readonly privateReport: unknown }> {
    await this.#control?.send('dump', DUMP_MS);
    await this.#drain();
    const report = await this.#client.report();
    return { report, privateReport: await this.request({ type: 'private', request: { type: 'report' } }) };
  }

  async #drain(): Promise<void> {
    while (!this.#reader.readAvailable()) {
      await new Promise<void>((resolve) => {
        const off = this.#client.onConsumed.on(() => {
          off();
          resolve();
        });
      });
    }
  }

  #livePids(): number[] {
    const connected = this.#place.control?.pids() ?? [];
    // The connection of a process that was just ended closes a moment later.
    return this.#reader.pids.filter((pid) => isAlive(pid) && (connected.includes(pid) || isOfRun(pid, this.directory)));
  }

  /** Resolves when none of its processes is alive, or it takes too long. */
  async #whenGone(): Promise<void> {
    const since = performance.now();
    while (this.#livePids().length > 0 && performance.now() - since < GONE_MS) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }

  #take(bytes: Uint8Array<ArrayBuffer>): void {
    this.#writer.append(bytes);
    this.#client.push(bytes);
  }

  #meta(record: MetaRecord): void {
    this.#take(metaChunk(record));
  }

  #elapsedMs(): number {
    return Math.round(Number(process.hrtime.bigint() - this.#startNs) / 1e6);
  }
}

/** By Ctrl-C, or as a runner or a supervisor ends a program. */
function isInterrupted({ exitCode, signal }: { exitCode: number | null; signal: string | null }): boolean {
  return signal === 'SIGINT' || signal === 'SIGTERM' || exitCode === 130 || exitCode === 143;
}

/** Pids are used again: on Linux the environment tells whether the process is one of this run. */
function isOfRun(pid: number, directory: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'latin1').includes(directory);
  } catch {
    return false;
  }
}

/** The recorder stays silent when its log cannot be written: a disk without room is the sign. */
function isFull(directory: string): boolean {
  try {
    const { bavail, bsize } = fs.statfsSync(directory);
    return bavail * bsize < 256 << 10;
  } catch {
    return false; // The folder is gone: its logs were open and have been read.
  }
}
