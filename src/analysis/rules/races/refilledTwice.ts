/**
 * race.atomicity, filled twice: a call empties a list, or sets a sum to nothing, waits, and then fills it (`rows.length = 0; for (const row of await load()) rows.push(row)`), and another call of the
 * same function has emptied it meanwhile, and fills it, too: what both have put there stands in it. Only what happened is reported.
 */
import { ACCESS_PLAIN, ACCESS_RMW, LOCATION_WHOLE, VALUE_ZERO } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { addToSet } from '../../../base/lists.ts';
import { atomOf, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { callersUpFrom, isInnerFunction } from '../../lineage.ts';
import { taskName } from '../../names.ts';
import { racesByPlace } from './byPlace.ts';

export const refilledTwiceRule: Rule = { kinds: ['race.atomicity'], run: findFilledTwice };

/** Writes of a place that are looked at. */
const LIMIT = 1024;
const ADDS = /\.(?:push|unshift)$/;

/** One call: where it emptied, and where it first put something there in a later step. */
interface Filling {
  readonly call: number;
  readonly emptied: number;
  readonly filled: number;
}

function findFilledTwice(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const fillsOf = new Map<number, Set<number>>();
  for (const { read, write, kind } of trace.links) {
    if (kind === 'refill' && ADDS.test(trace.site(write)?.text ?? '')) addToSet(fillsOf, read, write);
  }
  const isList = ({ location }: LocationAccesses): boolean => trace.locations.kind.at(location) === LOCATION_WHOLE;
  return racesByPlace(context, {
    find: (group) => firstPair(context, fillings(trace, group, isList(group) ? fillsOf : undefined)),
    siteOf: ([{ filled }]) => trace.accesses.site.at(filled),
    toDraft: (location, pair) => toDraft(context, pair, location),
  });
}

/** `fillsOf`: of a list, what fills it by what empties it. A sum begins at nothing in the first step of a call. */
function fillings(
  trace: Trace,
  { writes }: LocationAccesses,
  fillsOf: ReadonlyMap<number, ReadonlySet<number>> | undefined,
): readonly Filling[] {
  const { accesses: a } = trace;
  const found: Filling[] = [];
  const begun = new Map<number, number>();
  for (const write of writes.slice(0, LIMIT)) {
    const [maker, site, how] = [a.activation.at(write), a.site.at(write), a.how.at(write)];
    if (maker === NONE) continue;
    // A callback adds for the call of the function that it stands in.
    const isFor = (caller: number): boolean => isMadeIn(trace, write, begun.get(caller));
    const call = fillsOf === undefined ? (callersUpFrom(trace, maker).find(isFor) ?? maker) : maker;
    const emptied = begun.get(call);
    const isFill =
      fillsOf === undefined ? how === ACCESS_RMW : emptied !== undefined && fillsOf.get(a.site.at(emptied))?.has(site) === true;
    const isBegin = fillsOf === undefined ? isReset(trace, write, call) : fillsOf.has(site);
    if (isBegin) begun.set(call, write);
    else if (isFill && emptied !== undefined && atomOf(trace, emptied) !== atomOf(trace, write)) {
      found.push({ call, emptied, filled: write });
      begun.delete(call);
    }
  }
  return found;
}

function isMadeIn(trace: Trace, fill: number, emptied: number | undefined): boolean {
  return emptied !== undefined && isInnerFunction(trace, functionOf(trace, fill), functionOf(trace, emptied));
}

function isReset({ accesses: a, activations: acts }: Trace, write: number, call: number): boolean {
  return a.how.at(write) === ACCESS_PLAIN && a.value.at(write) === VALUE_ZERO && acts.startSegment.at(call) === a.segment.at(write);
}

/** Two calls of one function, of which each has filled it after both had emptied it: those that overlap stand side by side, in the order in which they fill. */
function firstPair(context: AnalysisContext, all: readonly Filling[]): readonly [Filling, Filling] | undefined {
  const { accesses: a, activations: acts } = context.trace;
  const { holding } = factsOf(context);
  const newest = new Map<number, Filling>();
  for (const one of all) {
    const before = newest.get(acts.fn.at(one.call));
    newest.set(acts.fn.at(one.call), one);
    if (before === undefined || a.position.at(one.emptied) > a.position.at(before.filled)) continue;
    if (!holding.isExcluded(before.emptied, before.filled, one.emptied)) return [before, one];
  }
  return undefined;
}

function toDraft({ trace, options }: AnalysisContext, [one, other]: readonly [Filling, Filling], location: number): Draft {
  const { accesses: a } = trace;
  const [first, second] = a.position.at(one.emptied) < a.position.at(other.emptied) ? [one, other] : [other, one];
  const [emptySite, fillSite] = [a.site.at(first.emptied), a.site.at(first.filled)];
  const text = locationText(trace, location, fillSite).replace(ADDS, '');
  const name = taskName(trace, first.call);
  const step = (lane: number, does: string, access: number): { lane: number; text: string; site: number; access: number } => ({
    lane,
    text: `${does} ${text}`,
    site: a.site.at(access),
    access,
  });
  const steps = [step(0, 'empties', first.emptied), step(1, 'empties', second.emptied)];
  const fills = [step(0, 'fills', first.filled), step(1, 'fills', second.filled)];
  return {
    kind: 'race.atomicity',
    key: `twice ${fillSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${name} empties \`${text}\` (${lineText(trace, options, emptySite)}) and fills it after a wait (${lineText(trace, options, fillSite)}); another call of it did so at the same time: what both have put there stands in it.`,
    why: [
      `what fills it comes ${trace.activations.sync.at(first.call) === 1 ? 'in a later callback' : 'after an await'}`,
      'nothing makes the other call wait for that',
      'no lock is held over both',
    ],
    places: [
      { site: fillSite, role: 'fills it', access: first.filled },
      { site: emptySite, role: 'empties it', access: first.emptied },
    ],
    segments: [a.segment.at(first.emptied), a.segment.at(first.filled), a.segment.at(second.emptied)],
    activations: [first.call, second.call],
    scenario: {
      lanes: [`${name} (first)`, `${name} (second)`],
      happened: [...steps, ...fills],
      other: [steps[0] as (typeof steps)[0], fills[0] as (typeof fills)[0], steps[1] as (typeof steps)[0], fills[1] as (typeof fills)[0]],
      otherTitle: 'What would be safe',
    },
  };
}
