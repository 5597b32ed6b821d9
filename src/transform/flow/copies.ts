/**
 * All that a collection holds is read (copied, sent, gone through), and later the collection is emptied: what others add while the function waits in between
 * goes with the rest. Found along with the dependences (flow.ts); a pair of kind `reset` joins the read and what empties.
 */
import type {
  AnyNode,
  AssignmentExpression,
  CallExpression,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  MemberExpression,
  NewExpression,
} from 'acorn';
import type { Access } from './access';
import { FLAG_ANEW } from '../../wire/siteFlags';
import { hasOptional, isCount, isFunction, memberName, unchain } from '../scope/ast';
import { hasSuspend, heldPath, homeOf, onlyValue, type FunctionInfo } from '../scope/bindings';
import { givenList, listName } from '../scope/helpers';
import { collectionEffect, containerName } from '../scope/collections';
import { aroundOf } from '../scope/tree';
import { countedLength } from '../facts/walked';
import { isOnlyCopied, readsAllItIsGiven } from './copied';
import { noteTaken, replacedAt } from './taken';
import type { Flow } from './flow';
import { CONTENTS, overlaps, rootLocation, type Location } from './locations';
import { methodOf, takesError } from './summaries';
import { CONTROL, CROSSED, NOTHING, union, type Value } from './values';

/** Methods whose result holds (or whose callback gets) every element. */
const GIVES_ALL = /^(?:slice|map|flatMap|flat|filter|concat|join|toSorted|toReversed|toSpliced|values|entries|forEach|reduce|reduceRight)$/;

/** A list that is only given another name keeps its place, until another one is put there. */
function pathOf(flow: Flow, container: AnyNode): AnyNode {
  const at = unchain(container);
  const variable = at.type === 'Identifier' ? flow.analysis.resolved.get(at) : undefined;
  if (variable?.kind !== 'const') return at;
  const given = givenList(flow.analysis, at);
  if (given.type === 'CallExpression') return given;
  const value = unchain(heldPath(flow.analysis, at));
  return value.type !== 'MemberExpression' || at.start < replacedAt(flow, variable, value) ? value : at;
}

/** Where a container that is tracked keeps what it holds. */
export function contentsOf(flow: Flow, container: AnyNode): Location | null {
  const path = pathOf(flow, container);
  return flow.watch.contents.has(listName(flow.analysis, path)) ? contentsAt(flow, path, container) : null;
}

function contentsAt(flow: Flow, path: AnyNode, container: AnyNode): Location | null {
  if (flow.isPrivate(path) || hasOptional(container)) return null;
  const location = flow.locations.find(path);
  return location && flow.locations.child(location, CONTENTS);
}

/** Iterating or spreading reads the contents of a tracked container. */
export function readContents(flow: Flow, named: AnyNode, node: AnyNode): Value {
  const container = heldPath(flow.analysis, named);
  if (!flow.watch.contents.has(containerName(container)) || flow.isPrivate(container)) return NOTHING;
  const location = flow.locations.find(container);
  return location ? flow.read(node, flow.locations.child(location, CONTENTS)) : NOTHING;
}

/** An expression gives a collection whose elements are all read where it stands. Returns that read. `isAnything`: whether it may be a call (`Object.values(rowsOf(id))`). */
export function noteCopy(flow: Flow, container: AnyNode, isAnything = false): Value {
  const isCall = isAnything && container.type === 'CallExpression';
  if (container.type !== 'Identifier' && container.type !== 'MemberExpression' && !isCall) return NOTHING;
  const location = contentsOf(flow, container);
  if (!location) return noteGivenCopy(flow, container, container);
  return keepCopies(flow, flow.origins.read(flow.accesses.copy(container, flow.fn), location));
}

