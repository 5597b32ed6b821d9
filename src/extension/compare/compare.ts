/** Compare Runs: picks two recorded traces and shows what came, went and changed, with links to both timelines. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../analysis/finding.ts';
import { UserError } from '../../host/errors.ts';
import { openTrace } from '../../host/openTrace.ts';
import { type RunFigures, compareRuns } from '../../model/compare/compare.ts';
import { compareOrders, pairTasks } from '../../model/compare/compareOrder.ts';
import type { StatisticsReply } from '../../model/requests.ts';
import type { RowStates, RunOrder } from '../../model/compare/runOrder.ts';
import { type ComparedRun, compareHtml } from './compareHtml.ts';
import type { ComparedOrders, ComparedTask } from './compareTimeline.ts';
import { COMMANDS, COMPARE_PANEL, TRACE_EXTENSION } from '../ids.ts';
import { t } from '../l10n.ts';
import { nameOfTrace } from '../recorded.ts';
import { problems, reasonOf } from '../problems.ts';
import { withCancel } from '../progress.ts';
import type { Runs } from '../runs.ts';
import type { Shown } from '../shown.ts';
import type { TraceSource } from '../tracedRun.ts';
import { language } from '../timeline/webviewHtml.ts';

/** Lines of each kind that are compared. */
const MAX_LINES = 2000;
/** Tasks in the picture of both runs. */
const MAX_DRAWN = 12;

/** Rejects with a UserProblem. Without `before` and `after` it asks; the shown run is the later one unless said. */
export async function compareTraces(runs: Runs, shown: Shown, before?: vscode.Uri, after?: vscode.Uri): Promise<void> {
  const later = after?.fsPath ?? shown.source?.tracePath ?? (await choose(runs, t('The later of the two runs'), ''));
  if (later === undefined) return;
  const earlier = before?.fsPath ?? (await choose(runs, t('The earlier run, to compare with'), later));
  if (earlier === undefined) return;
  const html = await withCancel(t('Comparing two runs'), (signal) => pageOf(earlier, later, runs.distDir, shown, signal));
  if (html === undefined) return;
  const panel = vscode.window.createWebviewPanel(COMPARE_PANEL, t('Two runs compared'), vscode.ViewColumn.Active, {
    enableScripts: false,
    enableCommandUris: [COMMANDS.openTrace, COMMANDS.openPlace],
    localResourceRoots: [],
  });
  panel.webview.html = html;
}

async function pageOf(earlier: string, later: string, distDir: string, shown: Shown, signal: AbortSignal): Promise<string> {
  const sides: Side[] = [];
  try {
    for (const file of [earlier, later]) sides.push(await sideOf(file, distDir, shown.source, signal));
    const [left, right] = sides as [Side, Side];
    return compareHtml({
      before: left.run,
      after: right.run,
      comparison: compareRuns(left.run.figures, right.run.figures),
      orders: await ordersOf(left, right),
      hrefOf: ({ file, line, column }, run) =>
        commandLink(COMMANDS.openPlace, file, line, column, (run === 'before' ? left : right).startedAt),
      language: language(),
      nonce: randomBytes(16).toString('hex'),
      t,
    });
  } finally {
    for (const side of sides) side.dispose();
  }
}

function commandLink(command: string, ...args: readonly unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}

/** One of the two runs, while it is compared. */
interface Side {
  readonly run: ComparedRun;
  readonly startedAt: string;
  readonly request: Request;
  readonly dispose: () => void;
}
type Request = (message: unknown) => Promise<unknown>;

async function sideOf(file: string, distDir: string, shown: TraceSource | undefined, signal: AbortSignal): Promise<Side> {
  const about = {
    title: path.basename(file, TRACE_EXTENSION),
    when: new Date((await stat(file).catch(() => undefined))?.mtimeMs ?? 0).toLocaleString(),
    href: commandLink(COMMANDS.openTrace, vscode.Uri.file(file).toJSON()),
  };
  const side = async (request: Request, dispose: () => void, known?: Report): Promise<Side> => {
    const report = known ?? ((await request({ type: 'report' })) as Report); // SAFETY: the engine's answer to this request
    return { run: { ...about, figures: await figuresOf(request, report) }, startedAt: report.run.startedAt, request, dispose };
  };
  // The engine of what is shown has it in memory.
  if (shown?.tracePath === file) {
    return side(
      (message) => shown.request(message),
      () => undefined,
    );
  }
  try {
    const trace = await openTrace(file, distDir, { signal });
    try {
      return await side(
        (message) => trace.request(message),
        () => trace.dispose(),
        trace.report,
      );
    } catch (error) {
      trace.dispose();
      throw error;
    }
  } catch (error) {
    throw problems.notATrace(error instanceof UserError ? error.message : t('{0} cannot be opened: {1}.', file, reasonOf(error)));
  }
}

/** Where the order differs, and what the tasks that are drawn did. */
async function ordersOf(left: Side, right: Side): Promise<ComparedOrders> {
  // SAFETY: the engine's answers to these requests
  const before = (await left.request({ type: 'order' })) as RunOrder;
  const after = (await right.request({ type: 'order' })) as RunOrder;
  const comparison = compareOrders(before, after);
  const pairs = pairTasks(before, after, comparison.divergence, MAX_DRAWN);
  const statesOf = async ({ request }: Side, rows: readonly (number | undefined)[]): Promise<(RowStates | null)[]> => {
    const states = (await request({ type: 'states', rows: rows.map((row) => row ?? -1) })) as readonly RowStates[];
    return rows.map((row, i) => (row === undefined ? null : (states[i] ?? null)));
  };
  const ofLeft = await statesOf(
    left,
    pairs.map((pair) => pair.before?.row),
  );
  const ofRight = await statesOf(
    right,
    pairs.map((pair) => pair.after?.row),
  );
  const tasks = pairs.map((pair, i): ComparedTask => ({ ...pair, states: [ofLeft[i] ?? null, ofRight[i] ?? null] }));
  const rangeOf = ({ tasks: all, endNs }: RunOrder): readonly [number, number] => [
    all.reduce((ns, each) => Math.min(ns, each.startNs), endNs),
    endNs,
  ];
  return { comparison, tasks, ranges: [rangeOf(before), rangeOf(after)] };
}

async function figuresOf(request: Request, report: Report): Promise<RunFigures> {
  const all = { type: 'statistics', fromNs: 0, toNs: Number.MAX_SAFE_INTEGER, query: '', limit: MAX_LINES };
  const { lines } = (await request(all)) as StatisticsReply; // SAFETY: the engine's answer to this request
  return { durationMs: report.run.durationMs, findings: report.findings, lines };
}

/** One of the kept traces, or any file; undefined when the user thinks better of it. */
async function choose(runs: Runs, placeHolder: string, except: string): Promise<string | undefined> {
  const kept = (await runs.traces()).filter(({ file }) => file !== except);
  const items = kept.map(({ file, at }) => ({
    label: nameOfTrace(file),
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
