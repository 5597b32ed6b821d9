/**
 * The element at one end of a list is looked at, and later one is taken from that end: `const job = queue[0]; await run(job); queue.shift()`. Where somebody else takes one in between,
 * another one is lost. Found along with the dependences (flow.ts); a pair of kind `value` joins the look and what takes.
 */
import type { AnyNode, AssignmentExpression, CallExpression, MemberExpression } from 'acorn';
import type { Access } from './access';
import { FLAG_SUBTRACTS, MORE_CUTS } from '../../wire/siteFlags';
import { isEquality, memberName, rootOf, someChild, unchain } from '../scope/ast';
import { onlyValue, type FunctionInfo, type Variable } from '../scope/bindings';
import { contentsOf, isCountOf } from './copies';
import type { Flow } from './flow';
import { type Location, overlaps } from './locations';
import { isAsked, withoutOne } from './removal';
import { presenceOf } from './presence';
import { noteMore } from './stored';
import { CONTROL, CROSSED, NOTHING, union, type Value } from './values';
import { containerName } from '../scope/collections';
import { nodesOf } from '../scope/tree';

type End = 'first' | 'last';

/** Which end an access looks at. */
const ends = new WeakMap<Access, End>();

interface Take {
  readonly fn: FunctionInfo;
  readonly access: Access;
  readonly location: Location;
  readonly end: End;
}

/** What functions take from an end that they have not looked at themselves. */
const takes = new WeakMap<Flow, Take[]>();

/** What the element is known by from then on: a variable, or the expression that looks. */
const elements = new WeakMap<Access, Variable | AnyNode>();

/** `list[0]`, `list[list.length - 1]`, `list.at(0)`, `list.at(-1)`, `list.slice(0, n)`, `set.values().next().value`: from now on this is what was last seen at that end. Returns that somebody looked whether there is any. */
export function notePeek(flow: Flow, node: MemberExpression | CallExpression): Value {
  const isCall = node.type === 'CallExpression';
  const member = isCall ? unchain(node.callee) : node;
  if (member.type !== 'MemberExpression' || member.object.type === 'Super') return NOTHING;
  const iterated = isCall ? undefined : firstOf(node);
  const end = iterated ? 'first' : isCall ? endOfCall(node, member) : member.computed ? endOfIndex(member.property, member) : undefined;
  const list = iterated ? iteratedIn(iterated) : listedIn(member.object);
  if (!end) return NOTHING;
  const access = isCall ? flow.accesses.get(node, flow.fn) : lookAt(flow, iterated ?? list);
  keep(flow, list, access, end, node);
  return isCall ? NOTHING : presenceOf(flow, list, access);
}

/** `[...idle]`, `Array.from(idle)`: idle. */
function listedIn(node: AnyNode): AnyNode {
  if (node.type === 'ArrayExpression' && node.elements.length === 1) {
    const [part] = node.elements;
    return part?.type === 'SpreadElement' ? part.argument : node;
  }
  if (node.type !== 'CallExpression' || node.arguments.length !== 1) return node;
  const { callee } = node;
  const isList = callee.type === 'MemberExpression' && containerName(callee.object) === 'Array' && memberName(callee) === 'from';
  return isList ? (node.arguments[0] ?? node) : node;
}

/** `set.values().next().value`: `set.values()`. */
function firstOf(node: MemberExpression): AnyNode | undefined {
  const next = memberName(node) === 'value' ? unchain(node.object) : undefined;
  if (next?.type !== 'CallExpression' || next.callee.type !== 'MemberExpression' || memberName(next.callee) !== 'next') return undefined;
  const made = unchain(next.callee.object);
  return iteratedIn(made) === made ? undefined : made;
}

/** The read of all that `jobs` holds, or `jobs.keys()` gives. */
function lookAt({ accesses, fn }: Flow, node: AnyNode): Access {
  return iteratedIn(node) === node ? accesses.copy(node, fn) : accesses.get(node, fn);
}

/** `jobs.keys()`, `jobs.values()`: jobs. */
function iteratedIn(node: AnyNode): AnyNode {
  if (node.type !== 'CallExpression' || node.arguments.length > 0 || node.callee.type !== 'MemberExpression') return node;
  return /^(?:keys|values)$/.test(memberName(node.callee) ?? '') ? node.callee.object : node;
}

