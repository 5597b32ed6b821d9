/**
 * Values that go from one function to another in an object that both are given: `request.left = quota.left` in a middleware, `quota.left = request.left - 1` in the route behind
 * it. Each half is told by itself (SiteCarry): the functions may stand in different files, and what calls one after the other is in a library. The analysis joins them by the
 * name of the property, and counts only what a run shows to be one location, read and written for one request.
 */
import type { AnyNode, CallExpression } from 'acorn';
import type { SiteCarry } from '../../wire/sites';
import type { Access } from './access';
import type { Flow } from './flow';
import { rootLocation, type Location } from './locations';
import type { SummaryWrite } from './summaries';
import { CONTROL } from './values';

export interface Carry {
  /** What is put into the object, or the read that takes it out. */
  readonly read: CallExpression | Access;
  readonly write: Access;
  readonly kind: SiteCarry['kind'];
}

/** Of each half. */
const MAX_CARRIES = 256;

/** A property of what the function is given. */
function isCarrier(location: Location | null): location is Location {
  return location?.parent != null && location.segment.startsWith('.') && rootLocation(location).variable?.kind === 'param';
}

/** Notes what a write puts into a given object, and what it has out of one. `isFresh`: it is computed from what is there now; `isRechecked`: a test has looked at that. */
export function noteCarried(flow: Flow, { access, location, value }: SummaryWrite, isFresh: boolean, isRechecked: boolean): void {
  const root = rootLocation(location);
  const add = (taint: number, kind: SiteCarry['kind']): void => {
    const { access: source, call, location: from } = flow.origins.get(taint);
    const read = call ?? source;
    const half = kind === 'into' ? flow.carries.into : flow.carries.out;
    if (!read || half.size >= MAX_CARRIES) return;
    if (source && (!from || rootLocation(from) === root || (kind !== 'into' && !isCarrier(from)))) return;
    if (call && kind !== 'into') return;
    const key = `${call ? call.end : `r${source?.id ?? -1}`}:${access.id}`;
    if (kind !== 'guard' || !half.has(key)) half.set(key, { read, write: access, kind });
  };
  if (isCarrier(location)) for (const taint of value) if ((taint & CONTROL) === 0) add(taint, 'into');
  for (const taint of isFresh ? [] : value) if ((taint & CONTROL) === 0 || !isRechecked) add(taint, taint & CONTROL ? 'guard' : 'value');
  for (const guard of isRechecked ? [] : flow.state.guards) for (const taint of guard.value) add(taint, 'guard');
}

/** With the numbers of their sites, of those that were emitted. */
export function carriesOf(flow: Flow, siteOf: (node: AnyNode) => number | undefined): SiteCarry[] {
  return [...flow.carries.into.values(), ...flow.carries.out.values()]
    .map(({ read, write, kind }) => ({ read: 'readSite' in read ? read.readSite : (siteOf(read) ?? -1), write: write.writeSite, kind }))
    .filter(({ read, write }) => read >= 0 && write >= 0);
}
