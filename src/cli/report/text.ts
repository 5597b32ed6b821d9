/** The report for a terminal: one line a finding that editors and CI recognise (file:line:column: severity: message), related places below it, and a summary. */
import path from 'node:path';
import type { Finding, FindingLocation, PendingNode, Report, Severity, TestTimeout } from '../../analysis/finding.ts';
import { partOf } from '../../model/partOf.ts';
import { roleText } from '../../model/requests.ts';
import { waitText } from '../../model/waitText.ts';

export interface TextOptions {
  /** Paths below it are shown relative to it. */
  readonly cwd: string;
  readonly color: boolean;
  /** Where the trace is, '' when it is not to be named. */
  readonly tracePath: string;
}

/** Lines of a pending tree that are shown at most. */
const MAX_PENDING = 30;
const MAX_RELATED = 5;
/** And hints, where there is nothing else. */
const MAX_HINTS = 5;

const CODES: Readonly<Record<string, string>> = { error: '31;1', warning: '33;1', info: '36', hint: '2', dim: '2', bold: '1' };

/** The whole report, ending with a newline. */
export function formatReport(report: Report, options: TextOptions): string {
  // Hints (where the time went) are for the timeline and the JSON, and for those who have nothing else to read.
  const shown = report.findings.filter((finding) => finding.severity !== 'hint');
  const lines = shown.flatMap((finding) => findingLines(finding, options));
  if (shown.length === 0) lines.push(cleanLine(report), ...hintLines(report.findings, options));
  if (report.pending.length > 0 && wasCutShort(report)) lines.push(...pendingHeader(report), ...pendingLines(report.pending, options));
  if (report.run.window !== undefined) lines.push(`interleave ▸ Looked at: ${partOf(report.run.window)}`);
  for (const sentence of report.run.incomplete) lines.push(`interleave ▸ ${paint('warning', 'incomplete', options)}: ${sentence}`);
  for (const note of report.notes) if (!isSaidElsewhere(note)) lines.push(paint('dim', `interleave ▸ ${note}`, options));
  lines.push(summaryLine(report, options));
  return `${lines.map(printable).join('\n')}\n`;
}

/** Only the pending tree, for `dump`. */
export function formatPending(report: Report, options: TextOptions): string {
  const { atMs, pending } = report;
  const { window } = report.run;
  const when = atMs === undefined ? '' : ` at ${atMs / 1000} s`;
  const lines =
    pending.length === 0 ? [atMs === undefined ? 'Nothing is pending.' : `Nothing was pending${when}.`] : pendingLines(pending, options);
  if (when !== '' && pending.length > 0) lines.unshift(`Pending${when}:`);
  if (window !== undefined && window.fromMs > 0) lines.push(`Looked at: ${partOf(window)}`);
  for (const sentence of report.run.incomplete) lines.push(`${paint('warning', 'incomplete', options)}: ${sentence}`);
  return `${lines.map(printable).join('\n')}\n`;
}

/** One line for a finding that is reported while the program runs. */
export function formatLive(finding: Finding, options: TextOptions): string {
  const [first] = finding.locations;
  const at = first === undefined ? '' : ` at ${place(first, options)}`;
  return `${printable(`interleave ▸ ${paint(finding.severity, finding.severity, options)}: ${prose(finding.message, options)}${at} [${finding.kind}]`)}\n`;
}

/** What a test waits for that has just timed out. */
export function formatTimeout({ afterMs, pending }: TestTimeout, options: TextOptions): string {
  const gaveUp = `interleave ▸ a test timed out after ${duration(afterMs)}`;
  const lines =
    pending.length === 0
      ? [`${gaveUp}: no async function that it started is waiting, so a callback, an event or "done" has not come.`]
      : [`${gaveUp}, while it was waiting:`, ...pendingLines(pending, options)];
  return `${lines.map(printable).join('\n')}\n`;
}

function findingLines(finding: Finding, options: TextOptions): string[] {
  const [first, ...related] = finding.locations;
  const at = first === undefined ? '' : `${place(first, options)}: `;
  const times = finding.occurrences > 1 ? ` ×${finding.occurrences}` : '';
  const verdict = finding.verdict === 'observed' ? '' : ` (${finding.verdict})`;
  const lines = [
    `${paint('bold', at, options)}${paint(finding.severity, finding.severity, options)}: ${prose(finding.message, options)} [${finding.kind}]${verdict}${times}`,
  ];
  // The first stands in the headline already, but for what was read or written there.
  if (first?.value !== undefined) related.unshift(first);
  for (const location of related.slice(0, MAX_RELATED)) {
    lines.push(`  ${roleText(location)}${location.function === '' ? '' : ` in ${location.function}`}  ${place(location, options)}`);
  }
  if (related.length > MAX_RELATED) lines.push(`  and ${related.length - MAX_RELATED} more places`);
  for (const why of finding.why) lines.push(paint('dim', `  ${prose(why, options)}`, options));
  return lines;
}

/** A line for each hint: no problem, so that nothing is said of how it was found. */
function hintLines(hints: readonly Finding[], options: TextOptions): string[] {
  return hints.slice(0, MAX_HINTS).flatMap((hint) => findingLines({ ...hint, locations: hint.locations.slice(0, 1), why: [] }, options));
}

/** Words of commands that run tests: a test that timed out is an exit status, and what it was waiting for is what one wants to know. */
const TESTS = /^(?:test|--test)$|(?:^|[\\/])_?(?:mocha|jest|vitest|ava|tap)(?:\.[cm]?js)?$/;

