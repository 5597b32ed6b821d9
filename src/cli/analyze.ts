/** `interleave analyze`: the report of a trace that was recorded before. */
import path from 'node:path';
import { openTrace } from '../host/run.ts';
import { print, wantsColor } from './output.ts';
import { writeJson } from './report/json.ts';
import { formatReport } from './report/text.ts';
import { type AnalyzeArguments, isFailure } from './usage.ts';

/** Returns the exit status. */
export async function analyzeCommand(args: AnalyzeArguments, distDir: string): Promise<number> {
  const trace = await openTrace(path.resolve(args.file), distDir);
  try {
    const { report } = trace;
    if (args.json !== undefined) writeJson(args.json, report);
    if (args.json !== '-') {
      print(formatReport(report, { cwd: process.cwd(), color: wantsColor(1), tracePath: '' }));
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
