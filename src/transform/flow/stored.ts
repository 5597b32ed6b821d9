/** What the code says about what an assignment stores: an answer for this call, a count and its way, and where. */
import type { AnyNode, AssignmentExpression, CallExpression, NewExpression, ObjectExpression } from 'acorn';
import type { Flow } from './flow';
import {
  FLAG_ADDS,
  FLAG_FOR_CALL,
  FLAG_LEFT,
  FLAG_MARK,
  FLAG_TIME,
  MORE_AS_OF_NOW,
  MORE_CUTS,
  MORE_EMPTIES,
  MORE_ENDED,
  MORE_GROWS,
  MORE_RESTORES,
} from '../../wire/siteFlags';
import { markFlags } from '../facts/openPuts';
import { type Analysis, homeOf, onlyValue, type Variable } from '../scope/bindings';
import { forEachChild, isEquality, isFunction, isMark, memberName, rootOf, saysEnd, someChild, unchain } from '../scope/ast';
import { isEmptyCollection } from '../scope/initial';
import { aroundOf } from '../scope/tree';
import { isAllThatIsLeft } from './left';
import { isWithin, type Location, mayOverlap, rootLocation } from './locations';
import { isInRow } from './rows';
import { methodOf } from './summaries';
import { CHANGED, CONTROL, CROSSED, NOTHING, union, type Value } from './values';

/** `await load(request)`, of a parameter of the function at hand; a variable that has its only value from there; or what is made of it (`{ name, found: await load({ name }) }`). */
function isForCall(flow: Flow, node: AnyNode): boolean {
  if (node.type === 'Identifier') {
    const variable = flow.analysis.resolved.get(node);
    const value = variable?.fn === flow.fn && variable.values.length === 1 ? variable.values[0] : undefined;
    return value !== undefined && value.type !== 'Identifier' && isForCall(flow, value);
  }
  const isGiven = (part: AnyNode): boolean => {
    const variable = part.type === 'Identifier' ? flow.analysis.resolved.get(part) : undefined;
    if (variable) return variable.kind === 'param' && variable.fn === flow.fn;
    return !isFunction(part) && someChild(part, isGiven);
  };
  if (node.type === 'AwaitExpression') return node.argument.type === 'CallExpression' && node.argument.arguments.some(isGiven);
  return MADE.test(node.type) && someChild(node, (part) => isForCall(flow, part));
}

/** What is made of values that stand in it. */
const MADE = /^(?:Object|Array|Member|Call|Chain)Expression$|^Property$|^TemplateLiteral$|^SpreadElement$/;

/** The place that a value was read at in the step at hand; null for what is older, decided by a read, or no read. */
export function presentPlace(flow: Flow, taint: number): Location | null {
  const { kind, location } = flow.origins.get(taint);
  return (taint & (CROSSED | CONTROL)) === 0 && kind === 'read' ? location : null;
}

/**
 * `list = [...list, line]`, `state = { ...state, count: state.count + 1, [key]: value }`: what is stored adds to what is there now. An object in which properties with names are replaced
 * (`{ ...state, rows }`) keeps the rest, but not what they were.
 */
export function addsToPresent(flow: Flow, node: AnyNode, value: Value, location: Location): boolean {
  const isPresent = (taint: number): boolean => {
    const from = presentPlace(flow, taint);
    return from !== null && (mayOverlap(from, location) || isWithin(from, location));
  };
  if (!value.some(isPresent)) return false;
  if (isGivenAlone(flow.analysis, node)) return false;
  const variable = node.type === 'Identifier' ? flow.analysis.resolved.get(node) : undefined;
  const stored = unchain(onlyValue(variable) ?? node);
  const properties = replacedIn(stored);
  if (properties === undefined) return stored.type !== 'Identifier';
  return properties.some((p) => p.type === 'Property' && (p.computed || (flow.parts.get(p.value) ?? NOTHING).some(isPresent)));
}

/** `state = typeof next === 'function' ? next(state) : next`: on one of two ways what the caller gave is stored as it is. */
export function isGivenAlone(analysis: Analysis, stored: AnyNode | undefined): boolean {
  const variableOf = (node: AnyNode | undefined): Variable | undefined =>
    node?.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const value = onlyValue(variableOf(stored)) ?? stored;
  return value?.type === 'ConditionalExpression' && [value.consequent, value.alternate].some((way) => variableOf(way)?.kind === 'param');
}

