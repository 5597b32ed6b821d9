/** Every lock of a run: who holds it and who waits for it at the end of what was recorded. */
import { NONE } from '../ids.ts';
import { itemOfRequest } from './queryDetails.ts';
import type { LockItem, LockLine, LocksReply, LocksRequest } from '../requests.ts';
import { ROW_LOCK, endOfThread, rowId, threadOfRequest } from '../tracks/tracksIndex.ts';
import type { Timeline } from '../tracks/tracksIndex.ts';
import { kindOfLock, nameOfLock, nameOfRequest, placeOfSite } from '../tracks/tracksNames.ts';

/** Holders or waiters of one lock that are listed. */
const MAX_ITEMS = 100;

export function answerLocks(timeline: Timeline, { limit }: LocksRequest): LocksReply {
  const { trace } = timeline;
  const lines: LockLine[] = [];
  for (let lock = 0; lock < trace.locks.length; lock++) lines.push(lineOf(timeline, lock));
  lines.sort((a, b) => b.waiters.length - a.waiters.length || b.waitedNs - a.waitedNs || b.asked - a.asked || a.row - b.row);
  return { locks: lines.slice(0, limit), more: Math.max(0, lines.length - limit) };
}

function lineOf(timeline: Timeline, lock: number): LockLine {
  const { trace, tracks } = timeline;
  const { requests } = trace;
  const rows = timeline.lockRequests[lock] ?? [];
  const holders: LockItem[] = [];
  const waiters: LockItem[] = [];
  let waitedNs = 0;
  let maxWaitNs = 0;
  for (const r of rows) {
    const granted = requests.acquireSegment.at(r) !== NONE;
    const isOpen = requests.cancelled.at(r) === NONE && requests.releaseSegment.at(r) === NONE;
    const waited = Math.max(
      0,
      (granted ? requests.acquireNs.at(r) - tracks.originNs : endOfThread(timeline, threadOfRequest(timeline, r))) -
        (requests.requestNs.at(r) - tracks.originNs),
    );
    waitedNs += waited;
    maxWaitNs = Math.max(maxWaitNs, waited);
    const list = granted ? holders : waiters;
    if (isOpen && list.length < MAX_ITEMS) list.push(itemOfRequest(timeline, r, tracks.endNs, nameOfRequest(timeline, r)));
  }
  return {
    name: nameOfLock(timeline, lock),
    kind: kindOfLock(timeline, lock),
    row: rowId(ROW_LOCK, lock),
    place: placeOfSite(timeline, trace.locks.site.at(lock)),
    asked: rows.length,
    waitedNs,
    maxWaitNs,
    holders,
    waiters,
  };
}
