/**
 * Rows of objects that point at their neighbours (linked lists): what stands at an end of one (`this.head`) is not lost when another object takes its place, where the step ties the two together:
 * `node.next = this.head; this.head = node`, `this.tail.next = node; this.tail = node`, `const node = { before: list.last }; list.last = node`.
 */
import type { AnyNode, AssignmentExpression, MemberExpression } from 'acorn';
import type { Flow } from './flow';
import { memberName, unchain } from '../scope/ast';
import { type Analysis, onlyValue, type Variable } from '../scope/bindings';
import { aroundOf, nodesOf } from '../scope/tree';
import type { Location } from './locations';

/** The assignment puts an object at the end of a row, ties the neighbours of one that leaves, or makes one of these the end. `placeOf`: the location that a node stands for. */
export function isInRow(
  flow: Flow,
  node: AssignmentExpression,
  location: Location,
  placeOf: (node: AnyNode) => Location | null | undefined,
): boolean {
  const { analysis } = flow;
  const right = unchain(node.right);
  const isLink = right.type === 'MemberExpression' && linkNames(analysis).has(memberName(right) ?? '');
  return isLink || closesRow(analysis, node) || joinsRow(flow, node, location, placeOf);
}

const LINK_NAMES = new WeakMap<Analysis, ReadonlySet<string>>();

/** Properties by which neighbours know each other. */
function linkNames(analysis: Analysis): ReadonlySet<string> {
  let names = LINK_NAMES.get(analysis);
  if (!names) {
    const closing = nodesOf(analysis, 'AssignmentExpression').filter((node) => closesRow(analysis, node));
    names = new Set(closing.map(({ left }) => memberName(left as MemberExpression) ?? ''));
    LINK_NAMES.set(analysis, names);
  }
  return names;
}

/** `node.next.prev = node.prev`, also of what constants hold: the neighbours of one that leaves the row are tied together. */
function closesRow(analysis: Analysis, { left, right }: AssignmentExpression): boolean {
  if (left.type !== 'MemberExpression' || (right.type !== 'MemberExpression' && right.type !== 'Identifier')) return false;
  const valueOf = (part: AnyNode): AnyNode => {
    const at = unchain(part);
    const variable = at.type === 'Identifier' ? analysis.resolved.get(at) : undefined;
    return unchain(onlyValue(variable) ?? at);
  };
  const [neighbour, other] = [valueOf(left.object), valueOf(right)];
  if (neighbour.type !== 'MemberExpression' || other.type !== 'MemberExpression') return false;
  const name = memberName(other);
  return name !== undefined && name === memberName(left) && name !== memberName(neighbour) && isSame(neighbour.object, other.object);
}

/** One variable, or `this`. */
function isSame(one: AnyNode, other: AnyNode): boolean {
  if (one.type === 'Identifier') return other.type === 'Identifier' && one.name === other.name;
  return one.type === 'ThisExpression' && other.type === 'ThisExpression';
}

/** The object that is stored is tied to what stood there. */
function joinsRow(
  flow: Flow,
  node: AssignmentExpression,
  location: Location,
  placeOf: (node: AnyNode) => Location | null | undefined,
): boolean {
  const variableOf = (part: AnyNode): Variable | undefined => (part.type === 'Identifier' ? flow.analysis.resolved.get(part) : undefined);
  const stored = variableOf(node.right);
  if (!stored) return false;
  const isEnd = (part: AnyNode): boolean => placeOf(unchain(part)) === location;
  const joins = (at: AnyNode): boolean => {
    const around = aroundOf(flow.analysis, at);
    if (around?.type === 'AssignmentExpression') {
      return around.right === at && around.left.type === 'MemberExpression' && isEnd(around.left.object);
    }
    if (around?.type !== 'MemberExpression' || around.object !== at) return false;
    const assignment = aroundOf(flow.analysis, around);
    return assignment?.type === 'AssignmentExpression' && assignment.left === around && isEnd(assignment.right);
  };
  const made = onlyValue(stored);
  const isMadeOf = made?.type === 'ObjectExpression' && made.properties.some((part) => part.type === 'Property' && isEnd(part.value));
  const joints = [
    ...(isMadeOf ? [made] : []),
    ...stored.refs.map((ref) => ref.node).filter((at) => at.start >= flow.fn.node.start && at.end <= node.start && joins(at)),
  ];
  const isWait = (wait: AnyNode): boolean => wait.end <= node.start && joints.every((joint) => wait.end > joint.end);
  return joints.length > 0 && !nodesOf(flow.analysis, 'AwaitExpression').some(isWait);
}
