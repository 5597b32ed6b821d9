/**
 * race.fs.torn-read of a file that is written piece by piece (`const file = await open(path, 'w'); await file.write(…); …; await file.write(…)`): between two pieces it is whole for the
 * system, and half of itself for whoever reads it.
 */
import * as W from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { FsRow } from '../../model/trace.ts';
import type { AnalysisContext } from '../analyze.ts';
import type { Draft } from '../finding.ts';
import { areOrdered, endNs, isSameWork, type KeepsApart, nameOf, type Operation, toDraft, WINDOW } from '../shared/fsOperations.ts';

const OPENS = /(?:^|\.)open$/;
const WRITES = /(?:^|\.)write$/;

/** The file was emptied and opened before the read, and written by the same activation after it. */
export function halfWritten(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
  read: FsRow,
): Draft | undefined {
  const { trace } = context;
  const textOf = (row: FsRow): string => trace.site(row.site)?.text ?? '';
  const opening = operations
    .slice(Math.max(0, at - WINDOW), at)
    .findLast(({ row, class: kind }) => kind === W.FS_CREATE && row.activation !== NONE && endNs(row) <= read.startNs)?.row;
  if (opening === undefined || !OPENS.test(textOf(opening)) || isSameWork(trace, opening, read)) return undefined;
  const write = operations
    .slice(at + 1, at + WINDOW)
    .find(({ row, class: kind }) => kind === W.FS_WRITE && row.activation === opening.activation && row.thread === opening.thread)?.row;
  if (write === undefined || write.startNs < endNs(read) || !WRITES.test(textOf(write))) return undefined;
  if (areOrdered(context, read, write) || keepsApart(read, read, write)) return undefined;
  return toDraft(
    'race.fs.torn-read',
    path,
    true,
    0.8,
    [
      { row: read, role: 'read', text: 'reads the file' },
      { row: write, role: 'write', text: 'writes the rest of it' },
    ],
    `\`${nameOf(path)}\` was read while another task had written a part of it and not yet the rest: the reader sees half of it.`,
  );
}
