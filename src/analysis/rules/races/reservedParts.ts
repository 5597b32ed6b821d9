/** `if (stock.onHand - stock.reserved < n) return false; stock.reserved += n`: whoever looks next finds less, so what was looked at is spoken for until it is taken. */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { isWithin } from '../../lineage.ts';
import { readsByWrite } from '../../shared/links.ts';
import { byEvents, remembered } from '../../remembered.ts';
import type { Split } from './atomicityDraft.ts';

/** Read, by site, and segment → rows of the writes by which who looks there takes a part. */
const parts = remembered(byEvents, (trace): ReadonlyMap<number, readonly number[]> => {
  const readsOf = readsByWrite(trace, ({ kind }) => kind === 'reserved');
  const found = new Map<number, number[]>();
  const { segment, site, write } = trace.accesses;
  for (let row = 0; readsOf.size > 0 && row < site.length; row++) {
    if (write.at(row) === 1) for (const read of readsOf.get(site.at(row)) ?? []) addTo(found, keyOf(trace, read, segment.at(row)), row);
  }
  return found;
});

function keyOf({ segments }: Trace, site: number, segment: number): number {
  return site * (segments.length + 1) + segment;
}

export function isReserved(trace: Trace, { read }: Split): boolean {
  const { activation, position, segment, site } = trace.accesses;
  const mine = activation.at(read);
  const isOwn = (row: number): boolean => {
    const by = activation.at(row);
    return position.at(row) >= position.at(read) && by !== NONE && isWithin(trace, mine, by);
  };
  return (
    parts(trace)
      .get(keyOf(trace, site.at(read), segment.at(read)))
      ?.some(isOwn) === true
  );
}
