/** Tests of whether what was asked for is still wanted: of a token with what is stored now, of a local with a place, which then are the same value, and of a signal. See flow.ts. */
import type { AnyNode, AssignmentExpression, BinaryExpression, MemberExpression, Program } from 'acorn';
import { FLAG_TOKEN } from '../../wire/siteFlags';
import { isEquality, memberName, rootOf, someChild, unchain, type FunctionNode } from '../scope/ast';
import { REF_WRITE, type Analysis, type Variable } from '../scope/bindings';
import { nodesOf } from '../scope/tree';
import type { Flow } from './flow';
import { overlaps, type Location } from './locations';
import { CROSSED, type Value } from './values';

/** What a version is called, and what a caller names the one that it has read. */
const VERSION =
  /version|rev(?:ision)?$|etag|if-?match|generation|epoch|expected|^(?:current|lease|leader)?term$|fenc(?:e|ing)|(?:^|_)seq(?:uence)?$/i;

/** A test of one side of a comparison against the other that says that what was read earlier is still true. */
export function validates(flow: Flow, node: BinaryExpression, now: Value, before: Value): boolean {
  const { left, right } = node;
  noteAnswered(flow, node, right, now);
  noteAnswered(flow, node, left, before);
  return (
    comparesToken(flow, now, before) ||
    comparesToken(flow, before, now) ||
    comparesGiven(flow, left, now, right) ||
    comparesGiven(flow, right, before, left) ||
    flow.rechecks.tests.has(node)
  );
}

/** `isCurrent(id) { return this.current === id; }`, or `… .version === row.version`: whoever calls it asks whether what is there is still its own. */
function noteAnswered(flow: Flow, comparison: BinaryExpression, given: AnyNode, now: Value): void {
  const { fn, origins } = flow;
  const variable = variableAt(flow, VERSION.test(nameOf(given)) ? rootOf(given) : given);
  if (variable?.kind !== 'param' || variable.fn !== fn || fn.usage === 'inline' || !isAnswer(fn.node, comparison)) return;
  for (const taint of now) {
    const { kind, access } = origins.get(taint);
    if (kind === 'read' && access && (taint & CROSSED) === 0) access.readFlags |= FLAG_TOKEN;
  }
}

/** All that a function does is to say whether a comparison, and others with it, is true. */
function isAnswer(fn: FunctionNode | Program, comparison: AnyNode): boolean {
  const isPart = (at: AnyNode): boolean =>
    at === comparison ||
    (at.type === 'UnaryExpression' && isPart(at.argument)) ||
    (at.type === 'LogicalExpression' && (isPart(at.left) || isPart(at.right)));
  if (fn.type === 'Program' || fn.body.type !== 'BlockStatement') return fn.type !== 'Program' && isPart(fn.body);
  const last = fn.body.body.at(-1);
  const isSaid = last?.type === 'ReturnStatement' && !!last.argument && isPart(last.argument);
  return isSaid && fn.body.body.every((at) => at === last || (at.type === 'VariableDeclaration' && at.kind === 'const'));
}

/** `if (row.version !== expected) return false`, where the caller says which version it has read. */
function comparesGiven(flow: Flow, place: AnyNode, now: Value, given: AnyNode): boolean {
  const root = rootOf(given);
  const variable = variableAt(flow, root);
  if (variable?.kind !== 'param' || !flow.isLocal(variable)) return false;
  const name = nameOf(place);
  const isRenewed =
    name !== '' &&
    (given === root || nameOf(given) === name) &&
    rootOf(place) !== root &&
    isStored(flow.analysis, name) &&
    renews(flow.fn.node, name);
  if (!VERSION.test(name) && !VERSION.test(nameOf(given)) && !isRenewed) return false;
  return now.some((taint) => {
    const { kind, location } = flow.origins.get(taint);
    return (taint & CROSSED) === 0 && kind === 'read' && location !== null;
  });
}

const STORED = new WeakMap<Analysis, ReadonlySet<string>>();

/** Whether something in the file stores, or changes, a property of that name. */
function isStored(analysis: Analysis, name: string): boolean {
  let names = STORED.get(analysis);
  if (!names) {
    const keys = nodesOf(analysis, 'Property').map(({ key }) => (key.type === 'Identifier' ? key.name : ''));
    STORED.set(analysis, (names = new Set([...keys, ...analysis.memberWrites.map(({ node }) => memberName(node) ?? '')])));
  }
  return names.has(name);
}

/** `{ ...next, turn: turn + 1 }`, `row.turn++`, `row.turn = randomUUID()`: whatever it is called, it is another one with each store. */
function renews(node: AnyNode, name: string): boolean {
  const isNew = ({ type }: AnyNode): boolean => type === 'BinaryExpression' || type === 'UpdateExpression' || type === 'CallExpression';
  if (node.type === 'Property' && node.key.type === 'Identifier' && node.key.name === name && isNew(node.value)) return true;
  if (node.type === 'UpdateExpression') return isPlace(node.argument, name);
  if (node.type === 'AssignmentExpression' && isPlace(node.left, name)) return node.operator !== '=' || isNew(node.right);
  return someChild(node, (child) => renews(child, name));
}

function isPlace(node: AnyNode, name: string): boolean {
  return node.type === 'MemberExpression' && memberName(node) === name;
}

