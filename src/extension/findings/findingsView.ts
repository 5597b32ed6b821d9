/** The tree "Findings": what the shown run found, worst first; below each finding its places, its reasons and where it is explained. */
import * as vscode from 'vscode';
import type { Finding, FindingLocation, Report, Severity } from '../../analysis/finding.ts';
import { withoutBackticks } from '../../base/words.ts';
import type { FindingDiagnostics } from './diagnostics.ts';
import { type FindingGroup, type Grouping, GROUPINGS, groupFindings, worstFirst } from './findingGroups.ts';
import { leftWaiting } from '../../model/leftWaiting.ts';
import { clockTime } from '../../model/partOf.ts';
import { COMMANDS, VIEWS } from '../ids.ts';
import { t } from '../l10n.ts';
import { countFindings, countText, describeFailure, whyNothing } from '../recorded.ts';
import { describePlace } from '../sources/locations.ts';
import type { Shown } from '../shown.ts';
import type { TraceSource } from '../tracedRun.ts';
import { appendProse } from './prose.ts';
import { severityIcon } from './severityIcon.ts';
import { missingFiles, onDidChangeFolders } from '../sources/sourceFolders.ts';
import { roleText } from '../../model/requests.ts';

type Node =
  | { readonly kind: 'group'; readonly group: FindingGroup; readonly by: Grouping }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'place'; readonly finding: Finding; readonly place: FindingLocation }
  | { readonly kind: 'text'; readonly text: string; readonly icon?: string; readonly command?: vscode.Command; readonly whole?: string };

/** Key of the grouping in the workspace's storage. */
const GROUPING_KEY = 'findings.grouping';

export class FindingsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #shown: Shown;
  readonly #diagnostics: FindingDiagnostics;
  readonly #storage: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Node>;
  readonly #subscriptions: vscode.Disposable[];

  constructor(shown: Shown, diagnostics: FindingDiagnostics, storage: vscode.Memento) {
    this.#shown = shown;
    this.#diagnostics = diagnostics;
    this.#storage = storage;
    this.#view = vscode.window.createTreeView(VIEWS.findings, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      shown.onDidChange(() => this.#refresh()),
      diagnostics.onDidChangeStaleness(() => this.#changed.fire(undefined)),
      onDidChangeFolders(() => this.#changed.fire(undefined)),
    ];
    this.#refresh();
  }

  getChildren(node?: Node): Node[] {
    if (!node) return this.#roots();
    if (node.kind === 'group') return node.group.findings.map(findingNode);
    if (node.kind !== 'finding') return [];
    const places = node.finding.locations.map((place): Node => ({ kind: 'place', finding: node.finding, place }));
    return [...places, ...node.finding.why.map((text): Node => ({ kind: 'text', text, icon: 'dash' }))];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'group') return groupItem(node.group, node.by);
    if (node.kind === 'finding') return this.#findingItem(node.finding);
    if (node.kind === 'place') return placeItem(node.finding, node.place);
    const item = new vscode.TreeItem(withoutBackticks(node.text));
    // A side bar is narrow: all of it is there under the pointer.
    item.tooltip = withoutBackticks(node.whole ?? node.text);
    if (node.icon) item.iconPath = new vscode.ThemeIcon(node.icon);
    if (node.command) item.command = node.command;
    return item;
  }

  /** Asks how, unless it is told. */
  async group(by?: Grouping): Promise<void> {
    const chosen = by !== undefined && GROUPINGS.includes(by) ? by : await chooseGrouping(this.#grouping);
    if (chosen === undefined) return;
    await this.#storage.update(GROUPING_KEY, chosen);
    this.#changed.fire(undefined);
  }

  get #grouping(): Grouping {
    return this.#storage.get<Grouping>(GROUPING_KEY) ?? 'none';
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  #refresh(): void {
    const source = this.#shown.source;
    const { problems, text } = countFindings(source?.report?.findings ?? [], t);
    this.#view.badge = problems > 0 ? { value: problems, tooltip: text } : undefined;
    this.#view.description = source ? source.title : '';
    this.#view.message = source ? verdict(source) : '';
    this.#changed.fire(undefined);
  }

  #roots(): Node[] {
    const source = this.#shown.source;
    // Nothing at all: the view's welcome text takes over.
    if (!source) return [];
    const { report } = source;
    if (!report) {
      const text = source.opening
        ? t('The trace is read and analysed: findings follow.')
        : t('Findings appear here while the program runs.');
      return [{ kind: 'text', text, icon: 'loading~spin' }];
    }
    const by = this.#grouping;
    const findings =
      by === 'none'
        ? worstFirst(report.findings).map(findingNode)
        : groupFindings(report.findings, by).map((group): Node => ({ kind: 'group', group, by }));
    // Nothing was checked of a run of nothing.
    const isNothing = !source.live && whyNothing(report.run, source.wasStopped, t) !== undefined && findings.length === 0;
    return isNothing ? [] : [...findings, ...closing(report, source.live)];
  }

  #findingItem(finding: Finding): vscode.TreeItem {
    const stale = this.#diagnostics.isStale(finding);
    const label = withoutBackticks(finding.message);
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    const first = finding.locations[0];
    item.id = finding.id;
    item.iconPath = stale ? new vscode.ThemeIcon('history') : severityIcon(finding.severity);
    item.description = [first ? describePlace(first) : '', stale ? t('changed since the run') : ''].filter(Boolean).join(' · ');
    item.tooltip = tooltip(finding);
    item.contextValue = finding.scenario === undefined ? 'finding' : 'finding.withOrders';
    item.accessibilityInformation = { label: `${finding.severity}, ${label}, ${item.description}` };
    item.command = { command: COMMANDS.showFinding, title: t('Show'), arguments: [finding, 0] };
    return item;
  }
}

