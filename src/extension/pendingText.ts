/** Pending tasks in words, for the tree and for the dump. Pure. */
import type { FindingLocation, PendingNode, Report } from '../analysis/finding.ts';

type SourceLocation = Pick<FindingLocation, 'file' | 'line' | 'column'>;

const REASON: Record<PendingNode['reason'], string> = {
  timer: 'waits for a timer',
  socket: 'waits for the network',
  child: 'waits for a child process',
  'worker-message': 'waits for a message from a worker',
  lock: 'waits for a lock',
  queue: 'waits in a queue',
  event: 'waits for an event',
  'promise-lost': 'nobody can settle its promise any more',
  stdin: 'waits for input',
  stream: 'waits for a stream',
  'thread-blocked': 'its thread is blocked',
  combinator: 'waits for several promises',
  unknown: 'waits for something that cannot be seen',
};

export interface PendingWords {
  /** `worker ×16` */
  readonly label: string;
  /** `waits for a lock: dbLock` */
  readonly why: string;
  /** `3.1 s` */
  readonly age: string;
}

export function describePending(node: PendingNode): PendingWords {
  return {
    label: (node.task || '(top level)') + (node.count > 1 ? ` ×${node.count}` : ''),
    why: node.on ? `${REASON[node.reason]}: ${node.on}` : REASON[node.reason],
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
export function pendingAsText(report: Report, live: boolean, place: (location: SourceLocation) => string): string {
  const when = live ? 'while it runs' : `when it ended (exit code ${report.run.exitCode ?? 'none'})`;
  const head = [
    `Pending tasks of ${report.run.command.join(' ')}, ${when}`,
    `Node ${report.run.node}, started ${report.run.startedAt}`,
    '',
  ];
  if (report.pending.length === 0) return [...head, 'Nothing is pending.', ''].join('\n');
  const lines: string[] = [];
  const add = (node: PendingNode, depth: number): void => {
    const { label, why, age } = describePending(node);
    const at = node.locations[0] ? `  ${place(node.locations[0])}` : '';
    lines.push(`${'  '.repeat(depth)}${label} — ${why} — ${age}${at}`);
    if (node.wokenBy) lines.push(`${'  '.repeat(depth + 1)}usually woken by ${place(node.wokenBy)}`);
    for (const child of node.children) add(child, depth + 1);
  };
  for (const node of report.pending) add(node, 0);
  return [...head, ...lines, ''].join('\n');
}
