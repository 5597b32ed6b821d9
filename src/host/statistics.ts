/** The figures of a whole run, for reports: asked from the engine of a run or of an opened trace. */
import type { DurationLine, Report, RunStatistics, Work } from '../analysis/finding.ts';
import type { StatisticsLine, StatisticsReply } from '../model/requests.ts';

interface Answering {
  request(message: unknown): Promise<unknown>;
}

/** The report with its figures; as it is when the engine cannot tell them any more. */
export async function withStatistics(report: Report, trace: Answering): Promise<Report> {
  if (report.run.processes === 0) return report;
  try {
    return { ...report, statistics: await statisticsOf(trace) };
  } catch {
    return report;
  }
}

/** Of everything, from beginning to end. */
export async function statisticsLines(trace: Answering): Promise<readonly StatisticsLine[]> {
  const everything = { type: 'statistics', fromNs: 0, toNs: Number.MAX_SAFE_INTEGER, query: '' };
  return ((await trace.request(everything)) as StatisticsReply).lines; // SAFETY: the engine's answer to this request
}

async function statisticsOf(trace: Answering): Promise<RunStatistics> {
  const lines = await statisticsLines(trace);
  const work = (await trace.request({ type: 'work' })) as Work;
  const ms = (ns: number): number => Math.round(ns / 1e4) / 100;
  const durations: DurationLine[] = lines.map(({ by, name, count, totalNs, p50Ns, p95Ns, maxNs }) => ({
    by,
    name,
    count,
    totalMs: ms(totalNs),
    p50Ms: ms(p50Ns),
    p95Ms: ms(p95Ns),
    maxMs: ms(maxNs),
  }));
  return { ...work, durations };
}
