/** Two runs side by side: which findings came and went, and what of tasks, waits and locks changed most. Pure. */
import { addTo } from '../../base/lists.ts';
import type { StatisticsLine } from '../requests.ts';

export interface ComparedFinding {
  readonly fingerprint: string;
  readonly kind: string;
  readonly severity: string;
  readonly message: string;
  readonly occurrences: number;
  readonly locations: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}
export interface RunFigures {
  readonly durationMs: number;
  readonly findings: readonly ComparedFinding[];
  readonly lines: readonly StatisticsLine[];
}

export interface FindingChange {
  readonly change: 'new' | 'gone' | 'same';
  /** As it is after, or was before when it is gone. */
  readonly finding: ComparedFinding;
  /** Times that it occurred. */
  readonly before: number;
  readonly after: number;
}
export interface LineChange {
  readonly by: StatisticsLine['by'];
  readonly name: string;
  /** Null: there was none. */
  readonly before: StatisticsLine | null;
  readonly after: StatisticsLine | null;
  /** Of the total. */
  readonly changeNs: number;
}
export interface Comparison {
  /** New ones first, then those that are gone. */
  readonly findings: readonly FindingChange[];
  /** Within each kind of line the biggest change first. */
  readonly lines: readonly LineChange[];
}

const ORDER: readonly FindingChange['change'][] = ['new', 'gone', 'same'];

export function compareRuns(before: RunFigures, after: RunFigures): Comparison {
  return { findings: compareFindings(before.findings, after.findings), lines: compareLines(before.lines, after.lines) };
}

function compareFindings(before: readonly ComparedFinding[], after: readonly ComparedFinding[]): FindingChange[] {
  const changes = new Map<string, { finding: ComparedFinding; before: number; after: number }>();
  const add = (findings: readonly ComparedFinding[], side: 'before' | 'after'): void => {
    for (const finding of findings) {
      const known = changes.get(finding.fingerprint) ?? { finding, before: 0, after: 0 };
      changes.set(finding.fingerprint, { ...known, finding, [side]: known[side] + finding.occurrences });
    }
  };
  add(before, 'before');
  add(after, 'after');
  return [...changes.values()]
    .map((each): FindingChange => ({ ...each, change: each.before === 0 ? 'new' : each.after === 0 ? 'gone' : 'same' }))
    .toSorted((a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change));
}

/** A name without line numbers: edits above a line move it. */
function withoutLines(name: string): string {
  return name.replaceAll(/:\d+/g, ':');
}

function compareLines(before: readonly StatisticsLine[], after: readonly StatisticsLine[]): LineChange[] {
  const keyOf = ({ by, name }: StatisticsLine): string => `${by} ${name}`;
  const left = new Map(before.map((line) => [keyOf(line), line]));
  const changes: LineChange[] = [];
  const unmatched: StatisticsLine[] = [];
  for (const line of after) {
    const old = left.get(keyOf(line));
    if (old === undefined) unmatched.push(line);
    else {
      left.delete(keyOf(line));
      changes.push(changeOf(old, line));
    }
  }
  // The same code on another line: only where there is no doubt which.
  const looseKey = ({ by, name }: StatisticsLine): string => `${by} ${withoutLines(name)}`;
  const moved = groupBy([...left.values()], looseKey);
  const arrived = groupBy(unmatched, looseKey);
  for (const line of unmatched) {
    const candidates = moved.get(looseKey(line)) ?? [];
    const old = candidates.length === 1 && arrived.get(looseKey(line))?.length === 1 ? candidates[0] : undefined;
    if (old !== undefined) left.delete(keyOf(old));
    changes.push(changeOf(old ?? null, line));
  }
  for (const old of left.values()) changes.push(changeOf(old, null));
  return changes.toSorted((a, b) => Math.abs(b.changeNs) - Math.abs(a.changeNs) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function groupBy(lines: readonly StatisticsLine[], keyOf: (line: StatisticsLine) => string): Map<string, StatisticsLine[]> {
  const groups = new Map<string, StatisticsLine[]>();
  for (const line of lines) addTo(groups, keyOf(line), line);
  return groups;
}

function changeOf(before: StatisticsLine | null, after: StatisticsLine | null): LineChange {
  const { by, name } = (after ?? before) as StatisticsLine; // SAFETY: one of the two is there
  return { by, name, before, after, changeNs: (after?.totalNs ?? 0) - (before?.totalNs ?? 0) };
}
