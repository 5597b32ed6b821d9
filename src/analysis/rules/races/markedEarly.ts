/**
 * race.atomicity, one of a list is marked as done too early: a task marks what it has worked on (`page.done = true`), waits, and only then adds what it found to the list. Whoever asks whether all
 * in the list are done (`pages.every((page) => page.done)`) in between, and ends the whole by that, never looks at what is added. The same with a count instead of the marks is earlyDone.ts.
 */
import { ACCESS_PLAIN, ACCESS_RMW, FLAG_LIMITED, LOCATION_PROPERTY, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, locationText, type LocationAccesses, ADDS } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { isOneWork, isSetOffBy } from '../../lineage.ts';
import { functionLabel } from '../../names.ts';
import { sitesIn } from '../../siteIndex.ts';

export const markedEarlyRule: Rule = { kinds: ['race.atomicity'], run: findMarkedEarly };

const LIMIT = 256;
/** A question about all that are in a list. */
const ASKS_ALL = /\.(?:every|filter|some|values)$/;
/** What ends the whole. */
const ENDS = /^clear(?:Interval|Timeout)$|(?:^|\.)(?:close|complete|done|emit|end|finish|resolve|stop)$/i;

interface Early {
  /** The mark, the last look at all of them, and what the work of the mark adds after it. */
  readonly mark: number;
  readonly look: number;
  readonly add: number;
  readonly observed: boolean;
}

function findMarkedEarly(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { locations: l } = trace;
  if (!trace.sites.some(({ kind, text }) => kind !== 'call' && ASKS_ALL.test(text))) return [];
  /** One property of many objects of a kind. */
  const alike = new Map<string, LocationAccesses[]>();
  for (const group of factsOf(context).groups) {
    const { location } = group;
    if (l.kind.at(location) !== LOCATION_PROPERTY || l.object.at(location) === 0) continue;
    addTo(alike, `${l.thread.at(location)}:${l.className.at(location)}:${l.key.at(location)}`, group);
  }
  const drafts: Draft[] = [];
  for (const groups of alike.values()) {
    if (context.options.isCancelled()) break;
    const early = groups.length <= LIMIT ? findEarly(context, groups) : undefined;
    if (early !== undefined) drafts.push(toDraft(context, early));
  }
  return drafts;
}

function findEarly(context: AnalysisContext, groups: readonly LocationAccesses[]): Early | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const look = lastLook(context, groups);
  if (look === undefined) return undefined;
  const { row: last, asks, list } = look;
  // `now - one.usedAt > limit` asks how old it is.
  if (trace.hasFlag(a.site.at(last), FLAG_LIMITED)) return undefined;
  // Something else is counted, and asked along with it.
  const isCount = (row: number): boolean =>
    functionOf(trace, row) === functionOf(trace, asks) &&
    decidesBranch(trace, row) &&
    a.location.at(row) !== list &&
    (factsOf(context)
      .groupAt(a.location.at(row))
      ?.writes.some((w) => a.how.at(w) === ACCESS_RMW) ??
      false);
  if (coverage.accessesOfStep(last).some(isCount)) return undefined;
  const additions =
    factsOf(context)
      .groupAt(list)
      ?.writes.filter((row) => ADDS.test(trace.site(a.site.at(row))?.text ?? '')) ?? [];
  const isFree = (row: number): boolean =>
    !order.isOrdered(a.segment.at(row), a.segment.at(last)) && !order.isOrdered(a.segment.at(last), a.segment.at(row));
  const valueAt = ({ writes }: LocationAccesses, position: number): number | undefined => {
    const row = writes.findLast((w) => a.position.at(w) < position);
    return row === undefined ? undefined : a.value.at(row);
  };
  for (const group of groups) {
    for (const mark of group.writes.slice(0, LIMIT)) {
      const value = a.value.at(mark);
      if (a.how.at(mark) !== ACCESS_PLAIN || functionOf(trace, mark) === functionOf(trace, asks)) continue;
      // All were marked so at the end.
      if (!groups.every((other) => (valueAt(other, Infinity) ?? value) === value)) continue;
      const add = additions.find(
        (row) =>
          a.position.at(row) > a.position.at(mark) &&
          functionOf(trace, row) !== functionOf(trace, asks) &&
          order.crossesTurn(a.segment.at(mark), a.segment.at(row)) &&
          (isOneWork(trace, a.activation.at(mark), a.activation.at(row), functionOf(trace, mark) === functionOf(trace, row)) ||
            isSetOffBy(trace, a.segment.at(row), a.segment.at(mark))),
      );
      if (add === undefined) continue;
      const at = a.position.at(add);
      const observed = a.position.at(last) > a.position.at(mark) && a.position.at(last) < at;
      if (!observed && (!isFree(mark) || !isFree(add))) continue;
      // Others that were under way then keep the look from finding all done.
      const isDone = (other: LocationAccesses): boolean =>
        other === group || a.position.at(other.rows[0] as number) > at || valueAt(other, at) === value;
      if (groups.every(isDone)) return { mark, look: asks, add, observed };
    }
  }
  return undefined;
}

