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
import { TAKES_OUT } from '../../locks/handWaits.ts';
import { isWrittenIn } from '../../locks/plainCalls.ts';
import { functionLabel } from '../../names.ts';
import { EMPTY_LOOP } from '../../runEnd.ts';
import { locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { sitesIn } from '../../siteIndex.ts';
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

function silentJob(trace: Trace, { location, writes }: LocationAccesses, lines: readonly LocationAccesses[]): Draft | undefined {
  const a = trace.accesses;
  const thread = trace.threads[trace.locations.thread.at(location)];
  const last = writes.at(-1) ?? NONE;
  if (last === NONE || a.value.at(last) !== VALUE_TRUE || thread?.exitReason !== EMPTY_LOOP || thread.gaps.length > 0) return undefined;
  const set = a.site.at(last);
  const fn = trace.functionAt(set);
  const isOurs = (row: number): boolean =>
    a.value.at(row) === VALUE_TRUE ? a.site.at(row) === set : a.value.at(row) === VALUE_FALSE && isClearing(row);
  // The callback that the job is given stands in the function that begins it.
  const isClearing = (row: number): boolean => trace.functions[trace.functionAt(a.site.at(row))]?.parentFunction === fn;
  const cleared = writes.filter((row) => a.value.at(row) === VALUE_FALSE && isClearing(row));
  const [clear] = cleared;
  // At first it is set to false by whoever makes the queue.
  const rest = writes.slice(writes.findIndex((row) => a.value.at(row) === VALUE_TRUE));
  if (clear === undefined || cleared.length < MIN_CALLED_BACK || !rest.every(isOurs)) return undefined;
  const taken = lines.flatMap((line) => line.writes.filter((row) => isTakenFor(trace, row, last, fn))).at(-1);
  const held = taken === undefined ? undefined : trace.site(a.site.at(taken))?.held;
  if (taken === undefined || held === undefined) return undefined;
  const isJob = (text: string): boolean => text === held || text.startsWith(`${held}.`);
  const call = sitesIn(trace, fn).find((site) => {
    const row = trace.site(site);
    return row?.kind === 'call' && isJob(row.text) && isWrittenIn(trace, a.site.at(clear), site);
  });
  if (call === undefined) return undefined;
  const trail = lastRunIn(trace, a.segment.at(last));
  const ran = trail === NONE ? NONE : trace.tasks.site.at(trail);
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
    message: `The program ended (exit code ${thread.exitCode ?? 0}) before the job that ${functionLabel(trace, fn)} began last (\`${trace.site(call)?.text ?? ''}\`) called back: nothing in \`${line}\` comes after it.${lastRunText(trace, trail)}`,
    why: [
      `\`${locationText(trace, location, set)}\` stays set: the callback that a job is given clears it, as it did for others before`,
      'the event loop was empty: nothing was left that could call back',
    ],
    places: places.filter((p) => 'site' in p && p.site !== NONE),
    segments: [a.segment.at(last)],
    activations: [],
  };
}

/** The job is taken out of its line in the step and the function that set the flag. */
function isTakenFor(trace: Trace, row: number, set: number, fn: number): boolean {
  const a = trace.accesses;
  return a.segment.at(row) === a.segment.at(set) && trace.functionAt(a.site.at(row)) === fn && TAKES_OUT.test(textAt(trace, row));
}
