/**
 * hang.exit-pending of plain callbacks: a job that a hand-written queue has begun does not call back, and nothing is left that could. No promise waits for it; but the flag that says the
 * queue is at work stays set, which the callback that each job is given cleared each time before.
 */
import { NONE } from '../../../model/ids.ts';
import { VALUE_FALSE, VALUE_TRUE } from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { factsOf } from '../../facts.ts';
import { KEEPS, TAKES_OUT } from '../../locks/handWaits.ts';
import { isWrittenIn } from '../../locks/plainCalls.ts';
import { functionLabel, lastName } from '../../names.ts';
import { EMPTY_LOOP, exitCodeOf } from '../../runEnd.ts';
import { locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { callsNamed, sitesIn } from '../../siteIndex.ts';
import { lastRunIn, lastRunText } from '../../waiting/trails.ts';

export const silentJobsRule: Rule = { kinds: ['hang.exit-pending'], run: findSilentJobs };

/** Jobs that have called back before. */
const MIN_CALLED_BACK = 1;

function findSilentJobs(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  if (trace.run.incomplete.length > 0 || !trace.threads.some((t) => t.exitReason === EMPTY_LOOP)) return [];
  const { groups } = factsOf(context);
  const lines = groups.filter(({ writes }) => writes.some((row) => TAKES_OUT.test(textAt(trace, row))));
  return lines.length === 0
    ? []
    : groups.flatMap((group) => {
        const draft = silentJob(trace, group, lines);
        return draft === undefined || earlier.some((d) => isTold(d, draft)) ? [] : [draft];
      });
}

function textAt(trace: Trace, row: number): string {
  return trace.site(trace.accesses.site.at(row))?.text ?? '';
}

/** As the wait for a promise that names the same callback, or as a lock that is left taken. */
function isTold(told: Draft, draft: Draft): boolean {
  const role = told.kind.startsWith('hang.') ? 'callback' : 'write';
  if (role === 'write' && !/^(?:lock|deadlock)\./.test(told.kind)) return false;
  const own = new Set(draft.places.flatMap((p) => ('site' in p && p.role === role ? [p.site] : [])));
  return told.places.some((p) => 'site' in p && (role === 'write' || p.role === role) && own.has(p.site));
}

/**
 * The flag is still as this write left it. Of a place that writes again in the same step (`this.busy = next !== undefined`, called by the callback of a job that is done at once) the recorder
 * tells the last value only when somebody else comes to the location.
 */
function isLastWord({ accesses: a }: Trace, { rows, writes }: LocationAccesses, last: number): boolean {
  const isSwitch = writes.some((row) => a.site.at(row) === a.site.at(last) && a.value.at(row) !== a.value.at(last));
  return !isSwitch || rows.some((row) => a.position.at(row) > a.position.at(last) && a.segment.at(row) !== a.segment.at(last));
}

function silentJob(trace: Trace, group: LocationAccesses, lines: readonly LocationAccesses[]): Draft | undefined {
  const a = trace.accesses;
  const { location, writes } = group;
  const thread = trace.threads[trace.locations.thread.at(location)];
  const last = writes.at(-1) ?? NONE;
  if (last === NONE || a.value.at(last) !== VALUE_TRUE || thread?.exitReason !== EMPTY_LOOP || thread.gaps.length > 0) return undefined;
  if (!isLastWord(trace, group, last)) return undefined;
  const set = a.site.at(last);
  const fn = trace.functionAt(set);
  const isOurs = (row: number): boolean =>
    a.value.at(row) === VALUE_TRUE ? a.site.at(row) === set : a.value.at(row) === VALUE_FALSE && isClearing(row);
  const isClearing = (row: number): boolean => clearedFrom(trace, a.site.at(row), fn) !== NONE;
  const cleared = writes.filter((row) => a.value.at(row) === VALUE_FALSE && isClearing(row));
  const [clear] = cleared;
  // At first it is set to false by whoever makes the queue.
  const rest = writes.slice(writes.findIndex((row) => a.value.at(row) === VALUE_TRUE));
  if (clear === undefined || cleared.length < MIN_CALLED_BACK || !rest.every(isOurs)) return undefined;
  const gives = trace.functionAt(a.site.at(clear));
  // Whoever empties the line afterwards wants no more of it.
  const newest = lines.map((line) => line.writes.findLast((row) => !KEEPS.test(textAt(trace, row))) ?? NONE);
  const taken = newest.find((row) => row !== NONE && isTakenFor(trace, row, last, [fn, gives]));
  if (taken === undefined) return undefined;
  const isHandedOver = trace.functionAt(a.site.at(taken)) !== fn;
  const held = trace.site(a.site.at(taken))?.held;
  const isJob = (text: string): boolean => isHandedOver || (held !== undefined && (text === held || text.startsWith(`${held}.`)));
  const given = clearedFrom(trace, a.site.at(clear), fn);
  const call = sitesIn(trace, fn).find((site) => {
    const row = trace.site(site);
    return row?.kind === 'call' && isJob(row.text) && isWrittenIn(trace, given, site);
  });
  if (call === undefined) return undefined;
  const trail = lastRunIn(trace, a.segment.at(last));
  const ran = trail === NONE ? NONE : trace.tasks.site.at(trail);
  if (isHandedOver && !(isCalledIn(trace, gives, fn) && isLikeOthers(trace, ran, cleared, fn))) return undefined;
  const places: DraftPlace[] = [
    { site: call, role: 'call' },
    { site: ran, role: 'callback' },
    { site: set, role: 'write' },
  ];
  const line = textAt(trace, taken).replace(TAKES_OUT, '');
  return {
    kind: 'hang.exit-pending',
    key: `${call},${ran}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `The program ended (exit code ${exitCodeOf(trace, trace.locations.thread.at(location))}) before the job that ${functionLabel(trace, fn)} began last (\`${trace.site(call)?.text ?? ''}\`) called back: nothing in \`${line}\` comes after it.${lastRunText(trace, trail)}`,
    why: [
      `\`${locationText(trace, location, set)}\` stays set: the callback that a job is given clears it, as it did for others before`,
      'the event loop was empty: nothing was left that could call back',
    ],
    places: places.filter((p) => 'site' in p && p.site !== NONE),
    segments: [a.segment.at(last)],
    activations: [],
  };
}

/** In the callback that the function gives to a job: where the flag is cleared, or the function is called that does it. NONE. */
function clearedFrom(trace: Trace, clear: number, fn: number): number {
  const { functions } = trace;
  const isGiven = (site: number): boolean => functions[trace.functionAt(site)]?.parentFunction === fn;
  if (isGiven(clear)) return clear;
  const at = trace.site(clear);
  const name = lastName(functions[trace.functionAt(clear)]?.name ?? '');
  const calls = at === undefined || name === '' ? [] : callsNamed(trace, name);
  return calls.find((call) => trace.site(call)?.file === at?.file && isGiven(call)) ?? NONE;
}

/** The job is taken out of its line in the step that set the flag, by the function that did, or by what cleared it before and hands the job over. */
function isTakenFor(trace: Trace, row: number, set: number, fns: readonly number[]): boolean {
  const a = trace.accesses;
  return a.segment.at(row) === a.segment.at(set) && fns.includes(trace.functionAt(a.site.at(row))) && TAKES_OUT.test(textAt(trace, row));
}

function isCalledIn(trace: Trace, caller: number, fn: number): boolean {
  const name = lastName(trace.functions[fn]?.name ?? '');
  return name !== '' && callsNamed(trace, name).some((call) => trace.functionAt(call) === caller);
}

/** It came as far as others, which called back then, and that was its own doing: a job that ends all of them goes another way. */
function isLikeOthers(trace: Trace, ran: number, cleared: readonly number[], fn: number): boolean {
  const { accesses: a, segments: s, tasks } = trace;
  const calledBackIn = (row: number): number => s.task.at(a.segment.at(row));
  const isLike = (task: number): boolean => task !== NONE && tasks.site.at(task) === ran;
  return ran !== NONE && trace.functionAt(ran) !== fn && cleared.some((row) => isLike(calledBackIn(row)));
}