/** The same of a list that the function was given, and takes no more of than copies: those are of what its caller has. Nothing depends on them here. */
function noteGivenCopy(flow: Flow, container: AnyNode, node: AnyNode): Value {
  const variable = container.type === 'Identifier' ? flow.analysis.resolved.get(container) : undefined;
  const location = variable && isOnlyCopied(flow, variable) ? contentsAt(flow, container, container) : null;
  if (location) {
    const access = node === container ? flow.accesses.copy(node, flow.fn) : flow.accesses.get(node, flow.fn);
    keepCopies(flow, flow.origins.read(access, location));
  }
  return NOTHING;
}

/** `rows.map(…)` of such a list. */
export function noteCopyBy(flow: Flow, node: CallExpression | NewExpression, container: AnyNode): void {
  if (GIVES_ALL.test(methodOf(node))) noteGivenCopy(flow, container, node);
}

/** A loop that waits goes on with what is there when it comes to it: until it has, nothing of that is left behind. */
export function goesOn(flow: Flow, iterated: AnyNode): void {
  const at = unchain(iterated);
  const isIterator =
    at.type === 'CallExpression' && at.callee.type === 'MemberExpression' && /^(?:values|entries|keys)$/.test(methodOf(at));
  const container = isIterator ? (at.callee as MemberExpression).object : at;
  const contents = contentsOf(flow, container);
  if (contents) forget(flow, contents);
  noteWalked(flow, container, isIterator ? at : undefined);
}

/** `for (let i = 0; i < rows.length; i++) await post(rows[i])` */
export function noteCounted(flow: Flow, loop: ForStatement): void {
  const length = hasSuspend(flow.analysis, loop.body) ? countedLength(loop) : undefined;
  if (length && length.object.type !== 'Super') noteWalked(flow, length.object);
}

/** A loop goes through what the container holds, and waits. */
function noteWalked(flow: Flow, container: AnyNode, by?: CallExpression): void {
  const contents = contentsOf(flow, container);
  const place = contents ?? (hasOptional(container) ? null : flow.locations.find(container));
  const walks = WALKS.get(flow) ?? [];
  if (!place || walks.length >= MAX_WALKS || walks.some((walk) => walk.container === container)) return;
  walks.push({ container, by, place, isWhole: contents !== null, fn: flow.fn });
  WALKS.set(flow, walks);
}

interface Walk {
  readonly container: AnyNode;
  /** `rows.entries()` */
  readonly by: CallExpression | undefined;
  /** Of what it holds; of itself, where nothing is ever added to it. */
  readonly place: Location;
  readonly isWhole: boolean;
  readonly fn: FunctionInfo;
}

/** Collections that a loop goes through while it waits. */
const WALKS = new WeakMap<Flow, Walk[]>();
const MAX_WALKS = 64;

/** What empties a collection that a loop of the function has gone through: two calls may go through it, each of them to the end. */
function linkWalks(flow: Flow, write: Access, place: Location): void {
  for (const walk of WALKS.get(flow) ?? []) {
    if (walk.fn !== write.fn || walk.container.end > write.node.start || !overlaps(walk.place, place)) continue;
    const whole = walk.by ? flow.accesses.get(walk.by, walk.fn) : flow.accesses.copy(walk.container, walk.fn);
    const read = walk.isWhole ? whole : flow.accesses.find(walk.container);
    if (!read) continue;
    read.paired = write.paired = true;
    flow.links.set(`r${read.id}:w${write.id}:walked`, { read, write, kind: 'walked' });
  }
}

function forget({ state, frame: { summary }, origins }: Flow, contents: Location): void {
  const isOther = (taint: number): boolean => !overlaps(origins.get(taint).location ?? contents, contents);
  state.copies = state.copies.filter(isOther);
  state.sent = state.sent.filter(isOther);
  summary.copies = summary.copies.filter(isOther);
}

/** Keeps those of these reads that are of all that a collection holds. Returns all of them. */
export function keepCopies(flow: Flow, value: Value): Value {
  const { summary } = flow.frame;
  for (const taint of value) {
    const { access, location } = flow.origins.get(taint);
    if (!access || !location || location.segment !== CONTENTS || !isCopy(flow, access)) continue;
    const isOther = (other: number): boolean => flow.origins.get(other).location !== location;
    flow.state.copies = union(flow.state.copies.filter(isOther), [taint]);
    const { variable } = rootLocation(location);
    if (variable?.kind === 'param' && !isOnlyCopied(flow, variable)) continue;
    summary.copies = union(summary.copies.filter(isOther), [taint]);
  }
  return value;
}

