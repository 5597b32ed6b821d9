/** The runs of this window: prepared by the debug configuration provider, carried by debug sessions, shown by the views. */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PrepareRun } from '../host/api.ts';
import { explainErrno } from '../host/errors.ts';
import { notesFile } from '../host/notes.ts';
import { CONTEXT, TRACE_EXTENSION } from './ids.ts';
import type { Log } from './log.ts';
import { problems, reasonOf, showProblem } from './problems.ts';
import { readSettings, type Level } from './settings.ts';
import { type Carrier, TracedRun, type TraceRequest } from './tracedRun.ts';

/** Property of a resolved configuration that ties its session to a run. */
export const RUN_KEY = '__interleaveRun';

/** How long a program may take to say who waits for whom before it is ended. */
const STOP_MS = 3000;
/** A run whose session has not started by then never will (a task before launch may take its time). */
const ABANDON_MS = 600_000;

export interface NewRun {
  readonly title: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly level: Level;
  readonly debugged: boolean;
  /** Whether the recorder closes a debugger's connection: where it is not debugged, unless said. */
  readonly detach?: boolean;
  readonly request: TraceRequest;
}

export interface KeptTrace {
  readonly file: string;
  /** When it was written. */
  readonly at: number;
  readonly bytes: number;
}

export class Runs implements vscode.Disposable {
  readonly #prepareRun: PrepareRun;
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #byId = new Map<string, TracedRun>();
  /** The run of the program that a root session has now: by its id, since it keeps its configuration when the program is started again. */
  readonly #bySession = new Map<string, TracedRun>();
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #currentChanged = new vscode.EventEmitter<TracedRun>();
  readonly #stateChanged = new vscode.EventEmitter<TracedRun>();
  /** Another run became the one that the views show. */
  readonly onDidChangeCurrent = this.#currentChanged.event;
  /** The state of a run changed. */
  readonly onDidChangeState = this.#stateChanged.event;
  #current: TracedRun | undefined;
  #last: TraceRequest | undefined;