/** `const [job] = queue`, `const [name] = jobs.keys()`, `const { 0: job } = queue`. Returns, where it takes nothing else, that somebody looked whether there is any. */
export function notePeekOf(flow: Flow, pattern: AnyNode, init: AnyNode): Value {
  const list = iteratedIn(init);
  const [first] = pattern.type === 'ArrayPattern' ? pattern.elements : [];
  const isFirst = first ? first.type !== 'RestElement' : pattern.type === 'ObjectPattern' && pattern.properties.some(isOfFirst);
  if (!isFirst || !/^(?:Identifier|MemberExpression)$/.test(list.type)) return NOTHING;
  // Of a map the key.
  const named = first?.type === 'ArrayPattern' ? first.elements[0] : first;
  keep(flow, list, lookAt(flow, init), 'first', named?.type === 'Identifier' ? flow.analysis.resolved.get(named) : undefined);
  const isAlone = pattern.type === 'ArrayPattern' && pattern.elements.length === 1;
  return isAlone ? presenceOf(flow, list, lookAt(flow, init)) : NOTHING;
}

function isOfFirst(part: AnyNode): boolean {
  return part.type === 'Property' && part.key.type === 'Literal' && Number(part.key.value) === 0 && part.key.value !== '';
}

function keep(flow: Flow, list: AnyNode, access: Access, end: End, element: Variable | AnyNode | undefined): void {
  const location = listOf(flow, list);
  if (!location) return;
  ends.set(access, end);
  if (element) elements.set(access, element);
  const { state, origins } = flow;
  const others = state.peeks.filter((peek) => origins.get(peek).location !== location || endOf(flow, peek) !== end);
  state.peeks = union(others, origins.read(access, location));
}

/** What the list holds; of one that others take the place of, and which nobody changes, the list. */
function listOf(flow: Flow, list: AnyNode): Location | null {
  const contents = contentsOf(flow, list);
  if (contents) return contents;
  const variable = list.type === 'Identifier' ? flow.analysis.resolved.get(list) : undefined;
  const isShared = variable ? !flow.isLocal(variable) : flow.isTrackedMember(list);
  return isShared ? flow.locations.find(list) : null;
}

/** `const [name] = idle; await ping(name); idle.delete(name)`: the element is taken out that was looked at before the last boundary. */
export function removePeeked(flow: Flow, node: CallExpression, container: AnyNode, [key]: readonly AnyNode[] = node.arguments): void {
  const location = contentsOf(flow, container);
  if (key?.type !== 'Identifier' || !location || isAsked(node)) return;
  for (const read of staleLooks(flow, key, location)) flow.pair(read, flow.accesses.get(node, flow.fn), 'guard');
}

/** `idle = idle.filter((one) => one !== name)`, `idle = idle.filter((one) => one !== first && one !== second)`: the same of a list that another one takes the place of. */
export function noteWithoutOne(flow: Flow, node: AssignmentExpression | CallExpression): void {
  const compared = withoutOne(flow.analysis, node);
  if (!compared) return;
  const target = node.type === 'CallExpression' ? node : node.left;
  flow.withoutOne.add(target);
  const location = node.type === 'CallExpression' ? null : listOf(flow, target);
  // What is stored is known to be made of what was seen.
  const isSeen = (side: AnyNode): boolean =>
    location !== null && (staleLooks(flow, rootOf(side), location).length > 0 || wasChosen(flow, rootOf(side), location));
  if (compared.some(isSeen)) noteMore(flow, target, MORE_CUTS);
}

/** The looks, before the last boundary, that gave the element of that name; unless somebody has looked again. Who waits for the element itself does nothing with it twice. */
function staleLooks(flow: Flow, name: AnyNode, location: Location): Access[] {
  const variable = name.type === 'Identifier' ? flow.analysis.resolved.get(name) : undefined;
  const { state, origins } = flow;
  if (!variable || hasLookedAgain(flow, location)) return [];
  if (nodesOf(flow.analysis, 'AwaitExpression').some(({ argument }) => flow.analysis.resolved.get(argument) === variable)) return [];
  const value = onlyValue(variable);
  return state.peeks.flatMap((peek) => {
    const { access: read, location: at } = origins.get(peek);
    const element = read && elements.get(read);
    const isIt = element && at === location && (peek & CROSSED) !== 0 && (element === variable || element === value);
    return isIt ? [read] : [];
  });
}

