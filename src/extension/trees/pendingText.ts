/** Pending tasks in words, for the tree and for the dump. Pure. */
import type { FindingLocation, PendingNode, Report, TestTimeout } from '../../analysis/finding.ts';
import { english, type Translate } from '../../base/words.ts';
import { isSentence } from '../../model/waitText.ts';

type SourceLocation = Pick<FindingLocation, 'file' | 'line' | 'column'>;

const reasons = (t: Translate): Record<PendingNode['reason'], string> => ({
  timer: t('waits for a timer'),
  socket: t('waits for the network'),
  child: t('waits for a child process'),
  'worker-message': t('waits for a message from a worker'),
  lock: t('waits for a lock'),
  queue: t('waits in a queue'),
  event: t('waits for an event'),
  'promise-lost': t('nobody can settle its promise any more'),
  stdin: t('waits for input'),
  stream: t('waits for a stream'),
  'thread-blocked': t('its thread is blocked'),
  combinator: t('waits for several promises'),
  unknown: t('waits for something that cannot be seen'),
});

export interface PendingWords {
  /** `worker ×16` */
  readonly label: string;
  /** `waits for a lock: dbLock` */
  readonly why: string;
  /** `3.1 s` */
  readonly age: string;
}

export function describePending(node: PendingNode, t: Translate = english): PendingWords {
  const reason = reasons(t)[node.reason];
  return {
    label: (node.task || t('(top level)')) + (node.count > 1 ? ` ×${node.count}` : ''),
    why: node.on === '' ? reason : isSentence(node.on) ? t('waits for {0}', node.on) : `${reason}: ${node.on}`,
    age: formatAge(node.sinceMs),
  };
}

/** `850 ms`, `3.1 s`, `2 min 5 s`. */
export function formatAge(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** The whole tree as text, for an editor, an issue or a chat. */
export function pendingAsText(report: Report, live: boolean, place: (location: SourceLocation) => string, t: Translate = english): string {
  const command = report.run.command.join(' ');
  const title = live
    ? t('Pending tasks of {0}, while it runs', command)
    : t('Pending tasks of {0}, when it ended (exit code {1})', command, report.run.exitCode ?? t('none'));
  const head = [title, t('Node {0}, started {1}', report.run.node, report.run.startedAt), ''];
  const pending = report.pending.length === 0 ? [t('Nothing is pending.')] : pendingLines(report.pending, place, t);
  const timeouts = report.timeouts?.flatMap((timeout) => ['', ...timeoutLines(timeout, place, t)]) ?? [];
  return [...head, ...pending, ...timeouts, ''].join('\n');
}

/** What a test was waiting for when its runner gave up on it. */
export function timeoutLines(
  { afterMs, pending }: TestTimeout,
  place: (location: SourceLocation) => string,
  t: Translate = english,
): string[] {
  if (pending.length > 0) {
    const lines = pendingLines(pending, place, t).map((line) => `  ${line}`);
    return [t('A test timed out after {0}, while it was waiting:', formatAge(afterMs)), ...lines];
  }
  return [
    t(
      'A test timed out after {0}. No async function that it started is waiting, so a callback, an event or "done" has not come.',
      formatAge(afterMs),
    ),
  ];
}

/** One line a task, what it waits for below it. */
export function pendingLines(
  pending: readonly PendingNode[],
  place: (location: SourceLocation) => string,
  t: Translate = english,
): string[] {
  const lines: string[] = [];
  const add = (node: PendingNode, depth: number): void => {
    const { label, why, age } = describePending(node, t);
    const at = node.locations[0] ? `  ${place(node.locations[0])}` : '';
    lines.push(`${'  '.repeat(depth)}${label} — ${why} — ${age}${at}`);
    if (node.wokenBy) lines.push(`${'  '.repeat(depth + 1)}${t('usually woken by {0}', place(node.wokenBy))}`);
    const made = madeAt(node);
    if (made) lines.push(`${'  '.repeat(depth + 1)}${t('its promise was made at {0}', place(made))}`);
    for (const child of node.children) add(child, depth + 1);
  };
  for (const node of pending) add(node, 0);
  return lines;
}

/** Where the promise was made that it waits for, when nothing is known to settle that and it is not the line that waits. */
export function madeAt({ wokenBy, locations: [waits, ...others] }: PendingNode): FindingLocation | undefined {
  const made = wokenBy === null ? others.find(({ role }) => role === 'create') : undefined;
  return made?.file === waits?.file && made?.line === waits?.line ? undefined : made;
}

/** The lines of a file, 1-based; the whole file unless they are said. */
interface Lines {
  readonly file: string;
  readonly from?: number;
  readonly to?: number;
}

/** The trees with a place in these lines. */
export function pendingWithin(pending: readonly PendingNode[], { file, from = 0, to = Infinity }: Lines): PendingNode[] {
  const isIn = (node: PendingNode): boolean =>
    node.locations.some((place) => place.file === file && place.line >= from && place.line <= to) || node.children.some(isIn);
  return pending.filter(isIn);
}
