/** The tree "Pending & Why", now, at the end, or at the moment that is selected in the timeline: which tasks wait, on what, since when; below each what it waits for, down to what nobody can see through. */
import * as vscode from 'vscode';
import type { PendingNode, Report } from '../../analysis/finding.ts';
import type { OpenedTrace, OpenOptions } from '../../host/api.ts';
import { COMMANDS, VIEWS } from '../ids.ts';
import { t } from '../l10n.ts';
import { describePlace } from '../sources/locations.ts';
import type { Snapshot } from './pendingChanges.ts';
import { describePending, madeAt } from './pendingText.ts';
import { reasonOf } from '../problems.ts';
import type { Shown } from '../shown.ts';
import { whyNothing } from '../recorded.ts';
import type { TraceSource } from '../tracedRun.ts';

type Node = PendingNode | string;

const POLL_MS = 1000;
/** A moment that the reader only passes on the way to another is not looked at. */
const LOOK_BACK_MS = 200;
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
  /** Of the manifest. */
  readonly #title: string;
  readonly #subscriptions: vscode.Disposable[];
  #pending: readonly PendingNode[] = [];
  #polling = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #open: (file: string, options: OpenOptions) => Promise<OpenedTrace>;
  /** Ends the look at a moment that is no longer wanted. */
  #looking: AbortController | undefined;

  /** `open` opens a recorded trace. */
  constructor(shown: Shown, open: (file: string, options: OpenOptions) => Promise<OpenedTrace>) {
    this.#shown = shown;
    this.#open = open;
    this.#view = vscode.window.createTreeView(VIEWS.pending, { treeDataProvider: this, showCollapseAll: true });
    this.#title = this.#view.title ?? '';
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
    if (this.#shown.momentNs !== undefined) return [t('No task was waiting at that moment.')];
    if (source.live) return [t('No task waits at the moment.')];
    const nothing = source.report && whyNothing(source.report.run, source.wasStopped, t);
    // Why is said above, by the findings.
    return [nothing === undefined ? t('Nothing was pending when the program ended.') : t('Nothing was recorded.')];
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
    const made = madeAt(node);
    const from = node.wokenBy
      ? t('Usually woken by {0}', describePlace(node.wokenBy))
      : made
        ? t('Its promise was made at {0}', describePlace(made))
        : '';
    // A side bar is narrow: all of it is there under the pointer.
    item.tooltip = [`${label} ${why}`, `${age}${place ? `, ${describePlace(place)}` : ''}`, from].filter(Boolean).join('\n');
    if (place) {
      item.command = { command: COMMANDS.openPlace, title: t('Show'), arguments: [place.file, place.line, place.column] };
    }
    return item;
  }

  /** What is pending at the time that the tree is about. */
  async snapshot(): Promise<Snapshot | undefined> {
    const { source, momentNs } = this.#shown;
    if (!source) return undefined;
    const { id, title, report } = source;
    if (momentNs !== undefined) return { id, title, atMs: momentNs / 1e6, pending: this.#pending };
    if (!source.live) return { id, title, atMs: report?.run.durationMs ?? 0, pending: this.#pending };
    const now = (await source.request({ type: 'report' })) as Report; // SAFETY: the engine's answer to this request
    return { id, title, atMs: Date.now() - Date.parse(now.run.startedAt), pending: now.pending };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#looking?.abort();
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

  /** What was pending at a moment of a recorded trace: its file is read again, up to there. */
  async #lookBack(source: TraceSource, untilMs: number): Promise<void> {
    const looking = (this.#looking = new AbortController());
    await new Promise((resolve) => setTimeout(resolve, LOOK_BACK_MS));
    if (looking.signal.aborted) return;
    try {
      const trace = await this.#open(source.tracePath, { ...source.part, analyse: false, untilMs, signal: looking.signal });
      try {
        const pending = (await trace.request({ type: 'pending' })) as readonly PendingNode[]; // SAFETY: the engine's answer to this request
        if (looking.signal.aborted) return;
        this.#pending = pending;
        this.#changed.fire(undefined);
      } finally {
        trace.dispose();
      }
    } catch (error) {
      // Another moment was asked for.
      if (!looking.signal.aborted) throw error;
    }
  }

  #refresh(): void {
    const { source, momentNs } = this.#shown;
    this.#looking?.abort();
    clearTimeout(this.#timer);
    this.#view.message = '';
    this.#view.title = this.#title;
    if (source && momentNs !== undefined) {
      const ms = momentNs / 1e6;
      // Beside the view's own name there is no room for it.
      this.#view.title = t('Pending at {0} s', (ms / 1000).toFixed(3));
      this.#view.description = '';
      this.#lookBack(source, ms).catch((error: unknown) => {
        this.#view.message = t('What was pending then cannot be told: {0}', reasonOf(error));
      });
      return;
    }
    this.#pending = source?.report?.pending ?? [];
    void this.#poll();
    this.#view.description = source ? (source.live ? t('live') : t('at the end')) : '';
    this.#changed.fire(undefined);
  }
}
