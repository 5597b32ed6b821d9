/** lock.contention of the sockets of an agent of node:http: requests that stand in line until one of them is free (`maxSockets`), for far longer than they then take. */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { QUEUED_REQUEST } from '../../ownServers.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';

export const queuedRequestsRule: Rule = { kinds: ['lock.contention'], run: ({ trace }: AnalysisContext) => findQueues(trace) };

/** Fewer are a peak; less is turn-taking. */
const MIN_REQUESTS = 10;
const MIN_MEDIAN_NS = 20e6;

interface Queued {
  readonly segment: number;
  readonly waitedNs: number;
}

function findQueues(trace: Trace): Draft[] {
  const { segments, tasks } = trace;
  const bySite = new Map<number, Queued[]>();
  for (let task = 0; task < tasks.length; task++) {
    const [site, run] = [tasks.site.at(task), tasks.firstRun.at(task)];
    if (site === NONE || run === NONE || trace.isPromise(task) || trace.taskType(task) !== QUEUED_REQUEST) continue;
    addTo(bySite, site, { segment: tasks.initSegment.at(task), waitedNs: segments.startNs.at(run) - tasks.initNs.at(task) });
  }
  return [...bySite].flatMap(([site, list]) => {
    const sorted = list.toSorted((a, b) => a.waitedNs - b.waitedNs);
    const medianNs = sorted[sorted.length >> 1]?.waitedNs ?? 0;
    if (list.length < MIN_REQUESTS || medianNs < MIN_MEDIAN_NS) return [];
    const text = trace.site(site)?.text ?? '';
    const totalNs = list.reduce((sum, one) => sum + one.waitedNs, 0);
    return {
      kind: 'lock.contention',
      key: `sockets ${site}`,
      confidence: 0.55,
      verdict: 'observed' as const,
      consequence: false,
      ceiling: 'info' as const,
      message: `${list.length} requests of \`${text}\` stood in line for a free socket of their agent, half of them for ${formatMs(medianNs / 1e6)} or more.`,
      why: [
        `${formatMs(totalNs / 1e6)} of waiting in all, before anything was sent`,
        'the agent has too few sockets for what is asked at once: see its `maxSockets`, or ask for less at a time',
      ],
      places: [{ site, role: 'wait' }],
      segments: sorted.slice(-4).map(({ segment }) => segment),
      activations: [],
    };
  });
}
