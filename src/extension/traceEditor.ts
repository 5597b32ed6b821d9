/** The editor of `.ilv` files: read-only, the same timeline as of a run, from a file that may be of any origin. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../analysis/finding.ts';
import type { BeginTrace, OpeningProgress, OpeningTrace } from '../host/api.ts';
import { UserError } from '../host/errors.ts';
import { TRACE_EDITOR } from './ids.ts';
import { t } from './l10n.ts';
import type { Log } from './log.ts';
import { problems, reasonOf, showProblem } from './problems.ts';
import type { Runs } from './runs.ts';
import type { Shown } from './shown.ts';
import { TimelineBridge } from './timelineBridge.ts';
import type { TraceSource } from './tracedRun.ts';
import type { Opening } from '../view/protocol.ts';
import { timelineHtml, webviewOptions } from './webviewHtml.ts';

/** An opened file: shown while it is read, then analysed; nothing about it changes after that. */
class TraceDocument implements vscode.CustomDocument, TraceSource {
  readonly uri: vscode.Uri;
  readonly id: string;
  readonly title: string;
  readonly tracePath: string;
  readonly live = false;
  readonly #trace: OpeningTrace;
  readonly #progressed = new vscode.EventEmitter<OpeningProgress>();
  readonly #reported = new vscode.EventEmitter<Report>();
  readonly onDidProgress = this.#progressed.event;
  readonly onDidReport = this.#reported.event;
  #report: Report | undefined;
  #hasFailed = false;
  #isDisposed = false;

  /** `failed`: the trace cannot be read to its end, or not be analysed. */
  constructor(uri: vscode.Uri, trace: OpeningTrace, failed: (error: unknown) => void) {
    this.uri = uri;
    this.id = uri.toString();
    this.title = path.basename(uri.path);
    this.tracePath = uri.fsPath;
    this.#trace = trace;
    trace.onProgress((progress) => this.#progressed.fire(progress));
    trace.report.then(
      (report) => {
        if (this.#isDisposed) return;
        this.#report = report;
        this.#reported.fire(report);
        this.#progressed.fire(trace.progress);
      },
      (error: unknown) => {
        if (this.#isDisposed) return;
        this.#hasFailed = true;
        this.#progressed.fire(trace.progress);
        failed(error);
      },
    );
  }

  get report(): Report | undefined {
    return this.#report;
  }

  get progress(): OpeningProgress {
    return this.#trace.progress;
  }

  get settled(): boolean {
    return this.#report !== undefined;
  }

  get opening(): Opening | undefined {
    if (this.#report !== undefined) return undefined;
    const { phase, share } = this.#trace.progress;
    return { phase: this.#hasFailed ? 'failed' : phase, share };
  }

  request(body: unknown): Promise<unknown> {
    return this.#trace.request(body);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#trace.dispose();
    this.#progressed.dispose();
    this.#reported.dispose();
  }
}

export class TraceEditor implements vscode.CustomReadonlyEditorProvider<TraceDocument>, vscode.Disposable {
  readonly #beginTrace: BeginTrace;
  readonly #context: vscode.ExtensionContext;
  readonly #runs: Runs;
  readonly #shown: Shown;
  readonly #log: Log;
  readonly #registration: vscode.Disposable;
  readonly #bridges = new Map<TraceSource, TimelineBridge>();

  constructor(beginTrace: BeginTrace, context: vscode.ExtensionContext, runs: Runs, shown: Shown, log: Log) {
    this.#beginTrace = beginTrace;
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
      const trace = await this.#beginTrace(uri.fsPath, this.#runs.distDir);
      return new TraceDocument(uri, trace, (error) => this.#tell(uri, error));
    } catch (error) {
      throw this.#tell(uri, error);
    }
  }

  #tell(uri: vscode.Uri, error: unknown): Error {
    const problem = problems.notATrace(
      error instanceof UserError ? error.message : t('{0} cannot be opened: {1}.', uri.fsPath, reasonOf(error)),
    );
    void showProblem(problem, this.#log);
    return problem;
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
      focus: () => panel.reveal(),
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

  /** The page of an opened trace; undefined when the source is not one. */
  bridge(source: TraceSource | undefined): TimelineBridge | undefined {
    return source && this.#bridges.get(source);
  }

  dispose(): void {
    for (const each of this.#bridges.values()) each.dispose();
    this.#registration.dispose();
  }
}
