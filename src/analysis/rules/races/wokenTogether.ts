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
  const { groups, holding } = factsOf(context);
  // What lets several in at a time, as a lock, is told as that.
  const told = new Set(
    context.earlier.filter((draft) => /^(?:race\.|lock\.broken)/.test(draft.kind)).flatMap((draft) => sitesOf(draft.places)),
  );
  const drafts: Draft[] = [];
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    const kind = group.writes.length > 2 ? trace.locations.kind.at(group.location) : NONE;
    const twice = kind === LOCATION_PROPERTY ? takenTwice(trace, group) : undefined;
    const short = kind === LOCATION_WHOLE ? takenEmpty(trace, group) : kind === LOCATION_PROPERTY ? takenFromOne(trace, group) : undefined;
    const take = twice ?? short;
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

/** Two calls that had not found enough were woken by one that brought something (`stock += 4; bus.emit('delivery')`), and both take their part (`stock -= count`) without another look. */
function takenFromOne(trace: Trace, { rows, writes }: LocationAccesses): Take | undefined {
  const a = trace.accesses;
  const brings = (row: number): boolean => trace.hasFlag(a.site.at(row), FLAG_COUNTS_UP | FLAG_ADDS);
  for (const [at, from] of writes.entries()) {
    const first = rows.indexOf(from);
    const takes = new Map<number, Take>();
    for (const row of brings(from) ? writes.slice(at + 1) : []) {
      const call = a.activation.at(row);
      if (!trace.hasFlag(a.site.at(row), FLAG_SUBTRACTS) || call === NONE) break;
      const isLook = (other: number): boolean => a.activation.at(other) === call && a.write.at(other) === 0 && decidesBranch(trace, other);
      const read = lastBefore(rows, rows.indexOf(row), WINDOW, isLook);
      const isOwn = read !== undefined && rows.indexOf(read) < first && functionOf(trace, read) === functionOf(trace, row);
      if (!isOwn || !isSetOffBy(trace, a.segment.at(row), a.segment.at(from))) break;
      const [other] = takes.values();
      takes.set(call, { read, write: row, other: other?.write ?? NONE });
      if (takes.size > 1) return takes.get(call);
    }
  }
  return undefined;
}

/** A call that has found the list empty, waited, and takes from it without another look, when another one has taken what had come. */
function takenEmpty(trace: Trace, { rows }: LocationAccesses): Take | undefined {
  const a = trace.accesses;
  const textOf = (row: number): string => trace.site(a.site.at(row))?.text ?? '';
  let [size, last] = [0, NONE];
  /** When something has come, or somebody has looked and found nothing, by call. */
  let come = NONE;
  const looks = new Map<number, number>();
  for (const row of rows) {
    const [site, call] = [a.site.at(row), a.activation.at(row)];
    if (a.write.at(row) === 0) {
      if (!trace.hasFlag(site, FLAG_AT_END) || !decidesBranch(trace, row)) continue;
      if (size === 0) looks.set(call, row);
      else looks.delete(call);
    } else if (textOf(row).endsWith('.push')) {
      // A list that was empty at first, and gets one at a time.
      if (!trace.hasFlag(site, FLAG_HOLLOW)) return undefined;
      size++;
      come = row;
    } else if (!ENDS.test(textOf(row))) return undefined;
    else {
      const read = call === NONE || size > 0 || trace.hasFlag(site, FLAG_TESTED) ? undefined : looks.get(call);
      const isOther = last !== NONE && a.activation.at(last) !== call;
      if (
        read !== undefined &&
        isOther &&
        functionOf(trace, read) === functionOf(trace, row) &&
        atomOf(trace, read) !== atomOf(trace, row)
      ) {
        const isMissed = a.position.at(come) > a.position.at(read) && a.position.at(last) > a.position.at(come);
        const isWoken = isMissed && isSetOffBy(trace, a.segment.at(row), a.segment.at(come));
        if (isWoken && !isGivenElsewhere(trace, site)) return { read, write: row, other: last };
      }
      size = Math.max(0, size - 1);
      last = row;
      looks.delete(call);
    }
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
  return `${who} found nothing in \`${place}\`, or not enough (${line(read)}), waited, and took from it without another look (${line(write)}): another call that was woken with it had taken from what had come (${line(other)}).`;
}
