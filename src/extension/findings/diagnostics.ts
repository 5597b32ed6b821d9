/** Findings of the current run in the Problems panel: kept at their lines while the user edits, marked once their own line changed. */
import * as vscode from 'vscode';
import type { Finding, Report, Severity } from '../../analysis/finding.ts';
import { addTo } from '../../base/lists.ts';
import { withoutBackticks } from '../../base/words.ts';
import { COMMANDS } from '../ids.ts';
import { t } from '../l10n.ts';
import { type SourceLocation, toLocation, toUri } from '../sources/locations.ts';
import type { Runs } from '../runs.ts';
import { readSettings } from '../settings.ts';
import type { SourceChanges } from '../sources/sourceChanges.ts';
import type { TracedRun } from '../tracedRun.ts';
import { roleText } from '../../model/requests.ts';

const SEVERITY: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
const ORDER: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** A finding at one of its places, where that is by now. */
export interface Placed {
  readonly finding: Finding;
  /** Of the finding's places; the first is where it is reported. */
  readonly place: number;
  /** 0-based; the character of the place never moves, since an edit of the line makes it stale. */
  readonly line: number;
  /** The line is not what it was, or nobody can say. */
  readonly stale: boolean;
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
  readonly #changes: SourceChanges;
  #run: TracedRun | undefined;
  /** Shown ones, by the files of their places. */
  #findings = new Map<string, Finding[]>();
  /** All places in a file. */
  #placed = new Map<string, readonly Placed[]>();
  #listening: vscode.Disposable | undefined;

  constructor(runs: Runs, changes: SourceChanges) {
    this.#changes = changes;
    this.#subscriptions.push(
      this.#collection,
      this.#stalenessChanged,
      this.#published,
      runs.onDidChangeCurrent((run) => this.#begin(run)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => void this.#saved(uri.fsPath)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // Without a change it was saved, or the last of its edits was undone.
        if (document.uri.scheme === 'file' && (contentChanges.length > 0 || !document.isDirty)) this.#edited(document.uri.fsPath);
      }),
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
    const [first] = finding.locations;
    const placed = (first && this.#placed.get(toUri(first).fsPath)) ?? [];
    return placed.find((each) => each.place === 0 && each.finding.id === finding.id && each.finding.fingerprint === finding.fingerprint);
  }

  /** The findings whose first place is in a file, where they are now. */
  at(uri: vscode.Uri): readonly Placed[] {
    return this.placesIn(uri).filter(({ place }) => place === 0);
  }

  /** Every place of a finding in a file: also the other sides of races. */
  placesIn(uri: vscode.Uri): readonly Placed[] {
    return uri.scheme === 'file' ? (this.#placed.get(uri.fsPath) ?? []) : [];
  }

  dispose(): void {
    this.#listening?.dispose();
    for (const each of this.#subscriptions) each.dispose();
  }

  #begin(run: TracedRun): void {
    this.#listening?.dispose();
    this.#run = run;
    this.#findings.clear();
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
    this.#findings = new Map();
    for (const finding of shown) {
      for (const file of new Set(finding.locations.map((each) => toUri(each).fsPath))) {
        addTo(this.#findings, file, finding);
      }
    }
    this.#placed = new Map();
    for (const file of this.#findings.keys()) this.#place(file);
    this.#collection.clear();
    for (const file of this.#placed.keys()) this.#show(file);
    this.#published.fire();
  }

  #place(file: string): void {
    const placed = (this.#findings.get(file) ?? []).flatMap((finding) =>
      finding.locations.flatMap((location, place): Placed[] => {
        if (toUri(location).fsPath !== file) return [];
        const { line, state } = this.#changes.now(location, this.#run);
        return [{ finding, place, line, stale: state !== 'same' }];
      }),
    );
    this.#placed.set(file, placed);
  }

  #edited(file: string): void {
    const findings = this.#findings.get(file);
    if (!findings) return;
    const staleBefore = this.#countStale(file);
    this.#place(file);
    // What leads here from other files leads elsewhere now.
    for (const each of new Set(findings.map(({ locations: [first] }) => (first ? toUri(first).fsPath : file)))) this.#show(each);
    this.#published.fire();
    if (this.#countStale(file) !== staleBefore) this.#stalenessChanged.fire();
  }

  /** What was saved may be what ran: edits were saved, and then undone. */
  async #saved(file: string): Promise<void> {
    if (this.#countStale(file) === 0) return;
    const all = (this.#findings.get(file) ?? []).flatMap(({ locations }) => locations);
    const recorded = all.find((each) => toUri(each).fsPath === file)?.file;
    if (recorded !== undefined) await this.#changes.compare(recorded, this.#run);
    this.#edited(file);
  }

  #countStale(file: string): number {
    return (this.#placed.get(file) ?? []).filter((each) => each.stale).length;
  }

  #show(file: string): void {
    const uri = vscode.Uri.file(file);
    this.#collection.set(
      uri,
      this.at(uri).map((each) => this.#diagnostic(each)),
    );
  }

  #diagnostic({ finding, line, stale }: Placed): vscode.Diagnostic {
    const at = new vscode.Position(line, characterOf(finding));
    const severity = stale ? vscode.DiagnosticSeverity.Hint : SEVERITY[finding.severity];
    // Shown as it is, in the panel and in the hover of a squiggle.
    const message = withoutBackticks(finding.message);
    const diagnostic = new vscode.Diagnostic(
      new vscode.Range(at, at),
      stale ? t('Changed since the run: {0}', message) : message,
      severity,
    );
    diagnostic.source = 'interleave';
    diagnostic.code = { value: finding.kind, target: helpUri(finding) };
    diagnostic.relatedInformation = finding.locations
      .slice(1)
      .map(
        (each) =>
          new vscode.DiagnosticRelatedInformation(
            this.#locationOf(each),
            each.function ? t('{0} in {1}', roleText(each), each.function) : roleText(each),
          ),
      );
    return diagnostic;
  }

  #locationOf(place: SourceLocation): vscode.Location {
    return toLocation({ ...place, line: this.#changes.now(place, this.#run).line + 1 });
  }
}

function characterOf(finding: Finding): number {
  return Math.max(0, (finding.locations[0]?.column ?? 1) - 1);
}

/** Where the kind is explained: the section of docs/findings.md, shown by a command since a plain link would show its source. */
function helpUri(finding: Finding): vscode.Uri {
  return vscode.Uri.parse(`command:${COMMANDS.showHelp}?${encodeURIComponent(JSON.stringify([finding.kind]))}`);
}
