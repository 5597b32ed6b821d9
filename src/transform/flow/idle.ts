/**
 * Entries that are taken out of a collection for what a look at them has found before a wait: `if (room.players.size > 0) return; await archive(room); rooms.delete(room.code)`. The look is at a part of
 * the object, the removal is of the entry that holds it: no name joins the two places but that of the object.
 */
import type { Access } from './access';
import type { Flow } from './flow';
import { isWithin, overlaps, rootLocation, type Location } from './locations';
import { CROSSED } from './values';
import { onlyValue } from '../scope/bindings';

/** Looks behind one removal. */
const MAX_LOOKS = 64;

/** Notes the looks of an earlier step, unless the step that removes has looked again; and those of that step itself, which tell what belongs to the entry. */
export function noteIdleRemoval(flow: Flow, removal: Access, entry: Location): void {
  const looks = flow.state.guards.slice(flow.caught).flatMap(({ value }) => value.map((taint) => ({ taint, ...flow.origins.get(taint) })));
  const isCrossed = (taint: number): boolean => (taint & CROSSED) !== 0;
  for (const { taint, kind, access, location } of looks.slice(0, MAX_LOOKS)) {
    if (kind !== 'read' || access === null || location === null || !isPartOf(flow, location, entry)) continue;
    const isAgain = looks.some((again) => !isCrossed(again.taint) && again.location !== null && overlaps(again.location, location));
    if (isCrossed(taint) && isAgain) continue;
    flow.links.set(`idle:${access.id}:${removal.id}`, { read: access, write: removal, kind: 'idle' });
    if (!isCrossed(taint)) continue;
    for (const fn of [access.fn, removal.fn]) flow.follow(fn);
  }
}

/**
 * A part of the object by whose property the entry is named (`rooms.delete(room.code)`), or that was found there (`const room = rooms.get(code); … rooms.delete(code)`, `const room = rooms[code]; …
 * delete rooms[code]`).
 */
function isPartOf(flow: Flow, part: Location, entry: Location): boolean {
  const { variable } = rootLocation(part);
  if (part.parent === null) return false;
  if (isWithin(part, entry)) return true;
  const found = variable?.kind === 'const' ? onlyValue(variable) : undefined;
  if (found?.type === 'MemberExpression' && found.computed && flow.locations.find(found) === entry) return true;
  return variable !== null && entry.key !== null && entry.key.parent !== null && rootLocation(entry.key).variable === variable;
}
