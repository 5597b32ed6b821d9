/**
 * Tests by which somebody is turned away: `if (used.has(code)) throw new Error('used')`, `if (order.paid) return reply.code(409).send(…)`. Who finds the thing done is told that it is too late, and
 * gets nothing: it is meant to be done once. (A cache gives what is there to whoever finds it.) And those by which what is there under a key is passed over: `if (seen.has(url)) return;`,
 * `if (!applied.has(id)) { … }`, `if (handled[id]) return response.json({ duplicate: true })`.
 */
import type { AnyNode, IfStatement, Literal, MemberExpression } from 'acorn';
import { exits, isCount, isFunction, memberName, someChild, unchain } from '../scope/ast';
import { type Analysis, onlyValue } from '../scope/bindings';
import { isNothing } from '../scope/initial';
import { nodesOf } from '../scope/tree';
import { isOfCollection } from './countedCalls';
import type { Flow } from '../flow/flow';
import type { Value } from '../flow/values';
import { calledAs } from './neededArguments';

const TELLS = /^(?:error|err|errors|reason|problem)$/;
const GRANTS = /^(?:ok|success|accepted|granted)$/;
const KEYED = /^(?:has|get)$/;
const FINDS = /^(?:has|get|includes)$/;
const EQUALS = /^[!=]==?$/;
const STATUS = /^(?:status|statusCode)$/;

/** Notes what the test looked at, where one of its two ways turns somebody away and the other one goes on. */
export function noteRefusal(flow: Flow, node: IfStatement, test: Value): void {
  if (test.length === 0 || asksPlace(flow, node.test)) return;
  const [yes, no] = [refuses(node.consequent), isRefusedElse(flow, node)];
  const isPassed = yes === no && passesOver(flow, node);
  if (yes === no && !isPassed) return;
  const isWithout = !isPassed && yes && asksForNothing(flow, node.test);
  const isCheckOfAnswer = comparesTwo(node.test);
  for (const taint of test) {
    const { access, call } = flow.origins.get(taint);
    const look = access?.node ?? call;
    if (!look || (isPassed && access && !asksKey(look))) continue;
    if (isCheckOfAnswer && !isWithin(look, flow.fn.node)) continue;
    if (isPassed) flow.passedOver.add(look);
    else flow.refusals.set(look, isWithout && flow.refusals.get(look) !== false);
  }
}

/** `if (!pump.isOn()) throw …`: calls without whose yes somebody is turned away. */
export function findNeededYes(analysis: Analysis): AnyNode[] {
  return nodesOf(analysis, 'IfStatement').flatMap(({ test, consequent }) => {
    const asked = test.type === 'UnaryExpression' && test.operator === '!' ? unchain(test.argument) : undefined;
    return asked?.type === 'CallExpression' && !isOfCollection(asked) && refuses(consequent) ? [asked] : [];
  });
}

/** `if (lines[at] === undefined) throw …`, `if (at >= lines.length) throw …`, of parts that a call has made: whether there is something at a place, not what. */
function asksPlace({ analysis, fn }: Flow, test: AnyNode): boolean {
  const valueOf = (node: AnyNode): AnyNode => {
    const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
    return (variable?.fn === fn && onlyValue(variable)) || node;
  };
  const isPart = (node: AnyNode): node is MemberExpression =>
    node.type === 'MemberExpression' && valueOf(node.object).type === 'CallExpression';
  const isPlace = (node: AnyNode): boolean => isPart(node) && node.computed && node.property.type === 'Identifier';
  const sides = test.type === 'BinaryExpression' ? [test.left, test.right] : [test.type === 'UnaryExpression' ? test.argument : test];
  const isIndex = (node: AnyNode, { object }: MemberExpression): boolean =>
    node.type === 'Identifier' &&
    object.type === 'Identifier' &&
    nodesOf(analysis, 'MemberExpression').some(
      (part) => isWithin(part, fn.node) && isPlace(part) && isSame(part.property, node) && isSame(part.object, object),
    );
  return sides.some((side, i) => {
    const other = sides[1 - i];
    return isPlace(valueOf(side)) || (isPart(side) && memberName(side) === 'length' && other !== undefined && isIndex(other, side));
  });
}

