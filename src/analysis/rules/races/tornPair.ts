/**
 * race.atomicity of two places that belong together: a call stores one (`slope = …`), waits, and stores the other, which is made from it (`intercept = … slope …`); another task has joined the
 * two in between (`slope * raw + intercept`), a new one with an old one. The transform proves that they belong together (SiteLink `halves`, `kept`, `joined`; transform/facts/halves.ts); that both
 * were there before, with other values, and that somebody did read them meanwhile, is for the run to say.
 */
import { VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { addTo, addToSet } from '../../../base/lists.ts';
import { atomOf, firstFrom, functionOf, locationText, objectOf, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { sitesOf, type Draft } from '../../finding.ts';
import { isWithin, originOf } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName } from '../../names.ts';

export const tornPairRule: Rule = { kinds: ['race.atomicity'], run: findTornPairs };

/** Updates of a pair that are tried, and accesses of each place while one is under way. */
const LIMIT = 512;
const WINDOW = 256;

/** Two halves in the source. */
interface Halves {
  /** Site of the first store. */
  readonly first: number;
  readonly isKept: boolean;
}

interface Torn {
  /** The two stores, and the two reads between them. */
  readonly stores: readonly [number, number];
  readonly reads: readonly [number, number];
}

function findTornPairs(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  const { accesses: a } = trace;
  const halvesOf = new Map<number, Halves[]>();
  /** Reads of a second half → reads of the first one that an expression joins with it. */
  const joined = new Map<number, Set<number>>();
  for (const { read, write, kind } of trace.links) {
    if (kind === 'joined') addToSet(joined, write, read);
    else if (kind === 'halves' || kind === 'kept') addTo(halvesOf, write, { first: read, isKept: kind === 'kept' });
  }
  if (halvesOf.size === 0 || joined.size === 0) return [];
  const { groups } = factsOf(context);
  const firsts = storesByCall(trace, groups, new Set([...halvesOf.values()].flat().map(({ first }) => first)));
  const told = new Set(earlier.flatMap(({ places }) => sitesOf(places)));
  const drafts: Draft[] = [];
  let tried = 0;
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    for (const second of group.writes) {
      const site = a.site.at(second);
      const halves = told.has(site) ? undefined : halvesOf.get(site);
      if (halves === undefined || ++tried > LIMIT) continue;
      for (const half of halves) {
        const torn = tornBy(context, half, firsts.get(`${a.activation.at(second)} ${half.first}`) ?? [], second, joined);
        if (torn === undefined) continue;
        told.add(site);
        drafts.push(toDraft(context, torn));
        break;
      }
    }
  }
  return drafts;
}

/** First stores by the activation and the site. */
function storesByCall(
  { accesses: a }: Trace,
  groups: readonly LocationAccesses[],
  sites: ReadonlySet<number>,
): ReadonlyMap<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { writes } of groups) {
    for (const row of writes) {
      if (a.activation.at(row) !== NONE && sites.has(a.site.at(row))) addTo(found, `${a.activation.at(row)} ${a.site.at(row)}`, row);
    }
  }
  return found;
}

function tornBy(
  context: AnalysisContext,
  { isKept }: Halves,
  firsts: readonly number[],
  second: number,
  joined: ReadonlyMap<number, ReadonlySet<number>>,
): Torn | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  const first = firsts.findLast((row) => a.position.at(row) < a.position.at(second));
  if (first === undefined || atomOf(trace, first) === atomOf(trace, second)) return undefined;
  const [xs, ys] = [first, second].map((row) => factsOf(context).groupAt(a.location.at(row)));
  if (!xs || !ys || objectOf(trace, xs.location) !== objectOf(trace, ys.location)) return undefined;
  if (!isReplaced(trace, xs, first, first, isKept) || !isReplaced(trace, ys, second, first, isKept)) return undefined;
  const [from, to] = [a.position.at(first), a.position.at(second)];
  const isBetween = (row: number): boolean => a.write.at(row) === 0 && a.position.at(row) > from && a.position.at(row) < to;
  const between = ({ rows }: LocationAccesses): number[] => {
    const at = firstFrom(trace, rows, from);
    return rows.slice(at, at + WINDOW).filter(isBetween);
  };
  const reads = between(xs);
  for (const y of between(ys)) {
    const sites = joined.get(a.site.at(y));
    if (sites === undefined || !isApart(context, first, second, y)) continue;
    const x = reads.find((row) => sites.has(a.site.at(row)) && atomOf(trace, row) === atomOf(trace, y));
    if (x !== undefined) return { stores: [first, second], reads: [x, y] };
  }
  return undefined;
}

