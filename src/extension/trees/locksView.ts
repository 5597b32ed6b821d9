/**
 * The tree "Locks": what was found about locks (also about those that the program has written itself, which are no others' lines here), then each lock and queue of the shown run with its
 * holders and waiters, the one with most waiting first.
 */
import * as vscode from 'vscode';
import type { Finding } from '../../analysis/finding.ts';
import { withoutBackticks } from '../../base/words.ts';
import type { LockItem, LockLine, LocksReply, LocksRequest } from '../../model/requests.ts';
import { severityIcon } from '../findings/severityIcon.ts';
import { COMMANDS, VIEWS } from '../ids.ts';
import { t } from '../l10n.ts';
import { describePlace } from '../sources/locations.ts';
import type { Shown } from '../shown.ts';

type Node = { readonly lock: LockLine } | { readonly lock: LockLine; readonly item: LockItem } | { readonly finding: Finding } | string;

/** Kinds of findings that are about locks. */
const OF_LOCKS = /^(?:lock|deadlock)\./;

const LIMIT = 200;
/** While a program runs, who holds what changes without any finding. */
const POLL_MS = 2000;

export class LocksView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #shown: Shown;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Node>;
  readonly #subscriptions: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor(shown: Shown) {
    this.#shown = shown;
    this.#view = vscode.window.createTreeView(VIEWS.locks, { treeDataProvider: this, showCollapseAll: true });
    const again = (): void => this.#changed.fire(undefined);
    this.#subscriptions = [this.#view, this.#changed, shown.onDidChange(again), this.#view.onDidChangeVisibility(again)];
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (typeof node === 'string') return [];
    if (node && ('item' in node || 'finding' in node)) return [];
    if (node) return [...node.lock.holders, ...node.lock.waiters].map((item) => ({ lock: node.lock, item }));
    const { source } = this.#shown;
    clearTimeout(this.#timer);
    if (!source) return [];
    const request: LocksRequest = { type: 'locks', limit: LIMIT };
    // SAFETY: the engine's answer to this request
    const { locks, more } = (await source.request(request)) as LocksReply;
    if (source.live && this.#view.visible) this.#timer = setTimeout(() => this.#changed.fire(undefined), POLL_MS);
    const findings = (source.report?.findings ?? []).filter(({ kind }) => OF_LOCKS.test(kind)).map((finding) => ({ finding }));
    if (locks.length === 0) return [...findings, t('No lock or queue of a known library was used.')];
    return [...findings, ...locks.map((lock) => ({ lock })), ...(more > 0 ? [t('{0} more', more)] : [])];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (typeof node === 'string') return new vscode.TreeItem(node);
    if ('finding' in node) return findingOf(node.finding);
    const item = 'item' in node ? itemOf(node.item) : lockOf(node.lock);
    const place = 'item' in node ? node.item.place : node.lock.place;
    if (place) {
      item.command = { command: COMMANDS.openPlace, title: t('Show'), arguments: [place.file, place.line, place.column] };
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of this.#subscriptions) each.dispose();
  }
}

function findingOf(finding: Finding): vscode.TreeItem {
  const label = withoutBackticks(finding.message);
  const item = new vscode.TreeItem(label);
  item.iconPath = severityIcon(finding.severity);
  item.tooltip = label;
  item.accessibilityInformation = { label: `${finding.severity}, ${label}` };
  item.command = { command: COMMANDS.showFinding, title: t('Show'), arguments: [finding, 0] };
  return item;
}

function lockOf(lock: LockLine): vscode.TreeItem {
  const { holders, waiters } = lock;
  const hasUsers = holders.length + waiters.length > 0;
  const item = new vscode.TreeItem(lock.name, hasUsers ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None);
  const now = waiters.length > 0 ? t('{0} waiting', waiters.length) : holders.length > 0 ? t('held') : t('free');
  const waited = lock.maxWaitNs >= 1e6 ? t('waits up to {0} ms', Math.round(lock.maxWaitNs / 1e6)) : '';
  item.id = String(lock.row);
  item.description = [
    now,
    lock.asked === 1 ? t('asked for once') : t('asked for {0} times', lock.asked.toLocaleString()),
    waited,
    lock.place ? describePlace(lock.place) : '',
  ]
    .filter(Boolean)
    .join(' · ');
  item.iconPath = new vscode.ThemeIcon(holders.length > 0 ? 'lock' : 'unlock');
  item.tooltip = lock.kind;
  item.accessibilityInformation = { label: `${lock.kind} ${lock.name}, ${item.description}` };
  return item;
}

function itemOf({ text, state, place }: LockItem): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.description = place ? describePlace(place) : '';
  item.iconPath = new vscode.ThemeIcon(state === 'waits' ? 'watch' : 'key');
  item.accessibilityInformation = { label: state === 'waits' ? t('waits: {0}', text) : t('holds: {0}', text) };
  return item;
}