/** Reads of all numbers of a list of which one comes out: `Math.max(...ids)`. */
const MEASURED = new WeakSet<Access>();

/** Reads of all that a collection holds by which something is decided: a loop that asks for an element, `[...rows].some(isIt)`. */
const ASKED = new WeakSet<Access>();

/** What comes after a loop goes by what it has asked (askedLoops.ts). */
export function noteAskedLoop(flow: Flow, { type, right }: ForOfStatement | ForInStatement, value: Value): Value {
  if (type === 'ForOfStatement') {
    ask(flow, copiedBy(flow, right) ?? right, right, value);
    return value;
  }
  const read = noteCopy(flow, right, true);
  const access = flow.accesses.findCopy(right);
  if (access) {
    ASKED.add(access);
    BY_NAMES.add(access);
  }
  return union(value, read);
}

/** Something is asked of all that a collection holds: by a copy of it that is made here, or that a helper gives. */
function ask(flow: Flow, container: AnyNode | undefined, asked: AnyNode, value: Value): void {
  const own = container && flow.accesses.findCopy(container);
  if (own) {
    ASKED.add(own);
    if (own.node !== asked && isOfValues(valueOf(flow, asked))) BY_NAMES.add(own);
  }
  for (const taint of isAnswer(flow, asked) ? value : NOTHING) {
    const { access } = flow.origins.get(taint);
    if (!access || access.fn === flow.fn || flow.accesses.findCopy(access.node) !== access) continue;
    ASKED.add(access);
    if (isOfValues(aroundOf(flow.analysis, access.node))) BY_NAMES.add(access);
  }
}

/** Reads of all that an object holds under its names: it is no collection for the run. */
const BY_NAMES = new WeakSet<Access>();

export function isByNames(access: Access): boolean {
  return BY_NAMES.has(access);
}

/** A read of all that an object holds under its names. */
export function readByNames(flow: Flow, object: AnyNode, fn: FunctionInfo): Access {
  const access = flow.accesses.copy(object, fn);
  BY_NAMES.add(access);
  return access;
}

function isOfValues(node: AnyNode | undefined): boolean {
  const callee = node?.type === 'CallExpression' ? node.callee : undefined;
  return callee?.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Object';
}

/** The one value of a name, if it is not changed later; the expression itself where it is no such name. */
function valueOf({ analysis, watch }: Flow, node: AnyNode): AnyNode | undefined {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  return variable?.kind === 'const' && !watch.contents.has(variable.name) ? onlyValue(variable) : node;
}

/** `await store.list()`, or the one name for that. */
function isAnswer(flow: Flow, node: AnyNode): boolean {
  const at = valueOf(flow, node);
  return at?.type === 'CallExpression' || (at?.type === 'AwaitExpression' && unchain(at.argument).type === 'CallExpression');
}

/** `[...rows]`, `Array.from(rows)`, `Object.values(rows)`, or the one name for that: of which collection it is a copy. */
export function copiedBy(flow: Flow, node: AnyNode): AnyNode | undefined {
  const at = valueOf(flow, node);
  if (at?.type === 'CallExpression' && readsAllItIsGiven(at)) return at.arguments[0];
  const [spread, ...others] = at?.type === 'ArrayExpression' ? at.elements : [];
  return spread?.type === 'SpreadElement' && others.length === 0 ? spread.argument : undefined;
}

/** Methods whose result has as much to say of the list as a whole as the list has itself: `Object.values(rows).map((row) => row.port)`. */
const PASSES_ALL = /^(?:map|flatMap|flat|filter|slice|toSorted|toReversed)$/;
/** Copies of copies are followed this deep. */
const MAX_COPIES = 4;

