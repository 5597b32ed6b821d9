/** Files that are kept for whoever needs them next (a cache): made aside, under a name of their own, and moved to their place. Who makes one that is there already replaces it by its like. */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { endNs, hasFailed, isCreation, isSameWork, nameOf, nearby, type Operation } from '../../shared/fsOperations.ts';
import { callersUpFrom, commonCaller, isWithin, stepOf } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { callsNamed, sitesNamed } from '../../siteIndex.ts';

const READS = /(?:^|\.)(?:readFile(?:Sync)?|readlink(?:Sync)?|createReadStream|readJson|open(?:Sync)?)$/;

/** The name says what is in it: `createHash('sha256').update(bytes).digest('hex')`. */
const OF_CONTENT = /[0-9a-f]{16}/;

/** Both moved a file of their own to the place by the same code, which reads what it finds there, or goes by its name for what is in it. */
export function isKeptFile(trace: Trace, operations: readonly Operation[], at: number, check: FsRow, other: FsRow): boolean {
  const { row: move } = operations[at] as Operation;
  if (move.class !== W.FS_RENAME || other.class !== W.FS_RENAME || move.site !== other.site || move.path === other.path) return false;
  if (OF_CONTENT.test(nameOf(move.path2)) && callsNamed(trace, 'digest').length > 0) return true;
  const readers = [trace.functionAt(check.site), trace.functionAt(move.site)];
  if (trace.sites.some((site) => readers.includes(site.function) && READS.test(site.text))) return true;
  return nearby(operations, at).some((o) => o.class === W.FS_READ && o.row.startNs >= endNs(move) && isSameWork(trace, move, o.row));
}

/**
 * `try { return await readFile(file) } catch { … } await rename(temporary, file)`: nobody had made the file when it was read, and a later call of the same function, which finds
 * it, leaves it as it is. What is written is no update of what was read.
 */
export function isFilledWhenMissing(trace: Trace, operations: readonly Operation[], at: number, read: FsRow): boolean {
  const { activations: acts } = trace;
  const near = nearby(operations, at);
  const { row: write } = operations[at] as Operation;
  if (isThere(near, read) ?? operations.some((o) => mayLeave(o) && endNs(o.row) <= read.startNs)) return false;
  if (write.activation === NONE) return isLeftWhenThere(trace, near, read, write);
  if (read.activation === NONE) return false;
  if (isOnlyAsked(trace, read, write)) return true;
  // The helper that stores may be another one than that which reads.
  const common = commonCaller(trace, read.activation, write.activation);
  const own = common === NONE ? write.activation : common;
  const isIn = (row: FsRow, call: number): boolean => row.activation !== NONE && isWithin(trace, row.activation, call);
  return operations.some(({ row }) => {
    if (row.site !== read.site || row.startNs < endNs(write) || row.activation === NONE) return false;
    const call = callersUpFrom(trace, row.activation).find((caller) => acts.fn.at(caller) === acts.fn.at(own));
    return call !== undefined && call !== own && !operations.some((o) => o.row.site === write.site && isIn(o.row, call));
  });
}

/** `const entry = await cache.get(file); if (entry.found) return entry.value; …; await cache.set(file, output)`: by what is read it goes whether the file is made, and nothing of it is stored. */
function isOnlyAsked(trace: Trace, read: FsRow, write: FsRow): boolean {
  const { activations: acts } = trace;
  const caller = commonCaller(trace, read.activation, write.activation);
  if (caller === NONE || caller === read.activation || caller === write.activation) return false;
  const callsOf = (row: FsRow): readonly number[] => {
    const name = lastName(trace.functions[acts.fn.at(stepOf(trace, row.activation, caller))]?.name ?? '');
    return sitesNamed(trace, name).filter((site) => trace.functionAt(site) === acts.fn.at(caller));
  };
  const [asks, stores] = [callsOf(read), callsOf(write)];
  const known = [...trace.links, ...trace.pairs].filter((link) => asks.includes(link.read) && stores.includes(link.write));
  return known.length > 0 && known.every(({ kind }) => kind === 'guard');
}

/** The file is there after it, if it succeeds. */
function mayLeave(operation: Operation): boolean {
  return isCreation(operation) || operation.class === W.FS_APPEND;
}

/**
 * What was done to the file last, before it was read, may have left it there: an answer that was not seen counts as success. Undefined where nothing was. Who read it while it was being
 * made may not have found it.
 */
function isThere(operations: readonly Operation[], read: FsRow): boolean | undefined {
  const isChange = (o: Operation): boolean => (mayLeave(o) || o.class === W.FS_DELETE) && endNs(o.row) <= read.startNs && !hasFailed(o.row);
  const last = operations.findLast(isChange);
  return last && last.class !== W.FS_DELETE;
}

/**
 * The same in callbacks, which belong to no call: what is moved to its place was made for a missing file where every such read, asked for by the same functions, that found the file went on
 * without a move.
 */
function isLeftWhenThere(trace: Trace, operations: readonly Operation[], read: FsRow, write: FsRow): boolean {
  if (write.class !== W.FS_RENAME) return false;
  const callersOf = (row: FsRow): string =>
    callersUpFrom(trace, row.activation)
      .map((caller) => trace.activations.fn.at(caller))
      .join();
  const asked = callersOf(read);
  const found = operations.filter(({ row }) => row.site === read.site && callersOf(row) === asked && isThere(operations, row) === true);
  const isMoved = (row: FsRow): boolean => operations.some((o) => o.row.site === write.site && isSameWork(trace, row, o.row));
  return found.length > 0 && !found.some(({ row }) => isMoved(row));
}
