/**
 * race.atomicity, a mark that is taken back too late: a task finds that something has changed (`if (!this.dirty) return`), passes on what there is, waits, and takes the mark back. Another task has
 * changed something in between, and set the mark again: that is taken back, too, and the change is not passed on. Only what happened is reported.
 */
import { VALUE_FALSE, VALUE_TRUE, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { ADDS, atomOf, firstFrom, lastBefore, locationText, type LocationAccesses, placeOf } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isInnerFunction, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, workName } from '../../names.ts';
import { IS_OPEN } from './closes.ts';

export const lostMarkRule: Rule = { kinds: ['race.atomicity'], run: findLostMarks };

/** Accesses of a mark that are looked at before one that takes it back. */
const WINDOW = 64;

interface Lost {
  readonly look: number;
  readonly mark: number;
  readonly reset: number;
  /** What was changed along with the mark, and where the task had read it. */
  readonly change: number;
  readonly read: number;
}

function findLostMarks(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const a = trace.accesses;
  const known = sitesOfRaces(context.earlier);
  const drafts: Draft[] = [];
  for (const group of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    if (trace.locations.kind.at(group.location) === LOCATION_WHOLE) continue;
    for (const reset of group.writes) {
      if (a.value.at(reset) !== VALUE_FALSE || known.has(a.site.at(reset))) continue;
      const lost = lostBefore(context, group, reset);
      if (lost === undefined) continue;
      known.add(a.site.at(reset));
      drafts.push(toDraft(context, group.location, lost));
    }
  }
  return drafts;
}

function lostBefore(context: AnalysisContext, { rows, writes }: LocationAccesses, reset: number): Lost | undefined {
  const { trace, order } = context;
  const { holding, pairsByWrite } = factsOf(context);
  const a = trace.accesses;
  const own = wholeCall(trace, a.activation.at(reset));
  const looks = own === NONE ? undefined : pairsByWrite.get(a.site.at(reset))?.filter(({ kind }) => kind === 'guard');
  if (looks === undefined || looks.length === 0) return undefined;
  const at = placeOf(trace, rows, reset);
  let mark: number | undefined;
  for (let i = at - 1; i >= 0 && i >= at - WINDOW; i--) {
    const row = rows[i] as number;
    const isLook = a.write.at(row) === 0;
    if (isWithin(trace, a.activation.at(row), own)) {
      // It has set the mark itself, or looked again.
      if (mark === undefined || !isLook || a.activation.at(row) !== own || atomOf(trace, row) === atomOf(trace, reset)) return undefined;
      const before = writes[firstFrom(trace, writes, a.position.at(row)) - 1];
      const isSet = before !== undefined && a.value.at(before) === VALUE_TRUE;
      const isGuard = isSet && looks.some(({ read }) => read === a.site.at(row));
      if (!isGuard || holding.isExcluded(row, reset, mark) || order.isOrdered(a.segment.at(mark), a.segment.at(reset))) return undefined;
      const lost = changeWith(context, own, mark, reset);
      return lost && { ...lost, look: row, mark, reset };
    }
    if (isLook || mark !== undefined) continue;
    if (a.value.at(row) !== VALUE_TRUE) return undefined;
    mark = row;
  }
  return undefined;
}

/** The call in whose code the callbacks stand that went on with it when it had ended: `save(rows, () => { dirty = false; })`. */
function wholeCall(trace: Trace, activation: number): number {
  const { fn, parent, startSegment, endSegment } = trace.activations;
  for (let own = activation; own !== NONE; own = parent.at(own)) {
    const caller = parent.at(own);
    const isLater = caller !== NONE && startSegment.at(own) > endSegment.at(caller) && endSegment.at(caller) !== NONE;
    if (!isLater || !isInnerFunction(trace, fn.at(own), fn.at(caller))) return own;
  }
  return NONE;
}

/** Something else that is written along with the mark, which the task has read before, and not since. */
function changeWith(context: AnalysisContext, own: number, mark: number, reset: number): Pick<Lost, 'change' | 'read'> | undefined {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const facts = factsOf(context);
  for (const change of facts.coverage.accessesNear(mark)) {
    const location = a.location.at(change);
    if (a.write.at(change) !== 1 || change === mark || location === a.location.at(mark)) continue;
    if (a.activation.at(change) !== a.activation.at(mark) || trace.string(locations.key.at(location)) === IS_OPEN) continue;
    const rows = facts.groupAt(location)?.rows ?? [];
    const end = firstFrom(trace, rows, a.position.at(reset));
    const read = lastBefore(rows, end, WINDOW, (row) => a.write.at(row) === 0 && isWithin(trace, a.activation.at(row), own));
    if (read !== undefined && a.position.at(read) < a.position.at(mark)) return { change, read };
  }
  return undefined;
}

function toDraft(context: AnalysisContext, location: number, { look, mark, reset, change, read }: Lost): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [lookSite, markSite, resetSite] = [look, mark, reset].map((row) => a.site.at(row)) as [number, number, number];
  const line = (row: number): string => lineText(trace, options, a.site.at(row));
  const text = locationText(trace, location, resetSite);
  const changed = locationText(trace, a.location.at(change), a.site.at(change)).replace(ADDS, '');
  const [mine, theirs] = [workName(trace, reset), functionLabel(trace, trace.functionAt(markSite))];
  const looks = { lane: 0, text: `finds ${text} set, and reads ${changed}`, site: lookSite, access: look };
  const marks = { lane: 1, text: `changes ${changed}, and sets ${text} again`, site: markSite, access: mark };
  const resets = { lane: 0, text: `takes ${text} back`, site: resetSite, access: reset };
  return {
    kind: 'race.atomicity',
    key: `mark ${resetSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${mine} finds \`${text}\` set (${line(look)}), passes on what there is, and takes the mark back after an await (${line(reset)}); ${theirs} changed \`${changed}\` and set the mark again in between (${line(mark)}): that is not passed on, and nothing says so any more.`,
    why: [
      `\`${changed}\` was read before it was changed (${line(read)}), and not since`,
      'an await lies between the look and the write that takes the mark back',
      `nothing orders ${theirs} before the look or after that write`,
    ],
    places: [
      { site: resetSite, role: 'write', access: reset },
      { site: lookSite, role: 'check', access: look },
      { site: markSite, role: 'other write', access: mark },
    ],
    segments: [a.segment.at(look), a.segment.at(reset), a.segment.at(mark)],
    activations: [...new Set([a.activation.at(reset), a.activation.at(mark)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [mine, theirs],
      happened: [looks, marks, resets],
      other: [{ ...resets, text: `takes ${text} back as soon as it has found it set` }, looks, marks],
      otherTitle: 'What would be safe',
    },
  };
}