function hasLookedAgain({ state, origins }: Flow, location: Location): boolean {
  const isFresh = (taint: number): boolean => {
    const at = origins.get(taint).location;
    return (taint & CROSSED) === 0 && at !== null && overlaps(at, location);
  };
  return state.guards.some((guard) => guard.validated || guard.value.some(isFresh));
}

/** `const rival = waiting.find((one) => isNear(one, player))` before the last boundary: one that others may choose as well. Who searches for one by its name has no rivals. */
function wasChosen(flow: Flow, name: AnyNode, location: Location): boolean {
  const variable = name.type === 'Identifier' ? flow.analysis.resolved.get(name) : undefined;
  const search = unchain(onlyValue(variable) ?? name);
  if (!variable || search.type !== 'CallExpression' || search.callee.type !== 'MemberExpression') return false;
  const [test] = search.arguments;
  if (!/^find(?:Last)?$/.test(memberName(search.callee) ?? '') || !test || hasEquality(test)) return false;
  const isOld = flow.state.locals.get(variable)?.some((taint) => (taint & CROSSED) !== 0) === true;
  return isOld && listOf(flow, search.callee.object) === location && !hasLookedAgain(flow, location);
}

function hasEquality(node: AnyNode): boolean {
  const isByName = node.type === 'BinaryExpression' && isEquality(node.operator) && node.right.type !== 'Literal';
  return isByName || someChild(node, hasEquality);
}

/**
 * `list.shift()`, `list.pop()`, `list.splice(0, n)`: takes what was looked at before the last boundary, unless somebody else has. Whoever has put something of its own on top of it
 * (`const outer = stack[0]; stack.unshift(own)`) takes that back.
 */
export function takePeeked(flow: Flow, node: CallExpression, container: AnyNode, method: string): void {
  if (method === 'set') noteWithoutOne(flow, node);
  if (method === 'splice' && isCounted(node, container)) flow.accesses.get(node, flow.fn).writeFlags |= FLAG_SUBTRACTS;
  if (method === 'splice') removePeeked(flow, node, container, soughtBy(node, container));
  const added = method === 'unshift' ? 'first' : method === 'push' ? 'last' : undefined;
  const end = added ?? endTaken(node, method);
  const location = end && contentsOf(flow, container);
  if (!end || !location) return;
  const { state, origins } = flow;
  const isOf = (peek: number): boolean => origins.get(peek).location === location && endOf(flow, peek) === end;
  const isValidated = state.guards.some((guard) => guard.validated);
  for (const peek of isValidated || added ? [] : state.peeks) {
    const { access: read } = origins.get(peek);
    if (read && isOf(peek) && (peek & CROSSED) !== 0) flow.pair(read, flow.accesses.get(node, flow.fn), 'value');
  }
  const isUnseen = !added && !isValidated && !state.peeks.some(isOf);
  if (isUnseen) noteTake(flow, { fn: flow.fn, access: flow.accesses.get(node, flow.fn), location, end });
  state.peeks = state.peeks.filter((peek) => !isOf(peek));
}

/** `queue = queue.slice(1)`, `queue = queue.slice(0, -1)`: the same of a list that another one takes the place of. */
export function takeCutOff(flow: Flow, { left, right }: AssignmentExpression): void {
  const end = endCut(right);
  const callee = right.type === 'CallExpression' ? unchain(right.callee) : right;
  const location = end && listOf(flow, left);
  if (!location || callee.type !== 'MemberExpression' || listOf(flow, callee.object) !== location) return;
  // What others put behind it leaves that end as it is.
  noteMore(flow, left, MORE_CUTS);
  const { state, origins } = flow;
  const isOf = (peek: number): boolean => origins.get(peek).location === location && endOf(flow, peek) === end;
  for (const peek of state.guards.some((guard) => guard.validated) ? [] : state.peeks) {
    const { access: read } = origins.get(peek);
    // What takes its place is another list, so that the look at the place counts, and not that at what it holds.
    const looked = read && placeOf(read.node);
    if (!looked || !isOf(peek) || (peek & CROSSED) === 0) continue;
    flow.pair(flow.accesses.get(looked, read.fn), flow.accesses.get(left, flow.fn), 'value');
  }
  state.peeks = state.peeks.filter((peek) => !isOf(peek));
}