/** The copy of a tracked collection that a list is made of, where all of it goes in: `new Set(Object.values(rows).map(idOf))`. The expression itself, where there is none. */
function copyBehind(flow: Flow, node: AnyNode): AnyNode {
  let at = node;
  for (let depth = 0; depth < MAX_COPIES; depth++) {
    const value = valueOf(flow, at);
    const callee = value?.type === 'CallExpression' ? unchain(value.callee) : undefined;
    const container = copiedBy(flow, at);
    if (container && flow.accesses.findCopy(container)) return at;
    if (callee?.type === 'MemberExpression' && PASSES_ALL.test(memberName(callee) ?? '')) at = callee.object;
    else if (container) at = container;
    else if (value?.type === 'NewExpression' && readsAllItIsGiven(value) && value.arguments[0]) at = value.arguments[0];
    else return node;
  }
  return node;
}

/** `copy.length`, or a method that is called: something is asked of all that the copy holds. */
export function noteAskedCopy(flow: Flow, node: MemberExpression, value: Value): void {
  if (!isCount(node) && !ASKS.test(memberName(node) ?? '')) return;
  const copy = copyBehind(flow, node.object);
  ask(flow, copiedBy(flow, copy), copy, value);
}

/** Methods by which a list is asked as a whole. */
const ASKS = /^(?:some|every|find|findLast|findIndex|includes|indexOf|has|filter|reduce|reduceRight)$/;

function noteMeasured(flow: Flow, node: CallExpression | NewExpression): void {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.object.name !== 'Math') return;
  for (const argument of node.arguments) {
    if (argument.type !== 'SpreadElement') continue;
    const copy = copyBehind(flow, argument.argument);
    const container = copiedBy(flow, copy);
    const access = flow.accesses.findCopy(container ?? argument.argument);
    if (access) MEASURED.add(access);
    if (access && container && isOfValues(valueOf(flow, copy))) BY_NAMES.add(access);
  }
}

/** What the code goes on with is in the list, and not made of it. */
export function isMerelyCopied(flow: Flow, access: Access): boolean {
  return flow.accesses.findCopy(access.node) === access && !MEASURED.has(access);
}

/** Nor does anything go by what was in it. */
export function isNotAsked(flow: Flow, access: Access): boolean {
  return isMerelyCopied(flow, access) && !ASKED.has(access);
}

export function isCopy(flow: Flow, access: Access): boolean {
  return flow.accesses.findCopy(access.node) === access || GIVES_ALL.test(methodOf(access.node));
}

/** They read what their argument holds, however deep. */
const SERIALIZES = /^(?:stringify|structuredClone|serialize)$/;

/** `rows` of `JSON.stringify({ at, rows: this.rows })` */
function partsOf(argument: AnyNode): AnyNode[] {
  if (argument.type !== 'ObjectExpression') return [argument];
  return argument.properties.flatMap((part) => (part.type === 'Property' && !part.shorthand ? partsOf(part.value) : []));
}

/** `post(rows, (error) => …)`: the answer comes to a callback. */
function hasAnswer({ arguments: args }: CallExpression | NewExpression): boolean {
  const last = args.at(-1);
  return args.length > 1 && last !== undefined && isFunction(last) && (last.params.length === 0 || takesError(last));
}

/** What a call is given: a built-in that reads it all, and gives that, or a function of another file that is waited for. */
export function noteArguments(flow: Flow, node: CallExpression | NewExpression, isAwaited: boolean): Value {
  const callee = unchain(node.callee);
  noteMeasured(flow, node);
  const isStore = callee.type === 'MemberExpression' && collectionEffect(memberName(callee) ?? '') !== undefined;
  const readsAll = readsAllItIsGiven(node);
  if (!readsAll && ((!isAwaited && !hasAnswer(node)) || isStore)) return NOTHING;
  const read = (readsAll && SERIALIZES.test(methodOf(node)) ? node.arguments.flatMap(partsOf) : node.arguments).map((argument) =>
    noteCopy(flow, argument, readsAll),
  );
  if (readsAll && JOINS.test(methodOf(node))) noteJoined(flow, node);
  if (readsAll) return read.reduce(union, NOTHING);
  for (const [at, value] of read.entries()) {
    for (const taint of value) {
      const { access } = flow.origins.get(taint);
      if (access && node.type === 'CallExpression') GIVEN.set(access, { call: node, at });
    }
  }
  return NOTHING;
}

