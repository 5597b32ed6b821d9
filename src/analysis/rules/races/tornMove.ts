/**
 * race.atomicity of what is moved: a call takes something out of one collection, waits, and puts it into another one; another task adds up what both hold, and compares that, while it is in neither.
 * The transform names the calls and the sum (SiteLink `moved`, `summed`; transform/facts/moves.ts); that somebody did add up meanwhile is for the run to say.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { addTo } from '../../../base/lists.ts';
import { firstFrom, functionOf } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName } from '../../names.ts';

export const tornMoveRule: Rule = { kinds: ['race.atomicity'], run: findTornMoves };

/** Moves that are tried, and accesses of the collection before the end of one. */
const LIMIT = 512;
const WINDOW = 256;
const METHOD = /\.\w+$/;

interface Torn {
  /** Site of what took it out. */
  readonly out: number;
  readonly into: number;
  /** The read of the size of what it is put into; one expression reads both. */
  readonly size: number;
}

function findTornMoves(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const movesOf = new Map<number, number[]>();
  /** Reads of the size of what it is put into. */
  const summed = new Set<number>();
  for (const { read, write, kind } of trace.links) {
    if (kind === 'moved') addTo(movesOf, write, read);
    else if (kind === 'summed') summed.add(write);
  }
  if (movesOf.size === 0 || summed.size === 0) return [];
  const drafts: Draft[] = [];
  const told = new Set<number>();
  let tried = 0;
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    for (const into of group.writes) {
      const site = a.site.at(into);
      const outs = told.has(site) ? undefined : movesOf.get(site);
      if (outs === undefined || ++tried > LIMIT) continue;
      const size = addedDuring(context, group.rows, into, summed);
      if (size === undefined) continue;
      told.add(site);
      drafts.push(toDraft(context, { out: outs[0] as number, into, size }));
    }
  }
  return drafts;
}

/** The last wait of a call before one of its accesses: the segment in which it began. */
function waitBefore({ accesses: a, activations, suspensions }: Trace, access: number): number {
  const activation = a.activation.at(access);
  let at = activation === NONE ? NONE : activations.lastSuspension.at(activation);
  while (at !== NONE) {
    const resumed = suspensions.resumeSegment.at(at);
    if (resumed !== NONE && resumed <= a.segment.at(access)) return suspensions.segment.at(at);
    at = suspensions.previous.at(at);
  }
  return NONE;
}

/** Another piece of work has added up while the move waited. */
function addedDuring(context: AnalysisContext, rows: readonly number[], into: number, summed: ReadonlySet<number>): number | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const { holding } = factsOf(context);
  const wait = waitBefore(trace, into);
  if (wait === NONE) return undefined;
  const end = firstFrom(trace, rows, a.position.at(into));
  for (let i = end - 1; i >= 0 && i >= end - WINDOW; i--) {
    const size = rows[i] as number;
    const segment = a.segment.at(size);
    if (segment <= wait) break;
    if (a.write.at(size) === 1 || !summed.has(a.site.at(size)) || isWithin(trace, a.activation.at(size), a.activation.at(into))) continue;
    // Whoever the move waits for.
    if (!order.isOrdered(segment, a.segment.at(into)) && !holding.isExcluded(into, into, size)) return size;
  }
  return undefined;
}

function toDraft({ trace, options }: AnalysisContext, { out, into, size }: Torn): Draft {
  const { accesses: a } = trace;
  const intoSite = a.site.at(into);
  const sumSite = a.site.at(size);
  const by = taskName(trace, a.activation.at(into));
  const reader = functionLabel(trace, functionOf(trace, size));
  const [from, to] = [out, intoSite].map((site) => (trace.site(site)?.text ?? '').replace(METHOD, '')) as [string, string];
  const [outLine, intoLine, sumLine] = [out, intoSite, sumSite].map((site) => lineText(trace, options, site)) as [string, string, string];
  const takes = { lane: 0, text: `takes it out of ${from}`, site: out };
  const puts = { lane: 0, text: `puts it into ${to}`, site: intoSite, access: into };
  const adds = { lane: 1, text: `adds up ${from} and ${to}`, site: sumSite, access: size };
  return {
    kind: 'race.atomicity',
    key: `moved ${intoSite}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `${by} takes something out of \`${from}\` (${outLine}) and puts it into \`${to}\` only after a wait (${intoLine}); ${reader} added up the two in between (${sumLine}), when it was in neither.`,
    why: [
      'an await lies between the two changes',
      `nothing makes ${reader} wait for the second one`,
      'no lock is held over both',
      'taken out and put in in one step, on either side of the await, it is always in one of the two',
    ],
    places: [
      { site: out, role: 'first write' },
      { site: intoSite, role: 'second write', access: into },
      { site: sumSite, role: 'read', access: size },
    ],
    segments: [a.segment.at(into), a.segment.at(size)],
    activations: [...new Set([a.activation.at(into), a.activation.at(size)].filter((row) => row !== NONE))],
    scenario: {
      lanes: [by, reader === by ? `another call of ${reader}` : reader],
      happened: [takes, adds, puts],
      other: [takes, puts, adds],
      otherTitle: 'What would be safe',
    },
  };
}
