/**
 * promise.all-fail-fast of a program that ends with the failure: `Promise.all(packages.map(check)).catch(() => process.exit(1))`. A member that was done had taken back what it had made (its temporary
 * file); others of the same function had made theirs, were still under way when the process was ended, and what they had made stays.
 */
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { FS_APPEND, FS_CREATE, FS_CREATE_EXCLUSIVE, FS_DELETE, FS_WRITE } from '../../../model/vocabulary.ts';
import { isWithin } from '../../lineage.ts';
import { EMPTY_LOOP } from '../../runEnd.ts';

const MAKES: ReadonlySet<number> = new Set([FS_WRITE, FS_APPEND, FS_CREATE, FS_CREATE_EXCLUSIVE]);
/** Members that are looked at. */
const MAX_MEMBERS = 64;

export interface Cut {
  /** The members that never came to it. */
  readonly calls: readonly number[];
  readonly made: number;
  /** Where the others take it back. */
  readonly removal: number;
}

/** `left`: the members that were under way when it failed; `members`: all of them. */
export function cutMembers(trace: Trace, left: readonly number[], members: readonly number[]): Cut | undefined {
  const { activations: acts, fs, threads } = trace;
  const isCut = (call: number): boolean => {
    const thread = threads[acts.thread.at(call)];
    return thread !== undefined && thread.gaps.length === 0 && thread.exitReason > EMPTY_LOOP && acts.endSegment.at(call) === NONE;
  };
  const open = left.filter(isCut).slice(0, MAX_MEMBERS);
  const done = members.filter((call) => call !== NONE && acts.endSegment.at(call) !== NONE).slice(0, MAX_MEMBERS);
  const ownOf = (call: number): FsRow[] => fs.filter((row) => row.activation !== NONE && isWithin(trace, row.activation, call));
  /** It was removed again, by whomever, also by a handler of the end. */
  const gone = (made: FsRow): FsRow | undefined =>
    fs.find((row) => row.class === FS_DELETE && row.thread === made.thread && row.path === made.path && row.startNs > made.startNs);
  for (const call of open.length === 0 ? [] : done) {
    const own = ownOf(call);
    for (const made of own.filter((row) => MAKES.has(row.class))) {
      const deletion = gone(made);
      if (deletion === undefined || deletion.startNs > acts.endNs.at(call)) continue;
      // What removes a file looks at it first; the call is told with the look.
      const removal = own.findLast((row) => row.path === made.path && row.startNs > made.startNs && row.startNs <= deletion.startNs);
      if (removal === undefined || removal.site === NONE || removal.site === made.site) continue;
      const calls = open.filter((other) => {
        const rows = acts.fn.at(other) === acts.fn.at(call) ? ownOf(other) : [];
        const left = rows.find((row) => row.site === made.site && row.class === made.class && row.doneSegment !== NONE);
        return left !== undefined && gone(left) === undefined && !rows.some((row) => row.site === removal.site);
      });
      if (calls.length > 0) return { calls, made: made.site, removal: removal.site };
    }
  }
  return undefined;
}