  constructor(prepareRun: PrepareRun, context: vscode.ExtensionContext, log: Log) {
    this.#prepareRun = prepareRun;
    this.#context = context;
    this.#log = log;
    this.#subscriptions.push(
      vscode.debug.onDidStartDebugSession((session) => this.#sessionStarted(session)),
      vscode.debug.onDidTerminateDebugSession((session) => void this.#ended(session)),
      vscode.window.onDidCloseTerminal((terminal) => void this.#ended(terminal)),
    );
  }

  /** The newest run; its timeline can be asked until the next one starts. */
  get current(): TracedRun | undefined {
    return this.#current;
  }

  /** The newest whose program may still run: the current one, or an earlier one that outlived it. */
  get running(): TracedRun | undefined {
    return this.#current?.live ? this.#current : [...this.#byId.values()].findLast((each) => each.live && each.carrier);
  }

  /** The run that writes a trace; undefined for one that is over. */
  writing(file: string): TracedRun | undefined {
    return [...this.#byId.values()].find((each) => each.live && each.tracePath === file);
  }

  /** What Trace Again repeats. */
  get last(): TraceRequest | undefined {
    return this.#last;
  }

  /** Folder of the bundles: the recorder's own files. */
  get distDir(): string {
    return path.join(this.#context.extensionPath, 'dist');
  }

  /** Recorded traces where this window keeps them, of all its folders, newest first. Empty when there is no such folder yet. */
  async traces(): Promise<KeptTrace[]> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const kept = new Set((folders.length > 0 ? folders : [undefined]).map((each) => this.#folderOf(each)));
    const found = await Promise.all([...kept].map(tracesIn));
    return found.flat().toSorted((a, b) => b.at - a.at);
  }

  #folderOf(folder: vscode.WorkspaceFolder | undefined): string {
    const { directory } = readSettings(folder);
    const own = (this.#context.storageUri ?? this.#context.globalStorageUri).fsPath;
    return directory ? path.resolve(folder?.uri.fsPath ?? own, directory) : path.join(own, 'traces');
  }

  /** The run that carries a session or one of its parents. */
  of(session: vscode.DebugSession): TracedRun | undefined {
    let root = session;
    while (root.parentSession) root = root.parentSession;
    return this.#bySession.get(root.id) ?? this.#prepared(root.configuration);
  }

  #prepared(configuration: vscode.DebugConfiguration): TracedRun | undefined {
    return this.#byId.get(String(configuration[RUN_KEY]));
  }

  /** Makes everything ready for a program to be recorded. Rejects with a UserProblem. */
  async prepare(wanted: NewRun): Promise<TracedRun> {
    const folder = await this.#traceFolder(wanted.request.folder);
    const outFile = path.join(folder, fileName(wanted.title));
    const run = await this.#prepareRun({
      command: wanted.command,
      cwd: wanted.cwd,
      level: wanted.level,
      values: readSettings(wanted.request.folder).values,
      outFile,
      debugged: wanted.debugged,
      detach: wanted.detach ?? !wanted.debugged,
      distDir: this.distDir,
    });
    this.#log.info('run.prepare', { id: run.id, level: wanted.level, debugged: wanted.debugged, trace: run.tracePath });
    return this.#add(new TracedRun(run, wanted.title, wanted.request));
  }

  #add(run: TracedRun): TracedRun {
    this.#byId.set(run.id, run);
    run.onDidChange(() => this.#changed(run));
    return run;
  }

  /**
   * The debugger is about to end the program of a session and to start it again, with the configuration that it was told last: a run of its own. Its environment is the same
   * as before, unless launch.json was edited; then a run was prepared for what is there now.
   */
  restarted(session: vscode.DebugSession, configuration: vscode.DebugConfiguration): void {
    const run = this.of(session);
    if (!run?.live) return;
    const isTraced = configuration[RUN_KEY] !== undefined;
    const prepared = this.#prepared(configuration);
    try {
      const next = prepared?.state === 'starting' ? prepared : isTraced ? this.#again(run) : undefined;
      this.#log.info('run.restart', { id: run.id, next: next?.id });
      if (next) this.carriedBy(next, session);
      void this.#finish(run);
    } catch (error) {
      void showProblem(error, this.#log);
    }
  }

  /** Where the trace is cannot be asked for: the program waits for nobody. */
  #again(run: TracedRun): TracedRun {
    const folder = path.dirname(run.tracePath);
    const next = this.#add(run.restart(path.join(folder, fileName(run.title))));
    const { directory, keepTraces } = readSettings(run.folder);
    if (!directory) void prune(folder, keepTraces, this.#log);
    return next;
  }

  /** A prepared run whose program was never started. */
  abandon(run: TracedRun): void {
    this.#byId.delete(run.id);
    run.dispose();
  }

  /** Ends the program of the running run, after asking it who waits for whom. */
  async stop(): Promise<void> {
    const run = this.running;
    if (!run?.carrier) return;
    run.wasStopped = true;
    this.#log.info('run.stop', { id: run.id });
    await Promise.race([run.stop(), new Promise((resolve) => setTimeout(resolve, STOP_MS))]).catch((error: unknown) =>
      this.#log.error('run.stop', error),
    );
    if ('dispose' in run.carrier) run.carrier.dispose();
    else await vscode.debug.stopDebugging(run.carrier);
  }

  dispose(): void {
    for (const each of [...this.#subscriptions, ...this.#byId.values(), this.#currentChanged, this.#stateChanged]) each.dispose();
    this.#byId.clear();
  }

  #sessionStarted(session: vscode.DebugSession): void {
    if (session.parentSession) return;
    const run = this.#prepared(session.configuration);
    if (!run || run.carrier) return;
    this.#log.info('session.start', { run: run.id, session: session.id, type: session.type });
    this.carriedBy(run, session);
  }

  /** The program of a prepared run can start from now on. */
  carriedBy(run: TracedRun, carrier: Carrier): void {
    const previous = this.#current;
    this.#current = run;
    this.#last = run.startedBy;
    if ('id' in carrier) this.#bySession.set(carrier.id, run);
    run.started(carrier);
    this.#currentChanged.fire(run);
    // Kept until now so that its timeline could still be asked; one whose report is still made goes when that is there.
    if (previous?.settled) this.abandon(previous);
    // Prepared, and then its program was never started (cancelled, or js-debug refused).
    for (const each of this.#byId.values()) {
      if (each.state === 'starting' && Date.now() - each.startedAt > ABANDON_MS) this.abandon(each);
    }
  }

  async #ended(carrier: Carrier): Promise<void> {
    const isSame = (other: Carrier | undefined): boolean =>
      other === carrier || (other !== undefined && 'id' in other && 'id' in carrier && other.id === carrier.id);
    // The last of those that it carried: the others are finished, or about to be.
    const run = [...this.#byId.values()].findLast((each) => isSame(each.carrier));
    if (!run) return;
    if ('id' in carrier) this.#bySession.delete(carrier.id);
    this.#log.info('session.end', { run: run.id, exitCode: run.exitCode });
    await this.#finish(run);
  }

  async #finish(run: TracedRun): Promise<void> {
    try {
      const report = await run.finish();
      this.#log.info('run.finish', {
        id: run.id,
        findings: report.findings.length,
        events: report.run.events,
        dropped: report.run.droppedEvents,
      });
      for (const note of report.notes) this.#log.info('run.note', { id: run.id, note });
      for (const sentence of report.run.incomplete) this.#log.warn('run.note', { id: run.id, note: sentence });
      // Who stops a program at once knows why there is nothing; the views say it.
      if (report.run.processes === 0 && !run.wasStopped) void showProblem(problems.nothingRecorded(run.lastWords), this.#log);
    } catch (error) {
      this.#log.error('run.failed', error, { id: run.id, directory: run.tracePath });
      void showProblem(problems.cannotFinish(reasonOf(error)), this.#log);
    }
    if (run !== this.#current) this.abandon(run);
  }

  #changed(run: TracedRun): void {
    void vscode.commands.executeCommand('setContext', CONTEXT.tracing, this.running !== undefined);
    if (run === this.#current) {
      void vscode.commands.executeCommand('setContext', CONTEXT.hasRun, true);
      void vscode.commands.executeCommand('setContext', CONTEXT.canTraceAgain, true);
    }
    this.#stateChanged.fire(run);
  }

  /** The folder for traces, made and pruned. Rejects with a UserProblem when it cannot be written. */
  async #traceFolder(folder: vscode.WorkspaceFolder | undefined): Promise<string> {
    const { directory, keepTraces } = readSettings(folder);
    const chosen = this.#folderOf(folder);
    try {
      await mkdir(chosen, { recursive: true });
      // Writing is the only test that counts: permissions say nothing about a read-only or full disk.
      const probe = path.join(chosen, `.probe-${process.pid}`);
      await writeFile(probe, '');
      await rm(probe);
    } catch (error) {
      throw problems.unwritable(chosen, explainErrno(error));
    }
    // Only in our own storage: in a folder that the user chose, files are theirs.
    if (!directory) await prune(chosen, keepTraces - 1, this.#log);
    return chosen;
  }
}

async function tracesIn(folder: string): Promise<KeptTrace[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names
    .filter((name) => name.endsWith(TRACE_EXTENSION))
    .map(async (name) => {
      const file = path.join(folder, name);
      const { mtimeMs, size } = await stat(file);
      return { file, at: mtimeMs, bytes: size };
    });
  return Promise.all(found);
}

function fileName(title: string): string {
  return `${path.parse(title).name.replace(/[^\w.-]+/g, '-')}-${new Date().toISOString().replace(/[:.]/g, '-')}${TRACE_EXTENSION}`;
}

/** Keeps so many traces, and removes the oldest ones. */
async function prune(folder: string, keep: number, log: Log): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(TRACE_EXTENSION));
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(path.join(folder, name))).mtimeMs })));
  const old = dated.toSorted((a, b) => b.at - a.at).slice(keep);
  for (const { name } of old) {
    log.info('trace.prune', { name });
    await rm(path.join(folder, name), { force: true });
    await rm(notesFile(path.join(folder, name)), { force: true });
  }
}
