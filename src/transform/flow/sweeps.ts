/**
 * Sweeps: entries of a collection are looked at one after the other, and those that are due are taken out behind a wait: `for (const [id, one] of all) if (isOld(one.seen)) due.push(id); await tell(due);
 * for (const id of due) all.delete(id)`, the same with `filter`, or with the wait in the loop itself. What the look found may have changed by then.
 */
import type { AnyNode, CallExpression, ForOfStatement, Identifier, IfStatement, MemberExpression, Pattern } from 'acorn';
import type { Access } from './access';
import type { Flow } from './flow';
import { forEachTarget, isFunction, memberName, rootOf, someChild, unchain } from '../scope/ast';
import { onlyValue, type Variable } from '../scope/bindings';
import { containerName } from '../scope/collections';
import { aroundOf, awaitsIn, ownNodes } from '../scope/tree';

/** Steps outwards from a node that are looked at. */
const MAX_AROUND = 12;

/** Names the looks by which the entry was chosen that is removed here (SiteLink `idle`). */
export function noteSweep(flow: Flow, node: AnyNode, removal: Access): void {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.arguments.length !== 1) return;
  const key = variableOf(flow, rootOf(node.arguments[0] as AnyNode));
  const round = key && roundOf(flow, node, key);
  const collection = containerName(node.callee.object);
  if (!round || collection === '') return;
  const isOfCollection = (right: AnyNode): boolean => containerName(walked(right)) === collection;
  const looks = isOfCollection(round.right)
    ? [...looksBefore(flow, round, node), ...chosenBy(flow, round.right)]
    : dueLooks(flow, round, isOfCollection);
  for (const look of looks) {
    const access = flow.accesses.find(look);
    if (!access || !isWaitBetween(flow, look, round, node)) continue;
    access.paired = removal.paired = true;
    flow.links.set(`idle:${access.id}:${removal.id}`, { read: access, write: removal, kind: 'idle' });
    for (const fn of [access.fn, removal.fn]) flow.follow(fn);
  }
}

function variableOf({ analysis }: Flow, node: AnyNode): Variable | undefined {
  return node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
}

/** The loop around the node whose head gives the variable. */
function roundOf(flow: Flow, node: AnyNode, key: Variable): ForOfStatement | undefined {
  let at: AnyNode | undefined = node;
  for (let i = 0; at && i < MAX_AROUND; i++, at = aroundOf(flow.analysis, at)) {
    if (at.type === 'ForOfStatement') return namesOf(flow, at.left).has(key) ? at : undefined;
    if (isFunction(at)) return undefined;
  }
  return undefined;
}

function namesOf(flow: Flow, left: ForOfStatement['left'] | Pattern): ReadonlySet<Variable> {
  const pattern = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
  const names = new Set<Variable>();
  if (pattern) {
    forEachTarget(pattern, (target) => {
      const variable = variableOf(flow, target);
      if (variable) names.add(variable);
    });
  }
  return names;
}

/** What is gone through: `all` of `all`, `all.values()`, `[...all]`, `[...all.values()].filter(…)`. */
function walked(node: AnyNode): AnyNode {
  const at = unchain(node);
  if (at.type === 'ArrayExpression' && at.elements.length === 1 && at.elements[0]?.type === 'SpreadElement') {
    return walked(at.elements[0].argument);
  }
  if (at.type === 'CallExpression' && at.callee.type === 'MemberExpression' && WALKS.test(memberName(at.callee) ?? '')) {
    return walked(memberName(at.callee) === 'from' ? (at.arguments[0] as AnyNode) : at.callee.object);
  }
  return at;
}
const WALKS = /^(?:values|entries|filter|map|from|slice|sort|toSorted|reverse)$/;

/** Members of what the loop gives that are asked for in conditions before the node. */
function looksBefore(flow: Flow, round: ForOfStatement, node: AnyNode): MemberExpression[] {
  const names = namesOf(flow, round.left);
  const conditions = ownNodes(flow.analysis, 'IfStatement', flow.fn).filter((one) => isIn(one, round) && one.test.end < node.start);
  // Whoever looks again behind the wait decides anew.
  const last = awaitsIn(flow.analysis, round.body).findLast((one) => one.end < node.start);
  if (last && conditions.some((one) => one.start > last.end)) return [];
  return conditions.flatMap(({ test }) => membersOf(flow, test, names));
}

/** `const due = [...all].filter(([, one]) => isOld(one.seen))` */
function chosenBy(flow: Flow, node: AnyNode): MemberExpression[] {
  const at = unchain(node);
  if (at.type !== 'CallExpression' || at.callee.type !== 'MemberExpression') return [];
  const [test] = at.arguments;
  const own =
    memberName(at.callee) === 'filter' && test && isFunction(test)
      ? membersOf(flow, test.body, new Set(test.params.flatMap((param) => [...namesOf(flow, param)])))
      : [];
  return [...own, ...chosenBy(flow, at.callee.object)];
}

/** The looks by which the list was filled that the loop goes through. */
function dueLooks(flow: Flow, round: ForOfStatement, isOfCollection: (right: AnyNode) => boolean): MemberExpression[] {
  const list = variableOf(flow, unchain(round.right));
  const value = onlyValue(list);
  if (!list || !value || ownNodes(flow.analysis, 'IfStatement', flow.fn).some((one) => isIn(one, round))) return [];
  if (isOfCollection(value)) return chosenBy(flow, value);
  return list.refs.flatMap(({ node }) => {
    const member = aroundOf(flow.analysis, node);
    const push = member && aroundOf(flow.analysis, member);
    if (member?.type !== 'MemberExpression' || memberName(member) !== 'push' || push?.type !== 'CallExpression') return [];
    return pushedFor(flow, push, isOfCollection);
  });
}

function pushedFor(flow: Flow, push: CallExpression, isOfCollection: (right: AnyNode) => boolean): MemberExpression[] {
  const conditions: IfStatement[] = [];
  let at: AnyNode | undefined = push;
  for (let i = 0; at && i < MAX_AROUND; i++, at = aroundOf(flow.analysis, at)) {
    if (at.type === 'IfStatement') conditions.push(at);
    if (isFunction(at)) return [];
    if (at.type !== 'ForOfStatement') continue;
    const names = namesOf(flow, at.left);
    return isOfCollection(at.right) ? conditions.flatMap(({ test }) => membersOf(flow, test, names)) : [];
  }
  return [];
}

/** `one.seen` in a condition */
function membersOf(flow: Flow, test: AnyNode, names: ReadonlySet<Variable>): MemberExpression[] {
  const found: MemberExpression[] = [];
  const visit = (node: AnyNode): boolean => {
    if (node.type === 'MemberExpression') {
      const variable = variableOf(flow, node.object as Identifier);
      if (variable && names.has(variable)) found.push(node);
    }
    someChild(node, visit);
    return false;
  };
  visit(test);
  return found;
}

function isIn(inner: AnyNode, outer: AnyNode): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** Behind the look, and before the removal, or in the rounds before it. */
function isWaitBetween(flow: Flow, look: AnyNode, round: ForOfStatement, node: AnyNode): boolean {
  const isInRound = isIn(look, round.body);
  return ownNodes(flow.analysis, 'AwaitExpression', flow.fn).some(
    (one) => one.start > look.end && (one.end < node.start || (!isInRound && isIn(one, round.body))),
  );
}
