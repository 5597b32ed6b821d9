/** Which run or opened trace the trees and the status bar speak of: the newest run, or the trace whose editor was used last. */
import * as vscode from 'vscode';
import { CONTEXT } from './ids.ts';
import type { Runs } from './runs.ts';
import type { TraceSource } from './tracedRun.ts';

export class Shown implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another source, or a new report of the same one. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #source: TraceSource | undefined;
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

  show(source: TraceSource): void {
    if (source === this.#source) return;
    this.#reports?.dispose();
    this.#source = source;
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
    void vscode.commands.executeCommand('setContext', CONTEXT.hasRun, false);
    this.#changed.fire();
  }

  dispose(): void {
    this.#reports?.dispose();
    for (const each of this.#subscriptions) each.dispose();
  }
}