/** What the write of a place stores: an assignment to it, or a call (`rows.set(id, row)`). */
export function storedBy(analysis: Analysis, write: AnyNode): AnyNode | undefined {
  if (write.type === 'CallExpression') return write.arguments.at(-1);
  const around = aroundOf(analysis, write);
  return around?.type === 'AssignmentExpression' && around.left === write ? around.right : undefined;
}

/** `used += reading - last; last = reading`: what is counted leads from what was there to what is stored, so that the store goes by that, too. */
export function withDifference({ analysis, state }: Flow, node: AssignmentExpression, value: Value): Value {
  const statement = node.right.type === 'Identifier' ? aroundOf(analysis, node) : undefined;
  const block = statement && aroundOf(analysis, statement);
  if (statement?.type !== 'ExpressionStatement' || block?.type !== 'BlockStatement') return value;
  const variableOf = (part: AnyNode): Variable | undefined => (part.type === 'Identifier' ? analysis.resolved.get(part) : undefined);
  let all = value;
  for (const before of block.body.slice(0, block.body.indexOf(statement))) {
    const counted = before.type === 'ExpressionStatement' ? before.expression : undefined;
    if (counted?.type !== 'AssignmentExpression' || !/^[-+]=$/.test(counted.operator)) continue;
    const by = onlyValue(variableOf(counted.right)) ?? counted.right;
    if (by.type !== 'BinaryExpression' || by.operator !== '-' || by.left.type === 'PrivateIdentifier') continue;
    const last = variableOf(by.left) === variableOf(node.right) ? variableOf(by.right) : undefined;
    if (last) all = union(all, state.locals.get(last) ?? NOTHING);
  }
  return all;
}

/**
 * `outlook = summarize(reports)`, `this.total = this.items.length`: what is stored is worked out in the same step from what stands there for all calls, in the module or beside the place. No
 * part of it was asked for, or given, by the call at hand.
 */
function isAsOfNow(flow: Flow, value: Value, location: Location): boolean {
  const place = rootLocation(location);
  const isBeside = ({ self, variable }: Location): boolean => {
    if (!variable || variable.kind === 'param') return self !== null && self === place.self;
    return variable.fn.parent === null || variable.fn === place.variable?.fn;
  };
  let isWorkedOut = false;
  for (const taint of value) {
    const { kind, location: from } = flow.origins.get(taint);
    const root = from && rootLocation(from);
    const isRead = kind === 'read' && root !== null;
    // A local depends on what it has its value from, which is looked at, too.
    const isLocal = root?.variable != null && isOfCallback(flow, root.variable);
    if ((taint & CROSSED) !== 0 || !(kind === 'call' || (isRead && (isLocal || isBeside(root))))) return false;
    isWorkedOut ||= isRead && !isLocal;
  }
  return isWorkedOut;
}

/** A variable of this call, or one of a callback within it, which has its parameters from what it is called for (`this.peers.map((peer) => peer.seen)`). */
function isOfCallback({ fn }: Flow, variable: Variable): boolean {
  return variable.kind === 'param' ? variable.fn.usage === 'inline' && variable.fn.parent === fn : variable.fn === fn;
}

/** `Object.assign({}, state, { rows })`, `merge(state, { rows })` */
const REPLACES = /^(?:assign|merge|extend|defaults)$/;

/** What stands in an object, or in those that are put together in a call. */
function replacedIn(node: AnyNode): ObjectExpression['properties'] | undefined {
  if (node.type === 'ObjectExpression') return node.properties;
  if (node.type !== 'CallExpression' || !REPLACES.test(methodOf(node))) return undefined;
  return node.arguments.flatMap((argument) => replacedIn(argument) ?? []);
}

/** `expires = Date.now() + ttl` in a function that makes no difference between its calls. */
function isTimeOfAll(flow: Flow, node: AnyNode): boolean {
  const { node: home } = homeOf(flow.fn);
  return home.type !== 'Program' && home.params.length === 0 && hasClock(node);
}

function hasClock(node: AnyNode): boolean {
  if (node.type === 'BinaryExpression') return hasClock(node.left) || hasClock(node.right);
  if (node.type === 'NewExpression') return node.callee.type === 'Identifier' && node.callee.name === 'Date';
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.object.type !== 'Identifier') return false;
  return memberName(node.callee) === 'now' && /^(?:Date|performance)$/.test(node.callee.object.name);
}

