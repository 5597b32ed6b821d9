/**
 * race.fs.toctou of what is added to a file: `if (!(await exists(file))) await appendFile(file, header)`, `if (!names.includes(name)) await appendFile(file, name)`. Two calls that have
 * both looked before either has added anything both add it; who takes the size of the file for the place of what is added has the place of another. That the one goes by the other says the
 * code (SiteLink `look`).
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom, segmentBehind } from '../../lineage.ts';
import { readsByWrite } from '../../shared/links.ts';
import {
  areOrdered,
  earlierOfSameWork,
  endNs,
  hasFailed,
  isSameWork,
  type KeepsApart,
  nameOf,
  nearby,
  type Operation,
  toDraft,
  worstBetween,
} from '../../shared/fsOperations.ts';

/** Sites of calls that add to a file → sites of the looks that they go by. */
export function looksByAddition(trace: Trace): ReadonlyMap<number, readonly number[]> {
  return readsByWrite(trace, ({ kind }) => kind === 'look');
}

export function addedTwice(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  looks: ReadonlyMap<number, readonly number[]>,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { row, class: kind } = operations[at] as Operation;
  const isAddition = kind === W.FS_APPEND || kind === W.FS_WRITE;
  const sites = isAddition && !hasFailed(row) ? looks.get(row.site) : undefined;
  if (sites === undefined) return undefined;
  const isLook = (o: Operation): boolean =>
    sites.includes(o.row.site) && (o.class === W.FS_READ || o.class === W.FS_CHECK || o.class === W.FS_META);
  const look = earlierOfSameWork(context.trace, operations, at, isLook);
  if (look === undefined) return undefined;
  const others = nearby(operations, at).filter((o) => o.class === kind && o.row.site === row.site);
  const best = worstBetween(context, keepsApart, look, row, others);
  if (best === undefined) return undefined;
  return toDraft(
    'race.fs.toctou',
    path,
    best.observed,
    best.observed ? 0.8 : 0.6,
    [
      { row, role: 'use', text: 'adds to it' },
      { row: look, role: 'check', text: `looks at ${nameOf(path)}` },
      { row: best.other, role: 'other addition', text: 'adds to it' },
    ],
    `\`${nameOf(path)}\` is looked at and added to later; another task ${best.observed ? 'came' : 'can come'} in between and ${best.observed ? 'added' : 'adds'} to it by the same look.`,
  );
}

/**
 * `this.appendLine(header); this.load(done)`: what is appended is under way when the same step, or the same piece of work, begins to read the file. Whether the reader sees it is open, and
 * what it writes back has it, or has it not. Another task that reads a log takes what is there.
 */
export function readBesideAddition(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { row } = operations[at] as Operation;
  if (!row.async || hasFailed(row)) return undefined;
  const { trace } = context;
  const atom = (segment: number): number => trace.segments.atom.at(segment);
  const addition = nearby(operations, at).find(
    ({ row: o, class: kind }) =>
      kind === W.FS_APPEND &&
      o.async &&
      o.site !== NONE &&
      o.site !== row.site &&
      o.thread === row.thread &&
      o.startNs <= row.startNs &&
      endNs(o) > row.startNs &&
      !hasFailed(o) &&
      (atom(o.segment) === atom(row.segment) || (isSameWork(trace, o, row) && !isBegunBefore(trace, row, o))) &&
      !areOrdered(context, o, row) &&
      !keepsApart(row, row, o),
  )?.row;
  if (addition === undefined) return undefined;
  return toDraft(
    'race.fs.torn-read',
    path,
    true,
    0.75,
    [
      { row, role: 'read', text: 'reads the file' },
      { row: addition, role: 'append', text: 'appends to it' },
    ],
    `\`${nameOf(path)}\` is read while an append that nobody awaited is under way: nothing orders the two, and what is appended may be missing from what was read.`,
  );
}

/** Whoever reads was called by the function that appends, before it did so, and goes on beside it. */
function isBegunBefore(trace: Trace, read: FsRow, addition: FsRow): boolean {
  const callers = callersUpFrom(trace, read.activation);
  const called = callers[callers.indexOf(addition.activation) - 1];
  return called !== undefined && trace.activations.startNs.at(called) < addition.startNs;
}

const NAME = /^[\w$.#]+$/;
/** Waits between the call that goes on to append, and the append. */
const MAX_WAITS = 16;

/**
 * `db.ensureIndex('email'); fs.writeFile(file, rows, done);`: a call that the step of the write has made before that goes on to append to the file, once, however long that takes: it was meant to be done with it.
 */
export function isSetGoingBefore(trace: Trace, operations: readonly Operation[], append: FsRow, write: FsRow): boolean {
  const { segments: s, tasks } = trace;
  const [adder, writer] = [append, write].map(({ site }) => trace.functionAt(site)) as [number, number];
  if (append.startNs < write.startNs || !isOfOtherCall(trace, adder, writer)) return false;
  if (operations.some((o) => o.class === W.FS_APPEND && o.row !== append && o.row.site === append.site)) return false;
  let at = append.segment;
  for (let step = 0; step < MAX_WAITS && at !== NONE; step++) {
    const task = s.task.at(s.atom.at(at));
    at = segmentBehind(trace, at);
    if (at === write.segment) return task !== NONE && tasks.initNs.at(task) < write.startNs;
  }
  return false;
}

/** Not a callback that stands in the function of the write: `fs.writeFile(file, text, done); setTimeout(() => fs.appendFile(file, more, done), 500)`. */
function isOfOtherCall({ functions }: Trace, adder: number, writer: number): boolean {
  for (let fn = adder; fn !== writer; fn = functions[fn]?.parentFunction ?? NONE) {
    if (fn === NONE || NAME.test(functions[fn]?.name ?? '')) return true;
  }
  return false;
}
