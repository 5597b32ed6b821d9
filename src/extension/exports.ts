/** The shown run as a file for others: a page, a report for code scanning, a trace for Perfetto. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../analysis/finding.ts';
import { exportTrace } from '../host/exportTrace.ts';
import { checkWritable, writeReports } from '../host/reportFiles.ts';
import { openTrace } from '../host/openTrace.ts';
import { t } from './l10n.ts';
import { problems } from './problems.ts';
import type { Shown } from './shown.ts';

export type ShownFormat = 'html' | 'sarif' | 'perfetto';

const filters = (): Readonly<Record<ShownFormat, Record<string, string[]>>> => ({
  html: { [t('Web pages')]: ['html'] },
  sarif: { [t('SARIF reports')]: ['sarif'] },
  perfetto: { [t('Perfetto traces')]: ['pftrace'] },
});
const ENDINGS: Readonly<Record<ShownFormat, string>> = { html: 'html', sarif: 'sarif', perfetto: 'pftrace' };

/** Asks where to, unless it is told, and writes it. Rejects with a UserProblem or a UserError. */
export async function exportShown(shown: Shown, distDir: string, format: ShownFormat, to?: vscode.Uri): Promise<void> {
  const { source } = shown;
  if (source === undefined) throw problems.nothingToExport();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? path.dirname(source.tracePath);
  const name = `${path.parse(source.title).name.replaceAll(/[^\w.-]+/g, '-')}.${ENDINGS[format]}`;
  const target =
    to ??
    (await vscode.window.showSaveDialog({
      title: t('Export to {0}', ENDINGS[format]),
      defaultUri: vscode.Uri.file(path.join(folder, name)),
      filters: filters()[format],
    }));
  if (target === undefined) return;
  if (target.scheme !== 'file') throw problems.notOnDisk(path.posix.basename(target.path));
  checkWritable(target.fsPath, '');
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Writing {0}', path.basename(target.fsPath)) },
    async () => {
      if (format === 'perfetto') await exportTrace(openTrace, source.tracePath, distDir, 'perfetto', target.fsPath);
      else {
        // SAFETY: the engine's answer to this request
        const report = source.report ?? ((await source.request({ type: 'report' })) as Report);
        const { tracePath } = source;
        const request = (message: unknown): Promise<unknown> => source.request(message);
        await writeReports({ [format]: target.fsPath }, { report, tracePath, request, distDir, folder }, () => undefined);
      }
    },
  );
  void offer(format, target);
}

/** Perfetto's own page is elsewhere: its file is shown in its folder. */
async function offer(format: ShownFormat, target: vscode.Uri): Promise<void> {
  const open = format === 'sarif' ? t('Open') : format === 'html' ? t('Open in Browser') : t('Show in Folder');
  const chosen = await vscode.window.showInformationMessage(
    t('Wrote {0}. Keys, hosts and query strings in it are hashes.', target.fsPath),
    open,
  );
  if (chosen === undefined) return;
  if (format === 'sarif') await vscode.window.showTextDocument(target);
  else if (format === 'html') await vscode.env.openExternal(target);
  else await vscode.commands.executeCommand('revealFileInOS', target);
}
