/**
 * race.check-then-act on a port: one task listens on it to see whether it is free, gives it up, and listens on it again later; another task takes the port in between
 * (get-port and its like).
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { HandleRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import type { Holding, Moment } from '../../locks/holding.ts';
import { isOneWork } from '../../lineage.ts';

export const portRule: Rule = { kinds: ['race.check-then-act'], run: findPortRaces };

/** Where a server was told to listen: Node opens the port a tick, or a look-up, later. */
interface Listening {
  readonly row: HandleRow;
  readonly site: number;
  readonly activation: number;
}

const MAX_HOPS = 4;
/** What is further apart was not meant for the same moment. */
const NEAR_NS = 5e9;

function findPortRaces(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const byPort = new Map<string, Listening[]>();
  for (const row of trace.handles) {
    const port = /:(\d+)$/.exec(row.label)?.[1];
    if (port === undefined) continue;
    addTo(byPort, port, originOf(trace, row));
  }
  const { holding } = factsOf(context);
  const drafts: Draft[] = [];
  for (const [port, list] of byPort) {
    if (list.length < 3) continue;
    for (const use of list) {
      const draft = judge(context, holding, port, list, use);
      if (draft !== undefined) drafts.push(draft);
    }
  }
  return drafts;
}

function originOf(trace: Trace, row: HandleRow): Listening {
  const { tasks, segments } = trace;
  let { activation } = row;
  let site = tasks.site.at(row.task);
  let task = segments.task.at(row.segment);
  for (let hops = 0; site === NONE && task !== NONE && hops < MAX_HOPS; hops++) {
    site = tasks.site.at(task);
    if (activation === NONE) activation = tasks.creator.at(task);
    task = segments.task.at(tasks.initSegment.at(task));
  }
  return { row, site, activation };
}

/** Somebody had connected before it was closed: a server, such as that of another test, and no try. */
function hasServed({ segments: s }: Trace, { row }: Listening): boolean {
  for (let at = row.segment + 1; at < row.closeSegment; at++) if (s.task.at(at) === row.task) return true;
  return false;
}

function judge(
  { options, order, trace }: AnalysisContext,
  holding: Holding,
  port: string,
  list: readonly Listening[],
  use: Listening,
): Draft | undefined {
  const isSame = (a: Listening, b: Listening): boolean => isOneWork(trace, a.activation, b.activation, false);
  const probe = list.findLast((p) => p !== use && p.row.closeNs <= use.row.ns && isSame(p, use));
  if (probe === undefined || probe.site === NONE || use.site === NONE) return undefined;
  // The same server, started again, such as by each test of a suite: nothing was tried.
  if (probe.site === use.site) return undefined;
  const moment = ({ activation, row: { ns, segment } }: Listening): Moment => ({ activation, ns, segment });
  const others = list.filter(
    (o) =>
      o !== use &&
      o !== probe &&
      o.site !== NONE &&
      !isSame(probe, o) &&
      !isSame(o, use) &&
      Math.abs(o.row.ns - use.row.ns) < NEAR_NS &&
      !order.isOrdered(o.row.segment, probe.row.segment) &&
      !order.isOrdered(use.row.segment, o.row.segment) &&
      !holding.isLocked(moment(probe), moment(use), moment(o)),
  );
  const isBetween = (o: Listening): boolean => o.row.ns > probe.row.ns && o.row.ns < use.row.ns;
  const other = others.find(isBetween) ?? others[0];
  if (other === undefined || hasServed(trace, probe)) return undefined;
  const observed = isBetween(other);
  const line = ({ site }: Listening): string => lineText(trace, options, site);
  const steps = [
    { lane: 0, text: `finds port ${port} free`, site: probe.site },
    { lane: 1, text: `listens on port ${port}`, site: other.site },
    { lane: 0, text: `listens on port ${port}`, site: use.site },
  ];
  const safe = [steps[0], steps[2], steps[1]].filter((s) => s !== undefined);
  return {
    kind: 'race.check-then-act',
    key: `port ${probe.site},${use.site}`,
    confidence: observed ? 0.8 : 0.62,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `Port ${port} is tried (${line(probe)}), given up, and listened on later (${line(use)}); another task ${observed ? 'listened' : 'can listen'} on it in between.`,
    why: [
      'between the two the port is free for anybody',
      'no lock is held over both',
      'listening on port 0 and keeping that server leaves no gap',
    ],
    places: [
      { site: use.site, role: 'listen' },
      { site: probe.site, role: 'check' },
      { site: other.site, role: 'other listen' },
    ],
    segments: [probe.row.segment, use.row.segment, other.row.segment],
    activations: [...new Set([use.activation, other.activation].filter((a) => a !== NONE))],
    scenario: {
      lanes: ['one task', 'another task'],
      happened: observed ? steps : safe,
      other: observed ? safe : steps,
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
