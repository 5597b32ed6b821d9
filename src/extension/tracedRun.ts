/** One run as the editor sees it: a host Run, the debug session that carries it, and what the views need to know. */
import * as vscode from 'vscode';
import type { Report } from '../analysis/finding.ts';
import type { Part, Run, RunProgress } from '../host/api.ts';
import { keepEnd, lastWords } from './launch/lastWords.ts';
import type { Opening } from '../view/protocol.ts';

export type RunState = 'starting' | 'running' | 'finishing' | 'finished' | 'failed';

/** How a run was started, to start it again. */
export interface TraceRequest {
  readonly folder: vscode.WorkspaceFolder | undefined;
  /** A configuration, or the name of one in launch.json. */
  readonly configuration: vscode.DebugConfiguration | string;
  readonly noDebug: boolean;
  /** How to start it, where it is no debug session. */
  readonly start?: () => Promise<boolean>;
}

/** What a run ends with. */
export type Carrier = vscode.DebugSession | vscode.Terminal;

/** What a timeline shows: a run, live or ended, or an opened trace. */
export interface TraceSource {
  /** Unique among runs and files. */
  readonly id: string;
  readonly title: string;
  /** The .ilv file. */
  readonly tracePath: string;
  /** The part of the run that is looked at; missing: all of it. */
  readonly part?: Part;
  /** The folder of the workspace that it belongs to. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  /** The program may still run. */
  readonly live: boolean;
  /** A file that is being read or analysed. */
  readonly opening: Opening | undefined;
  /** Nothing of it changes any more. */
  readonly settled: boolean;
  readonly report: Report | undefined;
  readonly progress: { readonly events: number } | undefined;
  /** The user ended the program. */
  readonly wasStopped: boolean;
  /** What the program wrote to stderr last, where that is known. */
  readonly lastWords?: string;
  readonly onDidProgress: vscode.Event<unknown>;
  readonly onDidReport: vscode.Event<Report>;
  /** Forwarded to the engine as it is. */
  request(body: unknown): Promise<unknown>;
}

export class TracedRun implements TraceSource, vscode.Disposable {
  readonly title: string;
  readonly startedBy: TraceRequest;
  readonly startedAt = Date.now();
  readonly opening = undefined;
  readonly #run: Run;
  readonly #progressed = new vscode.EventEmitter<RunProgress>();
  readonly #reported = new vscode.EventEmitter<Report>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #unsubscribe: readonly (() => void)[];
  readonly onDidProgress = this.#progressed.event;
  readonly onDidReport = this.#reported.event;
  /** The state changed. */
  readonly onDidChange = this.#changed.event;
  #state: RunState = 'starting';
  #report: Report | undefined;
  #progress: RunProgress | undefined;
  /** The session that carries the run (child sessions hang below it), or the terminal. */
  carrier: Carrier | undefined;
  exitCode: number | null = null;
  wasStopped = false;
  #errorOutput = '';

  constructor(run: Run, title: string, request: TraceRequest) {
    this.#run = run;
    this.title = title;
    this.startedBy = request;
    this.#unsubscribe = [
      run.onProgress((progress) => {
        this.#progress = progress;
        this.#progressed.fire(progress);
      }),
      run.onReport((report) => this.#setReport(report)),
    ];
  }

  get id(): string {
    return this.#run.id;
  }

  get tracePath(): string {
    return this.#run.tracePath;
  }

  get folder(): vscode.WorkspaceFolder | undefined {
    return this.startedBy.folder;
  }

  get state(): RunState {
    return this.#state;
  }

  /** The program may still run. */
  get live(): boolean {
    return this.#state === 'starting' || this.#state === 'running';
  }

  get settled(): boolean {
    return this.#state === 'finished' || this.#state === 'failed';
  }

  get report(): Report | undefined {
    return this.#report;
  }

  get progress(): RunProgress | undefined {
    return this.#progress;
  }

  injectEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return this.#run.injectEnv(env);
  }

  request(body: unknown): Promise<unknown> {
    return this.#run.request(body);
  }

  /** The run of the program when it is started again in the same way. Throws a UserError when its trace cannot be written. */
  restart(outFile: string): TracedRun {
    return new TracedRun(this.#run.restart(outFile), this.title, this.startedBy);
  }

  addPause(fromMs: number, toMs: number): void {
    if (!this.settled) this.#run.addPause(fromMs, toMs);
  }

  started(carrier: Carrier): void {
    this.carrier = carrier;
    this.#setState('running');
  }

  /** The program wrote to stderr. */
  addErrorOutput(text: string): void {
    this.#errorOutput = keepEnd(this.#errorOutput, text);
  }

  /** What it wrote there last, as far as the debugger passes it on. */
  get lastWords(): string {
    return lastWords(this.#errorOutput);
  }

  /** Asks the traced processes to say who waits for whom, before they are ended. */
  stop(): Promise<void> {
    return this.#run.stop();
  }

  /** The program is gone. Resolves with the final report; rejects when it could not be made. */
  async finish(): Promise<Report> {
    this.#setState('finishing');
    try {
      const report = await this.#run.finish({ exitCode: this.exitCode, signal: null });
      this.#setReport(report);
      this.#setState('finished');
      return report;
    } catch (error) {
      this.#setState('failed');
      throw error;
    }
  }

  dispose(): void {
    for (const each of this.#unsubscribe) each();
    this.#run.dispose();
    for (const each of [this.#progressed, this.#reported, this.#changed]) each.dispose();
  }

  #setReport(report: Report): void {
    if (report === this.#report) return;
    this.#report = report;
    this.#reported.fire(report);
  }

  #setState(state: RunState): void {
    this.#state = state;
    this.#changed.fire();
  }
}
