/** A recorded trace as a document of the editor: shown while it is read, then analysed; nothing about it changes after that. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../analysis/finding.ts';
import type { OpeningProgress, OpeningTrace, Part } from '../../host/api.ts';
import type { Opening } from '../../view/protocol.ts';
import { t } from '../l10n.ts';
import type { TraceCopy } from './traceCopy.ts';
import type { TraceSource } from '../tracedRun.ts';

/** An opening that takes longer is told, and can be ended. */
const TELL_MS = 3000;

export class TraceDocument implements vscode.CustomDocument, TraceSource {
  readonly uri: vscode.Uri;
  readonly title: string;
  readonly tracePath: string;
  readonly live = false;
  #trace: OpeningTrace;
  readonly #progressed = new vscode.EventEmitter<OpeningProgress>();
  readonly #reported = new vscode.EventEmitter<Report>();
  readonly onDidProgress = this.#progressed.event;
  readonly onDidReport = this.#reported.event;
  readonly #closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.#closed.event;
  /** Editors that show it. */
  readonly panels = new Set<vscode.WebviewPanel>();
  readonly #copy: TraceCopy | undefined;
  readonly #failed: (error: unknown) => void;
  #part: Part = {};
  #report: Report | undefined;
  #hasFailed = false;
  #isDisposed = false;

  /** `copy`: of what is on no disk. `failed`: the trace cannot be read to its end, or not be analysed. */
  constructor(uri: vscode.Uri, copy: TraceCopy | undefined, trace: OpeningTrace, failed: (error: unknown) => void) {
    this.uri = uri;
    this.title = path.basename(uri.path);
    this.tracePath = copy?.file ?? uri.fsPath;
    this.#copy = copy;
    this.#trace = trace;
    this.#failed = failed;
    this.#follow(trace);
  }

  #follow(trace: OpeningTrace): void {
    trace.onProgress((progress) => this.#progressed.fire(progress));
    const isCurrent = (): boolean => !this.#isDisposed && trace === this.#trace;
    trace.report.then(
      (report) => {
        if (!isCurrent()) return;
        this.#report = report;
        this.#reported.fire(report);
        this.#progressed.fire(trace.progress);
      },
      (error: unknown) => {
        if (!isCurrent()) return;
        this.#hasFailed = true;
        this.#progressed.fire(trace.progress);
        this.#failed(error);
      },
    );
  }

  /** Another part of the run takes the place of what is shown: as with another file, all begins anew. */
  show(trace: OpeningTrace, part: Part): void {
    this.#trace.dispose();
    this.#trace = trace;
    this.#part = part;
    this.#report = undefined;
    this.#hasFailed = false;
    this.#follow(trace);
    this.#progressed.fire(trace.progress);
  }

  /** Each part of the run has views of its own. */
  get id(): string {
    const { fromMs = 0, untilMs } = this.#part;
    return `${this.uri.toString()}${fromMs === 0 && untilMs === undefined ? '' : `#${fromMs}-${untilMs ?? ''}`}`;
  }

  get part(): Part {
    return this.#part;
  }

  get report(): Report | undefined {
    return this.#report;
  }

  /** Notes of the reader can be kept beside it. */
  get keepsNotes(): boolean {
    return this.#copy === undefined;
  }

  get folder(): vscode.WorkspaceFolder | undefined {
    return vscode.workspace.getWorkspaceFolder(this.uri);
  }

  /** Of a file nobody knows. */
  readonly wasStopped = false;

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
    this.#closed.fire();
    this.#closed.dispose();
    this.#copy?.dispose();
  }
}

/** A notification that can end a long opening, which closes its editors. */
export function tellOpening(document: TraceDocument): void {
  const timer = setTimeout(() => {
    if (!isOpening(document)) return;
    const options = { location: vscode.ProgressLocation.Notification, title: t('Opening {0}', document.title), cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => untilOpened(document, progress, token));
  }, TELL_MS);
  document.onDidClose(() => clearTimeout(timer));
}

function isOpening({ opening }: TraceDocument): boolean {
  return opening !== undefined && opening.phase !== 'failed';
}

function untilOpened(
  document: TraceDocument,
  told: vscode.Progress<{ increment: number }>,
  token: vscode.CancellationToken,
): Promise<void> {
  let share = 0;
  return new Promise((resolve) => {
    token.onCancellationRequested(() => {
      for (const panel of document.panels) panel.dispose();
    });
    document.onDidClose(resolve);
    document.onDidProgress((progress) => {
      if (!isOpening(document)) {
        resolve();
        return;
      }
      told.report({ increment: (progress.share - share) * 100 });
      share = progress.share;
    });
  });
}
