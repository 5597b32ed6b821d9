/**
 * Writes that put something over what is there now (`rows.set(id, { ...rows.get(id), ...patch })`, `state = { ...state, likes }`): they take from others only what they name. What each names
 * is told by write (SiteMerge), what its callers do by call (SitePatch): which properties a call names, and which of them follow from a look at the same property. The analysis
 * compares what a run has called.
 */
import type { AnyNode, CallExpression, ObjectExpression } from 'acorn';
import { ALL_NAMES, ANY_ENTRY } from '../../wire/siteFlags';
import type { SiteMerge, SitePatch } from '../../wire/sites';
import { forEachChild, isFunction, isMark, memberName, rootOf, someChild, unchain } from '../scope/ast';
import { homeOf, onlyValue, type Analysis } from '../scope/bindings';
import { collectionEffect } from '../scope/collections';
import { helperOf } from '../scope/helpers';
import { keyName } from '../scope/initial';
import { constantOf, isMadeOf, isTakenAs, namesIn, namesTaken } from '../scope/constants';
import { changesIn, filledEntry, namedIn } from '../facts/openPuts';
import { actionTypes, namesAsked } from '../facts/reducers';
import type { Access } from './access';
import type { Flow } from './flow';
import { isWithin, mayOverlap, type Location } from './locations';
import { isPut } from './drafts';
import type { Guard } from './state';
import { presentPlace } from './stored';
import { CONTROL, CROSSED, isAwaited, NOTHING, RECEIVER, union, type Value } from './values';

/** What a write puts over what is there, in the object that stands at it. */
export type Merge = Omit<SiteMerge, 'site'>;

const MAX_PATCHES = 128;

/** Notes that a write stores what is there now with something put over it. */
export function noteMerge(flow: Flow, node: AnyNode, stored: AnyNode | undefined, value: Value, location: Location | null): void {
  if (!location || !stored) return;
  const made = constantOf(flow.analysis, stored);
  if (addsBy(flow, made, location)) ADDED.add(flow.accesses.get(node, flow.fn));
  else if (!value.some((taint) => isPresent(flow, taint, location))) return;
  const object = mergedIn(made);
  const access = flow.accesses.get(node, flow.fn);
  if (startsWithDefault(flow.analysis, made)) DEFAULTS.add(access);
  if (!object && isReduced(flow, stored, location)) return void flow.merges.set(access, { names: [], values: [], isReduced: true });
  if (!object && isCopiedWith(flow, made, value, location)) return void flow.merges.set(access, { names: [], values: [], isCopy: true });
  if (!object) return;
  const all = object.flatMap((part) => (part.type === 'ObjectExpression' ? propertiesOf(part) : []));
  // `plan: plan ?? row.plan`: only who gives one replaces it.
  const named = all.filter((p) => !keepsIt(p.value, p.name));
  const values = named.filter((p) => isLate(flow, p.value) && isMadeOf(flow.analysis, p.value, p.name));
  const entries = object.flatMap((part) => (part.type === 'ObjectExpression' ? entriesOf(part) : []));
  const isOpen =
    named.length < all.length ||
    object.some((part) => part.type !== 'ObjectExpression' || part.properties.some((p) => p.type === 'SpreadElement'));
  flow.merges.set(access, {
    ...flow.merges.get(access),
    names: [
      ...named.flatMap((p) => [p.name, ...namesWithin(p.value)]),
      ...(entries.length > 0 ? [ANY_ENTRY] : []),
      ...(isOpen ? [ALL_NAMES] : []),
    ],
    values: [...values.map((p) => p.name), ...(entries.some((value) => isLate(flow, value)) ? [ANY_ENTRY] : [])],
  });
}

function keepsIt(value: AnyNode, name: string): boolean {
  const at = unchain(value);
  const kept = at.type === 'LogicalExpression' && at.operator !== '&&' ? unchain(at.right) : undefined;
  return kept?.type === 'MemberExpression' && memberName(kept) === name && at.type === 'LogicalExpression' && at.left.type === 'Identifier';
}

