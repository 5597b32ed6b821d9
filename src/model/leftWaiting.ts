/** Whether the reader of an ended run has to be told that something was still waiting: to wait is no defect, and so no finding, but where a test was given up it is the answer. */

/** Of a report. */
export interface Outcome {
  readonly findings: readonly unknown[];
  readonly pending?: readonly { readonly count: number }[];
  /** Tests that their runner gave up on. */
  readonly timeouts?: readonly unknown[];
}

/** Tasks that waited when a run ended of which a test was given up, or that was stopped or failed and nothing was found; else 0. */
export function leftWaiting({ findings, pending = [], timeouts = [] }: Outcome, exitCode: number | null): number {
  if (timeouts.length === 0 && (findings.length > 0 || exitCode === 0)) return 0;
  return pending.reduce((sum, { count }) => sum + count, 0);
}
