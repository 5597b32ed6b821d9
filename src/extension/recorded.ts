/** What a run recorded, and roughly what that cost the program, in words for the status bar. Pure. */
import path from 'node:path';
import type { Finding, Report } from '../analysis/finding.ts';
import { english, type Translate } from '../base/words.ts';

/** Of an event with the hook that writes it, as the route of docs/performance.md pays it. */
const NS_PER_EVENT = 75;

/** Undefined before anything was recorded. `bytes`: of the trace, where they are known. */
export function describeRecorded(
  { events, bytes, durationMs }: { readonly events: number; readonly bytes?: number | undefined; readonly durationMs: number },
  t: Translate = english,
): string | undefined {
  if (events === 0) return undefined;
  const size = bytes === undefined ? '' : `, ${bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`}`;
  const costMs = (events * NS_PER_EVENT) / 1e6;
  const cost = costMs < 1 ? '< 1 ms' : costMs < 1000 ? `${Math.round(costMs)} ms` : `${(costMs / 1000).toFixed(1)} s`;
  const lasted = `${(durationMs / 1000).toFixed(1)} s`;
  return t(
    '{0} events recorded{1}. At some {2} ns an event that is about {3} of {4}: an estimate, without start-up and code that is only watched.',
    events.toLocaleString(),
    size,
    NS_PER_EVENT,
    cost,
    lasted,
  );
}

export interface Ended {
  readonly processes: number;
  readonly tasks: number;
  readonly exitCode: number | null;
  /** The part of the run that was looked at. */
  readonly window?: unknown;
}

/** Why an ended run has nothing that could be judged; undefined when it has something. `wasStopped`: by the user, before it ended by itself. */
export function whyNothing({ processes, tasks, exitCode, window }: Ended, wasStopped: boolean, t: Translate = english): string | undefined {
  if (processes === 0) {
    return wasStopped
      ? t('Nothing was recorded: the program was stopped before Interleave was loaded into it.')
      : t('Nothing was recorded: Interleave was not loaded into the program.');
  }
  if (tasks > 0 || window !== undefined) return undefined;
  if (wasStopped) return t('Nothing was recorded: the program was stopped before its first task began.');
  // All of a program that has no tasks is a run like any other.
  if (exitCode === 0) return undefined;
  return exitCode === null
    ? t('Nothing was recorded: the trace ends before the first task of the program.')
    : t('Nothing was recorded: the program ended with exit code {0} before its first task began.', exitCode);
}

/** What a program that has failed by itself wrote to stderr last; '' of all others. */
export function wordsOfFailure({ report, live, wasStopped, lastWords = '' }: EndedSource): string {
  const hasFailed = !live && !wasStopped && (report?.run.exitCode ?? 0) !== 0;
  return hasFailed ? lastWords : '';
}

interface EndedSource {
  readonly report: Pick<Report, 'run'> | undefined;
  readonly live: boolean;
  readonly wasStopped: boolean;
  readonly lastWords?: string;
}

/** How a program ended that has failed: `It ended with exit code 1. Its last words: …`; '' of all others. */
export function describeFailure(source: EndedSource, t: Translate = english): string {
  const code = source.report?.run.exitCode ?? 0;
  if (source.live || source.wasStopped || code === 0) return '';
  const words = wordsOfFailure(source);
  return [t('It ended with exit code {0}.', code), ...(words === '' ? [] : [t('Its last words: {0}', words)])].join(' ');
}

/** `steps-2026-11-20T12-04-05-123Z.ilv` was named after what was traced. */
export function nameOfTrace(file: string): string {
  return path.basename(file, '.ilv').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '');
}

/** `4 findings, 3 hints`: where the time goes is no problem, and counted apart, as on the command line. `problems`: how many are no hints. */
export function countFindings(
  findings: readonly Pick<Finding, 'severity'>[],
  t: Translate = english,
): { readonly problems: number; readonly text: string } {
  const hints = findings.filter(({ severity }) => severity === 'hint').length;
  const problems = findings.length - hints;
  const found = problems === 1 ? t('1 finding') : t('{0} findings', problems);
  const advice = hints === 1 ? t('1 hint') : t('{0} hints', hints);
  return { problems, text: hints === 0 ? found : problems === 0 ? advice : `${found}, ${advice}` };
}

/** `1 task`, `4,312 tasks`. */
export function countText(what: 'task' | 'thread' | 'process', count: number, t: Translate = english): string {
  const many = count.toLocaleString();
  switch (what) {
    case 'task':
      return count === 1 ? t('1 task') : t('{0} tasks', many);
    case 'thread':
      return count === 1 ? t('1 thread') : t('{0} threads', many);
    case 'process':
      return count === 1 ? t('1 process') : t('{0} processes', many);
  }
}
