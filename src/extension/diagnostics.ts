/** Findings of the current run in the Problems panel: kept at their lines while the user edits, marked once their own line changed. */
import * as vscode from 'vscode';
import type { Finding, Report, Severity } from '../analysis/finding.ts';
import { COMMANDS } from './ids.ts';
import { t } from './l10n.ts';
import { moveLine, type LineEdit } from './lineEdits.ts';
import { toLocation } from './locations.ts';
import type { Runs } from './runs.ts';
import { readSettings } from './settings.ts';
import type { TracedRun } from './tracedRun.ts';
import { roleText } from '../model/requests.ts';

const SEVERITY: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
const ORDER: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** A finding at a place that follows the edits of its file. */
export interface Placed {
  readonly finding: Finding;
  /** 0-based; the character of the place never moves, since an edit of the line makes it stale. */
  line: number;
  stale: boolean;
}

export class FindingDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('interleave');
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #stalenessChanged = new vscode.EventEmitter<void>();
  /** A line with a finding was edited. */
  readonly onDidChangeStaleness = this.#stalenessChanged.event;
  readonly #published = new vscode.EventEmitter<void>();
  /** There are other findings, or they moved. */
  readonly onDidPublish = this.#published.event;
  /** By file. */
  #placed = new Map<string, Placed[]>();
  /** Edits since the current run started: findings come later and speak of the file as it was. */
  readonly #edits = new Map<string, LineEdit[]>();
  #listening: vscode.Disposable | undefined;

  constructor(runs: Runs) {
    this.#subscriptions.push(
      this.#collection,
      this.#stalenessChanged,
      this.#published,
      runs.onDidChangeCurrent((run) => this.#begin(run)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
    );
  }

  isStale(finding: Finding): boolean {
    return this.#placeOf(finding)?.stale ?? false;
  }

  /** 0-based, where its first place is by now; undefined when it is not in the Problems panel. */
  lineOf(finding: Finding): number | undefined {
    return this.#placeOf(finding)?.line;
  }

  #placeOf(finding: Finding): Placed | undefined {
    const placed = this.#placed.get(finding.locations[0]?.file ?? '') ?? [];
    return placed.find((each) => each.finding.id === finding.id && each.finding.fingerprint === finding.fingerprint);
  }

  /** The findings whose first place is in a file, where they are now. */
  at(uri: vscode.Uri): readonly Placed[] {
    return uri.scheme === 'file' ? (this.#placed.get(uri.fsPath) ?? []) : [];
  }

  dispose(): void {
    this.#listening?.dispose();
    for (const each of this.#subscriptions) each.dispose();
  }

  #begin(run: TracedRun): void {
    this.#listening?.dispose();
    this.#edits.clear();
    this.#placed.clear();
    this.#collection.clear();
    this.#published.fire();
    this.#listening = run.onDidReport((report) => this.#publish(report));
    if (run.report) this.#publish(run.report);
  }

  #publish(report: Report): void {
    const { minimumSeverity, maximum } = readSettings();
    const shown = report.findings
      .filter((finding) => finding.locations.length > 0 && ORDER.indexOf(finding.severity) <= ORDER.indexOf(minimumSeverity))
      .toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
      .slice(0, maximum);
    this.#placed = new Map();
    for (const finding of shown) {
      const file = finding.locations[0]?.file ?? '';
      const placed: Placed = { finding, line: Math.max(0, (finding.locations[0]?.line ?? 1) - 1), stale: false };
      for (const edit of this.#edits.get(file) ?? []) apply(placed, edit);
      this.#placed.set(file, [...(this.#placed.get(file) ?? []), placed]);
    }
    this.#collection.clear();
    for (const file of this.#placed.keys()) this.#show(file);
    this.#published.fire();
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document.uri.scheme !== 'file' || contentChanges.length === 0) return;
    const file = document.uri.fsPath;
    const known = this.#edits.get(file) ?? [];
    this.#edits.set(file, known);
    const placed = this.#placed.get(file) ?? [];
    const staleBefore = placed.filter((each) => each.stale).length;
    for (const { range, text } of contentChanges) {
      const { start, end } = range;
      const edit = { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character, text };
      known.push(edit);
      for (const each of placed) apply(each, edit);
    }
    if (placed.length === 0) return;
    this.#show(file);
    this.#published.fire();
    if (placed.filter((each) => each.stale).length !== staleBefore) this.#stalenessChanged.fire();
  }

  #show(file: string): void {
    const placed = this.#placed.get(file) ?? [];
    this.#collection.set(
      vscode.Uri.file(file),
      placed.map((each) => this.#diagnostic(each)),
    );
  }

  #diagnostic({ finding, line, stale }: Placed): vscode.Diagnostic {
    const at = new vscode.Position(line, characterOf(finding));
    const severity = stale ? vscode.DiagnosticSeverity.Hint : SEVERITY[finding.severity];
    const diagnostic = new vscode.Diagnostic(
      new vscode.Range(at, at),
      stale ? t('Changed since the run: {0}', finding.message) : finding.message,
      severity,
    );
    diagnostic.source = 'interleave';
    diagnostic.code = { value: finding.kind, target: helpUri(finding) };
    diagnostic.relatedInformation = finding.locations
      .slice(1)
      .map(
        (each) =>
          new vscode.DiagnosticRelatedInformation(
            toLocation(each),
            each.function ? t('{0} in {1}', roleText(each), each.function) : roleText(each),
          ),
      );
    return diagnostic;
  }
}

function apply(placed: Placed, edit: LineEdit): void {
  if (placed.stale) return;
  const moved = moveLine(placed.line, characterOf(placed.finding), edit);
  if (moved === 'touched') placed.stale = true;
  else placed.line = moved;
}

function characterOf(finding: Finding): number {
  return Math.max(0, (finding.locations[0]?.column ?? 1) - 1);
}

/** Where the kind is explained: the section of docs/findings.md, shown by a command since a plain link would show its source. */
function helpUri(finding: Finding): vscode.Uri {
  return vscode.Uri.parse(`command:${COMMANDS.showHelp}?${encodeURIComponent(JSON.stringify([finding.kind]))}`);
}
