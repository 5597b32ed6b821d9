/** The shown run as a file for others: a page, a report for code scanning, a trace for Perfetto. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../analysis/finding.ts';
import { EXPORT_FORMATS, exportTrace, type ExportFormat } from '../../host/exportTrace.ts';
import { checkWritable, writeReports } from '../../host/reportFiles.ts';
import { openTrace } from '../../host/openTrace.ts';
import { t } from '../l10n.ts';
import { problems } from '../problems.ts';
import { withCancel } from '../progress.ts';
import type { Shown } from '../shown.ts';
import type { TraceSource } from '../tracedRun.ts';

export type ShownFormat = 'html' | 'sarif' | ExportFormat;
type FileFormat = ShownFormat | 'svg';

const filters = (): Readonly<Record<FileFormat, Record<string, string[]>>> => ({
  html: { [t('Web pages')]: ['html'] },
  sarif: { [t('SARIF reports')]: ['sarif'] },
  perfetto: { [t('Perfetto traces')]: ['pftrace'] },
  chrome: { [t('Chrome trace events')]: ['json'] },
  otlp: { [t('OpenTelemetry spans')]: ['json'] },
  svg: { [t('SVG pictures')]: ['svg'] },
});
const ENDINGS: Readonly<Record<FileFormat, string>> = {
  html: 'html',
  sarif: 'sarif',
  perfetto: 'pftrace',
  chrome: 'trace.json',
  otlp: 'otlp.json',
  svg: 'svg',
};

/** Asks where to, unless it is told, and writes it. Rejects with a UserProblem or a UserError. */
export async function exportShown(shown: Shown, distDir: string, format: ShownFormat, to?: vscode.Uri): Promise<void> {
  const { source } = shown;
  if (source === undefined) throw problems.nothingToExport();
  if (format !== 'sarif' && !existsSync(source.tracePath)) throw problems.traceGone(source.tracePath);
  const folder = targetFolder(source);
  const target = await askTarget(format, folder, path.parse(source.title).name, to);
  if (target === undefined) return;
  const written = await withCancel(t('Writing {0}', path.basename(target.fsPath)), async (signal) => {
    const forOthers = EXPORT_FORMATS.find((each) => each === format);
    if (forOthers !== undefined) {
      await exportTrace(openTrace, source.tracePath, distDir, forOthers, target.fsPath, { ...source.part, signal });
    } else {
      // SAFETY: the engine's answer to this request
      const report = source.report ?? ((await source.request({ type: 'report' })) as Report);
      const { tracePath } = source;
      const request = (message: unknown): Promise<unknown> => source.request(message);
      await writeReports({ [format]: target.fsPath }, { report, tracePath, request, distDir, folder, signal }, () => undefined);
    }
    return true;
  });
  if (written === undefined) return;
  void offer(format, target);
}

/** What is written about a run goes beside its sources; beside its trace where there are none. */
export function targetFolder(source: TraceSource): string {
  return (source.folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath ?? path.dirname(source.tracePath);
}

/** Where to, unless it is told; undefined when the user thinks better of it. Rejects with a UserProblem or a UserError when it cannot be written there. */
export async function askTarget(format: FileFormat, folder: string, name: string, to?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const file = `${name.replaceAll(/[^\w.-]+/g, '-')}.${ENDINGS[format]}`;
  const target =
    to ??
    (await vscode.window.showSaveDialog({
      title: t('Export to {0}', ENDINGS[format]),
      defaultUri: vscode.Uri.file(path.join(folder, file)),
      filters: filters()[format],
    }));
  if (target === undefined) return undefined;
  if (target.scheme !== 'file') throw problems.notOnDisk(path.posix.basename(target.path));
  checkWritable(target.fsPath, '');
  return target;
}

/** What is for other tools is shown in its folder. */
export async function offer(format: FileFormat, target: vscode.Uri): Promise<void> {
  const open = format === 'sarif' || format === 'svg' ? t('Open') : format === 'html' ? t('Open in Browser') : t('Show in Folder');
  const chosen = await vscode.window.showInformationMessage(
    t('Wrote {0}. Keys, hosts and query strings in it are hashes.', target.fsPath),
    open,
  );
  if (chosen === undefined) return;
  if (format === 'sarif') await vscode.window.showTextDocument(target);
  else if (format === 'html') await vscode.env.openExternal(target);
  else if (format === 'svg') await vscode.commands.executeCommand('vscode.open', target);
  // A window elsewhere has no folders of this machine to show.
  else await vscode.commands.executeCommand(vscode.env.remoteName === undefined ? 'revealFileInOS' : 'revealInExplorer', target);
}
