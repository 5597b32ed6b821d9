/**
 * race.order.use-after-close, what is free and closed: the callback of a timer closes a connection that nobody uses, and it is taken out of the list of the free ones only when its close is
 * over. Who takes one from the list in between gets the closed one. The transform names the two callbacks (FLAG_GONE_LATE); the run shows that others take from that list, and that nothing
 * makes them come after the removal.
 */
import { FLAG_GONE_LATE, LOCATION_WHOLE } from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { decidesBranch, locationText, type LocationAccesses, functionOf } from '../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../analyze.ts';
import { factsOf } from '../facts.ts';
import type { Draft } from '../finding.ts';
import { lineText } from '../locate.ts';
import { functionLabel } from '../names.ts';

export const takenClosedRule: Rule = { kinds: ['race.order.use-after-close'], run: findTakenClosed };

const TAKES_ONE = /\.(?:pop|shift)$/;
const CLOSES = /\.(?:close|destroy|end|terminate)$/;
const LIMIT = 256;
const LONG_GAP_NS = 10e9;

function findTakenClosed(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const isLate = trace.sites.map((site) => ((site.flags ?? 0) & FLAG_GONE_LATE) !== 0);
  if (!isLate.includes(true)) return [];
  const drafts: Draft[] = [];
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    if (trace.locations.kind.at(group.location) !== LOCATION_WHOLE) continue;
    const removal = group.writes.find((row) => isLate[trace.accesses.site.at(row)] === true);
    const draft = removal === undefined ? undefined : findTake(context, group, removal, isLate);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

/** A later take that nothing makes come after the removal. */
function findTake(context: AnalysisContext, group: LocationAccesses, removal: number, isLate: readonly boolean[]): Draft | undefined {
  const { trace, order } = context;
  const { accesses: a, segments: s } = trace;
  const removed = a.segment.at(removal);
  const takes = new Map(
    group.writes.flatMap((row) => (TAKES_ONE.test(trace.site(a.site.at(row))?.text ?? '') ? [[functionOf(trace, row), row] as const] : [])),
  );
  // Who looks whether there is one would have taken it.
  const look = group.rows
    .filter((row) => a.position.at(row) > a.position.at(removal))
    .slice(0, LIMIT)
    .find(
      (row) =>
        takes.has(functionOf(trace, row)) &&
        (a.write.at(row) === 1 ? TAKES_ONE.test(trace.site(a.site.at(row))?.text ?? '') : decidesBranch(trace, row)) &&
        s.startNs.at(a.segment.at(row)) - s.startNs.at(removed) < LONG_GAP_NS &&
        !order.isOrdered(removed, a.segment.at(row)),
    );
  const take = look === undefined ? undefined : a.write.at(look) === 1 ? look : takes.get(functionOf(trace, look));
  const closing = take === undefined ? NONE : closeBeside(trace, a.site.at(removal), isLate);
  return take === undefined || closing === NONE ? undefined : toDraft(context, group.location, { take, removal, closing });
}

/** The call that closes, in the file of the one that removes. */
function closeBeside(trace: Trace, removal: number, isLate: readonly boolean[]): number {
  const file = trace.site(removal)?.file;
  return trace.sites.findIndex((site, i) => isLate[i] === true && site.file === file && CLOSES.test(site.text));
}

interface Taken {
  readonly take: number;
  readonly removal: number;
  /** Site. */
  readonly closing: number;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { take, removal, closing }: Taken): Draft {
  const a = trace.accesses;
  const [takeSite, removalSite] = [a.site.at(take), a.site.at(removal)];
  const list = locationText(trace, location, takeSite);
  const line = (site: number): string => lineText(trace, options, site);
  const who = functionLabel(trace, trace.functionAt(takeSite));
  const closes = { lane: 0, text: `${trace.site(closing)?.text ?? 'close'}()`, site: closing };
  const removes = { lane: 0, text: `takes it out of ${list}`, site: removalSite, access: removal };
  const takes = { lane: 1, text: `takes one from ${list}`, site: takeSite, access: take };
  return {
    kind: 'race.order.use-after-close',
    key: `taken ${takeSite},${removalSite}`,
    confidence: 0.65,
    verdict: 'predicted',
    consequence: false,
    message: `${who} may take from \`${list}\` (${line(takeSite)}) what a timer has closed (${line(closing)}): it stays in there until its close is over (${line(removalSite)}).`,
    why: ['the close and the removal are two callbacks', 'nothing makes who takes wait for the removal, or look whether it is closed'],
    places: [
      { site: takeSite, role: 'take', access: take },
      { site: removalSite, role: 'removal', access: removal },
      { site: closing, role: 'close' },
    ],
    segments: [a.segment.at(take), a.segment.at(removal)],
    activations: [...new Set([a.activation.at(take), a.activation.at(removal)].filter((x) => x !== NONE))],
    scenario: {
      lanes: ['timer and close', who],
      happened: [closes, removes, takes],
      other: [closes, takes, removes],
      otherTitle: 'What can happen',
    },
  };
}