export function isPositive(node: AnyNode): boolean {
  return node.type === 'Literal' && typeof node.value === 'number' && node.value > 0;
}

/** `left--`, `done += 1`: which way a count goes. */
export function noteCount(flow: Flow, target: AnyNode, flag: number): void {
  if (locationOfTarget(flow, target)) flow.accesses.get(target, flow.fn).writeFlags |= flag;
}

/** Bits of `Site.more` for the target of an assignment. */
export function noteMore({ storeNotes }: Flow, target: AnyNode, more: number): void {
  storeNotes.set(target, (storeNotes.get(target) ?? 0) | more);
}

export function locationOfTarget(flow: Flow, target: AnyNode): Location | null {
  if (target.type === 'Identifier') {
    const variable = flow.analysis.resolved.get(target);
    return variable && !flow.isLocal(variable) ? flow.locations.ofVariable(variable) : null;
  }
  if (target.type === 'MemberExpression' && flow.isTrackedMember(target)) return flow.locations.find(target);
  return null;
}

/** `const mode = this.mode; …; await …; this.mode = mode`: what is stored is what was read there before the wait, and nothing else. */
function putsBackOld(flow: Flow, { operator, right }: AssignmentExpression, value: Value, location: Location): boolean {
  const variable = operator === '=' && right.type === 'Identifier' ? flow.analysis.resolved.get(right) : undefined;
  const [only, ...more] = value;
  if (!variable || !flow.isLocal(variable) || only === undefined || more.length > 0) return false;
  const { kind, location: from } = flow.origins.get(only);
  return kind === 'read' && from === location && (only & (CROSSED | CONTROL | CHANGED)) === CROSSED && variable.values.length === 1;
}

/** `const now = Date.now; …; afterEach(() => { Date.now = now; })`: a stand-in for what the language or Node gives is taken away again, whoever has put it there. */
export function putsOriginalBack({ analysis, locations }: Flow, { operator, left, right }: AssignmentExpression): boolean {
  const variable = operator === '=' && right.type === 'Identifier' ? analysis.resolved.get(right) : undefined;
  const original = variable?.kind === 'const' ? onlyValue(variable) : undefined;
  const root = rootOf(left);
  if (left.type !== 'MemberExpression' || original?.type !== 'MemberExpression') return false;
  return root.type === 'Identifier' && !analysis.resolved.has(root) && locations.find(original) === locations.find(left);
}

/** What an assignment stores. */
export function noteAssigned(flow: Flow, node: AssignmentExpression, value: Value, location: Location | null): void {
  if (!location) return;
  const { left, right } = node;
  const note = (flag: number): unknown => (flow.accesses.get(left, flow.fn).writeFlags |= flag);
  note(markFlags(flow.analysis, right));
  if (isTransition(flow, right, location)) note(FLAG_MARK);
  if (isTimeOfAll(flow, right)) note(FLAG_TIME);
  if (isForCall(flow, right)) note(FLAG_FOR_CALL);
  const isOfRow = isInRow(flow, node, location, (part) => locationOfTarget(flow, part));
  if (isOfRow || addsToPresent(flow, right, value, location)) note(FLAG_ADDS);
  const key = left.type === 'MemberExpression' && left.computed ? left.property : undefined;
  if (isAllThatIsLeft(flow.analysis, flow.fn, node) && (!key || isOfCall(flow, key, right))) note(FLAG_LEFT);
  if (putsBackOld(flow, node, value, location)) noteMore(flow, left, MORE_RESTORES);
  if (isAsOfNow(flow, value, location)) noteMore(flow, left, MORE_AS_OF_NOW);
  if (saysEnd(right)) noteMore(flow, left, MORE_ENDED);
  if (isEmptyCollection(right)) noteMore(flow, left, MORE_EMPTIES);
  if (isCutAtOld(flow, right, value, location)) noteMore(flow, left, MORE_CUTS);
  const isAll = (part: AnyNode | null): boolean => part?.type === 'SpreadElement' && locationOfTarget(flow, part.argument) === location;
  if (isOfRow || (right.type === 'ArrayExpression' && right.elements.some(isAll))) noteMore(flow, left, MORE_GROWS);
}

