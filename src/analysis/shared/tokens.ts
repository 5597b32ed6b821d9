/** Reads that find out whether what was there before still is: who makes them knows that it may be something else by then. */
import { FLAG_TOKEN } from '../../model/vocabulary.ts';
import type { Trace } from '../../model/trace.ts';
import { callersUpFrom } from '../lineage.ts';
import { recheckedReads } from './links.ts';

/** `if (id !== this.selected) return`: the place says which call is the newest, and every call expects that a newer one replaces its own. The caller may have asked that of another function. */
export function isToken(trace: Trace, row: number): boolean {
  const { accesses: a, activations: acts } = trace;
  if (a.write.at(row) === 1) return false;
  const site = a.site.at(row);
  if (trace.hasFlag(site, FLAG_TOKEN)) return true;
  const askers = recheckedReads(trace).get(site);
  return askers !== undefined && callersUpFrom(trace, a.activation.at(row)).some((by) => askers.has(acts.fn.at(by)));
}
