/** Files that are kept for whoever needs them next (a cache): made aside, under a name of their own, and moved to their place. Who makes one that is there already replaces it by its like. */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { endNs, isCreation, isSameWork, nearby, type Operation } from '../../shared/fsOperations.ts';
import { callersUpFrom, isWithin } from '../../lineage.ts';

const READS = /(?:^|\.)(?:readFile(?:Sync)?|readlink(?:Sync)?|createReadStream|readJson|open(?:Sync)?)$/;

/** Both moved a file of their own to the place by the same code, which reads what it finds there. */
export function isKeptFile(trace: Trace, operations: readonly Operation[], at: number, check: FsRow, other: FsRow): boolean {
  const { row: move } = operations[at] as Operation;
  if (move.class !== W.FS_RENAME || other.class !== W.FS_RENAME || move.site !== other.site || move.path === other.path) return false;
  const readers = [trace.functionAt(check.site), trace.functionAt(move.site)];
  if (trace.sites.some((site) => readers.includes(site.function) && READS.test(site.text))) return true;
  return nearby(operations, at).some((o) => o.class === W.FS_READ && o.row.startNs >= endNs(move) && isSameWork(trace, move, o.row));
}

/**
 * `try { return await readFile(file) } catch { … } await rename(temporary, file)`: nobody had made the file when it was read, and a later call of the same function, which finds
 * it, leaves it as it is. What is written is no update of what was read.
 */
export function isFilledWhenMissing(trace: Trace, operations: readonly Operation[], read: FsRow, write: FsRow): boolean {
  const { activations: acts } = trace;
  if (read.activation === NONE || write.activation === NONE) return false;
  if (operations.some((o) => isCreation(o) && o.row.startNs < read.startNs)) return false;
  const isIn = (row: FsRow, call: number): boolean => row.activation !== NONE && isWithin(trace, row.activation, call);
  return operations.some(({ row }) => {
    if (row.site !== read.site || row.startNs < endNs(write) || row.activation === NONE) return false;
    const call = callersUpFrom(trace, row.activation).find((caller) => acts.fn.at(caller) === acts.fn.at(write.activation));
    return call !== undefined && call !== write.activation && !operations.some((o) => o.row.site === write.site && isIn(o.row, call));
  });
}
