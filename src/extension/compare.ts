/** Compare Runs: picks two recorded traces and shows what came, went and changed, with links to both timelines. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../analysis/finding.ts';
import { UserError } from '../host/errors.ts';
import { openTrace } from '../host/openTrace.ts';
import { type RunFigures, compareRuns } from '../model/compare.ts';
import type { StatisticsReply } from '../model/requests.ts';
import { type ComparedRun, compareHtml } from './compareHtml.ts';
import { COMMANDS, COMPARE_PANEL, TRACE_EXTENSION } from './ids.ts';
import { t } from './l10n.ts';
import { problems, reasonOf } from './problems.ts';
import type { Runs } from './runs.ts';
import type { Shown } from './shown.ts';
import type { TraceSource } from './tracedRun.ts';

/** Lines of each kind that are compared. */
const MAX_LINES = 2000;

/** Rejects with a UserProblem. Without `before` and `after` it asks; the shown run is the later one unless said. */
export async function compareTraces(runs: Runs, shown: Shown, before?: vscode.Uri, after?: vscode.Uri): Promise<void> {
  const later = after?.fsPath ?? shown.source?.tracePath ?? (await choose(runs, t('The later of the two runs'), ''));
  if (later === undefined) return;
  const earlier = before?.fsPath ?? (await choose(runs, t('The earlier run, to compare with'), later));
  if (earlier === undefined) return;
  const html = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Comparing two runs') },
    async () => {
      const sides: ComparedRun[] = [];
      for (const file of [earlier, later]) sides.push(await sideOf(file, runs.distDir, shown.source));
      const [left, right] = sides as [ComparedRun, ComparedRun];
      return compareHtml({
        before: left,
        after: right,
        comparison: compareRuns(left.figures, right.figures),
        hrefOf: ({ file, line }) => commandLink(COMMANDS.openPlace, file, line),
        nonce: randomBytes(16).toString('hex'),
        t,
      });
    },
  );
  const panel = vscode.window.createWebviewPanel(COMPARE_PANEL, t('Two runs compared'), vscode.ViewColumn.Active, {
    enableScripts: false,
    enableCommandUris: [COMMANDS.openTrace, COMMANDS.openPlace],
    localResourceRoots: [],
  });
  panel.webview.html = html;
}

function commandLink(command: string, ...args: readonly unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}

async function sideOf(file: string, distDir: string, shown: TraceSource | undefined): Promise<ComparedRun> {
  const about = {
    title: path.basename(file, TRACE_EXTENSION),
    when: new Date((await stat(file).catch(() => undefined))?.mtimeMs ?? 0).toLocaleString(),
    href: commandLink(COMMANDS.openTrace, vscode.Uri.file(file).toJSON()),
  };
  // The engine of what is shown has it in memory.
  if (shown?.tracePath === file) return { ...about, figures: await figuresOf((message) => shown.request(message)) };
  try {
    const trace = await openTrace(file, distDir);
    try {
      return { ...about, figures: await figuresOf((message) => trace.request(message), trace.report) };
    } finally {
      trace.dispose();
    }
  } catch (error) {
    throw problems.notATrace(error instanceof UserError ? error.message : t('{0} cannot be opened: {1}.', file, reasonOf(error)));
  }
}

async function figuresOf(request: (message: unknown) => Promise<unknown>, known?: Report): Promise<RunFigures> {
  // SAFETY: the engine's answers to these requests
  const report = known ?? ((await request({ type: 'report' })) as Report);
  const all = { type: 'statistics', fromNs: 0, toNs: Number.MAX_SAFE_INTEGER, query: '', limit: MAX_LINES };
  const { lines } = (await request(all)) as StatisticsReply;
  return { durationMs: report.run.durationMs, findings: report.findings, lines };
}

/** One of the kept traces, or any file; undefined when the user thinks better of it. */
async function choose(runs: Runs, placeHolder: string, except: string): Promise<string | undefined> {
  const kept = (await runs.traces()).filter(({ file }) => file !== except);
  const items = kept.map(({ file, at }) => ({
    label: path.basename(file, TRACE_EXTENSION),
    description: new Date(at).toLocaleString(),
    file,
  }));
  const browse = { label: t('Browse…'), description: '', file: '' };
  const chosen = await vscode.window.showQuickPick([...items, browse], { title: t('Compare Runs'), placeHolder });
  if (chosen === undefined || chosen.file !== '') return chosen?.file;
  const found = await vscode.window.showOpenDialog({
    title: placeHolder,
    canSelectMany: false,
    filters: { [t('Interleave traces')]: [TRACE_EXTENSION.slice(1)] },
  });
  return found?.[0]?.fsPath;
}
