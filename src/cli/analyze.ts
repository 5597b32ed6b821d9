/** `interleave analyze`: the report of a trace that was recorded before. */
import path from 'node:path';
import { openTrace } from '../host/openTrace.ts';
import { checkReportTargets, writeReports } from '../host/reportFiles.ts';
import { withStatistics } from '../host/statistics.ts';
import { partOfRun } from './part.ts';
import { print, wantsColor } from './output.ts';
import { formatSummary } from './report/summary.ts';
import { formatReport } from './report/text.ts';
import { type AnalyzeArguments, isFailure } from './usage.ts';

/** Returns the exit status. */
export async function analyzeCommand(args: AnalyzeArguments, distDir: string): Promise<number> {
  checkReportTargets(args.reports);
  const tracePath = path.resolve(args.file);
  const trace = await openTrace(tracePath, distDir, await partOfRun(tracePath, args.part));
  try {
    const report = args.summary ? await withStatistics(trace.report, trace) : trace.report;
    await writeReports(
      args.reports,
      {
        report,
        tracePath,
        request: (message) => trace.request(message),
        isWithStatistics: true,
        distDir,
        folder: process.cwd(),
      },
      print,
    );
    if (args.reports.json !== '-') {
      print(formatReport(report, { cwd: process.cwd(), color: wantsColor(1), tracePath: '' }));
      if (args.summary && report.statistics !== undefined) print(formatSummary(report.statistics));
    }
    return isFailure(
      args.failOn,
      report.findings.map((finding) => finding.severity),
    )
      ? 1
      : 0;
  } finally {
    trace.dispose();
  }
}