/** Did the recording end before the program came to its own end? Only then is what was pending of interest by itself. */
function wasCutShort(report: Report): boolean {
  return (
    report.run.exitCode === null ||
    (report.run.exitCode !== 0 && report.run.command.some((word) => TESTS.test(word))) ||
    report.findings.some((finding) => finding.kind.startsWith('hang.') || finding.kind.startsWith('deadlock.'))
  );
}

function pendingHeader(report: Report): string[] {
  return [`interleave ▸ pending ${report.run.exitCode === null && report.run.signal === null ? 'when the time was up' : 'at the end'}:`];
}

function pendingLines(nodes: readonly PendingNode[], options: TextOptions): string[] {
  const lines: string[] = [];
  let hidden = 0;
  const add = (node: PendingNode, depth: number): void => {
    if (lines.length >= MAX_PENDING) hidden++;
    else lines.push(pendingLine(node, depth, options));
    for (const child of node.children) add(child, depth + 1);
  };
  for (const node of nodes) add(node, 0);
  if (hidden > 0) lines.push(`  and ${hidden} more`);
  return lines;
}

function pendingLine(node: PendingNode, depth: number, options: TextOptions): string {
  const times = node.count > 1 ? ` ×${node.count}` : '';
  const [first] = node.locations;
  const at = first === undefined ? '' : `  ${place(first, options)}`;
  const woken =
    node.wokenBy === null ? '' : `  woken by ${relative(node.wokenBy.file, options)}:${node.wokenBy.line}:${node.wokenBy.column}`;
  return `  ${'  '.repeat(depth)}${node.task}${times} ${waitText(node)}${at}  ${duration(node.sinceMs)}${woken}`;
}

/** Nothing found. It never sounds like more than it is: what was checked, and that it proves nothing. */
function cleanLine(report: Report): string {
  const { window } = report.run;
  const checked = shortChecked(report.notes.find((note) => note.startsWith(CHECKED)) ?? '');
  if (window !== undefined) return `interleave ▸ Nothing found in the part of the run that was looked at. ${checked}`;
  if (report.run.incomplete.length > 0) return `interleave ▸ Nothing found in what was recorded, which is not everything. ${checked}`;
  const isPartial = report.notes.some((note) => note.includes(NO_RESULT));
  if (isPartial) return `interleave ▸ Nothing found by the rules that came to a result. ${checked}`;
  const { tasks, processes } = report.run;
  return `interleave ▸ No problems found in ${count(tasks, 'task')} of ${count(processes, 'process', 'processes')}. ${checked} A clean run is not a proof.`;
}

const CHECKED = 'Checked: ';
/** In the note about a rule that broke off. */
const NO_RESULT = ' came to no result ';
/** More kinds than these are named by their families. */
const MAX_KINDS = 6;

/** 'Checked: a.b, a.c, ...' as one short sentence; the whole list is in the JSON report. */
function shortChecked(note: string): string {
  const kinds = note.slice(CHECKED.length).replace(/\.$/, '').split(', ');
  if (kinds.length <= MAX_KINDS) return note;
  const families = new Set(kinds.map((kind) => kind.split('.')[0] ?? kind));
  return `${CHECKED}${kinds.length} kinds of ${[...families].join(', ')}.`;
}

/** What was checked stands in the line for clean runs, what is missing in lines of its own. */
function isSaidElsewhere(note: string): boolean {
  return note.startsWith(CHECKED) || note.startsWith('The trace is incomplete');
}

function summaryLine(report: Report, options: TextOptions): string {
  const { run } = report;
  const hints = report.findings.filter((finding) => finding.severity === 'hint').length;
  const parts = [count(report.findings.length - hints, 'finding'), ...(hints > 0 ? [count(hints, 'hint')] : []), count(run.tasks, 'task')];
  if (run.processes > 1) parts.push(`${run.processes} processes`);
  if (run.threads > run.processes) parts.push(count(run.threads, 'thread'));
  parts.push(count(run.events, 'event'), duration(run.durationMs));
  if (report.pending.length > 0) parts.push(`${number(report.pending.reduce((sum, node) => sum + node.count, 0))} pending`);
  if (run.droppedEvents > 0) parts.push(`${number(run.droppedEvents)} events dropped`);
  if (report.suppressed > 0) parts.push(`${number(report.suppressed)} suppressed`);
  if (options.tracePath !== '') parts.push(`trace ${relative(options.tracePath, options)}`);
  return `interleave ▸ ${parts.join(' · ')}`;
}

function place(location: FindingLocation, options: TextOptions): string {
  return `${relative(location.file, options)}:${location.line}:${location.column}`;
}

function relative(file: string, options: TextOptions): string {
  const below = path.relative(options.cwd, file);
  return below === '' || below.startsWith('..') || path.isAbsolute(below) ? file : below;
}

function duration(ms: number): string {
  if (!Number.isFinite(ms)) return '?';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

function count(value: number, one: string, many: string = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** Thousands apart by a thin gap, whatever the locale. */
function number(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ' ');
}

function paint(code: Severity | 'dim' | 'bold', text: string, options: TextOptions): string {
  return options.color && text !== '' ? `\u001b[${CODES[code]}m${text}\u001b[0m` : text;
}

/** Words of ours. Code in them has a colour where there are colours (a task's lines then say in the Problems panel what the extension's own findings say), else its backticks. */
function prose(text: string, options: TextOptions): string {
  return options.color ? text.replaceAll(/`([^`]+)`/g, '\u001b[36m$1\u001b[39m') : text;
}

/** Names of files and locks come from the program: no control characters of theirs reach the terminal. Our own colours do. */
function printable(line: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  return line.replaceAll(/\u001b(?!\[[\d;]*m)|[\u0000-\u001a\u001c-\u001f\u007f-\u009f]/g, '\uFFFD');
}
