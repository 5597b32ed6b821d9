/** `Object.assign(target, { count: 1 })` writes the properties of the target as assignments do, and so does `Object.assign(target, next)` those that are changed in `next`. */
import type { AnyNode, CallExpression, MemberExpression, NewExpression } from 'acorn';
import type { Analysis, Variable } from '../scope/bindings';
import { isFunction, memberName } from '../scope/ast';
import type { Access } from './access';
import { draftOf, isPut, partsAt, partsOfOriginals, type Part } from './drafts';
import { ALL_NAMES, FLAG_ADDS, FLAG_HANDED_ON } from '../../wire/siteFlags';
import { answersPut, markFlags, openSources } from '../facts/openPuts';
import type { Flow } from './flow';
import { ANY_NAME, type Location } from './locations';
import { addsToPresent } from './stored';
import { MARKS, NOTHING, originOf, union, type Value } from './values';

interface Property {
  readonly node: AnyNode;
  readonly name: string;
  /** Its value in the literal; null where the copy was given it later. */
  readonly value: AnyNode | null;
  /** The variable that holds what is assigned; null for a literal in the call. */
  readonly source: AnyNode | null;
}

export interface Assigned {
  readonly target: AnyNode;
  readonly properties: readonly Property[];
}

const known = new WeakMap<AnyNode, Assigned>();

/** What a call of `Object.assign` writes, as far as its names are written in the file. The same properties each time. */
export function assignedBy(analysis: Analysis, call: AnyNode): Assigned | undefined {
  if (call.type !== 'CallExpression' || !isPut(call)) return undefined;
  const [target, ...sources] = call.arguments;
  if (!target || target.type === 'SpreadElement' || target.type === 'ObjectExpression') return undefined;
  let assigned = known.get(call);
  if (!assigned) known.set(call, (assigned = { target, properties: sources.flatMap((source) => propertiesOf(analysis, source)) }));
  return assigned;
}

function propertiesOf(analysis: Analysis, source: AnyNode): Property[] {
  if (source.type === 'ObjectExpression') {
    return source.properties.flatMap((node) =>
      node.type === 'Property' && !node.computed && !node.method && node.key.type === 'Identifier'
        ? [{ node, name: node.key.name, value: node.value, source: null }]
        : [],
    );
  }
  const names = draftOf(analysis, source)?.names;
  return names ? partsAt(source, names.keys()).map((part) => ({ ...part, value: names.get(part.name) ?? null, source })) : [];
}

/** The writes of `Object.assign`. */
export function writeAssigned(flow: Flow, node: CallExpression | NewExpression, values: readonly Value[]): void {
  const assigned = assignedBy(flow.analysis, node);
  const object = assigned && !flow.isPrivate(assigned.target) ? flow.locations.find(assigned.target) : null;
  for (const property of object && assigned ? assigned.properties : []) {
    if (!object || !flow.watch.names.has(property.name)) continue;
    flow.ends.set(property.node, node.end);
    const [place, value] = [flow.locations.child(object, `.${property.name}`), valueOf(flow, property)];
    if (property.value) {
      const adds = addsToPresent(flow, property.value, value, place) ? FLAG_ADDS : 0;
      flow.accesses.get(property.node, flow.fn).writeFlags |= markFlags(flow.analysis, property.value) | adds;
    }
    flow.write(property.node, place, value, node.start);
  }
  writeOpen(flow, node, object);
  for (const answer of object ? answersPut(flow.analysis, node) : []) {
    flow.write(answer, object && flow.locations.child(object, ANY_NAME), values[node.arguments.indexOf(answer)] ?? NOTHING, node.start);
  }
}

