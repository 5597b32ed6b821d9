/** The tree "Runs": the run that is shown in the timeline, and the traces that were kept, newest first; a click opens one as an editor. */
import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../ids.ts';
import { t } from '../l10n.ts';
import { nameOfTrace } from '../recorded.ts';
import type { KeptTrace, Runs } from '../runs.ts';

export class RunsView implements vscode.TreeDataProvider<KeptTrace>, vscode.Disposable {
  readonly #runs: Runs;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(runs: Runs) {
    this.#runs = runs;
    this.#subscriptions = [
      this.#changed,
      vscode.window.createTreeView(VIEWS.runs, { treeDataProvider: this }),
      runs.onDidChangeCurrent(() => this.#changed.fire(undefined)),
      runs.onDidChangeState(() => this.#changed.fire(undefined)),
    ];
  }

  async getChildren(node?: KeptTrace): Promise<KeptTrace[]> {
    return node ? [] : this.#runs.traces();
  }

  getTreeItem({ file, at, bytes }: KeptTrace): vscode.TreeItem {
    const current = this.#runs.current;
    const isCurrent = current?.tracePath === file;
    const running = this.#runs.writing(file);
    const name = nameOfTrace(file);
    const item = new vscode.TreeItem(running?.title ?? (isCurrent ? (current?.title ?? name) : name));
    const when = new Date(at).toLocaleString();
    const size = bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${Math.round(bytes / 1e6)} MB`;
    item.id = file;
    item.description = `${running ? t('running') : isCurrent ? t('in the timeline') : when} · ${size}`;
    item.tooltip = file;
    item.iconPath = new vscode.ThemeIcon(running ? 'loading~spin' : isCurrent ? 'pulse' : 'history');
    item.command = isCurrent
      ? { command: COMMANDS.showTimeline, title: t('Show Timeline') }
      : { command: COMMANDS.openTrace, title: t('Open Trace'), arguments: [vscode.Uri.file(file)] };
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    return item;
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }
}
