/** Reports as files: what of a run may leave this machine, in each format. */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../analysis/finding.ts';
import type { StatisticsLine, StatisticsReply } from '../model/requests.ts';
import { type Help, parseHelp } from '../report/help.ts';
import { toSarif } from '../report/sarif.ts';
import { errors } from './errors.ts';
import { Recording, htmlOf } from './htmlReport.ts';
import { readNotes } from './notes.ts';
import { PRIVACY_NOTICE, type Privacy } from './privacy.ts';
import { PrivateCopy } from './privateCopy.ts';
import { openTrace } from './run.ts';
import { withStatistics } from './statistics.ts';
import { readTrace } from './traceFile.ts';

declare const INTERLEAVE_VERSION: string;

export type ReportFormat = 'json' | 'sarif' | 'html';
/** File by format. */
export type ReportTargets = Readonly<Partial<Record<ReportFormat, string | undefined>>>;

export interface ReportSource {
  /** As it is shown on this machine. */
  readonly report: Report;
  readonly tracePath: string;
  /** Asks the engine that has the trace as it is. */
  readonly request: (message: unknown) => Promise<unknown>;
  /** JSON is to have the figures of the whole run, also when the report has none yet. */
  readonly isWithStatistics?: boolean;
  /** Gives back what that engine holds: there may be another one to come with a copy of the trace. Nothing is asked after it. */
  readonly release?: () => Promise<void>;
  /** Folder of the bundles. */
  readonly distDir: string;
  /** Places are told relative to it. */
  readonly folder: string;
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
  const isPage = targets.html !== undefined;
  const recording = isPage ? new Recording(source.folder) : undefined;
  const isWithStatistics = source.report.statistics !== undefined || (source.isWithStatistics === true && targets.json !== undefined);
  const { report, statistics, hide } = await privateReport(source, recording, isWithStatistics);
  for (const [format, target] of Object.entries(targets) as [ReportFormat, string | undefined][]) {
    if (target === undefined) continue;
    const parts =
      format === 'json'
        ? [jsonOf(report)]
        : format === 'sarif'
          ? [sarifOf(report, source)]
          : pageOf(report, statistics, recording, hide, source);
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

interface PrivateReport {
  readonly report: Report;
  /** Empty without a recording. */
  readonly statistics: readonly StatisticsLine[];
  readonly hide: Privacy;
}

/** The report without what must not leave this machine. The rules run again on a private copy of the trace, if there is anything to hide in it. */
async function privateReport(
  { report, tracePath, distDir, request, release }: ReportSource,
  recording: Recording | undefined,
  isWithStatistics: boolean,
): Promise<PrivateReport> {
  const look = new PrivateCopy(recording?.changeSites);
  await readTrace(tracePath, (bytes) => {
    const copied = look.copy(bytes);
    recording?.add(copied);
  });
  const ask = async (from: ReportSource['request']): Promise<readonly StatisticsLine[]> => {
    if (recording === undefined) return [];
    const message = { type: 'statistics', fromNs: 0, toNs: Number.MAX_SAFE_INTEGER, query: '' };
    return ((await from(message)) as StatisticsReply).lines; // SAFETY: the engine's answer to this request
  };
  if (look.isSame) {
    const isComplete = !isWithStatistics || report.statistics !== undefined;
    return { report: isComplete ? report : await withStatistics(report, { request }), statistics: await ask(request), hide: look.privacy };
  }
  await release?.();
  const trace = await openTrace(tracePath, distDir, { copy: new PrivateCopy() });
  try {
    // How it ended is known better by who started it.
    const { exitCode, signal } = report.run;
    const hidden = { ...trace.report, run: { ...trace.report.run, exitCode, signal } };
    return {
      report: isWithStatistics ? await withStatistics(hidden, trace) : hidden,
      statistics: await ask((message) => trace.request(message)),
      hide: look.privacy,
    };
  } finally {
    trace.dispose();
  }
}

function pageOf(
  report: Report,
  statistics: readonly StatisticsLine[],
  recording: Recording | undefined,
  hide: Privacy,
  { folder, distDir, tracePath }: ReportSource,
): readonly string[] {
  if (recording === undefined) return [];
  const { help } = readHelp(distDir);
  const readerNotes = readNotes(tracePath);
  return htmlOf({
    report,
    recording,
    hide,
    statistics,
    readerNotes,
    help,
    folder,
    distDir,
    version: INTERLEAVE_VERSION,
    privacy: PRIVACY_NOTICE,
  });
}

function jsonOf({ schemaVersion, ...rest }: Report): string {
  return `${JSON.stringify({ schemaVersion, contains: PRIVACY_NOTICE, ...rest }, undefined, 2)}\n`;
}

function sarifOf(report: Report, { folder, distDir }: ReportSource): string {
  const { help, file } = readHelp(distDir);
  const log = toSarif(report, { folder, version: INTERLEAVE_VERSION, help, helpUri: pathToFileURL(file).href, privacy: PRIVACY_NOTICE });
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