/** `!plans.has(id)`, `plan === undefined`, `!this.isDrawn(id)`, which gives what such a look does: whoever finds nothing is turned away. */
function asksForNothing({ analysis }: Flow, test: AnyNode): boolean {
  const isLook = (node: AnyNode, isHelper = false): boolean => {
    const value = (node.type === 'Identifier' && onlyValue(analysis.resolved.get(node))) || node;
    if (value.type !== 'CallExpression') return value.type === 'MemberExpression';
    if (value.callee.type === 'MemberExpression' && FINDS.test(memberName(value.callee) ?? '')) return true;
    const body = isHelper ? undefined : calledAs(analysis, value.callee)?.fn.body;
    const [only] = body?.type === 'BlockStatement' && body.body.length === 1 ? body.body : [];
    return only?.type === 'ReturnStatement' && only.argument ? isLook(unchain(only.argument), true) : false;
  };
  if (test.type === 'UnaryExpression') return test.operator === '!' && isLook(unchain(test.argument));
  if (test.type !== 'BinaryExpression' || !/^===?$/.test(test.operator)) return false;
  const [left, right] = [unchain(test.left), test.right];
  const isNone = right.type === 'Literal' && right.value === 0 && left.type === 'MemberExpression' && isCount(left);
  return (isNone || isNothing(right)) && isLook(left);
}

function isSame(a: AnyNode, b: AnyNode): boolean {
  return a.type === 'Identifier' && b.type === 'Identifier' && a.name === b.name;
}

/** `if (answer.name !== name) throw …`, of what a function has given that looked: it is asked whether that is right, not whether it is there. */
function comparesTwo(test: AnyNode): boolean {
  if (test.type === 'LogicalExpression') return comparesTwo(test.left) || comparesTwo(test.right);
  return test.type === 'BinaryExpression' && EQUALS.test(test.operator) && ![test.left, test.right].some(isConstant);
}

function isConstant(node: AnyNode): boolean {
  return node.type === 'Literal' || node.type === 'UnaryExpression' || (node.type === 'Identifier' && node.name === 'undefined');
}

function isWithin(node: AnyNode, outer: AnyNode): boolean {
  return node.start >= outer.start && node.end <= outer.end;
}

/** `seen.has(url)`, `seen.get(url)`, `seen[url]` */
function asksKey(look: AnyNode): boolean {
  if (look.type === 'MemberExpression') return look.computed && look.property.type !== 'Literal';
  return look.type === 'CallExpression' && look.callee.type === 'MemberExpression' && KEYED.test(memberName(look.callee) ?? '');
}

/** An answer that stands in the code: `'duplicate'`, `{ ok: true, repeated: true }`, `response.status(200).json({ received: true })`. */
function isSaid(node: AnyNode): boolean {
  switch (node.type) {
    case 'Literal':
      return true;
    case 'ObjectExpression':
      return node.properties.every((property) => property.type === 'Property' && isSaid(property.value));
    case 'CallExpression':
      return node.callee.type === 'MemberExpression' && node.arguments.every(isSaid) && isSaidBy(node.callee.object);
    default:
      return false;
  }
}

function isSaidBy(node: AnyNode): boolean {
  return node.type === 'Identifier' || (node.type === 'CallExpression' && isSaid(node));
}

/** Who has done the work gives the same: `if (loaded[name]) return true; …; return true;`. */
function isGivenAnyway(flow: Flow, answer: AnyNode): boolean {
  const body = flow.fn.node.type === 'Program' ? undefined : flow.fn.node.body;
  const last = body?.type === 'BlockStatement' ? body.body.at(-1) : undefined;
  if (last?.type !== 'ReturnStatement' || last.argument?.type !== 'Literal' || answer.type !== 'Literal') return false;
  return last.argument.raw === answer.raw;
}

/**
 * `if (seen.has(url)) return;`, `if (!applied.has(id)) { … }`, `if (handled[id]) return 'twice'`: whoever finds it gets nothing of it. And where functions look:
 * `if (!(await isKnown(url)) && !(await isBanned(url))) { … }`.
 */
function passesOver(flow: Flow, { test, consequent, alternate }: IfStatement): boolean {
  if (alternate) return false;
  if (isNotThere(test)) return true;
  const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent;
  if (!asksKey(unchain(test)) || last?.type !== 'ReturnStatement') return false;
  return !last.argument || (isSaid(last.argument) && !isGivenAnyway(flow, last.argument));
}

