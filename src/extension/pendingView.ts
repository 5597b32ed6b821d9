/** The tree "Pending & Why": which tasks wait, on what, since when; below each what it waits for, down to what nobody can see through. */
import * as vscode from 'vscode';
import type { PendingNode } from '../analysis/finding.ts';
import { VIEWS } from './ids.ts';
import { t } from './l10n.ts';
import { describePlace, toRange } from './locations.ts';
import { describePending } from './pendingText.ts';
import type { Shown } from './shown.ts';

type Node = PendingNode | string;

const POLL_MS = 1000;
/** After an answer that took t, the next question comes this many t later. */
const POLL_SHARE = 4;

const ICON: Record<PendingNode['reason'], string> = {
  timer: 'watch',
  socket: 'plug',
  child: 'server-process',
  'worker-message': 'mail',
  lock: 'lock',
  queue: 'list-ordered',
  event: 'symbol-event',
  'promise-lost': 'circle-slash',
  stdin: 'terminal',
  stream: 'arrow-swap',
  'thread-blocked': 'debug-pause',
  combinator: 'combine',
  unknown: 'question',
};

export class PendingView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #shown: Shown;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Node>;
  readonly #subscriptions: vscode.Disposable[];
  #pending: readonly PendingNode[] = [];
  #polling = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(shown: Shown) {
    this.#shown = shown;
    this.#view = vscode.window.createTreeView(VIEWS.pending, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      shown.onDidChange(() => this.#refresh()),
      this.#view.onDidChangeVisibility(() => void this.#poll()),
    ];
    this.#refresh();
  }

  getChildren(node?: Node): Node[] {
    if (typeof node === 'string') return [];
    if (node) return [...node.children];
    const source = this.#shown.source;
    if (!source) return [];
    if (this.#pending.length > 0) return [...this.#pending];
    return [source.live ? t('No task waits at the moment.') : t('Nothing was pending when the program ended.')];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (typeof node === 'string') return new vscode.TreeItem(node);
    const state = node.children.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None;
    const { label, why, age } = describePending(node, t);
    const item = new vscode.TreeItem(label, state);
    const place = node.locations[0];
    item.description = [why, age, place ? describePlace(place) : ''].filter(Boolean).join(' · ');
    item.iconPath = new vscode.ThemeIcon(ICON[node.reason]);
    item.accessibilityInformation = { label: t('{0}, pending {1}, {2}', label, age, why) };
    if (node.wokenBy) item.tooltip = `${label} ${why}\n${t('Usually woken by {0}', describePlace(node.wokenBy))}`;
    if (place) {
      const uri = vscode.Uri.file(place.file);
      const options: vscode.TextDocumentShowOptions = { selection: toRange(place), preserveFocus: true, preview: true };
      item.command = { command: 'vscode.open', title: t('Show'), arguments: [uri, options] };
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of this.#subscriptions) each.dispose();
  }

  /** While a program runs, who waits changes without any finding: the engine is asked again as long as somebody looks. */
  async #poll(): Promise<void> {
    const source = this.#shown.source;
    clearTimeout(this.#timer);
    if (!source?.live || !this.#view.visible || this.#polling) return;
    this.#polling = true;
    const started = performance.now();
    try {
      this.#pending = (await source.request({ type: 'pending' })) as readonly PendingNode[]; // SAFETY: the engine's answer to this request
    } catch {
      // The run has just ended; its report follows.
    }
    this.#polling = false;
    if (source !== this.#shown.source) return;
    this.#changed.fire(undefined);
    const tookMs = performance.now() - started;
    this.#timer = setTimeout(() => void this.#poll(), Math.max(POLL_MS, tookMs * POLL_SHARE));
  }

  #refresh(): void {
    const source = this.#shown.source;
    this.#pending = source?.report?.pending ?? [];
    clearTimeout(this.#timer);
    void this.#poll();
    this.#view.description = source ? (source.live ? t('live') : t('at the end')) : '';
    this.#changed.fire(undefined);
  }
}
