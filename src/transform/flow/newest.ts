/**
 * Stores that look whether what is there is newer: `if (state.at < at) state = …`, `if (mine < this.shown) return; this.shown = mine; this.text = text`. The older of two answers then does not
 * overwrite the newer one, whichever comes last.
 */
import type { AnyNode, BinaryExpression } from 'acorn';
import { FLAG_NEWEST } from '../../wire/siteFlags';
import { isCount, memberName, rootOf, unchain } from '../scope/ast';
import { homeOf, onlyValue, type Variable } from '../scope/bindings';
import type { Access } from './access';
import type { Flow } from './flow';
import { isWithin, overlaps, rootLocation, type Location } from './locations';
import type { Guard } from './state';
import { CROSSED, isAwaited, type Value } from './values';

const RELATIONS: ReadonlySet<string> = new Set(['<', '>', '<=', '>=']);
const NO_PLACES: readonly Location[] = [];

/** The places whose present values a comparison holds against something that only this activation has. */
export function placesCompared(flow: Flow, node: BinaryExpression, left: Value, right: Value): readonly Location[] {
  if (!RELATIONS.has(node.operator)) return NO_PLACES;
  if (isOwn(flow, node.right, right)) return presentIn(flow, left);
  return isOwn(flow, node.left, left) ? presentIn(flow, right) : NO_PLACES;
}

/** `left < price || !(await confirm())`: whoever has waited since the comparison has looked at what was there before. */
export function forgetCompared({ compared }: Flow, { newest = NO_PLACES }: Guard): void {
  const kept = compared?.filter((place) => !newest.includes(place)) ?? [];
  compared?.splice(0, compared.length, ...kept);
}

/** What came out of an await, or a local or parameter (or a part of one) that was not read just now. */
function isOwn(flow: Flow, node: AnyNode, value: Value): boolean {
  if (presentIn(flow, value).length > 0) return false;
  if (value.some(isAwaited)) return true;
  const part = unchain(node);
  if (part.type === 'MemberExpression' && isCount(part)) return false;
  const variable = flow.analysis.resolved.get(rootOf(part));
  return variable !== undefined && variable.fn.parent !== null;
}

function presentIn(flow: Flow, value: Value): readonly Location[] {
  const places: Location[] = [];
  for (const taint of value) {
    const { kind, location } = flow.origins.get(taint);
    if ((taint & CROSSED) !== 0 || kind !== 'read' || location === null) continue;
    const { variable } = rootLocation(location);
    if (variable === null || homeOf(variable.fn) !== homeOf(flow.fn) || (location.parent && isAlias(flow, variable))) places.push(location);
  }
  return places;
}

/** `const auction = auctions[id]`, `const row = rows.get(id)`: what it holds is as much of all calls as the place that it comes from. */
function isAlias(flow: Flow, variable: Variable): boolean {
  const only = onlyValue(variable);
  const value = only && unchain(only);
  const from = value?.type === 'CallExpression' ? unchain(value.callee) : value;
  if (from?.type !== 'MemberExpression' || (from !== value && memberName(from) !== 'get')) return false;
  const root = rootOf(from);
  const holder = root.type === 'Identifier' ? flow.analysis.resolved.get(root) : undefined;
  return root.type === 'ThisExpression' || (holder !== undefined && homeOf(holder.fn) !== homeOf(flow.fn));
}

/** Writes under such a test, by the place that it looks at: they count once that place is itself written under it. */
interface Watched {
  readonly accesses: Access[];
  isKept: boolean;
}

export class NewestStores {
  readonly #watched = new Map<string, Watched>();

  /** A write of `location` under the guards at hand. */
  note(flow: Flow, access: Access, location: Location): void {
    if (homeOf(access.fn) !== homeOf(flow.fn)) return;
    for (const { newest } of flow.state.guards) {
      for (const place of newest ?? NO_PLACES) {
        const key = `${homeOf(access.fn).index}:${place.id}`;
        let watched = this.#watched.get(key);
        if (watched === undefined) this.#watched.set(key, (watched = { accesses: [], isKept: false }));
        watched.accesses.push(access);
        watched.isKept ||= overlaps(place, location) || isWithin(place, location);
        if (watched.isKept) for (const each of watched.accesses.splice(0)) each.writeFlags |= FLAG_NEWEST;
      }
    }
  }
}
