/**
 * race.check-then-act of a lock or a limit that waits by `if` (`if (this.busy) await turn(); this.busy = true`): a call that found it taken was woken, and took it without another look, when somebody else had
 * taken it meanwhile. Only what happened is reported: more have it then than when it was full. So it is with a list that was empty (`if (queue.length === 0) await once(bus, 'item'); const job = queue.shift()`): several are woken
 * by what has come, one takes it, and the next one gets nothing, and does not look at what it got.
 */
import {
  FLAG_ADDS,
  FLAG_AT_END,
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  FLAG_HOLLOW,
  FLAG_SUBTRACTS,
  FLAG_TESTED,
  LOCATION_PROPERTY,
  LOCATION_WHOLE,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_TRUE,
  VALUE_UNDEFINED,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, lastBefore, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOf } from '../../finding.ts';
import { isSetOffBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName } from '../../names.ts';
import { callsNamed, hasSite } from '../../siteIndex.ts';
import { toDraft } from './atomicityDraft.ts';

export const wokenTogetherRule: Rule = { kinds: ['race.check-then-act'], run: findWoken };

/** What takes from a list at one of its ends. */
const ENDS = /\.(?:shift|pop)$/;
/** How far back the look of a call is sought, in accesses of the place. */
const WINDOW = 64;

interface Take {
  readonly read: number;
  readonly write: number;
  readonly other: number;
}

function findWoken(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { sharedGroups: groups, holding } = factsOf(context);
  // What lets several in at a time, as a lock, is told as that.
  const told = new Set(
    context.earlier.filter((draft) => /^(?:race\.|lock\.broken)/.test(draft.kind)).flatMap((draft) => sitesOf(draft.places)),
  );
  const drafts: Draft[] = [];
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    const kind = group.writes.length > 2 ? trace.locations.kind.at(group.location) : NONE;
    const twice = kind === LOCATION_PROPERTY ? takenTwice(trace, group) : undefined;
    const isPlace = kind === LOCATION_WHOLE || kind === LOCATION_PROPERTY;
    const take = twice ?? (isPlace ? takenShort(trace, group, kind === LOCATION_WHOLE) : undefined);
    if (take === undefined || told.has(trace.accesses.site.at(take.write)) || holding.isExcluded(take.read, take.write, take.other)) {
      continue;
    }
    const draft = toDraft(context, { ...take, kind: 'guard', mark: NONE, observed: true, confidence: 0.75 }, group.location);
    drafts.push(take === twice ? draft : { ...draft, message: gotNothing(context, take, group.location) });
  }
  return drafts;
}

/** How many have it after a write: undefined where what is stored says nothing of that. */
function levelAfter(trace: Trace, row: number, before: number): number | undefined {
  const site = trace.site(trace.accesses.site.at(row));
  const flags = site?.flags ?? 0;
  if (site?.kind === 'update') {
    return (flags & FLAG_COUNTS_UP) !== 0 ? before + 1 : (flags & FLAG_COUNTS_DOWN) !== 0 ? before - 1 : undefined;
  }
  const value = trace.accesses.value.at(row);
  if (value === VALUE_TRUE) return 1;
  return [VALUE_FALSE, VALUE_NULL, VALUE_UNDEFINED].includes(value) ? 0 : undefined;
}

function takenTwice(trace: Trace, { rows }: LocationAccesses): Take | undefined {
  const a = trace.accesses;
  const levels = new Map<number, number>();
  /** Where those who took it at once had looked. */
  const passed: number[] = [];
  let level = 0;
  let last = NONE;
  for (const [at, row] of rows.entries()) {
    if (a.write.at(row) === 0) {
      levels.set(row, level);
      continue;
    }
    const next = levelAfter(trace, row, level);
    if (next === undefined) return undefined;
    const before = level;
    level = next;
    const call = a.activation.at(row);
    const look = call === NONE ? undefined : lastBefore(rows, at, WINDOW, (each) => a.activation.at(each) === call);
    const seen = look === undefined ? undefined : levels.get(look);
    if (look === undefined || seen === undefined || !decidesBranch(trace, look)) continue;
    if (functionOf(trace, look) !== functionOf(trace, row)) continue;
    const taken = level - before || 1;
    if (atomOf(trace, look) === atomOf(trace, row)) passed.push(seen);
    else if (isFuller(level, before, seen, taken) && last !== NONE && a.position.at(last) > a.position.at(look)) {
      if (passed.length > 0 && passed.every((other) => (seen - other) * taken > 0)) return { read: look, write: row, other: last };
    }
    last = row;
  }
  return undefined;
}

