/** Writes the comment that silences a finding above its line: `// interleave-ignore <kind> -- reason`. The user gives the reason, and saves. */
import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import { openLocation, toRange, toUri, type SourceLocation } from '../sources/locations.ts';

/** What is needed of a finding, from the report or from the timeline. */
interface Suppressed {
  readonly kind: string;
  readonly locations: readonly SourceLocation[];
}

/** `line`: 0-based, where the place of the finding is by now. Rejects with a UserProblem when the file is not there. */
export async function suppressFinding(finding: Suppressed, line?: number): Promise<void> {
  const [recorded] = finding.locations;
  if (!recorded) return;
  const place = line === undefined ? recorded : { ...recorded, line: line + 1 };
  const reason = await vscode.window.showInputBox({
    title: t('Suppress {0}', finding.kind),
    prompt: t('Why it is not a problem here. Written into the comment, for the next reader.'),
    validateInput: (text) => (text.trim() ? undefined : t('A reason is needed')),
  });
  if (!reason) return;
  await openLocation(place, { preserveFocus: false });
  const uri = toUri(place);
  const document = await vscode.workspace.openTextDocument(uri);
  const { line: at } = toRange(place).start;
  const indentation = /^\s*/.exec(document.lineAt(Math.min(at, document.lineCount - 1)).text)?.[0] ?? '';
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(at, 0), `${indentation}// interleave-ignore ${finding.kind} -- ${reason.trim()}\n`);
  await vscode.workspace.applyEdit(edit);
}
