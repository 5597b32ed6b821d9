/** The editor of `.ilv` files: read-only, the same timeline as of a run, from a file that may be of any origin. */
import * as vscode from 'vscode';
import type { BeginTrace } from '../../host/api.ts';
import { UserError } from '../../host/errors.ts';
import { COMMANDS, TRACE_EDITOR } from '../ids.ts';
import { t } from '../l10n.ts';
import type { Log } from '../log.ts';
import { problems, reasonOf, showProblem } from '../problems.ts';
import type { Runs } from '../runs.ts';
import type { Shown } from '../shown.ts';
import type { SourceChanges } from '../sources/sourceChanges.ts';
import { TimelineBridge } from './timelineBridge.ts';
import { choosePart } from './chooseParts.ts';
import { copyTrace, type TraceCopy } from './traceCopy.ts';
import { TraceDocument, tellOpening } from './traceDocument.ts';
import type { TraceSource } from '../tracedRun.ts';
import { emptyHtml, timelineHtml, webviewOptions } from './webviewHtml.ts';

/** A file that cannot be opened, and why: said in its editor. One that fails to open is a dialog of VS Code instead, and takes the editor that was seen before with it. */
class UnreadableTrace implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly sentence: string;

  constructor(uri: vscode.Uri, sentence: string) {
    this.uri = uri;
    this.sentence = sentence;
  }

  dispose(): void {}
}

function sentenceOf(uri: vscode.Uri, copy: TraceCopy | undefined, error: unknown): string {
  const name = uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
  const sentence = error instanceof UserError ? error.message : t('{0} cannot be opened: {1}.', name, reasonOf(error));
  return copy ? sentence.replaceAll(copy.file, name) : sentence;
}

export class TraceEditor implements vscode.CustomReadonlyEditorProvider<TraceDocument | UnreadableTrace>, vscode.Disposable {
  readonly #beginTrace: BeginTrace;
  readonly #context: vscode.ExtensionContext;
  readonly #runs: Runs;
  readonly #shown: Shown;
  readonly #changes: SourceChanges;
  readonly #log: Log;
  readonly #registration: vscode.Disposable;
  readonly #bridges = new Map<TraceSource, TimelineBridge>();

  constructor(beginTrace: BeginTrace, context: vscode.ExtensionContext, runs: Runs, shown: Shown, changes: SourceChanges, log: Log) {
    this.#beginTrace = beginTrace;
    this.#context = context;
    this.#runs = runs;
    this.#shown = shown;
    this.#changes = changes;
    this.#log = log;
    this.#registration = vscode.window.registerCustomEditorProvider(TRACE_EDITOR, this, { supportsMultipleEditorsPerDocument: true });
  }

  async openCustomDocument(uri: vscode.Uri): Promise<TraceDocument | UnreadableTrace> {
    this.#log.info('trace.open', { file: uri.toString(true) });
    let copy: TraceCopy | undefined;
    try {
      copy = uri.scheme === 'file' ? undefined : await copyTrace(uri);
      const trace = await this.#beginTrace(copy?.file ?? uri.fsPath, this.#runs.distDir);
      return new TraceDocument(uri, copy, trace, (error) => {
        void showProblem(problems.notATrace(sentenceOf(uri, copy, error)), this.#log);
      });
    } catch (error) {
      copy?.dispose();
      const sentence = sentenceOf(uri, copy, error);
      this.#log.warn('problem', { message: sentence });
      return new UnreadableTrace(uri, sentence);
    }
  }

  resolveCustomEditor(document: TraceDocument | UnreadableTrace, panel: vscode.WebviewPanel): void {
    if (document instanceof UnreadableTrace) {
      panel.webview.options = { enableCommandUris: [COMMANDS.openTrace] };
      panel.webview.html = emptyHtml([{ title: t('Open Another Trace'), command: COMMANDS.openTrace }], document.sentence);
      return;
    }
    panel.webview.options = webviewOptions(this.#context.extensionUri);
    const bridge = new TimelineBridge({
      webview: panel.webview,
      source: document,
      log: this.#log,
      storage: this.#context.workspaceState,
      changes: this.#changes,
      // Beside the trace, not over it.
      column: () => vscode.ViewColumn.Beside,
      untrusted: true,
      moment: (ns) => this.#shown.setMoment(document, ns),
      keepsNotes: document.keepsNotes,
      canChoosePart: true,
      focus: () => panel.reveal(),
    });
    this.#bridges.set(document, bridge);
    if (document.panels.size === 0) tellOpening(document);
    document.panels.add(panel);
    panel.onDidChangeViewState(() => {
      if (!panel.visible) bridge.hidden();
      if (panel.active) this.#shown.show(document);
    });
    panel.onDidDispose(() => {
      document.panels.delete(panel);
      bridge.dispose();
      if (this.#bridges.get(document) !== bridge) return;
      this.#bridges.delete(document);
      this.#shown.hide(document, this.#runs.current);
    });
    panel.webview.html = timelineHtml(panel.webview, this.#context.extensionUri);
    this.#shown.show(document);
  }

  /** Asks which part of the run is to be shown, and shows it. False: what is shown is no opened trace. */
  async choosePart(source: TraceSource | undefined): Promise<boolean> {
    if (!(source instanceof TraceDocument)) return false;
    const part = await choosePart(source);
    if (part === undefined) return true;
    source.show(await this.#beginTrace(source.tracePath, this.#runs.distDir, part), part);
    this.#bridges.get(source)?.hidden();
    // Pages begin anew, as with another file.
    for (const panel of source.panels) panel.webview.html = timelineHtml(panel.webview, this.#context.extensionUri);
    tellOpening(source);
    return true;
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