/** `if (rows.get(id).left < 1) return; await pay(); rows.set(id, { ...rows.get(id), left: 0 });`: whoever writes has tested that property before. */
export function noteTested({ analysis, merges, origins }: Flow, write: Access, { test, value }: Guard): void {
  const merge = merges.get(write);
  if (!merge) return;
  const isRead = (name: string): boolean => value.some((taint) => origins.get(taint).location?.segment === `.${name}`);
  // Whether both are about one entry the run tells (sought.ts).
  const isNamed = (name: string): boolean =>
    merge.guards?.includes(name) === true || name === ANY_ENTRY || isRead(name) || (test !== undefined && testsName(analysis, test, name));
  merges.set(write, { ...merge, guards: merge.names.filter(isNamed) });
}

/** The test names it, or what a function of the file gives that it calls: `isTaken(id)`. */
function testsName(analysis: Analysis, test: AnyNode, name: string): boolean {
  const isOfHelper = (node: AnyNode): boolean => {
    const returned = node.type === 'CallExpression' ? helperOf(analysis, node)?.returned : undefined;
    return (returned !== undefined && namesIn(analysis, returned).has(name)) || someChild(node, isOfHelper);
  };
  return namesIn(analysis, test).has(name) || isOfHelper(test);
}

/** `state = reducer(state, action)`: made by a function of what is there and of what the caller has given; what that names is all that is known of what it replaces. */
function isReduced(flow: Flow, stored: AnyNode, location: Location): boolean {
  const call = unchain(stored);
  if (call.type !== 'CallExpression' || call.arguments.length !== 2) return false;
  const [present, given] = call.arguments;
  const variable = given?.type === 'Identifier' ? flow.analysis.resolved.get(given) : undefined;
  return variable?.kind === 'param' && present !== undefined && flow.locations.find(present) === location;
}

/** The entry keeps its object, which is changed as if a new one was stored: the look at it is told as the write. */
export function noteFilled(flow: Flow, node: CallExpression, values: readonly Value[]): void {
  const entry = filledEntry(flow.analysis, node);
  const access = entry && flow.accesses.find(entry);
  const isLook = (taint: number): boolean => (taint & (CROSSED | CONTROL)) === 0 && flow.origins.get(taint).access === access;
  const look = access && values[0]?.find(isLook);
  const location = look === undefined ? null : flow.origins.get(look).location;
  if (!access || !location) return;
  const named = node.arguments.flatMap((source) => (source.type === 'ObjectExpression' ? propertiesOf(source) : []));
  flow.merges.set(access, { names: [...named.map((p) => p.name), ALL_NAMES], values: [] });
  flow.write(access.node, location, values.slice(1, RECEIVER).reduce(union, NOTHING), node.start);
}

const DEFAULTS = new WeakSet<Access>();

/** `rooms.set(id, [...(rooms.get(id) ?? []), guest])`, `rooms[id] = (rooms[id] ?? []).concat(guest)`: it has looked only whether there is a list. */
export function asksForList(access: Access): boolean {
  return DEFAULTS.has(access);
}

function startsWithDefault(analysis: Analysis, made: AnyNode): boolean {
  const first = made.type === 'ArrayExpression' ? made.elements[0] : undefined;
  const callee = made.type === 'CallExpression' ? made.callee : undefined;
  const given = first?.type === 'SpreadElement' ? first.argument : callee?.type === 'MemberExpression' ? callee.object : undefined;
  // `[...this.listOf(id), guest]`
  const list = given?.type === 'CallExpression' ? (helperOf(analysis, given)?.returned ?? given) : given;
  return list?.type === 'LogicalExpression' && list.right.type === 'ArrayExpression';
}

/**
 * `counts = new Map(counts).set(kind, before + 1)`, `rows = [...rows.filter((row) => row.id !== id), { id, left }]`: what is there now, copied, with something in it that is made of what was
 * there before, or that the function is given.
 */
