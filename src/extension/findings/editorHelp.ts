/** What the editor offers at the line of a finding: fixes and what leads on from the light bulb, a line above it, and who waited there on hover. */
import * as vscode from 'vscode';
import type { SearchReply, SourceRequest } from '../../model/requests.ts';
import { STATE_MASK, STATE_NAMES } from '../../model/requests.ts';
import type { FindingDiagnostics, Placed } from './diagnostics.ts';
import { fixesOf } from '../fixes/fixes.ts';
import { COMMANDS, SETTINGS } from '../ids.ts';
import { t } from '../l10n.ts';
import { describeChange } from '../sources/locations.ts';
import { readEditorSettings } from '../settings.ts';
import type { Shown } from '../shown.ts';
import type { SourceChanges } from '../sources/sourceChanges.ts';
import { namesInTraces } from '../sources/sourceFolders.ts';
import type { TraceSource } from '../tracedRun.ts';

const PROGRAMS: vscode.DocumentSelector = ['javascript', 'typescript', 'javascriptreact', 'typescriptreact'].map((language) => ({
  language,
  scheme: 'file',
}));
/** States of one line that are looked at for its hover. */
const HOVER_LIMIT = 5000;

export function registerEditorHelp(diagnostics: FindingDiagnostics, shown: Shown, changes: SourceChanges): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(PROGRAMS, new Actions(diagnostics), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    new Lenses(diagnostics),
    vscode.languages.registerHoverProvider(PROGRAMS, { provideHover: (document, position) => hover(shown, changes, document, position) }),
  );
}

class Actions implements vscode.CodeActionProvider {
  readonly #diagnostics: FindingDiagnostics;

  constructor(diagnostics: FindingDiagnostics) {
    this.#diagnostics = diagnostics;
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const lines = new Set(context.diagnostics.filter((each) => each.source === 'interleave').map((each) => each.range.start.line));
    return this.#diagnostics
      .at(document.uri)
      .filter(({ line }) => lines.has(line) || (line >= range.start.line && line <= range.end.line && context.diagnostics.length === 0))
      .flatMap((placed) => [...fixes(document, placed, this.#diagnostics.placesIn(document.uri)), ...actions(placed)]);
  }
}

function actions({ finding, line }: Placed): vscode.CodeAction[] {
  return [
    action(t('Explain {0}', finding.kind), COMMANDS.explain, finding),
    action(t('Show in Timeline: {0}', finding.kind), COMMANDS.showFinding, finding, 0),
    action(t('Suppress {0} Here…', finding.kind), COMMANDS.suppress, finding, line),
    action(t('About {0}', finding.kind), COMMANDS.showHelp, finding.kind),
  ];
}

function action(title: string, command: string, ...args: unknown[]): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.command = { title, command, arguments: args };
  return made;
}

/** `places`: of the finding in this file, as they are now. */
function fixes(document: vscode.TextDocument, { finding }: Placed, places: readonly Placed[]): vscode.CodeAction[] {
  const own = places.filter((each) => each.finding === finding).toSorted((a, b) => a.place - b.place);
  // Of what is elsewhere or was changed nothing is known.
  if (own.some((each) => each.stale) || own[0]?.place !== 0) return [];
  const at = own.map(({ line, place }) => ({ line, column: (finding.locations[place]?.column ?? 1) - 1 }));
  return fixesOf(finding.kind, document.getText().split(/\r?\n/), at, t).map(({ title, line, count, text }) => {
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(new vscode.Position(line, 0), document.lineAt(line + count - 1).range.end);
    made.edit.replace(document.uri, range, text);
    return made;
  });
}

/** One line above the first place of each finding. */
class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #diagnostics: FindingDiagnostics;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(diagnostics: FindingDiagnostics) {
    this.#diagnostics = diagnostics;
    this.#subscriptions = [
      this.#changed,
      vscode.languages.registerCodeLensProvider(PROGRAMS, this),
      diagnostics.onDidPublish(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.codeLens)) this.#changed.fire();
      }),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!readEditorSettings(document).codeLens) return [];
    const shownLenses = this.#diagnostics
      .at(document.uri)
      .filter(({ finding }) => finding.severity === 'error' || finding.severity === 'warning');
    return shownLenses.flatMap(({ finding, line, stale }) => {
      const range = new vscode.Range(line, 0, line, 0);
      const times = finding.occurrences > 1 ? ` ×${finding.occurrences}` : '';
      const title = `$(git-merge) ${finding.kind}${times}${stale ? ` (${t('changed since the run')})` : ''}`;
      return [
        new vscode.CodeLens(range, { title, command: COMMANDS.showFinding, arguments: [finding, 0] }),
        new vscode.CodeLens(range, { title: t('explain'), command: COMMANDS.explain, arguments: [finding] }),
      ];
    });
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }
}

