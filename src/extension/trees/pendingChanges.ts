/** What is pending now that was not when a snapshot was taken, what is so still, and what is gone. Pure. */
import type { FindingLocation, PendingNode } from '../../analysis/finding.ts';
import { english, type Translate } from '../../base/words.ts';
import { formatAge, pendingLines } from './pendingText.ts';

/** What was pending at one moment of a run. */
export interface Snapshot {
  /** Of the run. */
  readonly id: string;
  readonly title: string;
  /** Since the run began. */
  readonly atMs: number;
  readonly pending: readonly PendingNode[];
}

export interface PendingChanges {
  /** Has waited all the time. Of two runs: waits in both. */
  readonly still: readonly PendingNode[];
  /** Waits at the same place for the same, but began after the snapshot: it went on meanwhile. */
  readonly again: readonly PendingNode[];
  readonly isNew: readonly PendingNode[];
  readonly gone: readonly PendingNode[];
}

/** Clocks of the editor and of the run differ by less. */
const TOLERANCE_MS = 100;

export function pendingChanges(before: Snapshot, after: Snapshot): PendingChanges {
  const old = new Map<string, number>();
  for (const node of before.pending) old.set(keyOf(node), (old.get(keyOf(node)) ?? 0) + node.count);
  const sinceMs = before.id === after.id ? after.atMs - before.atMs - TOLERANCE_MS : Number.NEGATIVE_INFINITY;
  const still: PendingNode[] = [];
  const again: PendingNode[] = [];
  const isNew: PendingNode[] = [];
  for (const node of after.pending) {
    const known = Math.min(node.count, old.get(keyOf(node)) ?? 0);
    old.set(keyOf(node), (old.get(keyOf(node)) ?? 0) - known);
    // A group is as old as its oldest.
    if (known > 0) (node.sinceMs >= sinceMs ? still : again).push({ ...node, count: known });
    if (node.count > known) isNew.push({ ...node, count: node.count - known });
  }
  const gone = before.pending.flatMap((node) => {
    const left = Math.min(node.count, old.get(keyOf(node)) ?? 0);
    old.set(keyOf(node), (old.get(keyOf(node)) ?? 0) - left);
    return left > 0 ? [{ ...node, count: left }] : [];
  });
  return { still, again, isNew, gone };
}

/** Which task waits where for what. */
function keyOf({ task, reason, on, locations: [place] }: PendingNode): string {
  return [task, reason, on, place?.file, place?.line].join('\n');
}

/** For an editor. */
export function changesAsText(
  before: Snapshot,
  after: Snapshot,
  place: (location: Pick<FindingLocation, 'file' | 'line' | 'column'>) => string,
  t: Translate = english,
): string {
  const { still, again, isNew, gone } = pendingChanges(before, after);
  const isOneRun = before.id === after.id;
  const head = isOneRun
    ? t('Pending tasks of {0} at {1}, compared with the snapshot at {2}', after.title, formatAge(after.atMs), formatAge(before.atMs))
    : t(
        'Pending tasks of {0} at {1}, compared with the snapshot of {2} at {3}',
        after.title,
        formatAge(after.atMs),
        before.title,
        formatAge(before.atMs),
      );
  const sections = [
    [isOneRun ? t('Waiting ever since the snapshot') : t('Waiting in both runs'), still],
    [t('Waiting at the same place again'), again],
    [t('New since the snapshot'), isNew],
    [t('Gone since the snapshot'), gone],
  ] as const;
  const lines = sections.flatMap(([title, nodes]) =>
    nodes.length === 0 ? [] : ['', `${title} (${count(nodes)})`, ...pendingLines(nodes, place, t).map((line) => `  ${line}`)],
  );
  return [head, ...(lines.length > 0 ? lines : ['', t('Nothing was pending then or now.')]), ''].join('\n');
}

function count(nodes: readonly PendingNode[]): number {
  return nodes.reduce((sum, node) => sum + node.count, 0);
}