function isNotThere(test: AnyNode): boolean {
  if (test.type === 'LogicalExpression') return test.operator === '&&' && isNotThere(test.left) && isNotThere(test.right);
  if (test.type !== 'UnaryExpression' || test.operator !== '!') return false;
  return asksKey(unchain(test.argument)) || (test.argument.type === 'AwaitExpression' && test.argument.argument.type === 'CallExpression');
}

/** `if (isFree) { …; return ticket; } throw new Error('taken')`: also where that is the end of the function, and where one test stands in the other. */
function isRefusedElse(flow: Flow, node: IfStatement): boolean {
  if (node.alternate) return refuses(node.alternate);
  const body = flow.fn.node.type === 'Program' ? undefined : flow.fn.node.body;
  if (body?.type !== 'BlockStatement' || !endsIt(node.consequent)) return false;
  const at = body.body.findIndex((statement) => statement === node || isLastWithin(statement, node));
  const rest = at < 0 ? [] : body.body.slice(at + 1);
  return rest.length > 0 && rest.length <= MAX_REST && isTurnedAway(rest);
}

/** What follows to the end of the function is no more than an answer. */
const MAX_REST = 3;

function isTurnedAway(rest: readonly AnyNode[]): boolean {
  const isAnswer = (statement: AnyNode, at: number): boolean =>
    statement.type === 'ExpressionStatement' ||
    (at === rest.length - 1 && (statement.type === 'ReturnStatement' || statement.type === 'ThrowStatement'));
  return rest.every(isAnswer) && (refuses(rest.at(-1) as AnyNode) || rest.some(tellsError));
}

/** It ends the function, or one of two tests that stand one in the other does. */
function endsIt(consequent: AnyNode): boolean {
  if (exits(consequent)) return true;
  const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent;
  return last?.type === 'IfStatement' && !last.alternate && endsIt(last.consequent);
}

/** `if (a) { if (b) … }` */
function isLastWithin(statement: AnyNode, node: IfStatement): boolean {
  if (statement.type !== 'IfStatement' || statement.alternate) return false;
  const last = statement.consequent.type === 'BlockStatement' ? statement.consequent.body.at(-1) : statement.consequent;
  return last === node || (last !== undefined && isLastWithin(last, node));
}

function refuses(node: AnyNode): boolean {
  const statements = node.type === 'BlockStatement' ? node.body : [node];
  const last = statements.at(-1);
  if (last?.type === 'ThrowStatement') return true;
  if (last?.type !== 'ReturnStatement') return false;
  return (last.argument ? isNo(last.argument) : false) || statements.some(tellsError);
}

/** `return false`, `return null`. */
function isNo(node: AnyNode): boolean {
  return node.type === 'Literal' && (node.value === false || (node.value === null && node.raw === 'null'));
}

/** `reply.code(409)`, `{ status: 409 }`, `response.statusCode = 409`, `{ error: 'used' }`, `{ ok: false }`, `new ConflictError()` */
function tellsError(node: AnyNode): boolean {
  if (isFunction(node)) return false;
  switch (node.type) {
    case 'CallExpression':
      if (node.arguments.some(isErrorStatus)) return true;
      break;
    case 'NewExpression':
      if (node.callee.type === 'Identifier' && node.callee.name.endsWith('Error')) return true;
      break;
    case 'AssignmentExpression': {
      const target = unchain(node.left);
      if (target.type === 'MemberExpression' && STATUS.test(memberName(target) ?? '') && isErrorStatus(node.right)) return true;
      break;
    }
    case 'Property': {
      const name = node.key.type === 'Identifier' ? node.key.name : '';
      if (TELLS.test(name) || (GRANTS.test(name) && isNo(node.value)) || (STATUS.test(name) && isErrorStatus(node.value))) return true;
      break;
    }
    default:
  }
  return someChild(node, tellsError);
}

function isErrorStatus(node: AnyNode): boolean {
  const { value } = node as Partial<Literal>;
  return node.type === 'Literal' && typeof value === 'number' && Number.isInteger(value) && value >= 400 && value < 500;
}