function isCopiedWith(flow: Flow, made: AnyNode, value: Value, location: Location): boolean {
  const isCopy =
    made.type === 'NewExpression' || (made.type === 'CallExpression' && !addsBy(flow, made, location)) || made.type === 'ObjectExpression';
  const first = made.type === 'ArrayExpression' ? made.elements[0] : undefined;
  // `[...rows, row]` replaces nothing.
  if (!isCopy && !(first?.type === 'SpreadElement' && first.argument.type === 'CallExpression')) return false;
  return value.some((taint) => {
    const { kind, location: from } = flow.origins.get(taint);
    if ((taint & CONTROL) !== 0) return false;
    const isOld = (taint & CROSSED) !== 0 && kind === 'read' && from !== null && (mayOverlap(from, location) || isWithin(from, location));
    return isOld || kind === 'param';
  });
}

const ADDED = new WeakSet<Access>();

/** What is there decides what becomes of the answer: nothing of it is lost. */
export function isAddedTo(access: Access): boolean {
  return ADDED.has(access);
}

/** `total = total.plus(price)`, `state = state.with(patch)` */
function addsBy({ analysis, locations }: Flow, made: AnyNode, location: Location): boolean {
  const [only, ...others] = made.type === 'CallExpression' ? made.arguments : [];
  if (made.type !== 'CallExpression' || made.callee.type !== 'MemberExpression' || only === undefined || others.length > 0) return false;
  const isGiven = /^(?:Identifier|MemberExpression)$/.test(only.type) && !isPart(constantOf(analysis, only));
  return isGiven && locations.find(made.callee.object) === location;
}

/** `{ left: before - 1 }` says what is stored. */
function isPart({ type }: AnyNode): boolean {
  return type === 'ObjectExpression' || type === 'ArrayExpression' || type.endsWith('FunctionExpression');
}

function isPresent(flow: Flow, taint: number, location: Location): boolean {
  const from = presentPlace(flow, taint);
  return from !== null && mayOverlap(from, location);
}

/** What is put over what is there, `{ ...row, likes }`, `Object.assign({}, row, { likes })`, also as what a callback gives: `rows.map((row) => (row.id === id ? { ...row, ...patch } : row))`. */
function mergedIn(node: AnyNode): AnyNode[] | undefined {
  if (node.type === 'ObjectExpression') {
    const [first, ...rest] = node.properties;
    return first?.type === 'SpreadElement' && rest.length > 0 ? [{ ...node, properties: rest }] : undefined;
  }
  if (node.type === 'CallExpression' && isPut(node)) {
    const [target, , ...over] = node.arguments;
    return target?.type === 'ObjectExpression' && target.properties.length === 0 && over.length > 0 ? over : undefined;
  }
  let found: AnyNode[] | undefined;
  forEachChild(node, (child) => (found ??= mergedIn(child)));
  return found;
}

function propertiesOf(object: ObjectExpression): { readonly name: string; readonly value: AnyNode }[] {
  return namedIn(object).map((p) => ({ name: keyName(p.key), value: p.value }));
}

/** `{ ...state.users, [id]: { ...state.users[id], left } }` within another one: `left`. */
function namesWithin(value: AnyNode): string[] {
  const [first, ...rest] = value.type === 'ObjectExpression' ? value.properties : [];
  if (first?.type !== 'SpreadElement') return [];
  return rest.flatMap((p) => (p.type === 'Property' ? [...(p.computed ? [] : [keyName(p.key)]), ...namesWithin(p.value)] : []));
}

/** `{ ...held, [seat]: who }` */
function entriesOf(object: ObjectExpression): AnyNode[] {
  return object.properties.flatMap((p) => (p.type === 'Property' && p.computed ? [p.value] : []));
}

function isLate(flow: Flow, node: AnyNode): boolean {
  return (flow.parts.get(node) ?? NOTHING).some(
    (taint) => (taint & (CROSSED | CONTROL)) === CROSSED && flow.origins.get(taint).kind === 'read',
  );
}

