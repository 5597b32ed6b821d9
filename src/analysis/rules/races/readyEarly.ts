/**
 * race.order.use-before-init, what is made on demand and taken for ready too early: the first call stores the object, or a flag that says it is there, and then waits until it has been filled
 * (`if (!index) { index = new Index(); await index.load(); }`); a second call finds it, does not wait, and whoever called uses what is still empty. Only what happened is reported.
 */
import { RowLists } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type SiteRow, type Trace } from '../../../model/trace.ts';
import { FLAG_AT_ONCE, FLAG_CLAIMS, FLAG_CONDITION } from '../../../model/vocabulary.ts';
import { decidesBranch, locationText } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName } from '../../names.ts';
import { hasSite } from '../../siteIndex.ts';
import { isNothing } from './splits.ts';

export const readyEarlyRule: Rule = { kinds: ['race.order.use-before-init'], run: findReadyEarly };

/** Calls of one function that are tried. */
const LIMIT = 256;
const STORES = /\.(?:set|add)$/;

/** The first call waits while the second one has come back at once, and who called that used something before the first one filled it. */
interface Early {
  readonly set: number;
  readonly maker: number;
  readonly use: number;
  readonly fill: number;
}

function findReadyEarly(context: AnalysisContext): Draft[] {
  const { accesses: a, activations: acts, sites } = context.trace;
  const claims = [...sites.keys()].filter((site) => isClaim(context.trace, site));
  if (claims.length === 0) return [];
  const known = sitesOfRaces(context.earlier);
  const calls = new RowLists(context.trace.functions.length, acts.length, (row) => acts.fn.at(row));
  const drafts: Draft[] = [];
  for (const set of claims) {
    if (context.options.isCancelled()) break;
    const early = known.has(set) ? undefined : takenEarly(context, set, calls);
    if (early === undefined || known.has(a.site.at(early.use))) continue;
    known.add(set);
    drafts.push(toDraft(context, early));
  }
  return drafts;
}

/** A flag that the same function takes back says that somebody is at work, not that the work has been done. */
function isClaim(trace: Trace, site: number): boolean {
  const row = trace.site(site);
  if (row?.kind !== 'write' || !trace.hasFlag(site, FLAG_CLAIMS)) return false;
  const isOther = (fn: number): boolean =>
    hasSite(trace, fn, (other, at) => at !== site && other.kind === 'write' && other.text === row.text);
  const { functions } = trace;
  return !isOther(row.function) && ![...functions.keys()].some((fn) => functions[fn]?.parentFunction === row.function && isOther(fn));
}

/** Of each function. */
type Calls = Pick<RowLists, 'of'>;

interface Pair {
  /** The call that makes, and is still at it. */
  readonly maker: number;
  /** The one that finds it made. */
  readonly second: number;
  /** Who has called that, or looks itself. */
  readonly user: number;
}

/** `if (!this.ready) await this.build();`, where the function that is called says at once that it is ready: who calls has looked, and so has another call of it, while the first one was still at it. */
function lookersOf(trace: Trace, set: number, calls: Calls): Pair[] {
  const { activations: acts } = trace;
  const made = trace.functionAt(set);
  const makers = calls.of(made).slice(0, LIMIT);
  return makers.flatMap((maker) => {
    const by = acts.parent.at(maker);
    const looks = by === NONE ? NONE : acts.fn.at(by);
    // `if (!index.ready)` of `this.ready = true`
    const isLook = (site: SiteRow, at: number): boolean =>
      site.kind === 'read' && lastName(site.text) === lastName(trace.site(set)?.text ?? '') && trace.hasFlag(at, FLAG_CONDITION);
    if (looks === NONE || looks === made || !hasSite(trace, looks, isLook)) return [];
    const isSecond = (call: number): boolean => isWaiting(trace, maker, call) && makers.every((other) => !isWithin(trace, other, call));
    return calls
      .of(looks)
      .slice(0, LIMIT)
      .filter(isSecond)
      .map((call) => ({ maker, second: call, user: call }));
  });
}

/** The first of two calls had begun before, and was waiting when the second one was made. */
function isWaiting({ activations: acts }: Trace, first: number, second: number): boolean {
  return (
    acts.lastSuspension.at(first) !== NONE &&
    first < second &&
    acts.startNs.at(first) <= acts.startNs.at(second) &&
    !(acts.endNs.at(first) < acts.startNs.at(second))
  );
}

function takenEarly(context: AnalysisContext, set: number, calls: Calls): Early | undefined {
  const { trace } = context;
  const { activations: acts } = trace;
  const own = calls.of(trace.functionAt(set)).slice(0, LIMIT);
  const twice = own.flatMap((second): Pair[] => {
    if (acts.lastSuspension.at(second) !== NONE) return [];
    const by = acts.parent.at(second);
    const user = by === NONE ? second : by;
    const maker = own.find((call) => isWaiting(trace, call, second));
    return maker === undefined || isWithin(trace, user, maker) ? [] : [{ second, user, maker }];
  });
  const pairs = twice.length > 0 ? twice : lookersOf(trace, set, calls);
  if (pairs.length === 0) return undefined;
  const written = writtenBy(trace, new Set(pairs.map(({ maker }) => maker)));
  for (const { second, user, maker } of pairs) {
    const found = earlyUse(context, fillsOf(context, maker, written.get(maker)), maker, second, user);
    if (found !== undefined) return { set, maker, ...found };
  }
  return undefined;
}

interface Fill {
  readonly rows: readonly number[];
  readonly fill: number;
}