const JOINS = /^all(?:Settled)?$/;

/** `await Promise.all(writes)`, `await Promise.allSettled([...this.#jobs])`: what is put there later is not waited for, whatever else is done with the list. */
function noteJoined(flow: Flow, { arguments: [list] }: CallExpression | NewExpression): void {
  const elements = list?.type === 'ArrayExpression' ? list.elements : [];
  const joined = elements.length === 1 && elements[0]?.type === 'SpreadElement' ? elements[0].argument : list;
  const access = joined && flow.accesses.findCopy(joined);
  if (access) access.paired = true;
}

/** Reads of all that a list holds, for a function of another file that is given the list: the call, and which argument it is. */
const GIVEN = new WeakMap<Access, { readonly call: CallExpression; readonly at: number }>();

/** `list = []`, `map = new Map()`, `list.length = 0`, or what is left of an older copy takes its place: the collection that has lost what it held. */
export function emptiedBy(flow: Flow, node: AssignmentExpression, value: Value, location: Location | null): void {
  const { left, right } = node;
  if (location) beginAnew(flow, node, location);
  if (node.operator !== '=' || (left.type !== 'Identifier' && left.type !== 'MemberExpression')) return;
  const isCount = left.type === 'MemberExpression' && flow.isElementCount(left);
  if (isCount && (right.type !== 'Literal' || right.value !== 0)) return;
  const contents = contentsOf(flow, isCount ? left.object : left);
  if (isEmpty(right)) noteTaken(flow, left);
  if (!contents) {
    if (isEmpty(right) && location) linkWalks(flow, flow.accesses.get(left, flow.fn), location);
    return;
  }
  const isBack = isOfCopy(flow, value, contents);
  if (!isCount && !isEmpty(right) && !isBack) return;
  const access = flow.accesses.get(left, flow.fn);
  // Also where that is done about a failure: `catch { this.rows = before; }`.
  if (isBack) access.writeFlags &= ~FLAG_ANEW;
  noteEmptied(flow, access, contents);
}

/** Made of what an older copy held, and of nothing that the collection holds now. */
function isOfCopy(flow: Flow, value: Value, contents: Location): boolean {
  const ofContents = value.filter((taint) => (taint & CONTROL) === 0 && flow.origins.get(taint).location === contents);
  const isOld = (taint: number): boolean => {
    const { access } = flow.origins.get(taint);
    return (taint & CROSSED) !== 0 && access !== null && isCopy(flow, access);
  };
  // `rows.slice(rows.length - 2)`: how many there were is as old. In a `catch` both are possible: it has waited, or has failed at once.
  return ofContents.some(isOld) && ofContents.every((taint) => ofContents.includes(taint | CROSSED));
}

/** `state = { ...state, count: count + 1 }` with a count that was read before the last boundary: that part is not what is there now. */
export function replaceWithOld(flow: Flow, node: AssignmentExpression, location: Location | null): void {
  const { left, right } = node;
  if (right.type !== 'ObjectExpression' || (left.type !== 'Identifier' && left.type !== 'MemberExpression')) return;
  if (!location) return;
  for (const part of right.properties) {
    const name = part.type === 'Property' && !part.computed && part.key.type === 'Identifier' ? part.key.name : '';
    const value = name === '' || part.type !== 'Property' ? [] : (flow.parts.get(part.value) ?? []);
    const old = value.filter((taint) => (taint & (CROSSED | CONTROL)) === CROSSED);
    const member = flow.locations.child(location, `.${name}`);
    if (!old.some((taint) => flow.origins.get(taint).location === member)) continue;
    for (const taint of old) {
      const { access: read, location: at } = flow.origins.get(taint);
      if (read && at === location) flow.pair(read, flow.accesses.get(left, flow.fn), 'value');
    }
  }
}

