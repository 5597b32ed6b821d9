/**
 * A resource that is being replaced: an async function ends what stands in a field (`this.out.end()`), waits, and only then puts a new one there. Whoever has called it, and does not wait for it, finds the
 * one that has ended.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { firstFrom } from '../../shared/accesses.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import { isWithin } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { sitesNamed } from '../../siteIndex.ts';

/** `use`, `close`: accesses to the resource. */
export function isReplacedLater(trace: Trace, use: number, close: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const [user, closer] = [a.activation.at(use), a.activation.at(close)];
  if (closer === NONE || a.segment.at(use) !== a.segment.at(close) || (user !== NONE && isWithin(trace, user, closer))) return false;
  // It is still at work when it has been left: nobody but who waits for it knows of the new one.
  if (acts.lastSuspension.at(closer) === NONE || acts.endSegment.at(closer) === a.segment.at(use)) return false;
  const field = fieldOf(trace, close);
  if (field === '' || field !== fieldOf(trace, use)) return false;
  const puts = accessesAtSites(trace, sitesNamed(trace, field)).filter((row) => a.write.at(row) === 1);
  return puts.slice(firstFrom(trace, puts, a.position.at(use))).some((row) => isWithin(trace, a.activation.at(row), closer));
}

/** The field whose method is called: `out` of `this.out.end`. */
function fieldOf(trace: Trace, access: number): string {
  const text = trace.site(trace.accesses.site.at(access))?.text ?? '';
  const owner = text.slice(0, text.lastIndexOf('.'));
  return owner.includes('.') ? lastName(owner) : '';
}
