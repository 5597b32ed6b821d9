/**
 * handle.leak, third part: plain descriptors (fs.open, fs.openSync) that are left open again and again. Nothing closes them but the program itself: what it closes on one path and
 * not on another piles up until none can be opened any more. Files that are kept open for later, as many as there are, or the newest of them, are no leak.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { endOfRun } from '../../runEnd.ts';
import { FLAG_OWN, FS_READ } from '../../../model/vocabulary.ts';
import { forgottenDraft, isCallOver, MIN_FORGOTTEN, MIN_REOPENED, timesOpenedAgain } from './openedAgain.ts';
import { firstWhere } from '../../../base/search.ts';

export const leakDescriptorsRule: Rule = { kinds: ['handle.leak'], run: findLeft };

const OPENS = /(?:^|\.)open(?:Sync)?$/;
/** So many must be left over. */
const MIN_LEFT = 20;
/** Enough of those after which others were opened at the same place and closed: the path on which it is forgotten was taken all the time. */
const MIN_PASSED = 10;
/** Where nothing was closed: opened in so many turns, over this time. */
const MIN_TURNS = 8;
const MIN_SPAN_NS = 100e6;
const LONG_NS = 2e9;

function findLeft({ trace, options }: AnalysisContext): Draft[] {
  const bySite = new Map<number, number[]>();
  for (const [index, row] of trace.fs.entries()) {
    if (row.isOpening && OPENS.test(trace.site(row.site)?.text ?? '') && !row.path.startsWith('/dev/')) addTo(bySite, row.site, index);
  }
  const drafts: Draft[] = [];
  for (const [site, rows] of bySite) {
    if (options.isCancelled()) break;
    const left = rows.map((index) => trace.fs[index] as FsRow).filter((row) => row.closedAt === NONE);
    const thread = trace.threads[left[0]?.thread ?? NONE];
    // What was closed elsewhere may be any of them.
    const count = left.length - trace.strayCloses;
    const forgotten = trace.hasFlag(site, FLAG_OWN) ? left.filter((row) => isCallOver(trace, row) || isLongAgo(trace, row)) : [];
    if (forgotten.length - trace.strayCloses >= MIN_FORGOTTEN && thread?.gaps.length === 0) {
      drafts.push(forgottenDraft(trace, site, rows.length, forgotten));
      continue;
    }
    if (count < MIN_REOPENED || thread === undefined || thread.gaps.length > 0) continue;
    const openings = left.filter((row) => row.path !== '').map((row) => ({ file: row.path, call: row.activation, ns: row.startNs }));
    const times = timesOpenedAgain(trace, openings) - trace.strayCloses;
    const isLeft =
      left.length === rows.length
        ? count >= MIN_LEFT && isGrowing(trace, left)
        : (count >= MIN_LEFT || passed(trace, rows) - trace.strayCloses >= MIN_PASSED) && areClosedSoon(trace, rows, count);
    if (isLeft || times >= MIN_REOPENED) drafts.push(toDraft(trace, site, rows.length, left, times));
  }
  return drafts;
}

/** What was opened with a callback, which no call waits for: the program has ended since, or had time for more than the work with one file. */
function isLongAgo({ run, threads }: Trace, { activation, thread, startNs }: FsRow): boolean {
  return activation === NONE && (threads[thread]?.exitReason !== -1 || endOfRun(run) - startNs > LONG_NS);
}

/** Nothing was closed, and one came after the other all the time, until the end. */
function isGrowing({ run, segments }: Trace, left: readonly FsRow[]): boolean {
  const turns = new Set(left.map((row) => segments.turn.at(row.segment)));
  const [first, last] = [left[0]?.startNs ?? 0, left.at(-1)?.startNs ?? 0];
  const endNs = endOfRun(run);
  return turns.size >= MIN_TURNS && last - first >= MIN_SPAN_NS && last - first >= (endNs - first) / 2;
}

/** How many are left of those that were opened to be read before one that has been closed: whoever keeps files writes to them. */
function passed({ fs }: Trace, rows: readonly number[]): number {
  const before = rows.slice(
    0,
    rows.findLastIndex((index) => fs[index]?.closedAt !== NONE),
  );
  return before.filter((index) => fs[index]?.closedAt === NONE && fs[index].class === FS_READ).length;
}

/**
 * Others were closed before half as many had been asked for, since they were open, as are left over: many may be at work at once, but a store of open files closes an old one when
 * it is full.
 */
function areClosedSoon(trace: Trace, rows: readonly number[], count: number): boolean {
  const starts = Float64Array.from(rows, (index) => trace.fs[index]?.startNs ?? 0).sort();
  return rows.every((index, at) => {
    const row = trace.fs[index] as FsRow;
    if (row.closedAt === NONE) return true;
    const before = firstWhere(0, rows.length, (i) => (rows[i] as number) >= row.closedAt);
    const since = Number.isNaN(row.doneNs) ? at + 1 : firstWhere(0, starts.length, (i) => (starts[i] as number) > row.doneNs);
    return (before - since) * 2 <= count;
  });
}

function toDraft(trace: Trace, site: number, made: number, left: readonly FsRow[], times: number): Draft {
  const text = trace.site(site)?.text ?? '';
  return {
    kind: 'handle.leak',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message:
      left.length < made
        ? `${left.length} of the ${made} files opened by \`${text}\` were never closed: there is a path on which the descriptor is forgotten.`
        : `The ${made} files opened by \`${text}\` were never closed.`,
    why: [
      left.length < made
        ? 'the others were closed soon after they were opened'
        : times >= MIN_REOPENED
          ? `a call ends and leaves its file open, and the next one opens it again (${times} times in a row)`
          : 'it went on to the end',
      'nothing else closes a descriptor: close it in a finally block, or in every callback that ends the work',
    ],
    places: [{ site, role: 'create' }],
    segments: left.slice(0, 8).map((row) => row.segment),
    activations: [],
  };
}
