/**
 * race.fs.lost-update of a file that two calls write as a whole at the same time (`onChange = () => writeFile(file, JSON.stringify(state))`, two streams for one name): the second empties it
 * while the first still writes, or has more to add (`await writeFile(file, head); await appendFile(file, rest)`). What stays is either's, whichever was asked for last, or a mix of both. Only what did overlap is reported: the second did not wait for the first then.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import {
  areOrdered,
  callText,
  endNs,
  endSegment,
  hasFailed,
  isFixedText,
  nameOf,
  openedByStream,
  type Operation,
  toDraft,
  WINDOW,
} from '../../shared/fsOperations.ts';
import { isSetOffBy } from '../../lineage.ts';

/** Devices keep nothing: `/dev/null`, `\\\\.\\nul`. */
const DEVICE = /^(?:\/dev\/|\\\\\.\\)/;
const WRITES_ALL = /(?:^|\.)writeFile$/;

/** `at`: what empties the file, for the second time. */
export function writtenTogether(context: AnalysisContext, path: string, operations: readonly Operation[], at: number): Draft | undefined {
  const { trace } = context;
  const second = operations[at] as Operation;
  const asked = whoEmpties(trace, second);
  if (asked === undefined || DEVICE.test(path)) return undefined;
  const isFixed = isFixedText(trace, asked);
  for (let i = at - 1; i >= 0 && i >= at - WINDOW; i--) {
    const o = operations[i] as Operation;
    // Another file has that name since.
    if ((o.class === W.FS_DELETE || o.class === W.FS_RENAME) && !hasFailed(o.row)) return undefined;
    const first = o.row.async ? whoEmpties(trace, o) : undefined;
    if (first === undefined || !isStillWritten(trace, operations, i, first, asked) || areOrdered(context, o.row, second.row)) continue;
    // Of two that write the same nothing is lost.
    if (isFixed && first.site === asked.site) continue;
    const draft = toDraft(
      'race.fs.lost-update',
      path,
      true,
      0.75,
      [
        { row: asked, role: 'write', text: 'empties the file, and writes it' },
        { row: first, role: 'other write', text: 'begins to write the file' },
      ],
      `\`${nameOf(path)}\` is written as a whole while another call is still writing it: nothing orders the two, and what stays is what either has written, or a mix of both.`,
    );
    // Both may have written the same.
    return { ...draft, consequence: false };
  }
  return undefined;
}

/** Where the author asked for what empties the file; undefined for all else. */
function whoEmpties(trace: Trace, { row, class: kind }: Operation): FsRow | undefined {
  // Node 26 opens, writes and closes in one.
  const isWhole = kind === W.FS_WRITE && row.async && writesAll(trace, row);
  if ((kind !== W.FS_CREATE && !isWhole) || hasFailed(row)) return undefined;
  return row.site === NONE ? openedByStream(trace, row) : row;
}

function writesAll(trace: Trace, row: FsRow): boolean {
  return WRITES_ALL.test(callText(trace, row));
}

/** Was a piece of the first writing, or its whole, still under way, or yet to come, when the second began? */
function isStillWritten(trace: Trace, operations: readonly Operation[], at: number, first: FsRow, second: FsRow): boolean {
  if (endNs(first) > second.startNs && writesAll(trace, first)) return true;
  const isOf = (by: FsRow, row: FsRow): boolean =>
    row.site === NONE ? isSetOffBy(trace, row.segment, endSegment(by)) : by.activation !== NONE && row.activation === by.activation;
  const after = operations.slice(at + 1, at + WINDOW);
  // The next writing of the same task is no piece of this one.
  const isNext = ({ row, class: kind }: Operation): boolean =>
    row.thread === first.thread && isOf(first, row) && (kind === W.FS_CREATE || (kind === W.FS_WRITE && writesAll(trace, row)));
  const next = after.findIndex(isNext);
  return after
    .slice(0, next < 0 ? undefined : next)
    .some(
      ({ row, class: kind }) =>
        (kind === W.FS_WRITE || kind === W.FS_APPEND) &&
        row.thread === first.thread &&
        endNs(row) > second.startNs &&
        isOf(first, row) &&
        (row.startNs < second.startNs || !isOf(second, row)),
    );
}
