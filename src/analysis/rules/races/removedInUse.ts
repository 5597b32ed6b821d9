/**
 * race.check-then-act, an entry that is removed for being idle: a task sees that nothing is in it, waits, and takes it out of its collection
 * (`if (room.players.size > 0) return; await archive(room); rooms.delete(room.code)`). Meanwhile another task has put something in, and that goes with it. The transform names the look and the
 * removal (SiteLink `idle`); only what did happen is reported.
 */
import { ACCESS_DELETE, ACCESS_RMW, FLAG_COUNTS_UP, FLAG_LIMITED } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { addTo } from '../../../base/lists.ts';
import { atomOf, firstFrom, lastBefore, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { bySites, remembered } from '../../remembered.ts';
import { readsByWrite } from '../../shared/links.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';

export const removedInUseRule: Rule = { kinds: ['race.check-then-act'], run: findRemovedInUse };

/** Looks that are tried for one removal. */
const WINDOW = 64;
const PUTS = /\.(?:add|set|push|unshift)$/;

interface Removed {
  readonly look: number;
  readonly put: number;
  readonly removal: number;
}

function findRemovedInUse(context: AnalysisContext): Draft[] {
  const { accesses: a } = context.trace;
  const looksAt = looksBehindRemovals(context.trace);
  if (looksAt.size === 0) return [];
  const looks = looksBySite(context.trace, new Set([...looksAt.values()].flat()));
  const best = new Map<number, Removed>();
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    for (const removal of group.writes) {
      const site = a.site.at(removal);
      if (a.how.at(removal) !== ACCESS_DELETE || best.has(site)) continue;
      for (const read of looksAt.get(site) ?? []) {
        const found = removedInUse(context, group, looks.get(read) ?? [], removal);
        if (found !== undefined) best.set(site, found);
      }
    }
  }
  return [...best.values()].map((found) => toDraft(context, found));
}

/** Sites that remove an entry, with those of the looks at what belongs to it (SiteLink `idle`). */
export const looksBehindRemovals = remembered(bySites, (trace) => readsByWrite(trace, ({ kind }) => kind === 'idle'));

function looksBySite(trace: Trace, sites: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
  const { accesses: a } = trace;
  const found = new Map<number, number[]>();
  for (const row of accessesAtSites(trace, sites)) if (a.write.at(row) === 0) addTo(found, a.site.at(row), row);
  return found;
}

function removedInUse(context: AnalysisContext, entry: LocationAccesses, looks: readonly number[], removal: number): Removed | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  const by = a.activation.at(removal);
  const isBefore = (row: number): boolean => a.position.at(row) < a.position.at(removal);
  const isOwn = (row: number): boolean => isWithin(trace, by, a.activation.at(row)) && isBefore(row);
  const look = by === NONE ? undefined : lastBefore(looks, looks.length, WINDOW, isOwn);
  if (look === undefined) return undefined;
  return putSince(context, entry, look, removal) ?? keptSince(context, entry, looks.filter(isOwn).slice(-WINDOW), removal);
}

/** Something was put into what the task looked at last. */
function putSince(context: AnalysisContext, entry: LocationAccesses, look: number, removal: number): Removed | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  const isBefore = (row: number): boolean => a.position.at(row) < a.position.at(removal);
  if (atomOf(trace, look) === atomOf(trace, removal)) return undefined;
  // What stands there now is not what was looked at.
  if (entry.writes.some((row) => isBefore(row) && a.position.at(row) > a.position.at(look))) return undefined;
  const put = factsOf(context)
    .groupAt(a.location.at(look))
    ?.writes.findLast((row) => isBefore(row));
  if (put === undefined || a.position.at(put) < a.position.at(look) || !isPut(trace, put)) return undefined;
  return isBetween(context, entry, { look, put, removal }) ? { look, put, removal } : undefined;
}