/** It was full when the call looked, and is more than that now; a flag was set, and is set once more. */
function isFuller(level: number, before: number, seen: number, taken: number): boolean {
  return level === before ? seen === level && level === 1 : (level - seen) * taken > 0;
}

/**
 * A call that has found a list empty (or not enough: `if (stock < count) await once(bus, 'delivery'); stock -= count`), was woken by what has come, and takes without another look, when another one has
 * taken from that meanwhile. How much has come is not recorded: of an amount, both must have been woken by it.
 */
function takenShort(trace: Trace, { rows }: LocationAccesses, isList: boolean): Take | undefined {
  const a = trace.accesses;
  /** `come`: what was put there last; `other`: who has taken since. */
  let [size, come, other] = [0, NONE, NONE];
  const looks = new Map<number, number>();
  for (const row of rows) {
    const [site, call] = [a.site.at(row), a.activation.at(row)];
    const { text = '', flags = 0 } = trace.site(site) ?? {};
    if (a.write.at(row) === 0) {
      if (!decidesBranch(trace, row) || (isList && (flags & FLAG_AT_END) === 0)) continue;
      if (size === 0) looks.set(call, row);
      else looks.delete(call);
    } else if (isList ? text.endsWith('.push') : (flags & (FLAG_COUNTS_UP | FLAG_ADDS)) !== 0) {
      // A list that was empty at first, and gets one at a time.
      if (isList && (flags & FLAG_HOLLOW) === 0) return undefined;
      if (isList) size++;
      [come, other] = [row, NONE];
    } else if (isList ? ENDS.test(text) : (flags & FLAG_SUBTRACTS) !== 0) {
      const read = size > 0 || come === NONE || call === NONE || (flags & FLAG_TESTED) !== 0 ? undefined : looks.get(call);
      const isWoken =
        read !== undefined &&
        a.position.at(read) < a.position.at(come) &&
        functionOf(trace, read) === functionOf(trace, row) &&
        isSetOffBy(trace, a.segment.at(row), a.segment.at(come));
      const isTaken = isWoken && other !== NONE && a.activation.at(other) !== call;
      if (isTaken && !isGivenElsewhere(trace, site)) return { read, write: row, other };
      if (isList || isWoken) other = row;
      if (size > 0) size--;
      looks.delete(call);
    } else if (isList) return undefined;
    else come = NONE;
  }
  return undefined;
}

/** What is returned to another file may be looked at there. */
function isGivenElsewhere(trace: Trace, take: number): boolean {
  const [fn, at] = [trace.functionAt(take), trace.site(take)];
  if (!hasSite(trace, fn, ({ kind, text }) => kind === 'return' && text === at?.text)) return false;
  return callsNamed(trace, lastName(functionLabel(trace, fn))).some((site) => trace.site(site)?.file !== at?.file);
}

function gotNothing({ trace, options }: AnalysisContext, { read, write, other }: Take, location: number): string {
  const { site } = trace.accesses;
  const line = (row: number): string => lineText(trace, options, site.at(row));
  const who = functionLabel(trace, functionOf(trace, write));
  const place = locationText(trace, location, site.at(write)).replace(ENDS, '');
  return `${who} found nothing in \`${place}\`, or not enough (${line(read)}), waited, and took from it without another look (${line(write)}): another call had taken from what had come (${line(other)}).`;
}