/** The last look at a mark, in the callback of a question about all that are in a list, by a function that ends the whole; and one before that, in another step, which did not. */
function lastLook(
  context: AnalysisContext,
  groups: readonly LocationAccesses[],
): { readonly row: number; readonly asks: number; readonly list: number } | undefined {
  const { trace } = context;
  const { accesses: a, locations: l } = trace;
  const { coverage } = factsOf(context);
  let row: number | undefined;
  for (const { rows } of groups) {
    const last = rows.findLast((each) => a.write.at(each) === 0 && parentOf(trace, functionOf(trace, each)) !== NONE);
    if (last !== undefined && (row === undefined || a.position.at(last) > a.position.at(row))) row = last;
  }
  if (row === undefined) return undefined;
  const looker = parentOf(trace, functionOf(trace, row));
  const position = a.position.at(row);
  // The list that was read last, before its callback was called.
  const asks = coverage
    .accessesOfStep(row)
    .findLast(
      (each) =>
        a.position.at(each) < position &&
        a.write.at(each) === 0 &&
        l.kind.at(a.location.at(each)) === LOCATION_WHOLE &&
        functionOf(trace, each) === looker,
    );
  if (asks === undefined || !ASKS_ALL.test(trace.site(a.site.at(asks))?.text ?? '')) return undefined;
  if (!sitesIn(trace, looker).some((site) => ENDS.test(trace.site(site)?.text ?? ''))) return undefined;
  const list = a.location.at(asks);
  const isEarlier = (each: number): boolean => functionOf(trace, each) === looker && atomOf(trace, each) !== atomOf(trace, asks);
  return factsOf(context).groupAt(list)?.rows.some(isEarlier) === true ? { row, asks, list } : undefined;
}

function parentOf(trace: Trace, fn: number): number {
  return trace.functions[fn]?.parentFunction ?? NONE;
}

function toDraft({ options, trace }: AnalysisContext, { mark, look, add, observed }: Early): Draft {
  const a = trace.accesses;
  const [markSite, lookSite, addSite] = [a.site.at(mark), a.site.at(look), a.site.at(add)];
  const line = (site: number): string => lineText(trace, options, site);
  const who = (access: number): string => functionLabel(trace, functionOf(trace, access));
  const text = locationText(trace, a.location.at(mark), markSite);
  const [asked, left] = [trace.site(lookSite)?.text ?? '', trace.site(addSite)?.text ?? ''];
  const marks = { lane: 0, text: `sets ${text}`, site: markSite, access: mark };
  const looks = { lane: 1, text: `asks ${asked}, and takes everything for done`, site: lookSite, access: look };
  const adds = { lane: 0, text: left, site: addSite, access: add };
  return {
    kind: 'race.atomicity',
    key: `marked ${markSite},${lookSite}`,
    confidence: observed ? 0.8 : 0.65,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `\`${text}\` says that it is done (${line(markSite)}) before the same work adds what it found with \`${left}\` (${line(addSite)}); ${who(look)} ${observed ? 'asked' : 'can ask'} in between with \`${asked}\` (${line(lookSite)}) and ${observed ? 'took' : 'take'} everything for done: what ${observed ? 'was' : 'is'} added ${observed ? 'is' : 'then is'} never looked at.`,
    why: [
      'an await or callback lies between the mark and what is added',
      observed ? 'nobody looked again after that' : 'nothing orders the look with the two, and nothing else was under way between them',
    ],
    places: [
      { site: markSite, role: 'mark', access: mark },
      { site: lookSite, role: 'look', access: look },
      { site: addSite, role: 'late addition', access: add },
    ],
    segments: [a.segment.at(mark), a.segment.at(look), a.segment.at(add)],
    activations: [...new Set([a.activation.at(mark), a.activation.at(add)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [who(mark), who(look)],
      happened: observed ? [marks, looks, adds] : [marks, adds, looks],
      other: observed ? [adds, marks, looks] : [marks, looks, adds],
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