/** Nobody else stores there, and the store puts another value in the place of one that had come by a whole update, or was there from the start. */
function isReplaced({ accesses: a }: Trace, { rows, writes }: LocationAccesses, store: number, first: number, isKept: boolean): boolean {
  if (writes.some((row) => a.site.at(row) !== a.site.at(store))) return false;
  const isBefore = (row: number): boolean => a.position.at(row) < a.position.at(first);
  if (!isKept && !writes.some(isBefore)) return false;
  const known = rows.findLast((row) => isBefore(row) && a.value.at(row) !== VALUE_UNKNOWN);
  return known === undefined || a.value.at(known) !== a.value.at(store);
}

/** Another piece of work than the update: neither called or set off by it, nor waited for. */
function isApart(context: AnalysisContext, first: number, second: number, read: number): boolean {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const [by, reader] = [a.activation.at(second), a.activation.at(read)];
  if (atomOf(trace, read) === atomOf(trace, first) || atomOf(trace, read) === atomOf(trace, second)) return false;
  if (isWithin(trace, reader, by) || order.isOrdered(a.segment.at(read), a.segment.at(second))) return false;
  // What the call itself set off in the step of its first write: what its caller began there has nothing to do with it.
  const set = originOf(trace, a.segment.at(read), a.segment.at(first));
  if (set !== undefined && set.task !== NONE && isWithin(trace, trace.tasks.creator.at(set.task), by)) return false;
  return !factsOf(context).holding.isExcluded(first, second, read);
}

function toDraft({ trace, options }: AnalysisContext, { stores, reads }: Torn): Draft {
  const { accesses: a } = trace;
  const [first, second] = stores;
  const [x, y] = reads;
  const [firstSite, secondSite, xSite, ySite] = [first, second, x, y].map((row) => a.site.at(row)) as [number, number, number, number];
  const by = taskName(trace, a.activation.at(second));
  const reader = functionLabel(trace, functionOf(trace, y));
  const [one, other] = [locationText(trace, a.location.at(first), firstSite), locationText(trace, a.location.at(second), secondSite)];
  const lines = [firstSite, secondSite, ySite].map((site) => lineText(trace, options, site)) as [string, string, string];
  const storesOne = { lane: 0, text: `writes ${one}`, site: firstSite, access: first };
  const storesOther = { lane: 0, text: `writes ${other}`, site: secondSite, access: second };
  const readsOne = { lane: 1, text: `reads ${one}`, site: xSite, access: x };
  const readsOther = { lane: 1, text: `reads ${other}`, site: ySite, access: y };
  return {
    kind: 'race.atomicity',
    key: `torn ${secondSite}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `${by} writes \`${one}\` (${lines[0]}) and, only after a wait, \`${other}\`, which is made from it (${lines[1]}); ${reader} used both in between (${lines[2]}): the new \`${one}\` with the old \`${other}\`.`,
    why: [
      'an await lies between the two writes',
      `nothing makes ${reader} wait for the second one`,
      'no lock is held over both',
      'worked out first, both can be stored in one step behind the await',
    ],
    places: [
      { site: firstSite, role: 'first write', access: first },
      { site: secondSite, role: 'second write', access: second },
      { site: ySite, role: 'read', access: y },
      ...(xSite === ySite ? [] : [{ site: xSite, role: 'read', access: x }]),
    ],
    segments: [a.segment.at(first), a.segment.at(second), a.segment.at(y)],
    activations: [...new Set([a.activation.at(second), a.activation.at(y)].filter((row) => row !== NONE))],
    scenario: {
      lanes: [by, reader === by ? `another call of ${reader}` : reader],
      happened: [storesOne, readsOne, readsOther, storesOther],
      other: [storesOne, storesOther, readsOne, readsOther],
      otherTitle: 'What would be safe',
    },
  };
}
