/**
 * race.order.last-write, the chunks of a stream: a Transform says at once that it is done with a chunk and pushes when the answer for it is there, so that the answer for an older chunk came
 * out after that for a newer one. The transform names the pushes (FLAG_PUSHED_LATE); only what did happen is reported.
 * race.order.use-after-close: the same Transform had come to its end before (MORE_PUSHED, and the access says so): the stream fails.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_PROMISE, type Trace } from '../../../model/trace.ts';
import { FLAG_PUSHED_LATE, MORE_PUSHED, VALUE_FALSE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { functionLabel } from '../../names.ts';
import { atomOf } from '../../shared/accesses.ts';
import { callsNamed, sitesOfKind } from '../../siteIndex.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';

export const pushedLateRule: Rule = { kinds: ['race.order.last-write', 'race.order.use-after-close'], run: findPushedLate };

/** Pushes of a stream that are looked through. */
const LIMIT = 4096;
/** Who puts in order what has come out does not mind. */
const SORTS = ['sort', 'toSorted', 'sortBy', 'orderBy'];

interface Push {
  readonly row: number;
  /** What it was made in: of two of one stream the smaller one is for the older chunk. */
  readonly job: number;
}

function findPushedLate(context: AnalysisContext): Draft[] {
  return [...findReordered(context), ...findPushedAfterEnd(context)];
}

function findPushedAfterEnd({ trace }: AnalysisContext): Draft[] {
  const { accesses: a } = trace;
  const named = sitesOfKind(trace, 'read').filter((site) => trace.hasMore(site, MORE_PUSHED));
  if (named.length === 0) return [];
  return [...accessesAtSites(trace, named)].flatMap((row) => (a.value.at(row) === VALUE_FALSE ? [toEndDraft(trace, row)] : []));
}

function toEndDraft(trace: Trace, row: number): Draft {
  const { accesses: a } = trace;
  const site = a.site.at(row);
  const text = trace.site(site)?.text ?? 'this.push';
  return {
    kind: 'race.order.use-after-close',
    key: `pushed ${site}`,
    confidence: 0.9,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` came after the stream had ended: ${transformName(trace, site)} says at once that it is done with a chunk, and the stream does not wait for the answer.`,
    why: [
      'the last chunk counts as done, so the stream ends when its source does',
      'what is pushed after that is lost, and the stream fails with ERR_STREAM_PUSH_AFTER_EOF',
      'a callback that is called with the answer (`callback(null, answer)`) makes the stream wait',
    ],
    places: [{ site, role: 'push', access: row }],
    segments: [a.segment.at(row)],
    activations: [a.activation.at(row)].filter((call) => call !== NONE),
  };
}

/** The method that is given the chunks. */
function transformName(trace: Trace, site: number): string {
  const fn = trace.functionAt(site);
  const parent = trace.functions[fn]?.parentFunction ?? NONE;
  const isMethod = (trace.functions[fn]?.name ?? '').endsWith('transform');
  return functionLabel(trace, isMethod || parent === NONE ? fn : parent);
}

function findReordered(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const named = sitesOfKind(trace, 'read').filter((site) => trace.hasFlag(site, FLAG_PUSHED_LATE));
  if (named.length === 0 || SORTS.some((name) => callsNamed(trace, name).length > 0)) return [];
  /** By the place in the code and the stream. */
  const byStream = new Map<string, Push[]>();
  for (const row of accessesAtSites(trace, named)) {
    const job = jobOf(trace, row);
    if (job !== NONE) addTo(byStream, `${a.site.at(row)} ${a.location.at(row)}`, { row, job });
  }
  const found = new Map<number, Draft>();
  for (const pushes of byStream.values()) {
    const site = a.site.at(pushes[0]?.row ?? 0);
    if (found.has(site)) continue;
    const late = firstLate(context, pushes.slice(0, LIMIT));
    if (late) found.set(site, toDraft(context, ...late));
  }
  return [...found.values()];
}

/** An async function that makes the push goes by its own call, a callback by the promise of the `then` that it was given to. */
function jobOf(trace: Trace, row: number): number {
  const { accesses: a, activations: acts, segments: s, tasks } = trace;
  const call = a.activation.at(row);
  const isAsync = trace.functions[trace.functionAt(a.site.at(row))]?.async === true;
  if (isAsync) return call !== NONE && acts.sync.at(call) === 0 && acts.startSegment.at(call) !== a.segment.at(row) ? call : NONE;
  const task = s.task.at(atomOf(trace, row));
  return task !== NONE && tasks.type.at(task) === TASK_PROMISE ? task : NONE;
}

/** The first push, in the order in which they were made, of an older chunk than one before, and that one. */
function firstLate({ trace, order }: AnalysisContext, pushes: readonly Push[]): readonly [Push, Push] | undefined {
  const { accesses: a } = trace;
  let newest: Push | undefined;
  for (const push of [...pushes].sort((x, y) => a.position.at(x.row) - a.position.at(y.row))) {
    if (newest === undefined || push.job > newest.job) newest = push;
    else if (push.job < newest.job && !order.isOrdered(a.segment.at(newest.row), a.segment.at(push.row))) return [push, newest];
  }
  return undefined;
}

function toDraft({ trace }: AnalysisContext, older: Push, newer: Push): Draft {
  const { accesses: a } = trace;
  const site = a.site.at(older.row);
  const text = trace.site(site)?.text ?? 'this.push';
  const name = transformName(trace, site);
  const early = { lane: 1, text: `pushes the answer for it`, site, access: newer.row };
  const late = { lane: 0, text: `pushes the answer for it`, site, access: older.row };
  return {
    kind: 'race.order.last-write',
    key: `pushed ${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `The answer for an older chunk came out of the stream after that for a newer one: ${name} says at once that it is done with a chunk, and \`${text}\` comes when the answer is there.`,
    why: [
      'the stream gives the next chunk as soon as its callback is called, and does not wait for the push',
      'nothing orders the two pushes',
      'a callback that is called with the answer (`callback(null, answer)`) keeps the chunks in order',
    ],
    places: [{ site, role: 'push', access: older.row }],
    segments: [a.segment.at(older.row), a.segment.at(newer.row)],
    activations: [...new Set([a.activation.at(older.row), a.activation.at(newer.row)].filter((call) => call !== NONE))],
    scenario: {
      lanes: ['the older chunk', 'the newer chunk'],
      happened: [early, late],
      other: [late, early],
      otherTitle: 'What would be safe',
    },
  };
}
