/** Removing an entry of a collection after a look at it. See flow.ts. */
import type { AnyNode, AssignmentExpression, CallExpression, ForOfStatement, Identifier, VariableDeclarator } from 'acorn';
import type { Access } from './access';
import { forEachTarget, memberName, rootOf, unchain } from '../scope/ast';
import { homeOf, onlyValue, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { isEmptyContainer } from '../scope/initial';
import type { Flow } from './flow';
import { noteIdleRemoval } from './idle';
import { noteSweep } from './sweeps';
import { overlaps, type Location } from './locations';
import { methodOf, takenFor } from './summaries';
import { CROSSED, type Value } from './values';
import { containerName } from '../scope/collections';
import { awaitsIn } from '../scope/tree';

/**
 * `list = list.filter((one) => one !== gone)`, and `lists.set(key, lists.get(key).filter(…))`, with a name for the list or without: what is stored is the same without one element, or a few
 * (`one !== first && one !== second`). Gives what the filter compares each with, and each itself; undefined of other writes.
 */
export function withoutOne(analysis: Analysis, write: AssignmentExpression | CallExpression): AnyNode[] | undefined {
  const [target, value] = storedBy(write);
  const filter = value?.type === 'CallExpression' && value.callee.type === 'MemberExpression' ? value.callee : undefined;
  if (value?.type !== 'CallExpression' || !filter || memberName(filter) !== 'filter') return undefined;
  const [keeps] = value.arguments;
  const test = keeps?.type === 'ArrowFunctionExpression' ? keeps.body : undefined;
  const compared = test && comparedIn(test);
  return compared && target !== '' && target === containerName(listThere(analysis, filter.object)) ? compared : undefined;
}

function comparedIn(test: AnyNode): AnyNode[] | undefined {
  if (test.type === 'BinaryExpression') return test.operator === '!==' || test.operator === '!=' ? [test.left, test.right] : undefined;
  if (test.type !== 'LogicalExpression' || test.operator !== '&&') return undefined;
  const [left, right] = [comparedIn(test.left), comparedIn(test.right)];
  return left && right && [...left, ...right];
}

/** The name of what is written, and what is stored there. */
function storedBy(write: AssignmentExpression | CallExpression): [target: string, value: AnyNode | undefined] {
  if (write.type === 'AssignmentExpression') return [containerName(write.left), write.right];
  const { callee, arguments: args } = write;
  const isSet = callee.type === 'MemberExpression' && memberName(callee) === 'set' && args.length === 2;
  return isSet ? [`${containerName(callee.object)}<>`, args[1]] : ['', undefined];
}

/** `lists.get(key)` of `(lists.get(key) ?? [])`, and of a name for that. */
function listThere(analysis: Analysis, list: AnyNode): AnyNode {
  const at = unchain(list);
  if (at.type === 'LogicalExpression' && isEmptyContainer(at.right)) return listThere(analysis, at.left);
  const value = at.type === 'Identifier' ? onlyValue(analysis.resolved.get(at)) : undefined;
  const there = value && unchain(value.type === 'LogicalExpression' && isEmptyContainer(value.right) ? value.left : value);
  return there?.type === 'CallExpression' && containerName(there).endsWith('<>') ? there : at;
}

/**
 * As of other removals: a callback that takes out what its maker put there. And whoever takes all that is there when the turn comes does not go by how much there was when the look at it
 * asked for that turn: the function that takes is called by a callback, not by the function that looked.
 */
export function isOwnRemoval(flow: Flow, looked: FunctionInfo, { node, fn }: Access): boolean {
  if (flow.drained.has(node)) return looked !== flow.fn && fn !== flow.fn;
  return flow.withoutOne.has(node) && homeOf(looked) !== homeOf(fn);
}

/** What was taken from a list is put back: that there was something to take says nothing about the list now. */
export function putsBack({ origins }: Flow, { node }: Access, value: Value, matches: (taint: number) => boolean): boolean {
  const takes = takenFor(node);
  if (takes === undefined) return false;
  return value.some((taint) => {
    const source = origins.get(taint).access;
    return source !== null && matches(taint) && takes.test(methodOf(source.node));
  });
}

/** Removals that are asked whether they have found the entry. */
const asked = new WeakSet<AnyNode>();

/** `if (!codes.delete(code)) throw …`: of several calls that saw the entry only the one that has taken it out goes on. */
export function noteAsked(test: AnyNode): void {
  const at = unchain(test);
  switch (at.type) {
    case 'AwaitExpression':
    case 'UnaryExpression':
      return noteAsked(at.argument);
    case 'LogicalExpression':
    case 'BinaryExpression':
      noteAsked(at.left);
      return noteAsked(at.right);
    case 'CallExpression':
      if (at.callee.type === 'MemberExpression' && memberName(at.callee) === 'delete') asked.add(at);
  }
}

export function isAsked(removal: AnyNode): boolean {
  return asked.has(removal);
}

/** `const was = await codes.delete(code); if (was) …` */
export function noteKept(flow: Flow, { id, init }: VariableDeclarator): void {
  const variable = id.type === 'Identifier' ? flow.analysis.resolved.get(id) : undefined;
  if (init && variable && variable.refs.length > 1) noteAsked(init);
}

interface Walk {
  readonly container: string;
  readonly read: Access;
  /** Of its newest round. */
  readonly tick: number;
}

/** What a loop that waits gives to each round. */
const walks = new WeakMap<Variable, Walk>();

/** A round of `for (const id of due)`, `for (const id of [...due])` or `for (const [id, job] of jobs)` begins. One that waits for the element itself does nothing with it twice. */
export function noteWalk(flow: Flow, { left, right, body }: ForOfStatement): void {
  const pattern = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : undefined;
  const [spread] = right.type === 'ArrayExpression' && right.elements.length === 1 ? right.elements : [];
  const container = unchain(spread?.type === 'SpreadElement' ? spread.argument : right);
  if (!pattern || (container.type !== 'Identifier' && container.type !== 'MemberExpression')) return;
  const names: Identifier[] = [];
  forEachTarget(pattern, (target) => target.type === 'Identifier' && names.push(target));
  const isElement = (node: AnyNode): boolean => node.type === 'Identifier' && names.some(({ name }) => name === node.name);
  if (awaitsIn(flow.analysis, body).some(({ argument }) => isElement(argument))) return;
  for (const name of names) {
    const variable = flow.analysis.resolved.get(name);
    if (!variable) continue;
    walks.set(variable, { container: containerName(container), read: flow.accesses.copy(container, flow.fn), tick: flow.state.tick });
  }
}

/** `for (const id of due) { await charge(id); due.delete(id); }`: what the round was given was there when the loop came to it. */
function pairWalk(flow: Flow, node: AnyNode, access: Access): void {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.arguments.length !== 1) return;
  const variable = flow.analysis.resolved.get(rootOf(node.arguments[0] as AnyNode) as Identifier);
  const walk = variable && walks.get(variable);
  if (!walk || walk.tick === flow.state.tick || walk.read.fn !== access.fn) return;
  if (walk.container === containerName(node.callee.object)) flow.pair(walk.read, access, 'guard');
}

/**
 * Removing an entry: what was decided by a look at it before the last boundary was decided on what may be gone. Only within one function: a callback that
 * removes what its maker put there owns it.
 */
export function remove(flow: Flow, node: AnyNode, location: Location | null): void {
  if (!location || asked.has(node)) return;
  const access = flow.accesses.get(node, flow.fn);
  noteIdleRemoval(flow, access, location);
  noteSweep(flow, node, access);
  const stale: Access[] = [];
  for (const guard of flow.state.guards) {
    for (const taint of guard.value) {
      const origin = flow.origins.get(taint);
      if (!origin.access || !origin.location || !overlaps(origin.location, location)) continue;
      if ((taint & CROSSED) === 0 || guard.validated) return;
      if (origin.kind === 'read' && homeOf(origin.access.fn) === homeOf(flow.fn)) stale.push(origin.access);
    }
  }
  for (const read of stale) flow.pair(read, access, 'guard');
  pairWalk(flow, node, access);
}
