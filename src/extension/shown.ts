/** Which run or opened trace the trees and the status bar speak of: the newest run, or the trace whose editor was used last. */
import * as vscode from 'vscode';
import { CONTEXT } from './ids.ts';
import type { Runs } from './runs.ts';
import type { TraceSource } from './tracedRun.ts';

export class Shown implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another source, a new report of the same one, or another moment of it. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #source: TraceSource | undefined;
  #momentNs: number | undefined;
  #reports: vscode.Disposable | undefined;

  constructor(runs: Runs) {
    this.#subscriptions = [
      this.#changed,
      runs.onDidChangeCurrent((run) => this.show(run)),
      runs.onDidChangeState((run) => {
        if (run === this.#source) this.#changed.fire();
      }),
    ];
  }

  get source(): TraceSource | undefined {
    return this.#source;
  }

  /** The time that is selected in the timeline of what is shown, ns since the run began; undefined while a run still goes on. */
  get momentNs(): number | undefined {
    return this.#source?.settled === true ? this.#momentNs : undefined;
  }

  /** Another time is selected in the timeline of `source`, or none. */
  setMoment(source: TraceSource | undefined, ns: number | undefined): void {
    if (source !== this.#source || ns === this.#momentNs || source?.settled !== true) return;
    this.#momentNs = ns;
    void vscode.commands.executeCommand('setContext', CONTEXT.atMoment, ns !== undefined);
    this.#changed.fire();
  }

  #forgetMoment(): void {
    this.#momentNs = undefined;
    void vscode.commands.executeCommand('setContext', CONTEXT.atMoment, false);
  }

  show(source: TraceSource): void {
    if (source === this.#source) return;
    this.#reports?.dispose();
    this.#source = source;
    this.#forgetMoment();
    this.#reports = source.onDidReport(() => this.#changed.fire());
    void vscode.commands.executeCommand('setContext', CONTEXT.hasRun, true);
    this.#changed.fire();
  }

  /** The source is gone (its editor was closed). */
  hide(source: TraceSource, instead: TraceSource | undefined): void {
    if (source !== this.#source) return;
    if (instead) {
      this.show(instead);
      return;
    }
    this.#reports?.dispose();
    this.#source = undefined;
    this.#forgetMoment();
    void vscode.commands.executeCommand('setContext', CONTEXT.hasRun, false);
    this.#changed.fire();
  }

  dispose(): void {
    this.#reports?.dispose();
    for (const each of this.#subscriptions) each.dispose();
  }
}
