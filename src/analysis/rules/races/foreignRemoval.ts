/**
 * race.order.last-write, the removal of what somebody else has stored: a task stores an entry, or finds it stored, waits, and removes it at the end without a look at
 * whose it is. Meanwhile the entry was stored anew, and the newer one goes. Only what happened is reported.
 */
import { ACCESS_DELETE, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { firstFrom, lastBefore, locationText, type LocationAccesses, atomOf } from '../../shared/accesses.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isFalsy } from '../../locks/handLocks.ts';
import { callersUpFrom, commonCaller, isOneWork, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';

export const foreignRemovalRule: Rule = { kinds: ['race.order.last-write'], run: findForeignRemovals };

const WINDOW = 32;

interface Removal {
  readonly removal: number;
  /** What was there when the work began, and what is there now. */
  readonly older: number;
  readonly newer: number;
}

function findForeignRemovals(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const earlier = new Set(context.earlier.filter((d) => d.kind === 'race.order.last-write').flatMap((d) => d.activations));
  const drafts: Draft[] = [];
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    if (trace.locations.kind.at(group.location) === LOCATION_WHOLE || group.writes.length < 3) continue;
    const found = findRemoval(context, group);
    if (found === undefined || earlier.has(trace.accesses.activation.at(found.removal))) continue;
    drafts.push(toDraft(context, group.location, found));
  }
  return drafts;
}

function findRemoval(context: AnalysisContext, group: LocationAccesses): Removal | undefined {
  const { trace, order } = context;
  const { holding } = factsOf(context);
  const a = trace.accesses;
  const isStore = (row: number): boolean => a.how.at(row) !== ACCESS_DELETE && !isFalsy(a.value.at(row));
  for (const [i, removal] of group.writes.entries()) {
    const newer = group.writes[i - 1];
    if (a.how.at(removal) !== ACCESS_DELETE || a.activation.at(removal) === NONE || newer === undefined || !isStore(newer)) continue;
    if (order.isOrdered(a.segment.at(newer), a.segment.at(removal)) || holding.isExcluded(removal, removal, newer)) continue;
    if (isLookedAt(trace, group, newer, removal) || !isReadAfter(trace, group, removal)) continue;
    // The same code stored both: an entry of the same kind.
    const isMeant = (row: number): boolean =>
      isStore(row) &&
      a.site.at(row) === a.site.at(newer) &&
      (isOwn(context, group, row, newer, removal) || isFound(context, group, row, newer, removal));
    const older = lastBefore(group.writes, i - 1, WINDOW, isMeant);
    if (older !== undefined) return { removal, older, newer };
  }
  return undefined;
}

/** The step that removes has looked at what is there, or its call has since the newer entry came: that is the one which it has found, and is done with. */
function isLookedAt(trace: Trace, group: LocationAccesses, newer: number, removal: number): boolean {
  const a = trace.accesses;
  const isSince = (row: number): boolean => a.activation.at(row) === a.activation.at(removal) && a.position.at(row) > a.position.at(newer);
  const isLook = (row: number): boolean => a.write.at(row) === 0 && (atomOf(trace, row) === atomOf(trace, removal) || isSince(row));
  const after = firstFrom(trace, group.rows, a.position.at(removal) + 1);
  return lastBefore(group.rows, after, WINDOW, isLook) !== undefined;
}

/** Somebody else misses the entry later. */
function isReadAfter(trace: Trace, { rows }: LocationAccesses, removal: number): boolean {
  const a = trace.accesses;
  for (let i = firstFrom(trace, rows, a.position.at(removal)); i < rows.length; i++) {
    const row = rows[i] as number;
    if (a.write.at(row) === 0 && a.activation.at(row) !== a.activation.at(removal)) return true;
  }
  return false;
}

/** The work that removes has stored the older entry itself; the newer one is another work's. */
function isOwn({ trace }: AnalysisContext, group: LocationAccesses, older: number, newer: number, removal: number): boolean {
  const a = trace.accesses;
  const [mine, theirs, remover] = [older, newer, removal].map((row) => a.activation.at(row)) as [number, number, number];
  if (mine === NONE || theirs === NONE || !isOneWork(trace, mine, remover, false)) return false;
  const work = commonCaller(trace, mine, remover);
  return work !== NONE && !isWithin(trace, theirs, work) && !hasChanged(trace, group, work, older, newer, removal);
}

/** The older entry was there for certain when the work began, and the newer one has come since, while the work waited. */
function isFound(context: AnalysisContext, group: LocationAccesses, older: number, newer: number, removal: number): boolean {
  const { trace, order } = context;
  const { accesses: a, activations: acts, segments } = trace;
  return callersUpFrom(trace, a.activation.at(removal)).some((work) => {
    const start = acts.startSegment.at(work);
    return (
      segments.atom.at(start) !== atomOf(trace, removal) &&
      a.segment.at(newer) > start &&
      segments.thread.at(start) === segments.thread.at(a.segment.at(newer)) &&
      !isWithin(trace, a.activation.at(newer), work) &&
      !hasChanged(trace, group, work, older, newer, removal) &&
      order.isOrdered(a.segment.at(older), start) &&
      !hasChosen(context, group, work, newer, removal)
    );
  });
}

/**
 * `invalidate(id); await patch(id); invalidate(id)`: what was there is gone already, and what has come since is meant to go. So is what the work has itself found there since (`await cache.get(id);
 * cache.invalidate(id)`).
 */
function hasChanged(trace: Trace, { rows }: LocationAccesses, work: number, older: number, newer: number, removal: number): boolean {
  const { position, activation, write } = trace.accesses;
  const isBetween = (row: number): boolean =>
    position.at(row) > position.at(write.at(row) === 0 ? newer : older) && position.at(row) < position.at(removal);
  return rows.some((row) => isBetween(row) && isWithin(trace, activation.at(row), work));
}

/** `for (const page of this.pages.values()) if (page.users === 0) return this.drop(page)`: what goes was chosen among all that were there, the newer one with them. */
function hasChosen(context: AnalysisContext, group: LocationAccesses, work: number, newer: number, removal: number): boolean {
  const { accesses: a, locations } = context.trace;
  const wholes = factsOf(context)
    .groupsBeside(group.location)
    .filter(({ location }) => locations.kind.at(location) === LOCATION_WHOLE);
  const isChoice = (row: number): boolean =>
    a.write.at(row) === 0 &&
    a.position.at(row) > a.position.at(newer) &&
    a.position.at(row) < a.position.at(removal) &&
    isWithin(context.trace, a.activation.at(row), work);
  return wholes.some(({ rows }) => rows.some(isChoice));
}

function toDraft({ trace, options }: AnalysisContext, location: number, { removal, older, newer }: Removal): Draft {
  const a = trace.accesses;
  const [removeSite, newSite, oldSite] = [a.site.at(removal), a.site.at(newer), a.site.at(older)];
  const text = locationText(trace, location, removeSite);
  const name = taskName(trace, a.activation.at(removal));
  const stored = { lane: 0, text: `finds its entry in ${text}`, site: oldSite, access: older };
  const again = { lane: 1, text: `stores a newer entry`, site: newSite, access: newer };
  const removes = { lane: 0, text: `removes the entry`, site: removeSite, access: removal };
  return {
    kind: 'race.order.last-write',
    key: `removal ${removeSite},${newSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` is removed in ${name} (${lineText(trace, options, removeSite)}) without a look at whose entry it is; it was stored anew in between (${lineText(trace, options, newSite)}), and that newer entry is gone.`,
    why: [
      'an await lies between the entry that was meant and its removal',
      'nothing orders the newer entry and the removal',
      'somebody looked for the entry afterwards',
    ],
    places: [
      { site: removeSite, role: 'removal', access: removal },
      { site: newSite, role: 'newer entry', access: newer },
    ],
    segments: [a.segment.at(removal), a.segment.at(newer)],
    activations: [...new Set([a.activation.at(removal), a.activation.at(newer)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, 'another task'],
      happened: [stored, again, removes],
      other: [stored, removes, again],
      otherTitle: 'What would be safe',
    },
  };
}