/** Another task did it, in no order to the two, and the entry is missed. */
function isBetween(context: AnalysisContext, entry: LocationAccesses, { look, put, removal }: Removed): boolean {
  const { trace, order } = context;
  const { accesses: a } = trace;
  if (isWithin(trace, a.activation.at(put), a.activation.at(look))) return false;
  if (order.isOrdered(a.segment.at(look), a.segment.at(put)) && order.isOrdered(a.segment.at(put), a.segment.at(removal))) return false;
  return isMissed(trace, entry, removal) && !factsOf(context).holding.isExcluded(look, removal, put);
}

/**
 * `for (const [id, one] of all) if (now - one.seenAt > MAX) due.push(id)`: by how old it was the entry was chosen, as others were, and another task, which has found it there, made it younger since
 * (`all.get(id).seenAt = now`).
 */
function keptSince(context: AnalysisContext, entry: LocationAccesses, looks: readonly number[], removal: number): Removed | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  for (const look of looks) {
    if (!trace.hasFlag(a.site.at(look), FLAG_LIMITED) || atomOf(trace, look) === atomOf(trace, removal)) continue;
    const group = factsOf(context).groupAt(a.location.at(look));
    const isMeanwhile = (row: number): boolean => a.position.at(row) > a.position.at(look) && a.position.at(row) < a.position.at(removal);
    const put = group?.writes.find((row) => isMeanwhile(row) && a.activation.at(row) !== a.activation.at(look));
    if (put === undefined) continue;
    const hasFound = entry.rows.some(
      (row) => a.write.at(row) === 0 && a.activation.at(row) === a.activation.at(put) && atomOf(trace, row) === atomOf(trace, put),
    );
    if (hasFound && !entry.writes.some(isMeanwhile) && isBetween(context, entry, { look, put, removal })) return { look, put, removal };
  }
  return undefined;
}

/** Something is in it that was not. */
export function isPut(trace: Trace, row: number): boolean {
  const { how, site } = trace.accesses;
  return how.at(row) === ACCESS_RMW && (PUTS.test(trace.site(site.at(row))?.text ?? '') || trace.hasFlag(site.at(row), FLAG_COUNTS_UP));
}

/** Somebody else asks for the entry later. */
export function isMissed(trace: Trace, { rows }: LocationAccesses, removal: number): boolean {
  const { accesses: a } = trace;
  const later = rows.slice(firstFrom(trace, rows, a.position.at(removal) + 1));
  return later.some((row) => a.write.at(row) === 0 && a.activation.at(row) !== a.activation.at(removal));
}

function toDraft({ trace, options }: AnalysisContext, { look, put, removal }: Removed): Draft {
  const { accesses: a } = trace;
  const [lookSite, putSite, site] = [a.site.at(look), a.site.at(put), a.site.at(removal)];
  const asked = locationText(trace, a.location.at(look), lookSite);
  const list = locationText(trace, a.location.at(removal), site);
  const name = taskName(trace, a.activation.at(removal));
  const looks = { lane: 0, text: `looks at ${asked}`, site: lookSite, access: look };
  const puts = { lane: 1, text: isPut(trace, put) ? 'puts something into it' : `changes ${asked}`, site: putSite, access: put };
  const removes = { lane: 0, text: `removes the entry`, site, access: removal };
  return {
    kind: 'race.check-then-act',
    key: `idle ${site},${lookSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} looks at \`${asked}\` (${lineText(trace, options, lookSite)}), and removes the entry from \`${list}\` after a wait (${lineText(trace, options, site)}); another task ${isPut(trace, put) ? 'put something into it' : 'changed that'} in between (${lineText(trace, options, putSite)})${isPut(trace, put) ? ', which is gone with it' : ', and loses the entry all the same'}.`,
    why: ['a wait lies between the look and the removal', 'nothing orders the two tasks', 'nothing looks again in the step that removes'],
    places: [
      { site, role: 'removal', access: removal },
      { site: lookSite, role: 'look', access: look },
      { site: putSite, role: 'other write', access: put },
    ],
    segments: [look, removal, put].map((row) => a.segment.at(row)),
    activations: [...new Set([look, removal, put].map((row) => a.activation.at(row)).filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, 'another task'],
      happened: [looks, puts, removes],
      other: [looks, removes, { ...puts, text: 'finds no entry, and makes a new one' }],
      otherTitle: 'What would be safe',
    },
  };
}