/** `if (this.state !== from) throw …; …; this.state = to`: what is stored is the next of several states, whichever these are. `if (this.tag === tag) return; …; this.tag = tag` stores what it has asked for. */
function isTransition(flow: Flow, right: AnyNode, location: Location): boolean {
  const stored = right.type === 'Identifier' ? flow.analysis.resolved.get(right) : undefined;
  if (stored?.kind !== 'param' || stored.fn !== flow.fn) return false;
  const isOther = (node: AnyNode): boolean => {
    const variable = node.type === 'Identifier' ? flow.analysis.resolved.get(node) : undefined;
    return variable
      ? variable.kind === 'param' && variable.fn === flow.fn && variable !== stored
      : node.type === 'Literal'
        ? typeof node.value === 'string' && node.value !== ''
        : isMark(node);
  };
  const isPlace = (node: AnyNode): boolean => locationOfTarget(flow, node) === location;
  const asks = (test: AnyNode): boolean => {
    if (test.type === 'LogicalExpression') return asks(test.left) || asks(test.right);
    if (test.type === 'UnaryExpression') return asks(test.argument);
    if (test.type !== 'BinaryExpression' || !isEquality(test.operator)) return false;
    return (isPlace(test.left) && isOther(test.right)) || (isPlace(test.right) && isOther(test.left));
  };
  return flow.state.guards.some(({ test }) => test && asks(test));
}

/** Parameters of the function at hand that an expression is made of, also through variables that have only one value. */
function paramsIn(flow: Flow, node: AnyNode, found = new Set<Variable>()): Set<Variable> {
  const variable = node.type === 'Identifier' ? flow.analysis.resolved.get(node) : undefined;
  if (variable?.fn === flow.fn && !found.has(variable)) {
    found.add(variable);
    const value = onlyValue(variable);
    if (value) paramsIn(flow, value, found);
  }
  forEachChild(node, (child) => void paramsIn(flow, child, found));
  return found;
}

/** `latest.set(symbol, { company, price })`: what is stored under a key is not only what belongs to the key, but what this call was given. */
function isOfCall(flow: Flow, key: AnyNode, stored: AnyNode): boolean {
  const keys = paramsIn(flow, key);
  return [...paramsIn(flow, stored)].some((variable) => variable.kind === 'param' && !keys.has(variable));
}

/** What `map.set(key, stored)` stores. */
export function noteStored(flow: Flow, node: CallExpression | NewExpression, value: Value, location: Location | null): void {
  const [key, stored] = node.arguments;
  if (!location || !stored || !key) return;
  const isLeft = isAllThatIsLeft(flow.analysis, flow.fn, node) && isOfCall(flow, key, stored);
  flow.accesses.get(node, flow.fn).writeFlags |= (isLeft ? FLAG_LEFT : 0) | markFlags(flow.analysis, stored);
  if (addsToPresent(flow, stored, value, location)) flow.accesses.get(node, flow.fn).writeFlags |= FLAG_ADDS;
  if (isAsOfNow(flow, value, location)) noteMore(flow, node, MORE_AS_OF_NOW);
}

/**
 * `const end = this.text.indexOf('\n'); await …; this.text = this.text.slice(end + 1)`: what is left of what stands there now, from a place that was found in what stood there before the wait. What others
 * have put behind it meanwhile stays, but after another cut the place is another one.
 */
const CUTS = /^(?:slice|substring|substr|subarray|toSpliced)$/;

/** What is cut, by a call of such a method on something shared. */
function cutBy(flow: Flow, callee: AnyNode): Location | null {
  const isCut = callee.type === 'MemberExpression' && CUTS.test(memberName(callee) ?? '');
  return isCut ? locationOfTarget(flow, callee.object) : null;
}

function isOld(flow: Flow, value: Value, place: Location): boolean {
  const isRead = (taint: number): boolean => flow.origins.get(taint).kind === 'read' && flow.origins.get(taint).location === place;
  return value.some((taint) => (taint & (CROSSED | CONTROL)) === CROSSED && isRead(taint));
}

/** What the call gives comes from the older look, by which it was cut. */
export function withoutCut(flow: Flow, callee: AnyNode, base: Value, values: readonly Value[]): Value {
  const place = cutBy(flow, callee);
  if (!place || !values.some((value) => isOld(flow, value, place))) return base;
  return base.filter((taint) => (taint & CROSSED) !== 0 || flow.origins.get(taint).location !== place);
}

function isCutAtOld(flow: Flow, stored: AnyNode, value: Value, place: Location): boolean {
  return stored.type === 'CallExpression' && cutBy(flow, stored.callee) === place && isOld(flow, value, place);
}
