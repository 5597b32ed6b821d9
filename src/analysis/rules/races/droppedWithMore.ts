/**
 * race.atomicity of one list of many: a call looks at the list that stands under a key, waits (`await send(reader, [...outbox.get(reader)])`), and takes the whole list out of the map (`outbox.delete(reader)`). What
 * others have put into the list meanwhile was never sent, and goes with it. Only what happened is reported: the list was made by those who add to it, and nobody has looked into it since.
 */
import {
  ACCESS_DELETE,
  ACCESS_PLAIN,
  ACCESS_RMW,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  VALUE_OBJECT,
  VALUE_PROMISE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isInnerFunction, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { ADDS, atomOf, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { hasSite } from '../../siteIndex.ts';

export const droppedWithMoreRule: Rule = { kinds: ['race.atomicity'], run: findDropped };

/** Accesses of one place that are looked at. */
const WINDOW = 64;

interface Dropped {
  readonly look: number;
  readonly removal: number;
  readonly add: number;
}

function findDropped(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const facts = factsOf(context);
  const copied = new Set(trace.links.filter(({ kind }) => kind === 'copied').map(({ read }) => read));
  if (copied.size === 0) return [];
  const told = sitesOfRaces(context.earlier);
  /** What each collection holds, by its object. */
  const wholes = new Map<string, LocationAccesses>();
  for (const group of facts.groups) {
    const { location } = group;
    if (locations.kind.at(location) !== LOCATION_WHOLE) continue;
    wholes.set(`${locations.thread.at(location)}:${locations.object.at(location)}`, group);
  }
  const drafts = new Map<number, Draft>();
  for (const group of facts.groups) {
    if (context.options.isCancelled()) break;
    if (locations.kind.at(group.location) !== LOCATION_ENTRY) continue;
    for (const [at, removal] of group.writes.slice(0, WINDOW).entries()) {
      const site = a.site.at(removal);
      if (a.how.at(removal) !== ACCESS_DELETE || a.activation.at(removal) === NONE || told.has(site) || drafts.has(site)) continue;
      const made = group.writes[at - 1];
      const object = made === undefined ? 0 : objectIn(trace, made);
      if (made === undefined || object === 0) continue;
      const found = droppedBy(context, group, wholes.get(`${locations.thread.at(group.location)}:${object}`), made, removal);
      // Who keeps the list itself may look into it later.
      if (found !== undefined && copied.has(a.site.at(found.look))) drafts.set(site, toDraft(context, group.location, found));
    }
  }
  return [...drafts.values()];
}

/** The object that a write has stored; 0. */
function objectIn({ accesses: a }: Trace, row: number): number {
  const value = a.value.at(row);
  return a.how.at(row) === ACCESS_PLAIN && (value & VALUE_OBJECT) !== 0 && (value & VALUE_PROMISE) === 0 ? value & ~VALUE_OBJECT : 0;
}

function droppedBy(
  context: AnalysisContext,
  group: LocationAccesses,
  list: LocationAccesses | undefined,
  made: number,
  removal: number,
): Dropped | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const call = a.activation.at(removal);
  const isOfCall = (row: number): boolean => a.activation.at(row) !== NONE && isWithin(trace, a.activation.at(row), call);
  if (isOfCall(made) || isForOwnWork(trace, made, removal)) return undefined;
  const isLook = (row: number): boolean =>
    a.write.at(row) === 0 && isOfCall(row) && a.position.at(row) > a.position.at(made) && a.position.at(row) < a.position.at(removal);
  const look = group.rows.findLast(isLook);
  if (look === undefined || atomOf(trace, look) === atomOf(trace, removal)) return undefined;
  const isBetween = (row: number): boolean => a.position.at(row) > a.position.at(look) && a.position.at(row) < a.position.at(removal);
  const isAddition = (row: number): boolean =>
    a.how.at(row) === ACCESS_RMW &&
    ADDS.test(trace.site(a.site.at(row))?.text ?? '') &&
    !isOfCall(row) &&
    functionOf(trace, row) === functionOf(trace, made) &&
    !order.isOrdered(a.segment.at(row), a.segment.at(look));
  // What is put into a set is known by where that was looked up.
  const isPut = (row: number): boolean =>
    a.write.at(row) === 0 &&
    !isOfCall(row) &&
    functionOf(trace, row) === functionOf(trace, made) &&
    putsIntoHeld(trace, a.site.at(row)) &&
    !order.isOrdered(a.segment.at(row), a.segment.at(look));
  const add =
    list?.writes.slice(-WINDOW).find((row) => isBetween(row) && isAddition(row)) ?? group.rows.find((row) => isBetween(row) && isPut(row));
  if (add === undefined || factsOf(context).holding.isExcluded(look, removal, add)) return undefined;
  // It has looked into the list since, or takes from it.
  const isSince = (row: number): boolean => a.position.at(row) > a.position.at(add) && isOfCall(row);
  return list?.rows.some(isSince) === true || !isMissed(context, group, removal) ? undefined : { look, removal, add };
}

/** `const notes = outbox.get(reader); …; notes.add(note)` */
function putsIntoHeld(trace: Trace, look: number): boolean {
  const site = trace.site(look);
  const held = site?.held;
  if (site === undefined || held === undefined) return false;
  return hasSite(trace, site.function, ({ kind, text, line }) => kind === 'write' && line >= site.line && text === `${held}.add`);
}

/** Whoever has made the list has set going what takes it out (`loading.set(name, waiting); load(name, () => { loading.delete(name); waiting.forEach(…); })`), and calls all who have come since. */
function isForOwnWork(trace: Trace, made: number, removal: number): boolean {
  const [maker, remover] = [functionOf(trace, made), functionOf(trace, removal)];
  if (maker === remover || isInnerFunction(trace, remover, maker)) return true;
  const { activations: acts, accesses: a } = trace;
  const names = new Set([remover, acts.fn.at(a.activation.at(removal))].map((fn) => lastName(trace.functions[fn]?.name ?? '')));
  return hasSite(trace, maker, ({ kind, text }) => kind === 'call' && names.has(lastName(text)));
}

/** Somebody looks there later, or at all that the map holds. */
function isMissed(context: AnalysisContext, group: LocationAccesses, removal: number): boolean {
  const { trace } = context;
  const a = trace.accesses;
  const isLater = (row: number): boolean => a.write.at(row) === 0 && a.position.at(row) > a.position.at(removal);
  return [group, ...mapOf(context, group)].some(({ rows }) => rows.some(isLater));
}

/** All that the map of an entry holds. */
function mapOf(context: AnalysisContext, { location }: LocationAccesses): LocationAccesses[] {
  const { kind } = context.trace.locations;
  return factsOf(context)
    .groupsBeside(location)
    .filter((group) => kind.at(group.location) === LOCATION_WHOLE);
}

function toDraft({ trace, options }: AnalysisContext, location: number, { look, removal, add }: Dropped): Draft {
  const a = trace.accesses;
  const [lookSite, removeSite, addSite] = [look, removal, add].map((row) => a.site.at(row)) as [number, number, number];
  const text = locationText(trace, location, removeSite);
  const name = taskName(trace, a.activation.at(removal));
  const adder = functionLabel(trace, functionOf(trace, add));
  const looks = { lane: 0, text: 'looks at the list', site: lookSite, access: look };
  const adds = { lane: 1, text: 'puts something into the list', site: addSite, access: add };
  const removes = { lane: 0, text: 'takes the whole list out', site: removeSite, access: removal };
  return {
    kind: 'race.atomicity',
    key: `dropped ${removeSite},${lookSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: true,
    message: `${name} looks at the list under a key of \`${text}\` (${lineText(trace, options, lookSite)}), waits, and takes it out (${lineText(trace, options, removeSite)}); ${adder} put something into it in between (${lineText(trace, options, addSite)}), which goes with it.`,
    why: [
      'an await lies between the look and the removal',
      'nobody has looked into the list since something was put in',
      'taken out first, the list would be begun anew by who comes next',
    ],
    places: [
      { site: removeSite, role: 'removal', access: removal },
      { site: lookSite, role: 'read', access: look },
      { site: addSite, role: 'addition', access: add },
    ],
    segments: [a.segment.at(look), a.segment.at(removal), a.segment.at(add)],
    activations: [...new Set([a.activation.at(removal), a.activation.at(add)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, adder],
      happened: [looks, adds, removes],
      other: [looks, removes, { ...adds, text: 'begins a new list' }],
      otherTitle: 'What would be safe',
    },
  };
}
