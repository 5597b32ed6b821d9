/**
 * race.check-then-act, one flag for several keys: a call misses its entry, finds by a flag that another call is loading, waits for that, and looks for its entry again; what came was for another
 * key, and nobody loads its own (`if (!users[id] && this.loading) { await this.loaded; return users[id]; }`). Only what happened is reported. So is a call that finds by a mark of its own key that it is
 * being loaded, and is woken by news that do not say of which key: `if (loading.has(id)) { await once(bus, 'loaded'); return users.get(id); }`.
 */
import { addTo } from '../../../base/lists.ts';
import { VALUE_EMPTY, VALUE_FALSE, VALUE_NULL, VALUE_UNDEFINED, VALUE_ZERO } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, locationText } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isCalledWithin, isInnerFunction, isSetOffBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName } from '../../names.ts';
import { callSiteOf } from './notes.ts';
import { accessesAtSites, accessesOfLocation } from '../../shared/accessIndex.ts';

export const oneFlagRule: Rule = { kinds: ['race.check-then-act'], run: findOneFlag };

/** Checks that found nothing, and accesses of one place, that are looked at. */
const LIMIT = 256;
const OFF: ReadonlySet<number> = new Set([VALUE_UNDEFINED, VALUE_NULL, VALUE_FALSE, VALUE_ZERO, VALUE_EMPTY]);

/** Rows of accesses. */
interface Missed {
  readonly check: number;
  readonly flag: number;
  readonly set: number;
  readonly again: number;
  /** The write for which it was too early. */
  readonly late?: number;
}

function findOneFlag(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage, pairsByWrite } = factsOf(context);
  const storesOf = new Map<number, number[]>();
  for (const [write, pairs] of pairsByWrite) for (const { read } of pairs) addTo(storesOf, read, write);
  if (storesOf.size === 0) return [];
  const isFirst = (row: number): boolean => {
    const [first] = a.write.at(row) === 0 ? coverage.writesOf(a.location.at(row)) : [row];
    return first === undefined || a.position.at(first) > a.position.at(row);
  };
  const checks: number[] = [];
  for (const row of accessesAtSites(trace, storesOf.keys())) if (checks.length < LIMIT && isFirst(row)) checks.push(row);
  const byPlace = new Map(checks.map((row) => [a.location.at(row), accessesOfLocation(trace, a.location.at(row))]));
  const bySite = new Map<number, readonly number[]>();
  for (const row of checks) for (const site of [a.site.at(row), ...(storesOf.get(a.site.at(row)) ?? [])]) bySite.set(site, []);
  for (const site of bySite.keys()) bySite.set(site, accessesAtSites(trace, [site]));
  const found = new Map<string, Draft>();
  const rowsOf = (site: number): readonly number[] => bySite.get(site) ?? [];
  for (const check of checks) {
    const site = a.site.at(check);
    const stores = (): number[] => (storesOf.get(site) ?? []).flatMap(rowsOf);
    const missed = missedBy(context, check, byPlace.get(a.location.at(check)) ?? [], stores, () => rowsOf(site));
    if (missed === undefined) continue;
    const draft = toDraft(context, missed);
    if (!found.has(draft.key)) found.set(draft.key, draft);
  }
  return [...found.values()];
}

/** `rows`: of the place that was checked; `stores`, `alike`: what is stored after such a check, and the checks at the same line. */
function missedBy(
  context: AnalysisContext,
  check: number,
  rows: readonly number[],
  stores: () => readonly number[],
  alike: () => readonly number[],
): Missed | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const position = (row: number): number => a.position.at(row);
  const own = a.activation.at(check);
  const again = rows.slice(0, LIMIT).find((row) => {
    const [from, to] = [functionOf(trace, check), functionOf(trace, row)];
    return position(row) > position(check) && a.site.at(row) !== a.site.at(check) && (from === to || isInnerFunction(trace, to, from));
  });
  const [stored] = coverage.writesOf(a.location.at(check));
  // Who asks once more, later, loads it then.
  const isAnew = (row: number, since: number, load: number): boolean =>
    a.location.at(row) === a.location.at(check) &&
    position(row) > position(since) &&
    position(row) < position(load) &&
    isOfCall(trace, load, row) &&
    !isRetry(trace, own, a.activation.at(row));
  const isBefore = again !== undefined && stored !== undefined && position(again) < position(stored);
  const isLater = isBefore && alike().some((row) => isAnew(row, again, stored));
  const late = isLater ? undefined : stored;
  if (again === undefined || (late !== undefined && (position(again) > position(late) || decidesBranch(trace, again)))) return undefined;
  for (const flag of coverage.accessesOfStep(check)) {
    if (a.write.at(flag) !== 0 || a.activation.at(flag) !== own || functionOf(trace, flag) !== functionOf(trace, check)) continue;
    if (position(flag) < position(check) || !decidesBranch(trace, flag)) continue;
    const writes = coverage.writesOf(a.location.at(flag)).slice(-LIMIT);
    const set = writes.findLast((row) => position(row) < position(flag));
    const cleared = writes.find((row) => position(row) > position(flag));
    if (set === undefined || cleared === undefined || OFF.has(a.value.at(set))) continue;
    if (late !== undefined) {
      const isItsOwn = keyOf(trace, flag) === keyOf(trace, check) && isOfCall(trace, late, set) && !isOfCall(trace, set, check);
      if (isItsOwn && position(cleared) > position(again) && isWokenByOther(context, again, set)) return { check, flag, set, again, late };
      continue;
    }
    if (isOfCall(trace, set, check) || functionOf(trace, set) !== functionOf(trace, flag) || !isOfCall(trace, cleared, set)) continue;
    // Who loads all that there is loads what others wait for, too, and by nothing that it was asked for.
    const fn = functionOf(trace, check);
    const isGiven = (row: number): boolean =>
      trace.entries.some((entry) => entry.fn === fn && entry.writes.some(({ site, given }) => given && site === a.site.at(row)));
    const loaded = new Set(
      stores()
        .filter((row) => isGiven(row) && position(row) > position(set) && position(row) < position(again) && isOfCall(trace, row, set))
        .map((row) => a.location.at(row))
        .filter((location) => location !== a.location.at(flag)),
    );
    const isForItself = alike().some(
      (row) => loaded.has(a.location.at(row)) && position(row) <= position(set) && isOfCall(trace, set, row),
    );
    if (loaded.size === 1 && isForItself) return { check, flag, set, again };
  }
  return undefined;
}

