/** Places of the report (absolute file, 1-based line and column) as the editor's, and opening them. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FindingLocation } from '../analysis/finding.ts';
import type { Moved } from './fileHistory.ts';
import { t } from './l10n.ts';
import { flashLine } from './lineFlash.ts';
import { problems } from './problems.ts';

/** A place in the author's source: absolute path, 1-based line and column. */
export type SourceLocation = Pick<FindingLocation, 'file' | 'line' | 'column'>;

/** An empty range at the place: the editor draws it over the word that starts there. */
export function toRange(location: SourceLocation): vscode.Range {
  const at = new vscode.Position(Math.max(0, location.line - 1), Math.max(0, location.column - 1));
  return new vscode.Range(at, at);
}

/** Modules that were loaded by URL have one for a name. */
export function toUri(location: SourceLocation): vscode.Uri {
  return location.file.startsWith('file:') ? vscode.Uri.parse(location.file, true) : vscode.Uri.file(location.file);
}

export function toLocation(location: SourceLocation): vscode.Location {
  return new vscode.Location(toUri(location), toRange(location));
}

/** `src/cart.ts:14`, from the workspace folder where the file is in one. */
export function describePlace(location: SourceLocation): string {
  return `${vscode.workspace.asRelativePath(toUri(location))}:${location.line}`;
}

export interface OpenOptions {
  readonly preserveFocus: boolean;
  /** The editor column; the active one unless said. */
  readonly column?: vscode.ViewColumn;
  /** The place comes from a trace file that may have been made by anybody. */
  readonly untrusted?: boolean;
  /** Where the place is by now; it is as it was recorded unless said. */
  readonly moved?: Moved;
}

/** What to say about a line that is not what it was; '' when it is. */
export function describeChange({ state }: Moved): string {
  if (state === 'changed') return t('This line was changed since the run.');
  return state === 'unknown' ? t('The file is newer than the run: the line may be another one.') : '';
}

/** Shows the place in an editor, and says so there when its line is not what ran. Rejects with a UserProblem when the file is not there. */
export async function openLocation(location: SourceLocation, options: OpenOptions): Promise<void> {
  const uri = toUri(location);
  const isLocal = uri.scheme === 'file' && (path.isAbsolute(location.file) || location.file.startsWith('file:'));
  if (!isLocal || !existsSync(uri.fsPath)) throw problems.sourceMissing(location.file);
  if (options.untrusted && !vscode.workspace.getWorkspaceFolder(uri)) {
    const open = t('Open');
    const answer = await vscode.window.showWarningMessage(
      t('The trace names {0}, which is outside this workspace. Open it?', location.file),
      open,
    );
    if (answer !== open) return;
  }
  const { moved } = options;
  const range = toRange(moved === undefined ? location : { ...location, line: moved.line + 1 });
  const editor = await vscode.window.showTextDocument(uri, {
    selection: range,
    preserveFocus: options.preserveFocus,
    preview: true,
    ...(options.column === undefined ? {} : { viewColumn: options.column }),
  });
  flashLine(editor, range.start.line, moved === undefined ? '' : describeChange(moved));
}