function findingNode(finding: Finding): Node {
  return { kind: 'finding', finding };
}

function groupItem({ key, severity, findings }: FindingGroup, by: Grouping): vscode.TreeItem {
  const isFile = by === 'file' && key !== '';
  const label = isFile
    ? vscode.workspace.asRelativePath(key)
    : key === ''
      ? t('Without a place')
      : by === 'severity'
        ? severityText(severity)
        : key;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `${by}:${key}`;
  item.description = String(findings.length);
  item.iconPath = isFile ? vscode.ThemeIcon.File : severityIcon(severity);
  if (isFile) item.resourceUri = vscode.Uri.file(key);
  const count = findings.length === 1 ? t('1 finding') : t('{0} findings', findings.length);
  item.accessibilityInformation = { label: `${label}, ${count}` };
  return item;
}

function severityText(severity: Severity): string {
  return { error: t('Errors'), warning: t('Warnings'), info: t('Information'), hint: t('Advice') }[severity];
}

async function chooseGrouping(current: Grouping): Promise<Grouping | undefined> {
  const words: Record<Grouping, string> = {
    none: t('One list, the most severe first'),
    kind: t('By kind'),
    file: t('By file'),
    severity: t('By severity'),
  };
  const items = GROUPINGS.map((by) => ({ label: words[by], description: by === current ? t('now') : '', by }));
  return (await vscode.window.showQuickPick(items, { placeHolder: t('How findings are grouped') }))?.by;
}

function placeItem(finding: Finding, place: FindingLocation): vscode.TreeItem {
  const item = new vscode.TreeItem(place.function ? t('{0} in {1}', roleText(place), place.function) : roleText(place));
  item.description = describePlace(place);
  item.iconPath = new vscode.ThemeIcon('location');
  item.command = { command: COMMANDS.showFinding, title: t('Show'), arguments: [finding, finding.locations.indexOf(place)] };
  return item;
}

function tooltip(finding: Finding): vscode.MarkdownString {
  const text = appendProse(new vscode.MarkdownString(), finding.message);
  text.appendMarkdown(`\n\n\`${finding.kind}\`, ${t('{0}, confidence {1} %', finding.verdict, Math.round(finding.confidence * 100))}`);
  if (finding.occurrences > 1) text.appendMarkdown(`, ${t('{0} times', finding.occurrences)}`);
  return text;
}

/** Why there is no finding, or none but hints: in the message above the list, whose lines wrap. '' when there is one, or the program still runs. */
function verdict(source: TraceSource): string {
  const { report, live, wasStopped } = source;
  if (!report || live || countFindings(report.findings).problems > 0) return '';
  const { run } = report;
  const nothing = report.findings.length > 0 ? undefined : whyNothing(run, wasStopped, t);
  if (nothing !== undefined) return nothing;
  const seen = `${countText('task', run.tasks, t)}, ${countText('thread', run.threads, t)}`;
  if (run.incomplete.length > 0) return t('Nothing found in what was recorded ({0}), which is not everything.', seen);
  return [t('No problems found in this run ({0}). A clean run is not a proof.', seen), describeFailure(source, t)]
    .filter(Boolean)
    .join(' ');
}

/** What a reader must know about the list: that it is still growing, and what was left out. */
function closing(report: Report, live: boolean): Node[] {
  const { run, suppressed } = report;
  const lines: Node[] = [];
  const waiting = live ? 0 : leftWaiting(report, run.exitCode);
  if (waiting > 0) lines.push(waitingAtEnd(waiting));
  if (suppressed > 0) {
    lines.push({ kind: 'text', text: t('{0} suppressed by comments or interleave.config.json', suppressed), icon: 'eye-closed' });
  }
  if (run.droppedEvents > 0) {
    lines.push({ kind: 'text', text: t('Incomplete: {0} events were lost', run.droppedEvents.toLocaleString()), icon: 'warning' });
  }
  const missing = live ? [] : missingFiles(report);
  if (missing.length > 0) {
    const text =
      missing.length === 1
        ? t('Locate Folder… (1 file is not on this machine)')
        : t('Locate Folder… ({0} files are not on this machine)', missing.length);
    lines.push({ kind: 'text', text, icon: 'folder', command: { command: COMMANDS.locateFolder, title: t('Locate Folder…') } });
  }
  if (run.window !== undefined) {
    const { fromMs, toMs } = run.window;
    const text = t('Only a part of the run is shown: {0} to {1}', clockTime(fromMs), clockTime(toMs));
    const title = t('Show Another Part of This Run');
    lines.push({ kind: 'text', text, icon: 'history', command: { command: COMMANDS.choosePart, title } });
  }
  for (const text of run.incomplete) lines.push({ kind: 'text', text: t('Incomplete: {0}', text), icon: 'warning' });
  return [...lines, ...report.notes.map(noteNode)];
}

/** The kinds that were looked for are many: under the pointer. */
function noteNode(text: string): Node {
  if (!text.startsWith('Checked: ')) return { kind: 'text', text, icon: 'note' };
  return { kind: 'text', text: t('What was checked'), icon: 'checklist', whole: text };
}

/** No finding, but of a test that was given up it is what one wants to know. */
function waitingAtEnd(count: number): Node {
  const text = count === 1 ? t('1 task was still waiting: show what for') : t('{0} tasks were still waiting: show what for', count);
  return { kind: 'text', text, icon: 'watch', command: { command: `${VIEWS.pending}.focus`, title: t('What it was waiting for') } };
}