/** The locations that these calls, and all that they have called, write. */
function writtenBy({ accesses: a, activations: acts }: Trace, makers: ReadonlySet<number>): ReadonlyMap<number, ReadonlySet<number>> {
  const written = new Map([...makers].map((maker) => [maker, new Set<number>()]));
  // Whoever calls has begun before.
  const first = Math.min(...makers);
  for (let row = 0; row < a.length; row++) {
    if (a.write.at(row) !== ACCESS_IS_WRITE) continue;
    for (let at = a.activation.at(row); at >= first; at = acts.parent.at(at)) written.get(at)?.add(a.location.at(row));
  }
  return written;
}

/** What the first call, and all that it has called, writes after it began to wait, each location that nobody had given anything before. */
function fillsOf(context: AnalysisContext, maker: number, written: Iterable<number> = []): Fill[] {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  const begun = acts.startSegment.at(maker);
  const isLater = (row: number): boolean => a.segment.at(row) !== begun;
  const isFill = (row: number): boolean => {
    const by = a.activation.at(row);
    return a.write.at(row) === ACCESS_IS_WRITE && by !== NONE && isLater(row) && isWithin(trace, by, maker);
  };
  return [...written].flatMap((location) => {
    const group = factsOf(context).groupAt(location);
    const gives = (row: number): boolean => isLater(row) && !isNothing(trace, row) && !trace.hasFlag(a.site.at(row), FLAG_AT_ONCE);
    const fill = group?.writes.find(gives);
    return group !== undefined && fill !== undefined && isFill(fill) ? [{ rows: group.rows, fill }] : [];
  });
}

/** Of who called the second time. Whoever asks whether something is there, or leaves something for it, knows that it may not be. */
function earlyUse(
  context: AnalysisContext,
  fills: readonly Fill[],
  maker: number,
  second: number,
  user: number,
): Pick<Early, 'use' | 'fill'> | undefined {
  const { trace, order } = context;
  const { accesses: a, activations: acts, segments: s } = trace;
  let early: Pick<Early, 'use' | 'fill'> | undefined;
  for (const { rows, fill } of fills) {
    for (const row of rows) {
      if (a.position.at(row) >= a.position.at(fill)) break;
      const by = a.activation.at(row);
      if (by === NONE) continue;
      // What it gives back at once: nothing yet.
      const isAfter = isWithin(trace, by, second) || s.startNs.at(a.segment.at(row)) >= acts.startNs.at(second);
      if (!isAfter || !isWithin(trace, by, user) || isWithin(trace, by, maker)) continue;
      if (decidesBranch(trace, row) || a.write.at(row) === ACCESS_IS_WRITE) return undefined;
      // Two calls may have begun in one step.
      const isOneStep = a.segment.at(row) === acts.startSegment.at(maker);
      const isFree =
        (isOneStep || !order.isOrdered(a.segment.at(row), a.segment.at(fill))) && !factsOf(context).coverage.isCovered(fill, row);
      if (!isFree || !isUsedFilled(trace, rows, { use: row, fill }, user)) continue;
      if (early === undefined || a.position.at(row) < a.position.at(early.use)) early = { use: row, fill };
    }
  }
  return early;
}

/** Somebody else, such as the caller of the first call, uses it at the same place when it has been filled: that is what it is for. */
function isUsedFilled(trace: Trace, rows: readonly number[], { use, fill }: Pick<Early, 'use' | 'fill'>, user: number): boolean {
  const { accesses: a } = trace;
  const isIt = (row: number): boolean => a.position.at(row) > a.position.at(fill) && a.site.at(row) === a.site.at(use);
  return rows.some((row) => isIt(row) && !isWithin(trace, a.activation.at(row), user));
}

function toDraft({ trace, options }: AnalysisContext, { set, maker, use, fill }: Early): Draft {
  const { accesses: a, activations: acts } = trace;
  const [useSite, fillSite] = [a.site.at(use), a.site.at(fill)];
  const line = (site: number): string => lineText(trace, options, site);
  const text = trace.site(set)?.text ?? '';
  const name = text.replace(STORES, '');
  const isEntry = name !== text;
  const used = locationText(trace, a.location.at(fill), fillSite);
  const make = functionLabel(trace, acts.fn.at(maker));
  const stores = { lane: 0, text: `${isEntry ? 'puts an entry into' : 'sets'} ${name}, and waits`, site: set };
  const finds = { lane: 1, text: `finds ${isEntry ? 'it there' : `${name} set`}, and does not wait`, site: set };
  const uses = { lane: 1, text: `uses ${used}: nothing in it yet`, site: useSite, access: use };
  const fills = { lane: 0, text: `fills ${used}`, site: fillSite, access: fill };
  return {
    kind: 'race.order.use-before-init',
    key: `${set}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `\`${used}\` was used (${line(useSite)}) before it was filled (${line(fillSite)}): ${make} ${isEntry ? 'puts an entry into' : 'sets'} \`${name}\` (${line(set)}) before it waits for that, so a second call took it for ready.`,
    why: [
      `the second call of ${make} came while the first one was waiting, and returned at once`,
      `keep the promise of the whole work ${isEntry ? 'in' : 'instead of'} \`${name}\`, and await it in every call`,
    ],
    places: [
      { site: set, role: 'set' },
      { site: useSite, role: 'use', access: use },
      { site: fillSite, role: 'fill', access: fill },
    ],
    segments: [a.segment.at(use), a.segment.at(fill)],
    activations: [...new Set([maker, a.activation.at(use)])],
    scenario: {
      lanes: ['first call', 'second call'],
      happened: [stores, finds, uses, fills],
      other: [stores, fills, { ...finds, text: 'waits for the same work' }, { ...uses, text: `uses ${used}` }],
      otherTitle: 'What would be safe',
    },
  };
}
