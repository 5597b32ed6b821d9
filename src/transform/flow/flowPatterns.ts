/** Interpretation of patterns: `const { counts: { total } } = state` reads `state.counts.total`. See flow.ts. */
import type { AnyNode } from 'acorn';
import { unchain } from '../scope/ast';
import { ofProperty } from './assigned';
import { noteCopy } from './copies';
import type { Flow } from './flow';
import { CONTENTS, type Location } from './locations';
import { isTaking, patternKey, placeOf } from '../scope/patterns';
import { notePeekOf } from './peeks';
import { NOTHING, union, type Value } from './values';
import { containerName } from '../scope/collections';
import { givenName } from '../scope/helpers';

/** What a pattern takes apart: its place, and the word that it is known by as a container. */
interface Source {
  readonly location: Location;
  readonly container: string;
}

/** Gives a value to everything a pattern assigns. */
export function assignPattern(flow: Flow, pattern: AnyNode, value: Value, around: AnyNode): void {
  assign(flow, pattern, null, value, around);
}

/** The same for a value that stands in the code, whose tracked properties are read. */
export function bindPattern(flow: Flow, pattern: AnyNode, init: AnyNode | null, value: Value, around: AnyNode): void {
  const peeked = init ? notePeekOf(flow, pattern, init) : NOTHING;
  // `const [first, ...rest] = this.rows`: a copy of all that is there.
  const isAll = pattern.type === 'ArrayPattern' && pattern.elements.at(-1)?.type === 'RestElement';
  const copied = isAll && init ? noteCopy(flow, unchain(init)) : NOTHING;
  assign(flow, pattern, isTaking(pattern) && init ? sourceOf(flow, init) : null, union(union(value, peeked), copied), around);
}

/**
 * The same for a parameter, or what a loop gives: `const isOpen = ({ state }) => state === 'new'` reads that of what it is given,
 * `jobs.find(({ state }) => state === 'new')` and `for (const [id, { state }] of jobs)` that of the elements.
 */
export function assignTakenApart(flow: Flow, pattern: AnyNode, value: Value, around: AnyNode = pattern): void {
  const taking = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
  const location = isTaking(taking) ? flow.locations.ofPattern(taking) : null;
  assign(flow, pattern, location && { location, container: '' }, value, around);
}

function sourceOf(flow: Flow, init: AnyNode): Source | null {
  const place = placeOf(init);
  const location = flow.isPrivate(place) ? null : flow.locations.find(place);
  return location && { location, container: containerName(place) || givenName(flow.analysis, place) };
}

function assign(flow: Flow, pattern: AnyNode, source: Source | null, value: Value, around: AnyNode): void {
  switch (pattern.type) {
    case 'ObjectPattern':
      for (const p of pattern.properties) {
        if (p.type !== 'Property') assign(flow, p.argument, null, value, p);
        else {
          if (p.computed) flow.steps.evaluate(flow, p.key);
          take(flow, p, p.value, source, value, around);
        }
      }
      return;
    case 'ArrayPattern':
      for (const [i, element] of pattern.elements.entries()) {
        if (element?.type === 'RestElement') assign(flow, element.argument, null, value, around);
        else if (element) take(flow, element, element, source, value, around, String(i));
      }
      return;
    case 'RestElement':
      return assign(flow, pattern.argument, null, value, around);
    case 'AssignmentPattern': {
      const fallback = flow.steps.evaluate(flow, pattern.right);
      const given = source ?? (isTaking(pattern.left) ? sourceOf(flow, pattern.right) : null);
      return assign(flow, pattern.left, given, union(value, fallback), around);
    }
    default:
      flow.steps.writeTarget(flow, pattern, value, around);
  }
}

/** One property or element: read where it is tracked, and taken apart in turn. */
function take(flow: Flow, part: AnyNode, target: AnyNode, source: Source | null, value: Value, around: AnyNode, index?: string): void {
  const name = index ?? patternKey(part)?.name;
  let own = NOTHING;
  let inner: Source | null = null;
  if (source && name !== undefined) {
    const location = flow.locations.child(source.location, `.${name}`);
    inner = { location, container: name };
    const isCount = (name === 'length' || name === 'size') && flow.watch.contents.has(source.container);
    if (isCount) own = flow.read(part, flow.locations.child(source.location, CONTENTS));
    else if (flow.watch.names.has(name) || flow.foreign.has(name)) own = flow.read(part, location);
  } else if (source && part.type === 'Property' && unchain(part.key).type === 'Identifier' && flow.watch.contents.has(source.container)) {
    own = flow.read(part, flow.locations.keyed(source.location, part.key, '[]'));
  }
  assign(flow, target, inner, union(ofProperty(flow, value, name), own), part.type === 'Property' ? part : around);
}
