/** One item in the status bar, there only while a program is traced and for its result; a click brings the timeline. */
import * as vscode from 'vscode';
import { COMMANDS, STATUS_ITEM } from './ids.ts';
import { t } from './l10n.ts';
import { leftWaiting } from '../model/leftWaiting.ts';
import { countFindings, describeFailure, countText, describeRecorded, whyNothing } from './recorded.ts';
import type { Runs } from './runs.ts';
import type { TracedRun } from './tracedRun.ts';

export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem(STATUS_ITEM, vscode.StatusBarAlignment.Left, 10);
  readonly #subscriptions: vscode.Disposable[];
  readonly #runs: Runs;
  /** Runs only while a program is traced. */
  #clock: NodeJS.Timeout | undefined;

  constructor(runs: Runs) {
    this.#runs = runs;
    this.#item.name = 'Interleave';
    this.#item.command = COMMANDS.showTimeline;
    this.#subscriptions = [this.#item, runs.onDidChangeState(() => this.#update()), runs.onDidChangeCurrent(() => this.#update())];
  }

  dispose(): void {
    clearInterval(this.#clock);
    for (const each of this.#subscriptions) each.dispose();
  }

  #update(): void {
    const run = this.#runs.current;
    clearInterval(this.#clock);
    this.#clock = undefined;
    if (!run) return;
    if (run.live) this.#clock = setInterval(() => this.#draw(run), 1000);
    this.#draw(run);
    this.#item.show();
  }

  #draw(run: TracedRun): void {
    const { text, label, tooltip } = statusOf(run, Date.now());
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label };
  }
}

interface Status {
  readonly text: string;
  /** For a screen reader: the same without icons. */
  readonly label: string;
  readonly tooltip: string;
}

function statusOf(run: TracedRun, nowMs: number): Status {
  const { state, progress, report, title } = run;
  if (state === 'finishing') {
    return { text: `$(loading~spin) ${t('Analysing')}`, label: t('Interleave is analysing the trace'), tooltip: title };
  }
  if (state === 'failed') {
    return { text: `$(error) ${t('Trace failed')}`, label: t('Interleave: the trace failed'), tooltip: t('{0}: see the log', title) };
  }
  const findings = report?.findings ?? [];
  const { problems, text: found } = countFindings(findings, t);
  if (run.live) {
    const clock = formatClock(nowMs - run.startedAt);
    const figures = progress
      ? [countText('task', progress.tasks, t), countText('thread', progress.threads, t), countText('process', progress.processes, t)].join(
          ', ',
        )
      : t('starting');
    const text = `$(pulse) ${t('Tracing {0}', clock)}${problems > 0 ? ` $(warning) ${problems}` : ''}`;
    return { text, label: t('Interleave is tracing, {0}, {1}', clock, found), tooltip: linesOf(title, figures, recordedBy(run)) };
  }
  const nothing = report && findings.length === 0 ? whyNothing(report.run, run.wasStopped, t) : undefined;
  if (nothing !== undefined) {
    const label = t('Interleave: nothing was recorded of {0}', title);
    return { text: `$(circle-slash) ${t('Nothing recorded')}`, label, tooltip: linesOf(title, nothing) };
  }
  const waiting = report ? leftWaiting(report, report.run.exitCode) : 0;
  const failure = describeFailure(run, t);
  const icons = [
    [problems > 0, '$(warning)'],
    [failure !== '', '$(error)'],
    [waiting > 0, '$(watch)'],
    [findings.length > 0, '$(lightbulb)'],
  ] as const;
  const icon = icons.find(([holds]) => holds)?.[1] ?? '$(pass)';
  const where = t('Interleave: {0} in {1}', found, title);
  const label = failure === '' ? where : `${where}. ${failure}`;
  const left =
    waiting === 0
      ? undefined
      : waiting === 1
        ? t('1 task was still waiting at the end.')
        : t('{0} tasks were still waiting at the end.', waiting);
  // Nothing found of a program that failed is no success.
  const short = problems === 0 && failure !== '' ? t('exit code {0}', report?.run.exitCode ?? '') : found;
  return { text: `${icon} ${short}`, label, tooltip: linesOf(label, left, recordedBy(run)) };
}

function recordedBy({ report, progress, live }: TracedRun): string | undefined {
  if (live || !report) return progress && describeRecorded(progress, t);
  const { events, durationMs, overhead } = report.run;
  return describeRecorded({ events, durationMs, bytes: overhead['logBytes'] }, t);
}

function linesOf(...lines: readonly (string | undefined)[]): string {
  return lines.filter((line) => line !== undefined).join('\n');
}

/** `00:12`, `1:02:03`. */
function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}
