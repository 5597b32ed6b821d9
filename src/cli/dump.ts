/** `interleave dump`: who is pending and why, in a traced process now, or in a trace at its end or at any moment. */
import path from 'node:path';
import type { Report } from '../analysis/finding.ts';
import { askHost } from '../host/control.ts';
import { errors } from '../host/errors.ts';
import { openTrace } from '../host/openTrace.ts';
import { ensureBaseFolder, findRunOfProcess } from '../host/runFolder.ts';
import { checkReportTargets, writeReports } from '../host/reportFiles.ts';
import { partOfRun } from './part.ts';
import { print, wantsColor } from './output.ts';
import { formatPending } from './report/text.ts';
import { type DumpArguments, UsageError } from './usage.ts';

/** A host that analyses a large trace needs a while. */
const ANSWER_MS = 30_000;

interface Dumped {
  readonly report: Report;
  /** The same as others may see it. */
  readonly privateReport: Report;
  readonly tracePath: string;
}

/** Returns the exit status. */
export async function dumpCommand(args: DumpArguments, distDir: string): Promise<number> {
  checkReportTargets({ json: args.json });
  const { report, privateReport, tracePath } =
    typeof args.target === 'number' ? await reportOfProcess(args.target, args, distDir) : await reportOfFile(args.target, args, distDir);
  await writeReports(
    { json: args.json },
    { report, tracePath, request: () => Promise.resolve(privateReport), distDir, folder: process.cwd() },
    print,
  );
  if (args.json !== '-') {
    print(formatPending(report, { cwd: process.cwd(), color: wantsColor(1), tracePath: '' }));
  }
  return 0;
}

async function reportOfProcess(pid: number, args: DumpArguments, distDir: string): Promise<Dumped> {
  const record = findRunOfProcess(ensureBaseFolder(), pid);
  if (record === undefined) throw new UsageError(errors.notTraced(pid).message);
  const isNow = args.atMs === undefined && args.part.fromMs === undefined && args.part.toMs === undefined;
  if (record.socket !== '' && isNow) {
    try {
      const { report, privateReport } = (await askHost(record.socket, record.token, 'report', ANSWER_MS)) as Omit<Dumped, 'tracePath'>;
      return { report, privateReport, tracePath: record.tracePath };
    } catch {
      // The host has gone or is busy: what is in its trace file is the next best.
    }
  }
  return reportOfFile(record.tracePath, args, distDir);
}

async function reportOfFile(file: string, { atMs, part }: DumpArguments, distDir: string): Promise<Dumped> {
  const tracePath = path.resolve(file);
  const options = await partOfRun(tracePath, part);
  const trace = await openTrace(tracePath, distDir, atMs === undefined ? options : { ...options, untilMs: atMs });
  try {
    const { atMs: shownMs, run } = trace.report;
    if (atMs !== undefined && shownMs === undefined) {
      throw new UsageError(`The trace ends ${run.durationMs / 1000} s after the run began: --at is a time before that.`);
    }
    const privateReport = (await trace.request({ type: 'private', request: { type: 'report' } })) as Report; // SAFETY: the engine's answer to this request
    return { report: trace.report, privateReport, tracePath };
  } finally {
    trace.dispose();
  }
}