/** `{}` where the file keeps entries in it. */
function isEmpty(node: AnyNode): boolean {
  if (node.type === 'ArrayExpression') return node.elements.length === 0;
  if (node.type === 'ObjectExpression') return node.properties.length === 0;
  const isMade = node.type === 'NewExpression' && node.arguments.length === 0 && node.callee.type === 'Identifier';
  return isMade && /^(?:Map|Set|Array)$/.test(node.callee.type === 'Identifier' ? node.callee.name : '');
}

/** `map.clear()`, `list.splice(0)`. */
export function emptiedByCall(flow: Flow, node: CallExpression | NewExpression, method: string): void {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
  const isAll = method === 'splice' && takesAll(node.arguments, node.callee.object);
  if (method !== 'clear' && !isAll) return;
  if (isAll) flow.drained.add(node);
  const contents = contentsOf(flow, node.callee.object);
  if (contents) noteEmptied(flow, flow.accesses.get(node, flow.fn), contents);
}

/** `list.splice(0)`, `list.splice(0, list.length)`, whatever is put there instead. */
export function takesAll([first, count]: readonly AnyNode[], list: AnyNode): boolean {
  return first?.type === 'Literal' && first.value === 0 && (!count || isCountOf(count, list));
}

/** `list.length` of a list that goes by the same name. */
export function isCountOf(node: AnyNode, container: AnyNode): boolean {
  return node.type === 'MemberExpression' && memberName(node) === 'length' && containerName(node.object) === containerName(container);
}

/** `this.hits = 0`, `text = ''`, `totals = {}`: what was counted, or put there, since it was passed on before the last boundary, goes with it. */
function beginAnew(flow: Flow, { operator, left, right }: AssignmentExpression, location: Location): void {
  if (operator !== '=') return;
  if (isBeginning(right)) noteEmptied(flow, flow.accesses.get(left, flow.fn), location);
  // What was passed on before a mark is taken back: has it been changed since?
  const isMark = right.type === 'Literal' && right.value === false;
  for (const taint of isMark ? flow.state.copies : []) {
    const { access: read } = flow.origins.get(taint);
    if (read && (taint & CROSSED) !== 0) read.paired = true;
  }
}

function isBeginning(node: AnyNode): boolean {
  if (node.type === 'Literal') return node.value === 0 || node.value === '' || node.value === 0n;
  return node.type === 'ObjectExpression' && node.properties.every((part) => part.type === 'Property' && isBeginning(part.value));
}

/** Joins what empties a collection with the reads of it before the last boundary, unless a test has looked at it since. */
export function noteEmptied(flow: Flow, access: Access, contents: Location): void {
  const { state } = flow;
  const isOf = (taint: number): boolean => {
    const { location } = flow.origins.get(taint);
    return location !== null && overlaps(location, contents);
  };
  const isLooked = state.guards.some((g) => g.validated || g.value.some((taint) => (taint & CROSSED) === 0 && isOf(taint)));
  const passedOn = [...state.copies.filter(isOf), ...state.sent.filter((taint) => flow.origins.get(taint).location === contents)];
  for (const taint of isLooked ? [] : passedOn) {
    const { access: read } = flow.origins.get(taint);
    if (!read || (taint & CROSSED) === 0) continue;
    // A helper that has taken it and a callback that empties it are two calls of one work.
    flow.pair(read, access, 'reset', homeOf(read.fn) === homeOf(access.fn) ? [] : [read.fn]);
    const given = GIVEN.get(read);
    if (given) flow.links.set(`r${read.id}:${given.call.end}:given`, { read, write: given.call, kind: 'given', at: given.at });
  }
  if (!isLooked) linkWalks(flow, access, contents);
  forget(flow, contents);
  const { emptied } = flow.frame.summary;
  if (emptied.length < MAX_EMPTIED) emptied.push({ access, contents });
}

const MAX_EMPTIED = 8;
