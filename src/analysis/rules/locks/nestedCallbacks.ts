/**
 * lock.permit-nesting between plain callbacks: a hand-written pool or semaphore that calls back whom it lets in, of which what was called back asks for another one before it gives its own back.
 * The thread has nothing left to do, and the second callback still stands in line.
 */
import { RowLists } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { type Draft, type DraftPlace, sitesOf } from '../../finding.ts';
import { factsOf } from '../../facts.ts';
import { TAKES_OUT } from '../../locks/handWaits.ts';
import { callWithin, isWrittenIn } from '../../locks/plainCalls.ts';
import { functionLabel, lastName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { EMPTY_LOOP } from '../../runEnd.ts';
import type { LocationAccesses } from '../../shared/accesses.ts';
import { callsNamed } from '../../siteIndex.ts';
import { lineOf } from '../../waiting/keptIn.ts';
import { functionAround } from '../../waiting/wakers.ts';

/** Steps back from where it is asked for to where the first one was given. */
const MAX_STEPS = 32;
/** Callbacks in one line that are looked at. */
const MAX_STANDING = 32;

/** Segment → accesses. */
const accessesIn = remembered(byEvents, ({ accesses: a, segments }: Trace) => {
  return new RowLists(segments.length, a.length, (row) => a.segment.at(row));
});

/** `told`: what says of a lock why its line stands. */
export function nestedCallbacks(context: AnalysisContext, told: readonly Draft[]): Draft[] {
  const { trace } = context;
  if (!trace.threads.some((t) => t.exitReason === EMPTY_LOOP)) return [];
  const known = new Set(told.flatMap((d) => sitesOf(d.places)));
  const drafts = new Map<string, Draft>();
  for (const group of factsOf(context).groups) {
    const draft = nestedIn(trace, group);
    if (draft !== undefined && !sitesOf(draft.places).some((site) => known.has(site))) drafts.set(draft.key, draft);
  }
  return [...drafts.values()];
}

function nestedIn(trace: Trace, { location, writes }: LocationAccesses): Draft | undefined {
  const a = trace.accesses;
  const thread = trace.threads[trace.locations.thread.at(location)];
  if (thread?.exitReason !== EMPTY_LOOP || thread.gaps.length > 0) return undefined;
  const isTaken = (row: number): boolean => TAKES_OUT.test(trace.site(a.site.at(row))?.text ?? '');
  // What was put there since is there still.
  const standing = writes.slice(writes.findLastIndex(isTaken) + 1);
  for (const row of standing.slice(-MAX_STANDING)) {
    if (a.activation.at(row) !== NONE) continue;
    const line = lineOf(trace, a.site.at(row));
    const asks = trace.functionAt(a.site.at(row));
    // Of a promise that is made for it, who waits for the promise tells.
    if (line === undefined || functionAround(trace, asks) !== asks) continue;
    const gives = trace.functionAt(line.taken);
    const codes = codeBefore(trace, row, [asks, gives]);
    // It has given back what it had.
    if (codes.has(gives)) continue;
    codes.delete(asks);
    const calls = callWithin(trace, [...codes], [asks]);
    if (calls === undefined || !isGivenBackIn(trace, calls.around, gives)) continue;
    return draftOf(trace, row, line.taken, calls);
  }
  return undefined;
}

/** The functions whose code is known to have run on the way to an access since its task was let in by one of these, the newest first. */
function codeBefore(trace: Trace, row: number, lets: readonly number[]): Set<number> {
  const { accesses: a, segments: s, tasks } = trace;
  const codes = new Set<number>();
  let segment = a.segment.at(row);
  for (let i = 0; i < MAX_STEPS; i++) {
    const task = s.task.at(segment);
    // The main module is no callback.
    if (task === NONE) break;
    for (const other of accessesIn(trace).of(segment)) codes.add(trace.functionAt(a.site.at(other)));
    const fn = trace.functionAt(tasks.site.at(task));
    if (lets.includes(fn)) break;
    codes.add(fn);
    segment = tasks.initSegment.at(task);
  }
  codes.delete(NONE);
  return codes;
}

/** What is called back gives it back, on some path: who is handed what others made has nothing to give back. */
function isGivenBackIn(trace: Trace, call: number, gives: number): boolean {
  const name = lastName(trace.functions[gives]?.name ?? '');
  return name !== '' && callsNamed(trace, name).some((site) => isWrittenIn(trace, site, call));
}

function draftOf(trace: Trace, row: number, taken: number, { around, inner }: { around: number; inner: number }): Draft {
  const a = trace.accesses;
  const text = (site: number): string => trace.site(site)?.text ?? '';
  const name = (site: number): string => functionLabel(trace, trace.functionAt(site));
  const list = text(taken).replace(TAKES_OUT, '');
  const places: DraftPlace[] = [
    { site: inner, role: 'wait' },
    { site: around, role: 'hold' },
    { site: a.site.at(row), role: 'list' },
    { site: taken, role: 'wake' },
  ];
  return {
    kind: 'lock.permit-nesting',
    key: `${inner},${around}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `What ${name(around)} gives to \`${text(around)}\` asks for another one in ${name(inner)} (\`${text(inner)}\`) before it gives its own back: none was left, and its callback stands in \`${list}\` for ever.`,
    why: [
      `nobody came to ${name(taken)} any more, which takes the next callback out of \`${list}\`: the program had nothing left to do`,
      'the lock is hand-written: what it does is taken from this run',
    ],
    places,
    segments: [a.segment.at(row)],
    activations: [],
  };
}
