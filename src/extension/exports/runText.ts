/** A run in words, for who reads or hears it instead of looking at the timeline: what was found, what is pending, and what each task did. Pure. */
import type { Finding, Report } from '../../analysis/finding.ts';
import { english, type Translate } from '../../base/words.ts';
import { formatNs } from '../../model/query/queryDetails.ts';
import { roleText, type Row, type SourcePlace } from '../../model/requests.ts';
import { countFindings, whyNothing } from '../recorded.ts';
import { pendingLines } from '../trees/pendingText.ts';

export interface RunParts {
  readonly report: Report;
  readonly live: boolean;
  /** The user ended the program. */
  readonly wasStopped: boolean;
  /** As the timeline shows them, opened. */
  readonly rows: readonly Row[];
  readonly place: (location: SourcePlace) => string;
}

/** As Markdown: headings are what a screen reader jumps by. */
export function runAsText({ report, live, wasStopped, rows, place }: RunParts, t: Translate = english): string {
  const { run, findings, pending } = report;
  const { text: count } = countFindings(findings, t);
  const none = (live ? undefined : whyNothing(run, wasStopped, t)) ?? t('No problems found in this run.');
  const lines = [
    `# ${t('Run of {0}', run.command.join(' '))}`,
    '',
    live ? t('It still runs.') : t('It has ended, with exit code {0}.', run.exitCode ?? t('none')),
    t('Node {0}, started {1}', run.node, run.startedAt),
    '',
    `## ${findings.length === 0 ? none : count}`,
    '',
    ...findings.flatMap((finding, i) => findingLines(finding, i + 1, place)),
    `## ${t('Pending tasks')}`,
    '',
    ...(pending.length === 0 ? [t('Nothing is pending.')] : pendingLines(pending, place, t).map(asItem)),
    '',
    `## ${t('Tasks and their states')}`,
    '',
    ...rows.map((row) => rowLine(row, findings, t)),
    '',
  ];
  return lines.join('\n');
}

/** Findings are in English everywhere. */
function findingLines(finding: Finding, number: number, place: RunParts['place']): string[] {
  const { scenario } = finding;
  const orders = [
    [finding.verdict === 'observed' ? 'What happened' : 'What can happen', scenario?.happened ?? []],
    [scenario?.otherTitle ?? '', scenario?.other ?? []],
  ] as const;
  const lines = [`### ${number}. ${finding.severity}: ${finding.kind} (${finding.verdict})`, '', finding.message, ''];
  for (const at of finding.locations) lines.push(`- ${roleText(at)}: ${place(at)}`);
  for (const why of finding.why) lines.push(`- ${why}`);
  for (const [title, steps] of orders) {
    if (steps.length === 0) continue;
    lines.push('', `${title}:`, '');
    steps.forEach(({ lane, text, location }, i) => {
      lines.push(`${i + 1}. ${scenario?.lanes[lane] ?? ''}: ${text}${location === null ? '' : `, ${place(location)}`}`);
    });
  }
  return [...lines, ''];
}

function asItem(line: string): string {
  const text = line.trimStart();
  return `${line.slice(0, line.length - text.length)}- ${text}`;
}

function rowLine(row: Row, findings: readonly Finding[], t: Translate): string {
  const kinds = new Set(row.findings.map((id) => findings.find((finding) => finding.id === id)?.kind ?? ''));
  const parts = [
    [row.label, row.detail].filter((part) => part !== '').join(' '),
    t('from {0} for {1}', formatNs(row.startNs), formatNs(row.endNs - row.startNs)),
    row.never ? t('never settled') : '',
    row.why,
    ...kinds,
  ];
  return `${'  '.repeat(row.depth)}- ${parts.filter((part) => part !== '').join(', ')}`;
}
