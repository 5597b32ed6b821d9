/**
 * race.order.last-write of a cache: a call finds nothing there, loads (`rows.get(id)`), and stores what it has got; meanwhile another one has changed what was loaded and taken the entry out, so that
 * it would be loaded anew. The old value is back, and stays. Only what happened is reported.
 */
import { ACCESS_DELETE, ACCESS_PLAIN, LOCATION_ENTRY, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { atomOf, decidesBranch, firstFrom, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isFalsy } from '../../locks/handLocks.ts';
import { commonCaller, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName } from '../../names.ts';
import { isNothing } from './closes.ts';

export const refilledStaleRule: Rule = { kinds: ['race.order.last-write'], run: findRefilled };

/** Accesses of a place that are looked at. */
const WINDOW = 256;

interface Refill {
  readonly look: number;
  readonly removal: number;
  readonly store: number;
  /** What the store was made of, and its change by whoever took the entry out. */
  readonly source: number;
  readonly change: number;
}

function findRefilled(context: AnalysisContext): Draft[] {
  const known = sitesOfRaces(context.earlier);
  const drafts: Draft[] = [];
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const store = group.writes.at(-1);
    // Asked first: what another task has changed is sought in all places.
    if (store === undefined || known.has(context.trace.accesses.site.at(store))) continue;
    const found = refillOf(context, group);
    if (found === undefined) continue;
    known.add(context.trace.accesses.site.at(store));
    drafts.push(toDraft(context, group.location, found));
  }
  return drafts;
}

function refillOf(context: AnalysisContext, group: LocationAccesses): Refill | undefined {
  const { trace, order } = context;
  const { accesses: a, locations } = trace;
  const { location, rows, writes } = group;
  const [removal, store] = [writes.at(-2), writes.at(-1)];
  if (removal === undefined || store === undefined || locations.kind.at(location) === LOCATION_WHOLE) return undefined;
  // `this.user = null`
  const isCleared = locations.kind.at(location) !== LOCATION_ENTRY && a.how.at(removal) === ACCESS_PLAIN && isNothing(a.value.at(removal));
  if (a.how.at(removal) !== ACCESS_DELETE && !isCleared) return undefined;
  if (a.how.at(store) !== ACCESS_PLAIN || isFalsy(a.value.at(store))) return undefined;
  if (order.isOrdered(a.segment.at(removal), a.segment.at(store)) || atomOf(trace, removal) === atomOf(trace, store)) return undefined;
  const isCall = (first: number, second: number, other: number): boolean => {
    const call = commonCaller(trace, a.activation.at(first), a.activation.at(second));
    return call !== NONE && !isWithin(trace, a.activation.at(other), call);
  };
  const isLook = (row: number): boolean =>
    a.write.at(row) === 0 && a.position.at(row) < a.position.at(removal) && isCall(row, store, removal);
  const look = rows.slice(-WINDOW).find(isLook);
  if (look === undefined) return undefined;
  const loader = commonCaller(trace, a.activation.at(look), a.activation.at(store));
  // Whoever changes it may have called the loader, too, and not have waited for it.
  const isChange = (row: number): boolean =>
    a.write.at(row) === 1 &&
    a.how.at(row) === ACCESS_PLAIN &&
    (a.activation.at(row) === NONE
      ? order.isOrdered(a.segment.at(row), a.segment.at(removal))
      : !isWithin(trace, a.activation.at(row), loader) && commonCaller(trace, a.activation.at(row), a.activation.at(removal)) !== NONE);
  for (const other of factsOf(context).groups) {
    if (other === group || other.writes.length === 0 || other.rows.length === other.writes.length) continue;
    const at = firstFrom(trace, other.rows, a.position.at(look));
    const since = other.rows.slice(at, at + WINDOW).filter((row) => a.position.at(row) < a.position.at(removal));
    const change = since.find(isChange);
    if (change === undefined) continue;
    const source = since.find((row) => a.write.at(row) === 0 && isCall(row, store, removal));
    if (source === undefined || a.position.at(source) > a.position.at(change) || decidesBranch(trace, source)) continue;
    // Both change it: that is what they do, and not what is stored.
    if (other.writes.some((row) => isCall(row, store, removal))) continue;
    if (!factsOf(context).holding.isExcluded(look, store, removal)) return { look, removal, store, source, change };
  }
  return undefined;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { look, removal, store, source, change }: Refill): Draft {
  const { site: sites, segment, activation } = trace.accesses;
  const [site, removeSite] = [sites.at(store), sites.at(removal)];
  const line = (row: number): string => lineText(trace, options, sites.at(row));
  const name = taskName(trace, activation.at(store));
  const remover = functionLabel(trace, trace.functionAt(removeSite));
  const loads = { lane: 0, text: 'finds nothing there, and loads', site: sites.at(source), access: source };
  const changes = { lane: 1, text: 'changes what is loaded', site: sites.at(change), access: change };
  const removes = { lane: 1, text: 'takes the entry out', site: removeSite, access: removal };
  const stores = { lane: 0, text: 'stores what it has loaded', site, access: store };
  return {
    kind: 'race.order.last-write',
    key: `refilled ${site},${removeSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${locationText(trace, location, site)}\` is stored in ${name} (${line(store)}) after ${remover} has taken it out (${line(removal)}): it was made of what has been changed meanwhile (${line(change)}), and stays.`,
    why: [
      'an await lies between the load and the store',
      'nothing orders the store and the removal',
      'nothing looks, after the await, whether the entry was taken out',
    ],
    places: [
      { site, role: 'write', access: store },
      { site: removeSite, role: 'removal', access: removal },
      { site: sites.at(look), role: 'read', access: look },
      { site: sites.at(change), role: 'other write', access: change },
    ],
    segments: [segment.at(store), segment.at(removal)],
    activations: [...new Set([activation.at(store), activation.at(removal)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, remover],
      happened: [loads, changes, removes, stores],
      other: [loads, stores, changes, removes],
      otherTitle: 'What would be safe',
    },
  };
}
