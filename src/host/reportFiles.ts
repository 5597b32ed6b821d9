/** Reports as files: what of a run may leave this machine, in each format. */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../analysis/finding.ts';
import type { StatisticsLine } from '../model/requests.ts';
import { type Help, parseHelp } from '../report/help.ts';
import { toSarif } from '../report/sarif.ts';
import { errors } from './errors.ts';
import { Recording, htmlOf } from './htmlReport.ts';
import { readNotes } from './notes.ts';
import { type Privacy, privacyNotice } from './privacy.ts';
import { PrivateCopy } from './privateCopy.ts';
import { statisticsLines, withStatistics } from './statistics.ts';
import { readTrace } from './traceFile.ts';

declare const INTERLEAVE_VERSION: string;

export type ReportFormat = 'json' | 'sarif' | 'html';
/** File by format. */
export type ReportTargets = Readonly<Partial<Record<ReportFormat, string | undefined>>>;

export interface ReportSource {
  /** As it is shown on this machine. */
  readonly report: Report;
  readonly tracePath: string;
  /** Asks the engine that has the trace. */
  readonly request: (message: unknown) => Promise<unknown>;
  /** JSON is to have the figures of the whole run, also when the report has none yet. */
  readonly isWithStatistics?: boolean;
  /** Folder of the bundles. */
  readonly distDir: string;
  /** Places are told relative to it. */
  readonly folder: string;
  /** Nothing more is written after it. */
  readonly signal?: AbortSignal;
}

/** Fails early: a report that has nowhere to go should be known before the program runs, not after. */
export function checkReportTargets(targets: ReportTargets): void {
  for (const [format, target] of Object.entries(targets)) {
    if (target !== undefined && target !== '-') checkWritable(target, format);
  }
}

/** Throws a UserError that names the option when the file cannot be written. */
export function checkWritable(target: string, option: string): void {
  try {
    // Looked at, not created: a run that never starts leaves no empty report.
    const stat = fs.statSync(target, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    fs.accessSync(stat === undefined ? path.dirname(path.resolve(target)) : target, fs.constants.W_OK);
  } catch (error) {
    throw errors.reportNotWritable(target, option, error);
  }
}

/** Writes each report that has a target; `print` gets what goes to stdout (`-`). */
export async function writeReports(targets: ReportTargets, source: ReportSource, print: (text: string) => void): Promise<void> {
  if (Object.values(targets).every((target) => target === undefined)) return;
  const isWithStatistics = source.report.statistics !== undefined || (source.isWithStatistics === true && targets.json !== undefined);
  const report = await privateReport(source, isWithStatistics);
  const page = targets.html === undefined ? undefined : await readPage(source);
  source.signal?.throwIfAborted();
  for (const [format, target] of Object.entries(targets) as [ReportFormat, string | undefined][]) {
    if (target === undefined) continue;
    const parts = format === 'json' ? [jsonOf(report)] : format === 'sarif' ? [sarifOf(report, source)] : pageOf(report, page, source);
    if (target === '-') for (const part of parts) print(part);
    else write(target, format, parts);
  }
}

function write(target: string, format: ReportFormat, parts: readonly string[]): void {
  try {
    const fd = fs.openSync(target, 'w');
    try {
      for (const part of parts) fs.writeFileSync(fd, part);
    } finally {
      fs.closeSync(fd);
    }
  } catch (error) {
    throw errors.reportNotWritable(target, format, error);
  }
}

/** The report without what must not leave this machine. */
async function privateReport({ report, request }: ReportSource, isWithStatistics: boolean): Promise<Report> {
  const trace = privately(request);
  const hidden = (await trace.request({ type: 'report' })) as Report; // SAFETY: the engine's answer to this request
  // How it ended is known better by who started it.
  const { exitCode, signal } = report.run;
  const whole = { ...hidden, run: { ...hidden.run, exitCode, signal } };
  return isWithStatistics ? await withStatistics(whole, trace) : whole;
}

/** The engine's answers as others may see them (requests.ts). */
function privately(request: ReportSource['request']): Pick<ReportSource, 'request'> {
  return { request: (message) => request({ type: 'private', request: message }) };
}

/** What a page has beside the report. */
interface PageParts {
  readonly recording: Recording;
  readonly statistics: readonly StatisticsLine[];
  readonly hide: Privacy;
}

async function readPage({ folder, tracePath, request, signal }: ReportSource): Promise<PageParts> {
  const recording = new Recording(folder);
  const copy = new PrivateCopy(recording.changeSites);
  await readTrace(tracePath, (bytes) => {
    signal?.throwIfAborted();
    return recording.add(copy.copy(bytes));
  });
  return { recording, statistics: await statisticsLines(privately(request)), hide: copy.privacy };
}

function pageOf(report: Report, page: PageParts | undefined, { folder, distDir, tracePath }: ReportSource): readonly string[] {
  if (page === undefined) return [];
  const { help } = readHelp(distDir);
  const readerNotes = readNotes(tracePath);
  return htmlOf({
    report,
    ...page,
    readerNotes,
    help,
    folder,
    distDir,
    version: INTERLEAVE_VERSION,
    privacy: noticeOf(report),
  });
}

function noticeOf({ run }: Report): string {
  return privacyNotice(run.values === true);
}

function jsonOf(report: Report): string {
  const { schemaVersion, ...rest } = report;
  return `${JSON.stringify({ schemaVersion, contains: noticeOf(report), ...rest }, undefined, 2)}\n`;
}

function sarifOf(report: Report, { folder, distDir }: ReportSource): string {
  const { help, file } = readHelp(distDir);
  const log = toSarif(report, { folder, version: INTERLEAVE_VERSION, help, helpUri: pathToFileURL(file).href, privacy: noticeOf(report) });
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** docs/findings.md as it is shipped beside the bundles. */
function readHelp(distDir: string): { readonly help: ReadonlyMap<string, Help>; readonly file: string } {
  const file = path.join(distDir, '..', 'docs', 'findings.md');
  try {
    return { help: parseHelp(fs.readFileSync(file, 'utf8')), file };
  } catch {
    return { help: new Map(), file }; // An installation without its documents: reports have the findings all the same.
  }
}