/** Notes what a call of some function of the program names in what it gives. */
export function notePatch(flow: Flow, node: CallExpression, values: readonly Value[]): void {
  const [first, second] = node.arguments;
  if (flow.patches.size >= MAX_PATCHES || !first) return;
  const callee = unchain(node.callee);
  const name = callee.type === 'MemberExpression' ? memberName(callee) : callee.type === 'Identifier' ? callee.name : undefined;
  // A Map is given a key, too.
  const isOwnSet = name === 'set' && second === undefined && constantOf(flow.analysis, first).type === 'ObjectExpression';
  if (name === undefined || (collectionEffect(name) && !isOwnSet)) return;
  const root = rootOf(callee);
  // `console.log`, `Promise.all`
  if (root.type === 'Identifier' && !flow.analysis.resolved.has(root)) return;
  const isAll = node.arguments.some((argument, i) => isFound(flow, argument, values[i] ?? NOTHING));
  const objects = node.arguments.flatMap((argument) => {
    const value = constantOf(flow.analysis, argument);
    return value.type === 'ObjectExpression' ? changesIn(value).flatMap(propertiesOf) : [];
  });
  const actions = actionTypes(flow.analysis, first);
  const patch = isAll
    ? { names: [ALL_NAMES], values: [ALL_NAMES], guards: [] }
    : objects.length > 0 || actions.length > 0
      ? patchOf(flow, node, objects, actions)
      : second && givenOf(flow, node, values);
  // The first passes over a loop know less.
  if (patch && patch.values.length >= (flow.patches.get(node)?.values.length ?? 0)) {
    flow.patches.set(node, { fn: homeOf(flow.fn).index, callee: name, ...patch });
  }
}

/** What was found is given back as a whole: `const row = await find(id)` … `save(row)`, `save({ ...row, likes })`, `row.save()`. */
export function isFound(flow: Flow, argument: AnyNode, given: Value): boolean {
  const value = constantOf(flow.analysis, argument);
  if (value.type === 'ObjectExpression') {
    return value.properties.some((p) => p.type === 'SpreadElement' && followsFromLook(flow, flow.parts.get(p) ?? NOTHING));
  }
  const variable = argument.type === 'Identifier' ? flow.analysis.resolved.get(argument) : undefined;
  const found = onlyValue(variable);
  const asked = found && unchain(found);
  if (asked?.type !== 'AwaitExpression') return false;
  // `const patch = await plugin(state); merge(patch)`: what another function makes of what stands there is something else.
  const call = unchain(asked.argument);
  const isForeign = call.type === 'CallExpression' && !flow.resolveCall(unchain(call.callee));
  return followsFromLook(flow, isForeign ? given.filter((taint) => flow.origins.get(taint).kind !== 'read') : given);
}

type Named = Omit<SitePatch, 'fn' | 'callee'>;

/** `update(id, { likes: post.likes + 1 })` */
function patchOf(flow: Flow, call: CallExpression, named: ReturnType<typeof propertiesOf>, actions: readonly string[]): Named | undefined {
  const { analysis } = flow;
  const values = named.filter((p) => followsFromLook(flow, flow.parts.get(p.value) ?? NOTHING) && isMadeOf(analysis, p.value, p.name));
  const tests = testsBefore(flow, call);
  const isFixed = (value: AnyNode): boolean => value.type === 'Literal' || isMark(value);
  const sought = new Set(tests.flatMap((test) => namesSought(analysis, test)));
  const guards = named.filter(
    (p) => sought.has(p.name) || tests.some((test) => namesIn(analysis, test).has(p.name) || (isFixed(p.value) && asksAbout(test))),
  );
  const asked = actions.length > 0 ? namesAsked(analysis, tests) : [];
  const answers = actions.length > 0 ? named.filter((p) => (flow.parts.get(p.value) ?? NOTHING).some(isAwaited)).map((p) => p.name) : [];
  const given = actions.length > 0 ? named.filter((p) => followsFromLook(flow, flow.parts.get(p.value) ?? NOTHING)) : [];
  const madeOf = given.flatMap((p) => namesTaken(analysis, constantOf(analysis, p.value)).filter((name) => name !== p.name));
  if (values.length + guards.length + asked.length + answers.length + madeOf.length === 0) return undefined;
  const taken = values.filter((p) => p.value.type !== 'Identifier' && isTakenAs(analysis, p.value, p.name)).map((p) => p.name);
  return {
    names: named.map((p) => p.name),
    values: values.map((p) => p.name),
    guards: guards.map((p) => p.name),
    ...(taken.length > 0 && { taken }),
    ...(madeOf.length > 0 && { madeOf }),
    ...(asked.length > 0 && { asked }),
    ...(answers.length > 0 && { answers }),
    ...(actions.length > 0 && { actions }),
  };
}