/** `queue` of `queue`, `queue.at(0)`. */
function placeOf(look: AnyNode): AnyNode {
  const callee = look.type === 'CallExpression' ? unchain(look.callee) : look;
  return look.type === 'CallExpression' && callee.type === 'MemberExpression' ? callee.object : look;
}

/** The end that `list.slice(1)` or `list.slice(0, -1)` leaves out. */
function endCut(node: AnyNode): End | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || memberName(node.callee) !== 'slice') return undefined;
  const [from, to] = node.arguments;
  if (from && isOne(from) && !to) return 'first';
  return from?.type === 'Literal' && from.value === 0 && to?.type === 'UnaryExpression' && to.operator === '-' && isOne(to.argument)
    ? 'last'
    : undefined;
}

function noteTake(flow: Flow, take: Take): void {
  const known = takes.get(flow);
  if (!known) takes.set(flow, [take]);
  else if (known.every(({ access }) => access !== take.access)) known.push(take);
}

/** Functions that give the element at an end, and others that take it from there: `peek()` and `drop()` of a queue, for callers in other files. */
export function linkPeeks(flow: Flow): void {
  const taken = takes.get(flow) ?? [];
  for (const [fn, { returns }] of taken.length === 0 ? [] : flow.summaries) {
    for (const taint of returns) {
      const { access, location, presence } = flow.origins.get(taint);
      const [read, list] = presence ? [presence.access, presence.list] : [access, location];
      const end = read ? ends.get(read) : undefined;
      if (!read || !end || !list || (taint & (CONTROL | CROSSED)) !== 0) continue;
      for (const { fn: other, access: write, location: from, end: at } of taken) {
        if (other === fn || at !== end || !overlaps(list, from)) continue;
        read.paired = write.paired = true;
        flow.links.set(`r${read.id}:w${write.id}:peeked`, { read, write, kind: 'peeked' });
      }
    }
  }
}

/** Of `idle.splice(idle.indexOf(name), 1)` what is taken out; where that is gone, it is another one. */
function soughtBy({ arguments: [index] }: CallExpression, container: AnyNode): readonly AnyNode[] {
  const callee = index?.type === 'CallExpression' ? index.callee : undefined;
  const isIndex = callee?.type === 'MemberExpression' && memberName(callee) === 'indexOf';
  return isIndex && containerName(callee.object) === containerName(container) ? (index as CallExpression).arguments : [];
}

/** `list.splice(0, batch.length)`: so many, and not all that are there now. */
function isCounted({ arguments: [, count] }: CallExpression, container: AnyNode): boolean {
  return count !== undefined && !isCountOf(count, container);
}

function endOf(flow: Flow, peek: number): End | undefined {
  const { access } = flow.origins.get(peek);
  return access ? ends.get(access) : undefined;
}

function endOfCall({ arguments: [first] }: CallExpression, member: MemberExpression): End | undefined {
  return memberName(member) === 'slice' && !first ? 'first' : endOfIndex(first, member);
}

function endOfIndex(index: AnyNode | undefined, { object }: MemberExpression): End | undefined {
  if (index?.type === 'Literal') return index.value === 0 ? 'first' : undefined;
  if (index?.type === 'UnaryExpression') return isOne(index.argument) && index.operator === '-' ? 'last' : undefined;
  if (index?.type !== 'BinaryExpression' || index.operator !== '-' || !isOne(index.right)) return undefined;
  return isCountOf(index.left, object) ? 'last' : undefined;
}

function isOne(node: AnyNode): boolean {
  return node.type === 'Literal' && node.value === 1;
}

function endTaken({ arguments: [first] }: CallExpression, method: string): End | undefined {
  if (method === 'shift') return 'first';
  if (method === 'pop') return 'last';
  return method === 'splice' && first?.type === 'Literal' && first.value === 0 ? 'first' : undefined;
}

/** `const batch = list.splice(0, list.length)` is out of the list in the same step: how many there were says nothing about those who put it back. */
export function takenBy(flow: Flow, callee: AnyNode, given: Value): Value {
  if (callee.type !== 'MemberExpression' || memberName(callee) !== 'splice') return given;
  const contents = contentsOf(flow, callee.object);
  return given.filter((taint) => (taint & CROSSED) !== 0 || flow.origins.get(taint).location !== contents);
}
