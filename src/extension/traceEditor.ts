/** The editor of `.ilv` files: read-only, the same timeline as of a run, from a file that may be of any origin. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../analysis/finding.ts';
import type { OpenedTrace, OpenTrace, RunProgress } from '../host/api.ts';
import { UserError } from '../host/errors.ts';
import { TRACE_EDITOR } from './ids.ts';
import { t } from './l10n.ts';
import type { Log } from './log.ts';
import { problems, reasonOf, showProblem } from './problems.ts';
import type { Runs } from './runs.ts';
import type { Shown } from './shown.ts';
import { type Selection, TimelineBridge } from './timelineBridge.ts';
import type { TraceSource } from './tracedRun.ts';
import { timelineHtml, webviewOptions } from './webviewHtml.ts';

/** An opened file: nothing about it changes any more. */
class TraceDocument implements vscode.CustomDocument, TraceSource {
  readonly uri: vscode.Uri;
  readonly id: string;
  readonly title: string;
  readonly tracePath: string;
  readonly live = false;
  readonly settled = true;
  readonly progress: RunProgress | undefined = undefined;
  readonly onDidProgress: vscode.Event<RunProgress> = () => new vscode.Disposable(() => undefined);
  readonly onDidReport: vscode.Event<Report> = () => new vscode.Disposable(() => undefined);
  readonly #trace: OpenedTrace;

  constructor(uri: vscode.Uri, trace: OpenedTrace) {
    this.uri = uri;
    this.id = uri.toString();
    this.title = path.basename(uri.path);
    this.tracePath = uri.fsPath;
    this.#trace = trace;
  }

  get report(): Report {
    return this.#trace.report;
  }

  request(body: unknown): Promise<unknown> {
    return this.#trace.request(body);
  }

  dispose(): void {
    this.#trace.dispose();
  }
}

export class TraceEditor implements vscode.CustomReadonlyEditorProvider<TraceDocument>, vscode.Disposable {
  readonly #openTrace: OpenTrace;
  readonly #context: vscode.ExtensionContext;
  readonly #runs: Runs;
  readonly #shown: Shown;
  readonly #log: Log;
  readonly #registration: vscode.Disposable;
  readonly #bridges = new Map<TraceSource, TimelineBridge>();

  constructor(openTrace: OpenTrace, context: vscode.ExtensionContext, runs: Runs, shown: Shown, log: Log) {
    this.#openTrace = openTrace;
    this.#context = context;
    this.#runs = runs;
    this.#shown = shown;
    this.#log = log;
    this.#registration = vscode.window.registerCustomEditorProvider(TRACE_EDITOR, this, { supportsMultipleEditorsPerDocument: true });
  }

  async openCustomDocument(uri: vscode.Uri): Promise<TraceDocument> {
    if (uri.scheme !== 'file') {
      throw problems.notATrace(t("{0} is not on this machine's disk. Download it, then open it.", path.basename(uri.path)));
    }
    this.#log.info('trace.open', { file: uri.fsPath });
    try {
      return new TraceDocument(uri, await this.#openTrace(uri.fsPath, this.#runs.distDir));
    } catch (error) {
      const problem = problems.notATrace(
        error instanceof UserError ? error.message : t('{0} cannot be opened: {1}.', uri.fsPath, reasonOf(error)),
      );
      void showProblem(problem, this.#log);
      throw problem;
    }
  }

  resolveCustomEditor(document: TraceDocument, panel: vscode.WebviewPanel): void {
    panel.webview.options = webviewOptions(this.#context.extensionUri);
    const bridge = new TimelineBridge({
      webview: panel.webview,
      source: document,
      log: this.#log,
      storage: this.#context.workspaceState,
      // Beside the trace, not over it.
      column: () => vscode.ViewColumn.Beside,
      untrusted: true,
    });
    this.#bridges.set(document, bridge);
    panel.onDidChangeViewState(() => {
      if (!panel.visible) bridge.hidden();
      if (panel.active) this.#shown.show(document);
    });
    panel.onDidDispose(() => {
      bridge.dispose();
      if (this.#bridges.get(document) !== bridge) return;
      this.#bridges.delete(document);
      this.#shown.hide(document, this.#runs.current);
    });
    panel.webview.html = timelineHtml(panel.webview, this.#context.extensionUri);
    this.#shown.show(document);
  }

  /** Brings something of an opened trace into sight; false when the source is not an opened trace. */
  select(source: TraceSource | undefined, what: Selection): boolean {
    const bridge = source && this.#bridges.get(source);
    bridge?.select(what);
    return bridge !== undefined;
  }

  dispose(): void {
    for (const each of this.#bridges.values()) each.dispose();
    this.#registration.dispose();
  }
}