/** What it is given by names that only the run tells. */
function writeOpen(flow: Flow, node: CallExpression | NewExpression, object: Location | null): void {
  const sources = object ? openSources(flow.analysis, node) : [];
  if (!object || sources.length === 0) return;
  const value = sources.map((source) => flow.steps.evaluate(flow, source)).reduce(union, NOTHING);
  flow.merges.set(flow.accesses.get(node, flow.fn), { names: [ALL_NAMES], values: [] });
  flow.accesses.get(node, flow.fn).writeFlags |= FLAG_HANDED_ON;
  flow.write(node, flow.locations.child(object, ANY_NAME), value, node.start);
}

/** `next.count += 1` with a next that is a local: what goes into that property. */
export function noteChanged(flow: Flow, variable: Variable, target: MemberExpression, value: Value): void {
  const name = target.object.type === 'Identifier' ? memberName(target) : undefined;
  if (name === undefined) return;
  let changed = flow.changed.get(variable);
  if (!changed) flow.changed.set(variable, (changed = new Map<string, Value>()));
  changed.set(name, union(changed.get(name) ?? NOTHING, value));
}

/** Of a copy that was made before, what that depends on as it is now: boundaries may have come in between. */
function valueOf(flow: Flow, { name, value, source }: Property): Value {
  const literal = value ? (flow.parts.get(value) ?? NOTHING) : NOTHING;
  const variable = source ? flow.analysis.resolved.get(source) : undefined;
  if (!source || !variable) return literal;
  const own = new Set(union(literal, flow.changed.get(variable)?.get(name) ?? NOTHING).map(originOf));
  return flow.steps.evaluate(flow, source).filter((taint) => own.has(originOf(taint)));
}

/** What is copied to be put back, or for a caller: the properties that are changed in the copy, or all, are read there. */
export function readOriginal(flow: Flow, node: AnyNode): Value {
  const parts = partsOfOriginals(flow.analysis).get(node);
  const object = parts && !flow.isPrivate(node) ? flow.locations.find(node) : null;
  if (!parts || !object) return NOTHING;
  return parts.map((part) => flow.read(part.node, flow.locations.child(object, `.${part.name}`))).reduce(union, NOTHING);
}

/** What was read of all properties, where only one of them is asked for: `(await copyOf(id)).stock`. */
export function ofProperty(flow: Flow, value: Value, name: string | undefined): Value {
  const { locations, origins } = flow;
  // Whether somebody listens says nothing of what the object was made from.
  if (name !== undefined && HANDLER.test(name) && listenersOf(flow.analysis).has(name)) return NOTHING;
  if (name === undefined || !value.some((taint) => origins.get(taint).location?.segment === ANY_NAME)) return value;
  let found = NOTHING;
  for (const taint of value) {
    const { kind, access, location } = origins.get(taint);
    const parent = location?.segment === ANY_NAME ? location.parent : null;
    if (kind !== 'read' || access === null || parent === null) found = union(found, [taint]);
    else {
      const own = origins.read(partOfCopy(flow, access, name), locations.child(parent, `.${name}`));
      found = union(
        found,
        own.map((id) => id | (taint & MARKS)),
      );
    }
  }
  return found;
}

const HANDLER = /^on./;
const knownListeners = new WeakMap<Analysis, ReadonlySet<string | undefined>>();

/** Names of properties that the file gives functions: `socket.onopen = () => { … }`. */
function listenersOf(analysis: Analysis): ReadonlySet<string | undefined> {
  let known = knownListeners.get(analysis);
  const isListener = ({ value }: Analysis['memberWrites'][number]): boolean => !!value && isFunction(value);
  if (!known) knownListeners.set(analysis, (known = new Set(analysis.memberWrites.filter(isListener).map(({ node }) => memberName(node)))));
  return known;
}

/** The read of one property of what is copied, where it is copied. */
function partOfCopy({ accesses, copied }: Flow, { node, fn }: Access, name: string): Access {
  let parts = copied.get(node);
  if (!parts) copied.set(node, (parts = new Map()));
  let part = parts.get(name);
  if (!part) {
    const [made] = partsAt(node, [name]);
    parts.set(name, (part = made as Part));
  }
  return accesses.get(part.node, fn);
}
