/** The timeline in the panel: follows the newest run, and says how to make one before there is any. */
import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../ids.ts';
import { t } from '../l10n.ts';
import { whyNotTraced } from '../launch/launch.ts';
import { nameOfTrace } from '../recorded.ts';
import type { Log } from '../log.ts';
import type { Runs } from '../runs.ts';
import { readSettings } from '../settings.ts';
import type { Shown } from '../shown.ts';
import type { SourceChanges } from '../sources/sourceChanges.ts';
import { type Selection, TimelineBridge } from './timelineBridge.ts';
import type { TracedRun } from '../tracedRun.ts';
import { emptyHtml, type StartingPoint, timelineHtml, webviewOptions } from './webviewHtml.ts';

function startingPoints(): StartingPoint[] {
  const ways = [
    { title: t('Trace the current file'), command: COMMANDS.traceFile },
    { title: t('Trace a launch configuration'), command: COMMANDS.traceConfig },
  ];
  const trust = vscode.workspace.isTrusted ? [] : [{ title: t('Manage Trust'), command: 'workbench.trust.manage' }];
  return [...(whyNotTraced() ? trust : ways), { title: t('Open a recorded trace'), command: COMMANDS.openTrace }];
}

export class TimelineView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #runs: Runs;
  readonly #shown: Shown;
  readonly #changes: SourceChanges;
  readonly #log: Log;
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | undefined;
  #bridge: TimelineBridge | undefined;

  constructor(context: vscode.ExtensionContext, runs: Runs, shown: Shown, changes: SourceChanges, log: Log) {
    this.#context = context;
    this.#changes = changes;
    this.#runs = runs;
    this.#shown = shown;
    this.#log = log;
    this.#subscriptions = [
      vscode.window.registerWebviewViewProvider(VIEWS.timeline, this),
      runs.onDidChangeCurrent((run) => this.#follow(run)),
      runs.onDidChangeState((run) => {
        if (run === runs.current) this.#bridge?.refresh();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        if (this.#view && !runs.current) this.#show(this.#view, undefined);
      }),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    view.onDidChangeVisibility(() => {
      if (!view.visible) this.#bridge?.hidden();
    });
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#bridge?.dispose();
    });
    this.#show(view, this.#runs.current);
  }

  /** The page in the panel, if there is a run to show. */
  get bridge(): TimelineBridge | undefined {
    return this.#bridge;
  }

  /** Brings the timeline into sight, and something in it. */
  async reveal(what?: Selection, takeFocus = false): Promise<void> {
    await vscode.commands.executeCommand(`${VIEWS.timeline}.focus`, { preserveFocus: !takeFocus });
    if (what) this.#bridge?.select(what);
  }

  dispose(): void {
    this.#bridge?.dispose();
    for (const each of this.#subscriptions) each.dispose();
  }

  #follow(run: TracedRun): void {
    if (this.#view) this.#show(this.#view, run);
    if (readSettings(run.startedBy.folder).openTimeline) void this.reveal();
  }

  /** The window was opened again, or for the first time since: what was looked at last is not lost. */
  async #offerLast(view: vscode.WebviewView, points: readonly StartingPoint[], refusal: string | undefined): Promise<void> {
    const [last] = await this.#runs.traces().catch(() => []);
    if (last === undefined || view !== this.#view || this.#runs.current) return;
    const when = new Date(last.at).toLocaleString();
    const title = t('Open the last recorded run: {0}, {1}', nameOfTrace(last.file), when);
    view.webview.html = emptyHtml([{ title, command: COMMANDS.openTrace, args: [vscode.Uri.file(last.file)] }, ...points], refusal);
  }

  #show(view: vscode.WebviewView, run: TracedRun | undefined): void {
    this.#bridge?.dispose();
    this.#bridge = undefined;
    view.description = run?.title ?? '';
    if (!run) {
      const refusal = whyNotTraced()?.message;
      const points = startingPoints();
      view.webview.options = {
        enableScripts: false,
        enableCommandUris: points.map((each) => each.command),
        localResourceRoots: [],
      };
      view.webview.html = emptyHtml(points, refusal);
      void this.#offerLast(view, points, refusal);
      return;
    }
    view.webview.options = webviewOptions(this.#context.extensionUri);
    // The active editor: the panel lies below it.
    const column = (): vscode.ViewColumn => vscode.ViewColumn.Active;
    const { workspaceState } = this.#context;
    this.#bridge = new TimelineBridge({
      webview: view.webview,
      source: run,
      log: this.#log,
      storage: workspaceState,
      changes: this.#changes,
      column,
      untrusted: false,
      moment: (ns) => this.#shown.setMoment(run, ns),
    });
    view.webview.html = timelineHtml(view.webview, this.#context.extensionUri);
  }
}