function keyOf({ accesses: a, locations: l }: Trace, row: number): number {
  return l.key.at(a.location.at(row));
}

/** What made it go on has stored something under another key. */
function isWokenByOther(context: AnalysisContext, again: number, set: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const isNews = (row: number): boolean => isSetOffBy(trace, a.segment.at(again), a.segment.at(row)) && !isOfCall(trace, row, set);
  return factsOf(context)
    .groupsBeside(a.location.at(again))
    .some(({ writes }) => writes.some((row) => a.position.at(row) < a.position.at(again) && isNews(row)));
}

/** Two calls by the same caller at one place: it asks until there is something. */
function isRetry(trace: Trace, call: number, then: number): boolean {
  const { parent } = trace.activations;
  if (call === NONE || then === NONE || parent.at(call) === NONE || parent.at(call) !== parent.at(then)) return false;
  return callSiteOf(trace, call) === callSiteOf(trace, then);
}

/** The access is made by the call that made the first one: in its activation, in one that this has called, or in a callback of that which its step has set off. */
function isOfCall(trace: Trace, row: number, first: number): boolean {
  const { accesses: a } = trace;
  if (a.activation.at(row) === a.activation.at(first)) return a.activation.at(row) !== NONE || atomOf(trace, row) === atomOf(trace, first);
  if (a.activation.at(first) !== NONE && isCalledWithin(trace, a.activation.at(row), a.activation.at(first))) return true;
  if (!isInnerFunction(trace, functionOf(trace, row), functionOf(trace, first))) return false;
  return isSetOffBy(trace, a.segment.at(row), a.segment.at(first));
}

function toDraft({ trace, options }: AnalysisContext, { check, flag, set, again, late }: Missed): Draft {
  const a = trace.accesses;
  const [checkSite, flagSite, setSite, againSite] = [check, flag, set, again].map((row) => a.site.at(row)) as [
    number,
    number,
    number,
    number,
  ];
  const line = (site: number): string => lineText(trace, options, site);
  const name = a.activation.at(check) === NONE ? functionLabel(trace, functionOf(trace, check)) : taskName(trace, a.activation.at(check));
  const [entry, text] = [locationText(trace, a.location.at(check), checkSite), locationText(trace, a.location.at(flag), flagSite)];
  const misses = { lane: 1, text: `finds nothing at ${entry}`, site: checkSite, access: check };
  const sets = { lane: 0, text: `sets ${text}, and loads its own`, site: setSite, access: set };
  const waits = { lane: 1, text: `finds ${text} set, and waits`, site: flagSite, access: flag };
  const looks = { lane: 1, text: `looks at ${entry}: still nothing`, site: againSite, access: again };
  return {
    kind: 'race.check-then-act',
    key: `one flag ${flagSite},${againSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message:
      late !== undefined
        ? `${name} found that \`${entry}\` is being loaded (${line(flagSite)}), was woken by another key, and found nothing (${line(againSite)}): its own comes later (${line(a.site.at(late))}).`
        : `\`${text}\` says that something is being loaded, and not what: ${name} found it set (${line(flagSite)}) by another call (${line(setSite)}), waited, and found nothing at \`${entry}\` (${line(againSite)}), which nobody was loading.`,
    why: ['the other call loaded what it had missed itself, under another key', 'what it went by is the same for all keys'],
    places: [
      { site: flagSite, role: 'check', access: flag },
      { site: againSite, role: 'use', access: again },
      { site: setSite, role: 'set', access: set },
    ],
    segments: [a.segment.at(flag), a.segment.at(set), a.segment.at(again)],
    activations: [a.activation.at(check), a.activation.at(set)].filter((x) => x !== NONE),
    scenario: {
      lanes: ['another call', name],
      happened: [sets, misses, waits, looks],
      other: [sets, misses, { ...waits, text: 'loads its own, too' }],
      otherTitle: 'What would be safe',
    },
  };
}