/** `row.version`, `String(row.version)`. */
function nameOf(node: AnyNode): string {
  if (node.type === 'CallExpression' && node.arguments.length === 1) return nameOf(node.arguments[0] as AnyNode);
  return node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? (memberName(node) ?? '') : '';
}

/** A fresh read of a location against what the activation read or stored there before the last boundary. */
function comparesToken(flow: Flow, now: Value, before: Value): boolean {
  return now.some((n) => {
    const current = flow.origins.get(n);
    if ((n & CROSSED) !== 0 || current.kind !== 'read' || !current.location) return false;
    const { location, access } = current;
    const isToken = before.some((b) => {
      const earlier = flow.origins.get(b);
      return (b & CROSSED) !== 0 && earlier.location !== null && overlaps(earlier.location, location);
    });
    if (isToken && access) access.readFlags |= FLAG_TOKEN;
    return isToken;
  });
}

/** Where a test has found a local equal to a place, the local is what was read there: `if (row.version !== expected) throw`, and `expected` is the version. */
export function holdEqual(flow: Flow, test: AnyNode, isTrue: boolean): void {
  if (test.type === 'LogicalExpression' && test.operator === (isTrue ? '&&' : '||')) {
    holdEqual(flow, test.left, isTrue);
    holdEqual(flow, test.right, isTrue);
  }
  if (test.type !== 'BinaryExpression' || test.operator !== (isTrue ? '===' : '!==')) return;
  for (const [place, name] of [
    [test.left, test.right],
    [test.right, test.left],
  ]) {
    const variable = variableAt(flow, name);
    const access = place && flow.accesses.find(place);
    const location = place?.type === 'MemberExpression' && flow.isTrackedMember(place) ? flow.memberLocation(place) : null;
    if (variable && access && location && flow.isLocal(variable)) flow.addToLocal(variable, flow.origins.read(access, location));
  }
}

/** Places that hold nothing where a test is true, or false (`if (!this.idle) …`, `if (isGood && this.idle === null) …`), or still what the caller has seen there (`if (row.left !== seen) return false`). */
export function freeOn(flow: Flow, test: AnyNode, isTrue: boolean): Location[] {
  switch (test.type) {
    case 'UnaryExpression':
      return test.operator === '!' ? freeOn(flow, test.argument, !isTrue) : [];
    case 'LogicalExpression':
      return test.operator === (isTrue ? '&&' : '||') ? [...freeOn(flow, test.left, isTrue), ...freeOn(flow, test.right, isTrue)] : [];
    case 'BinaryExpression':
      if (!isEquality(test.operator) || isTrue !== test.operator.startsWith('=')) return [];
      if (isNothing(test.right)) return placeAt(flow, test.left);
      return [...seenAt(flow, test.left, test.right), ...seenAt(flow, test.right, test.left)];
    default:
      return isTrue ? [] : placeAt(flow, test);
  }
}

/** `rows.get(id)`, or a local that has just been read from there, beside a parameter. */
function seenAt(flow: Flow, place: AnyNode, given: AnyNode): Location[] {
  if (variableAt(flow, given)?.kind !== 'param') return [];
  const variable = variableAt(flow, place);
  const read = variable ? (flow.state.locals.get(variable) ?? []).filter((taint) => (taint & CROSSED) === 0) : [];
  const found = variable ? read.map((taint) => flow.origins.get(taint).location) : [flow.locations.find(place)];
  return found.filter((location) => location !== null);
}

function variableAt({ analysis }: Flow, node: AnyNode | null | undefined): Variable | undefined {
  return node?.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
}

function isNothing(node: AnyNode): boolean {
  return node.type === 'Literal' ? node.value === null : node.type === 'Identifier' && node.name === 'undefined';
}

function placeAt(flow: Flow, node: AnyNode): Location[] {
  const variable = variableAt(flow, node);
  if (variable) return flow.isLocal(variable) ? [] : [flow.locations.ofVariable(variable)];
  const place = node.type === 'MemberExpression' && flow.isTrackedMember(node) ? flow.memberLocation(node) : null;
  return place ? [place] : [];
}

/** After `this.current = token` the local holds what is stored there; comparing the two later validates everything. Until the next boundary the place holds this activation's own. */
export function holdStored(flow: Flow, { left, right }: AssignmentExpression, location: Location | null, value: Value): void {
  const place = location && left.type === 'MemberExpression' ? flow.memberLocation(left) : location;
  if (place) flow.origins.noteReplaced(place, value, flow.state.tick);
  const variable = variableAt(flow, right);
  if (variable && location) flow.addToLocal(variable, flow.origins.held(location));
}

/** `signal.aborted` of a call's own signal. What the function itself replaces at each call (`current = new AbortController()`) is that of the newest one, which nobody has aborted. */
export function isOwnSignal({ analysis, fn }: Flow, asked: MemberExpression): boolean {
  const root = rootOf(asked);
  const variable = analysis.resolved.get(root);
  if (variable) return variable.fn === fn || !variable.refs.some((ref) => ref.fn === fn && (ref.role & REF_WRITE) !== 0);
  if (root.type !== 'ThisExpression') return true;
  const held = firstPart(asked);
  return !analysis.memberWrites.some(({ node, fn: by }) => by === fn && node.object.type === 'ThisExpression' && memberName(node) === held);
}

/** `controller` of `this.controller.signal.aborted`. */
function firstPart(node: MemberExpression): string | undefined {
  const object = unchain(node.object);
  return object.type === 'MemberExpression' ? firstPart(object) : memberName(node);
}
