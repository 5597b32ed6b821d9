/**
 * race.check-then-act of a lock or a limit that waits by `if` (`if (this.busy) await turn(); this.busy = true`): a call that found it taken was woken, and took it without another look, when somebody else had
 * taken it meanwhile. Only what happened is reported: more have it then than when it was full.
 */
import {
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  LOCATION_PROPERTY,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_TRUE,
  VALUE_UNDEFINED,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, lastBefore, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOf } from '../../finding.ts';
import { toDraft } from './atomicityDraft.ts';

export const wokenTogetherRule: Rule = { kinds: ['race.check-then-act'], run: findWoken };

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
    const isPlace = group.writes.length > 2 && trace.locations.kind.at(group.location) === LOCATION_PROPERTY;
    const take = isPlace ? takenTwice(trace, group) : undefined;
    if (take === undefined || told.has(trace.accesses.site.at(take.write)) || holding.isExcluded(take.read, take.write, take.other)) {
      continue;
    }
    drafts.push(toDraft(context, { ...take, kind: 'guard', mark: NONE, observed: true, confidence: 0.75 }, group.location));
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
