/** Findings in groups, for the tree: by kind, by the file of their first place, or by severity. Pure. */
import type { Finding, Severity } from '../../analysis/finding.ts';
import { addTo } from '../../base/lists.ts';

export const GROUPINGS = ['none', 'kind', 'file', 'severity'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const ORDER: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

export interface FindingGroup {
  /** The kind, the file ('' for findings without a place) or the severity. */
  readonly key: string;
  /** The worst one in it. */
  readonly severity: Severity;
  readonly findings: readonly Finding[];
}

export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** The group with the worst finding first. */
export function groupFindings(findings: readonly Finding[], by: Exclude<Grouping, 'none'>): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of worstFirst(findings)) {
    const key = by === 'file' ? (finding.locations[0]?.file ?? '') : finding[by];
    addTo(groups, key, finding);
  }
  return [...groups].map(([key, all]) => ({ key, severity: all[0]?.severity ?? 'hint', findings: all }));
}