/** How often, how long and on what tasks of the shown run waited at this line. */
async function hover(
  shown: Shown,
  changes: SourceChanges,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const { source } = shown;
  if (!source || !readEditorSettings(document).hover) return undefined;
  for (const name of [document.uri.fsPath, ...namesInTraces(document.uri.fsPath)]) await changes.compare(name, source);
  const then = changes.past(document.uri, position.line, position.character, source);
  // Nothing ran of a line that was not there.
  if (then.state === 'changed') return undefined;
  const { file, reply } = await askOfLine(source, document.uri.fsPath, then.line + 1, HOVER_LIMIT);
  const text = describeLine(reply);
  if (text === '') return undefined;
  const markdown = new vscode.MarkdownString(undefined, true);
  markdown.isTrusted = { enabledCommands: [COMMANDS.revealLine] };
  markdown.appendMarkdown('$(git-merge) ');
  markdown.appendText(text);
  const warning = describeChange(then);
  if (warning !== '') markdown.appendMarkdown('\n\n$(warning) ').appendText(warning);
  const place = encodeURIComponent(JSON.stringify([file, then.line + 1]));
  markdown.appendMarkdown(`\n\n[${t('Reveal Line in Timeline')}](command:${COMMANDS.revealLine}?${place})`);
  return new vscode.Hover(markdown);
}

/** What a trace has of a 1-based line, and the file's name in it: its own, or the one that it had where it was recorded. */
export async function askOfLine(
  source: TraceSource,
  own: string,
  line: number,
  limit: number,
): Promise<{ readonly file: string; readonly reply: SearchReply }> {
  const ask = async (file: string): Promise<SearchReply> => {
    const request: SourceRequest = { type: 'source', file, line, limit };
    return (await source.request(request)) as SearchReply; // SAFETY: the reply of a `source` request
  };
  const reply = await ask(own);
  if (reply.total > 0) return { file: own, reply };
  for (const file of namesInTraces(own)) {
    const there = await ask(file);
    if (there.total > 0) return { file, reply: there };
  }
  return { file: own, reply };
}

/** `12 times waiting (io, lock): 3.1 s together, 612 ms at most`; '' when nothing was seen at the line. */
function describeLine({ hits, total }: SearchReply): string {
  const waits = hits.filter((hit) => STATE_NAMES[hit.state & STATE_MASK] !== 'running');
  if (waits.length === 0) return '';
  const states = [...new Set(waits.map((hit) => STATE_NAMES[hit.state & STATE_MASK]))].filter(Boolean).join(', ');
  const durations = waits.map((hit) => hit.endNs - hit.startNs);
  const together = durations.reduce((sum, each) => sum + each, 0);
  const longest = milliseconds(Math.max(...durations));
  const text =
    waits.length === 1
      ? t('Waited once here ({0}): {1}', states, longest)
      : t('Waited {0} times here ({1}): {2} together, {3} at most', waits.length.toLocaleString(), states, milliseconds(together), longest);
  return total > hits.length ? `${text} ${t('(of {0} states seen)', total.toLocaleString())}` : text;
}

function milliseconds(ns: number): string {
  const ms = ns / 1e6;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
