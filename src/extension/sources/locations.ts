/** Places of the report (absolute file, 1-based line and column) as the editor's, and opening them. */
import * as vscode from 'vscode';
import type { FindingLocation } from '../../analysis/finding.ts';
import type { Moved } from './fileHistory.ts';
import { t } from '../l10n.ts';
import { flashLine } from './lineFlash.ts';
import { problems } from '../problems.ts';
import { findSource, isHere, isPointedOut, locateFolder } from './sourceFolders.ts';

/** A place in the author's source: absolute path, 1-based line and column. */
export type SourceLocation = Pick<FindingLocation, 'file' | 'line' | 'column'>;

/** An empty range at the place: the editor draws it over the word that starts there. */
export function toRange(location: SourceLocation): vscode.Range {
  const at = new vscode.Position(Math.max(0, location.line - 1), Math.max(0, location.column - 1));
  return new vscode.Range(at, at);
}

/** On this machine. Modules that were loaded by URL have one for a name. */
export function toUri(location: SourceLocation): vscode.Uri {
  return vscode.Uri.file(findSource(location.file));
}

/** Whether a file that a trace names is one of those that the user works with. */
export function isOwn(uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined || isPointedOut(uri.fsPath);
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
  /** Says where the place is by now; it is as it was recorded unless said. */
  readonly moved?: () => Promise<Moved>;
}

/** What to say about a line that is not what it was; '' when it is. */
export function describeChange({ state }: Moved): string {
  if (state === 'changed') return t('This line was changed since the run.');
  return state === 'unknown' ? t('The file is newer than the run: the line may be another one.') : '';
}

/** Shows the place in an editor, and says so there when its line is not what ran. Rejects with a UserProblem when the file is not there. */
export async function openLocation(location: SourceLocation, options: OpenOptions): Promise<void> {
  if (!isHere(location.file)) throw problems.sourceMissing(location.file, () => openLocation(location, options));
  const uri = toUri(location);
  if (options.untrusted && !isOwn(uri)) {
    const open = t('Open');
    const locate = t('Locate Folder…');
    const answer = await vscode.window.showWarningMessage(
      t('The trace names {0}, which is outside this workspace. Open it?', uri.fsPath),
      open,
      locate,
    );
    if (answer === locate && (await locateFolder(location.file))) await openLocation(location, options);
    if (answer !== open) return;
  }
  const moved = await options.moved?.();
  const range = toRange(moved === undefined ? location : { ...location, line: moved.line + 1 });
  const editor = await vscode.window.showTextDocument(uri, {
    selection: range,
    preserveFocus: options.preserveFocus,
    preview: true,
    ...(options.column === undefined ? {} : { viewColumn: options.column }),
  });
  flashLine(editor, range.start.line, moved === undefined ? '' : describeChange(moved));
}
