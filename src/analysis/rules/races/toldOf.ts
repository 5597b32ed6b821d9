/** Whether somebody is told of what was stored, of whom no look at the place is known: listeners to whom it, or the object that has it, is emitted. */
import { MORE_GIVES_ANSWER, MORE_GIVES_OWN } from '../../../model/vocabulary.ts';
import { atomOf, functionOf, type LocationAccesses } from '../../shared/accesses.ts';
import { sitesIn } from '../../siteIndex.ts';
import type { Trace } from '../../../model/trace.ts';
import { isBefore } from '../../waiting/wakers.ts';

/** What the function has got is given on. */
const GIVES = MORE_GIVES_OWN | MORE_GIVES_ANSWER;
/** Whoever listens is given what has been stored. */
const TELLS = /(?:^|\.)emit$/;

/** `this.found = found; this.emit('update', this.found)`: nobody else may look, but whoever listens is given what was stored last for what is there now. */
export function isTold(trace: Trace, { rows }: LocationAccesses, store: number): boolean {
  const { accesses: a } = trace;
  const fn = functionOf(trace, store);
  const isRead = (row: number): boolean =>
    a.write.at(row) === 0 && row > store && functionOf(trace, row) === fn && atomOf(trace, row) === atomOf(trace, store);
  return rows.some(isRead) && sitesIn(trace, fn).some((site) => TELLS.test(trace.site(site)?.text ?? ''));
}

/**
 * `this.hits = hits; this.emit('render', this)`: who listens to an object looks at what it shows, in a file that may not know the names of its places. Who is given
 * the answer itself (`this.emit('found', word, hits)`) has it for that word.
 */
export function isToldOf(trace: Trace, store: number): boolean {
  const at = trace.site(trace.accesses.site.at(store));
  const owner = at?.text.slice(0, Math.max(0, at.text.lastIndexOf('.'))) ?? '';
  if (at === undefined || owner === '') return false;
  return sitesIn(trace, at.function).some((site) => {
    const row = trace.site(site);
    return row?.kind === 'call' && row.text === `${owner}.emit` && ((row.more ?? 0) & GIVES) === 0 && isBefore(at, row);
  });
}