/** `setLikes(id, post.likes + 1)`, `setStatus(id, 'paid')`: which of them the function stores under their names, its own file says. */
function givenOf(flow: Flow, call: CallExpression, given: readonly Value[]): Named | undefined {
  const values = new Set<string>();
  const guards = new Set<string>();
  for (const [i, argument] of call.arguments.entries()) {
    if (followsFromLook(flow, given[i] ?? NOTHING)) for (const name of namesIn(flow.analysis, argument)) values.add(name);
  }
  if (flow.awaited === call || call.arguments.some(isMark)) {
    for (const test of testsBefore(flow, call)) for (const name of namesIn(flow.analysis, test)) guards.add(name);
  }
  return values.size + guards.size > 0 ? { names: [], values: [...values], guards: [...guards] } : undefined;
}

function followsFromLook(flow: Flow, value: Value): boolean {
  return value.some((taint) => (taint & CONTROL) === 0 && /^(?:call|read)$/.test(flow.origins.get(taint).kind));
}

const TESTS = new WeakMap<AnyNode, readonly AnyNode[]>();

/** The tests of the function that stand before a call, and calls that can only refuse: `ensureOpen(order);`. */
function testsBefore(flow: Flow, call: CallExpression): AnyNode[] {
  const { node: home } = homeOf(flow.fn);
  let tests = TESTS.get(home);
  if (!tests) {
    const found: AnyNode[] = [];
    const walk = (node: AnyNode): void => {
      if (isFunction(node)) return;
      if (node.type === 'IfStatement' || node.type === 'ConditionalExpression' || node.type === 'WhileStatement') found.push(node.test);
      else if (node.type === 'SwitchStatement') found.push(node.discriminant);
      else if (node.type === 'LogicalExpression') found.push(node.left);
      else if (node.type === 'ExpressionStatement') found.push(node.expression);
      forEachChild(node, walk);
    };
    forEachChild(home, walk);
    TESTS.set(home, (tests = found));
  }
  return tests.filter((test) => test.end <= call.start);
}

/** `const job = await jobs.findOne({ state: 'new' }); if (!job) return;`: that one was found says what it is. */
function namesSought(analysis: Analysis, test: AnyNode): string[] {
  const asked =
    test.type === 'UnaryExpression' && test.operator === '!' ? test.argument : test.type === 'BinaryExpression' ? test.left : test;
  const found = asked.type === 'Identifier' ? onlyValue(analysis.resolved.get(asked)) : undefined;
  const call = found && unchain(found.type === 'AwaitExpression' ? found.argument : found);
  const given = call?.type === 'CallExpression' ? call.arguments : [];
  const marks = given.flatMap((argument) => (argument.type === 'ObjectExpression' ? propertiesOf(argument) : []));
  return marks.filter((p) => constantOf(analysis, p.value).type === 'Literal').map((p) => p.name);
}

/** A function is asked about what was found: `isOpen(order)`. What it looks at is not known here. */
function asksAbout(node: AnyNode): boolean {
  if (node.type === 'AwaitExpression' || isFunction(node)) return false;
  if (node.type !== 'CallExpression') return someChild(node, asksAbout);
  return node.arguments.some((argument) => argument.type === 'Identifier');
}

/** `{ ...this }`, `{ credits: this.credits }`: of what the method is called on. */
export function valueOfThis(flow: Flow): Value {
  return flow.origins.param(homeOf(flow.fn), RECEIVER);
}
