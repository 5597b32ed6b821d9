/**
 * race.check-then-act, the other way round than removedInUse.ts: a task finds an entry, waits, and puts something into it; meanwhile another task has seen that nothing is in it, and has taken it out of its
 * collection in the same step (`room.members.delete(member); if (room.members.size === 0) rooms.delete(id)`). Whoever asks for the entry later finds none, or a new one, and nobody finds what was put into the old.
 *
 * What the removal looks at in its step says which collection or count belongs to the entry (SiteLink `idle`). Only what did happen is reported.
 */
import { ACCESS_DELETE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import {
  atomOf,
  decidesBranch,
  firstFrom,
  functionOf,
  lastBefore,
  locationText,
  placeOf,
  type LocationAccesses,
} from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isOneWork } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { isMissed, isPut, looksBehindRemovals } from './removedInUse.ts';

export const joinedGoneRule: Rule = { kinds: ['race.check-then-act'], run: findJoinedGone };

/** Accesses around a removal that are tried. */
const WINDOW = 64;

interface Joined {
  readonly found: number;
  readonly removal: number;
  readonly put: number;
}

function findJoinedGone(context: AnalysisContext): Draft[] {
  const { accesses: a } = context.trace;
  const looksAt = looksBehindRemovals(context.trace);
  if (looksAt.size === 0) return [];
  const best = new Map<number, Joined>();
  for (const entry of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    for (const removal of entry.writes) {
      const looks = looksAt.get(a.site.at(removal));
      if (looks === undefined || a.how.at(removal) !== ACCESS_DELETE || best.has(a.site.at(removal))) continue;
      const joined = joinedGone(context, entry, new Set(looks), removal);
      if (joined !== undefined) best.set(a.site.at(removal), joined);
    }
  }
  return [...best.values()].map((joined) => toDraft(context, joined));
}

function joinedGone(context: AnalysisContext, entry: LocationAccesses, looks: ReadonlySet<number>, removal: number): Joined | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  const facts = factsOf(context);
  const look = facts.coverage
    .accessesNear(removal)
    .findLast((row) => looks.has(a.site.at(row)) && a.position.at(row) < a.position.at(removal));
  const parts = look === undefined ? undefined : facts.groupAt(a.location.at(look));
  if (parts === undefined) return undefined;
  const from = firstFrom(trace, parts.writes, a.position.at(removal));
  for (const put of parts.writes.slice(from, from + WINDOW)) {
    const found = isPut(trace, put) ? foundBefore(trace, entry, removal, put) : undefined;
    if (found === undefined || atomOf(trace, put) === atomOf(trace, removal) || isKnown(context, removal, put)) continue;
    if (!isMissed(trace, entry, put) || facts.holding.isExcluded(found, put, removal)) continue;
    return { found, removal, put };
  }
  return undefined;
}

/** Where the work of a put has found the entry, or made it, if nothing has come of the entry since but its removal, and the work has not looked again. */
function foundBefore(trace: Trace, entry: LocationAccesses, removal: number, put: number): number | undefined {
  const { accesses: a } = trace;
  const own = a.activation.at(put);
  const isOwn = (row: number): boolean => isOneWork(trace, a.activation.at(row), own, functionOf(trace, row) === functionOf(trace, put));
  const at = placeOf(trace, entry.rows, removal);
  const found = own === NONE ? undefined : lastBefore(entry.rows, at, WINDOW, isOwn);
  if (found === undefined || atomOf(trace, found) === atomOf(trace, put)) return undefined;
  const isReplaced = (row: number): boolean => a.position.at(row) > a.position.at(found) && a.position.at(row) < a.position.at(removal);
  if (entry.writes.some(isReplaced)) return undefined;
  // Looked up again, or put there anew, by itself or for all.
  const value = entry.writes.findLast((row) => a.position.at(row) < a.position.at(removal));
  const isBack = (row: number): boolean => a.write.at(row) !== 0 && value !== undefined && a.value.at(row) === a.value.at(value);
  const after = entry.rows.slice(at + 1, at + 1 + WINDOW);
  const isLooked = (row: number): boolean =>
    isOwn(row) && (a.position.at(row) < a.position.at(put) || atomOf(trace, row) === atomOf(trace, put));
  return after.some((row) => isBack(row) || isLooked(row)) ? undefined : found;
}

/** The step of the put tests a mark that the removal has set (`if (room.closed) return join(id)`). */
function isKnown(context: AnalysisContext, removal: number, put: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const set = new Set(
    coverage
      .accessesNear(removal)
      .filter((row) => a.write.at(row) !== 0)
      .map((row) => a.location.at(row)),
  );
  return coverage
    .accessesNear(put)
    .some((row) => a.position.at(row) < a.position.at(put) && decidesBranch(trace, row) && set.has(a.location.at(row)));
}

function toDraft({ trace, options }: AnalysisContext, { found, removal, put }: Joined): Draft {
  const { accesses: a } = trace;
  const [foundSite, site, putSite] = [a.site.at(found), a.site.at(removal), a.site.at(put)];
  const list = locationText(trace, a.location.at(removal), foundSite);
  const name = taskName(trace, a.activation.at(put));
  const finds = { lane: 0, text: `finds the entry in ${list}`, site: foundSite, access: found };
  const removes = { lane: 1, text: 'sees that nothing is in it, and removes it', site, access: removal };
  const puts = { lane: 0, text: 'puts something into it', site: putSite, access: put };
  return {
    kind: 'race.check-then-act',
    key: `joined ${putSite},${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} finds an entry in \`${list}\` (${lineText(trace, options, foundSite)}), and puts something into it after a wait (${lineText(trace, options, putSite)}); another task had removed the entry in between, since nothing was in it (${lineText(trace, options, site)}): nobody finds it there any more.`,
    why: [
      'a wait lies between the look and what is put in',
      'nothing orders the two tasks',
      'the entry is not looked for again in the step that puts something in',
    ],
    places: [
      { site: putSite, role: 'write', access: put },
      { site: foundSite, role: 'look', access: found },
      { site, role: 'removal', access: removal },
    ],
    segments: [found, removal, put].map((row) => a.segment.at(row)),
    activations: [...new Set([found, removal, put].map((row) => a.activation.at(row)).filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, 'another task'],
      happened: [finds, removes, puts],
      other: [
        { ...puts, text: 'puts something into the entry' },
        { ...removes, text: 'sees that something is in it' },
      ],
      otherTitle: 'What would be safe',
    },
  };
}
