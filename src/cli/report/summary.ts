/** The figures of a run for a terminal (`--summary`): where the time of each kind of task went, what that means, how much of the machine was used, and durations. */
import type { DurationLine, ProcessorUse, RunStatistics, TaskWork } from '../../analysis/finding.ts';

/** Lines of each table. */
const MAX_TASKS = 10;
const MAX_LINES = 8;
const MAX_NAME = 48;

const TITLES: Readonly<Record<DurationLine['by'], string>> = {
  state: 'by state',
  task: 'by task',
  site: 'waiting by place',
  lock: 'waiting by lock',
  thread: 'running by thread',
};

/** Ends with a newline. */
export function formatSummary(statistics: RunStatistics): string {
  const lines = [...taskLines(statistics.tasks), ...processorLines(statistics.processors, statistics.cores)];
  for (const by of Object.keys(TITLES) as DurationLine['by'][]) lines.push(...durationLines(by, statistics.durations));
  return `${lines.map((line) => `interleave ▸ ${line}`.trimEnd()).join('\n')}\n`;
}

function taskLines(tasks: readonly TaskWork[]): string[] {
  if (tasks.length === 0) return [];
  const shown = tasks.slice(0, MAX_TASKS);
  const rows = shown.map((t) => [
    t.task,
    String(t.calls),
    ...[t.totalMs, t.runningMs, t.readyMs, t.ioMs, t.lockMs, t.poolMs, t.otherMs].map(duration),
    t.bound === null ? '' : `${t.bound}.bound`,
  ]);
  const head = ['where tasks spent their time', 'calls', 'total', 'running', 'ready', 'I/O', 'locks', 'pool', 'other', ''];
  return [...table(head, rows), ...shown.filter((t) => t.advice !== '').map((t) => `  ${t.advice}`), ''];
}

function processorLines(processors: readonly ProcessorUse[], cores: number): string[] {
  const head = [cores > 0 ? `processor time (${cores} ${cores === 1 ? 'core' : 'cores'})` : 'processor time', 'used', 'of', 'cores'];
  const rows = processors.map((p) => [
    p.name,
    p.cpuMs === null ? 'not known' : duration(p.cpuMs),
    duration(p.wallMs),
    p.cores === null ? '' : p.cores.toFixed(2),
  ]);
  return rows.length === 0 ? [] : [...table(head, rows), ''];
}

function durationLines(by: DurationLine['by'], all: readonly DurationLine[]): string[] {
  const lines = all.filter((line) => line.by === by).slice(0, MAX_LINES);
  if (lines.length === 0) return [];
  const rows = lines.map((line) => [line.name, String(line.count), ...[line.totalMs, line.p50Ms, line.p95Ms, line.maxMs].map(duration)]);
  return [...table([TITLES[by], 'count', 'total', 'p50', 'p95', 'max'], rows), ''];
}

/** The first column to the left, the others to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cut = (text: string): string => (text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1)}…` : text);
  const all = [head, ...rows].map((row) => row.map((cell, i) => (i === 0 ? cut(cell) : cell)));
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  return all.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '));
}

function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
