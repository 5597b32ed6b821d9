/**
 * All that a collection holds is read (copied, sent, gone through), and later the collection is emptied: what others add while the function waits in between
 * goes with the rest. Found along with the dependences (flow.ts); a pair of kind `reset` joins the read and what empties.
 */
import type { AnyNode, AssignmentExpression, CallExpression, NewExpression } from 'acorn';
import type { Access } from './access';
import { hasOptional, memberName, unchain } from '../scope/ast';
import { onlyValue } from '../scope/bindings';
import { collectionEffect, containerName } from '../scope/collections';
import type { Flow } from './flow';
import { CONTENTS, overlaps, type Location } from './locations';
import { methodOf } from './summaries';
import { CONTROL, CROSSED, NOTHING, union, type Value } from './values';

/** Methods whose result holds (or whose callback gets) every element. */
const GIVES_ALL = /^(?:slice|map|flatMap|flat|filter|concat|join|values|entries|forEach|reduce)$/;
/** Built-ins that read every element of what they are given. */
const READS_ALL =
  /^(?:Array\.from|JSON\.stringify|structuredClone|Promise\.(?:all|allSettled)|Object\.(?:values|entries|fromEntries)|Buffer\.concat|Map|Set)$/;

/** A list that is only given another name keeps its place. */
function pathOf(flow: Flow, container: AnyNode): AnyNode {
  const at = unchain(container);
  const variable = at.type === 'Identifier' ? flow.analysis.resolved.get(at) : undefined;
  const value = variable?.kind === 'const' ? onlyValue(variable) : undefined;
  return value && unchain(value).type === 'MemberExpression' ? unchain(value) : at;
}

/** Where a container that is tracked keeps what it holds. */
export function contentsOf(flow: Flow, container: AnyNode): Location | null {
  const path = pathOf(flow, container);
  if (!flow.watch.contents.has(containerName(path)) || flow.isPrivate(path) || hasOptional(container)) return null;
  const location = flow.locations.find(path);
  return location && flow.locations.child(location, CONTENTS);
}

/** An expression gives a collection whose elements are all read where it stands. Returns that read. */
export function noteCopy(flow: Flow, container: AnyNode): Value {
  if (container.type !== 'Identifier' && container.type !== 'MemberExpression') return NOTHING;
  const location = contentsOf(flow, container);
  return location ? keepCopies(flow, flow.origins.read(flow.accesses.copy(container, flow.fn), location)) : NOTHING;
}

/** Keeps those of these reads that are of all that a collection holds. Returns all of them. */
export function keepCopies(flow: Flow, value: Value): Value {
  for (const taint of value) {
    const { access, location } = flow.origins.get(taint);
    if (!access || !location || location.segment !== CONTENTS || !isCopy(flow, access)) continue;
    const others = flow.state.copies.filter((other) => flow.origins.get(other).location !== location);
    flow.state.copies = union(others, [taint]);
  }
  return value;
}

export function isCopy(flow: Flow, access: Access): boolean {
  return flow.accesses.findCopy(access.node) === access || GIVES_ALL.test(methodOf(access.node));
}

/** What a call is given: a built-in that reads it all, and gives that, or a function of another file that is waited for. */
export function noteArguments(flow: Flow, node: CallExpression | NewExpression, isAwaited: boolean): Value {
  const callee = unchain(node.callee);
  const isMember = callee.type === 'MemberExpression' && callee.object.type === 'Identifier';
  const name = callee.type === 'Identifier' ? callee.name : isMember ? `${containerName(callee.object)}.${memberName(callee) ?? ''}` : '';
  const isStore = callee.type === 'MemberExpression' && collectionEffect(memberName(callee) ?? '') !== undefined;
  const readsAll = READS_ALL.test(name);
  if (!readsAll && (!isAwaited || isStore)) return NOTHING;
  const read = node.arguments.map((argument) => noteCopy(flow, argument)).reduce(union, NOTHING);
  return readsAll ? read : NOTHING;
}

/** `list = []`, `map = new Map()`, `list.length = 0`, or what is left of an older copy takes its place: the collection that has lost what it held. */
export function emptiedBy(flow: Flow, node: AssignmentExpression, value: Value): void {
  const { left, right } = node;
  if (node.operator !== '=' || (left.type !== 'Identifier' && left.type !== 'MemberExpression')) return;
  const isCount = left.type === 'MemberExpression' && flow.isElementCount(left);
  if (isCount && (right.type !== 'Literal' || right.value !== 0)) return;
  const contents = contentsOf(flow, isCount ? left.object : left);
  if (isEmpty(right) && isHeld(flow, left)) flow.drained.add(left);
  if (!contents) return;
  if (isCount || isEmpty(right) || isOfCopy(flow, value, contents)) noteEmptied(flow, flow.accesses.get(left, flow.fn), contents);
}

/** `const batch = this.rows; this.rows = [];`: a function begins with taking all that is there. */
function isHeld(flow: Flow, left: AnyNode): boolean {
  const name = containerName(left);
  if (name === '' || flow.state.tick !== flow.frame.entryTick) return false;
  return flow.analysis.variables.some((variable) => {
    const value = variable.fn === flow.fn ? onlyValue(variable) : undefined;
    return value?.type === left.type && containerName(value) === name;
  });
}

/** Made of what an older copy held, and of nothing that the collection holds now. */
function isOfCopy(flow: Flow, value: Value, contents: Location): boolean {
  const ofContents = value.filter((taint) => (taint & CONTROL) === 0 && flow.origins.get(taint).location === contents);
  const isOld = (taint: number): boolean => {
    const { access } = flow.origins.get(taint);
    return (taint & CROSSED) !== 0 && access !== null && isCopy(flow, access);
  };
  return ofContents.length > 0 && ofContents.every(isOld);
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

function isEmpty(node: AnyNode): boolean {
  if (node.type === 'ArrayExpression') return node.elements.length === 0;
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

/** Joins what empties a collection with the reads of it before the last boundary, unless a test has looked at it since. */
export function noteEmptied(flow: Flow, access: Access, contents: Location): void {
  const { state } = flow;
  const isOf = (taint: number): boolean => {
    const { location } = flow.origins.get(taint);
    return location !== null && overlaps(location, contents);
  };
  const isLooked = state.guards.some((g) => g.validated || g.value.some((taint) => (taint & CROSSED) === 0 && isOf(taint)));
  for (const taint of isLooked ? [] : state.copies) {
    const { access: read } = flow.origins.get(taint);
    if (read && (taint & CROSSED) !== 0 && isOf(taint)) flow.pair(read, access, 'reset');
  }
  state.copies = state.copies.filter((taint) => !isOf(taint));
  const { emptied } = flow.frame.summary;
  if (emptied.length < MAX_EMPTIED) emptied.push({ access, contents });
}

const MAX_EMPTIED = 8;
