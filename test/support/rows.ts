/** All rows of a timeline, as nobody has folded, pinned, hidden or filtered anything. */
import { answer } from '../../src/model/query/query.ts';
import type { RowsReply, RowsRequest, TimelineReport } from '../../src/model/requests.ts';
import type { Trace } from '../../src/model/trace.ts';

export const ALL_ROWS: RowsRequest = {
  type: 'rows',
  toggled: [],
  pinned: [],
  hidden: [],
  filter: '',
  hideOthers: false,
  justMyCode: true,
  only: [],
  limit: 1000,
};

/** Number of the first row with this label; -1 when there is none. */
export function rowIdOf(trace: Trace, report: TimelineReport, label: string): number {
  return (answer(trace, report, ALL_ROWS) as RowsReply).rows.find((row) => row.label === label)?.id ?? -1;
}
