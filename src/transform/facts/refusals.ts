/**
 * Tests by which somebody is turned away: `if (used.has(code)) throw new Error('used')`, `if (order.paid) return reply.code(409).send(…)`. Who finds the thing done is told that it is too late, and
 * gets nothing: it is meant to be done once. (A cache gives what is there to whoever finds it.) And those by which what is there under a key is passed over: `if (seen.has(url)) return;`,
 * `if (!applied.has(id)) { … }`, `if (handled[id]) return response.json({ duplicate: true })`.
 */
import type { AnyNode, IfStatement, Literal } from 'acorn';
import { exits, forEachChild, isFunction, memberName, unchain } from '../scope/ast';
import type { Flow } from '../flow/flow';
import type { Value } from '../flow/values';

const TELLS = /^(?:error|err|errors|reason|problem)$/;
const GRANTS = /^(?:ok|success|accepted|granted)$/;
const KEYED = /^(?:has|get)$/;
const STATUS = /^(?:status|statusCode)$/;

/** Notes what the test looked at, where one of its two ways turns somebody away and the other one goes on. */
export function noteRefusal(flow: Flow, node: IfStatement, test: Value): void {
  if (test.length === 0) return;
  const [yes, no] = [refuses(node.consequent), isRefusedElse(flow, node)];
  if (yes === no && !passesOver(flow, node)) return;
  const found = yes === no ? flow.passedOver : flow.refusals;
  for (const taint of test) {
    const { access, call } = flow.origins.get(taint);
    const look = access?.node ?? call;
    if (look) found.add(look);
  }
}

/** `if (seen.has(url)) return;`, `if (!applied.has(id)) { … }`, `if (handled[id]) return 'twice'`: whoever finds it gets nothing of it. */
function passesOver(flow: Flow, { test, consequent, alternate }: IfStatement): boolean {
  if (alternate) return false;
  const isNot = test.type === 'UnaryExpression' && test.operator === '!';
  const look = unchain(isNot ? test.argument : test);
  if (!asksKey(look)) return false;
  const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent;
  return isNot || (last?.type === 'ReturnStatement' && (!last.argument || (isSaid(last.argument) && !isGivenAnyway(flow, last.argument))));
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

/** `if (isFree) { …; return ticket; } throw new Error('taken')`: also where that is the end of the function. */
function isRefusedElse(flow: Flow, node: IfStatement): boolean {
  if (node.alternate) return refuses(node.alternate);
  const body = flow.fn.node.type === 'Program' ? undefined : flow.fn.node.body;
  if (body?.type !== 'BlockStatement' || !exits(node.consequent)) return false;
  const at = body.body.indexOf(node);
  const [next, ...more] = at < 0 ? [] : body.body.slice(at + 1);
  return next !== undefined && more.length === 0 && refuses(next);
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
  let isTold = false;
  forEachChild(node, (child) => {
    isTold ||= tellsError(child);
  });
  return isTold;
}

function isErrorStatus(node: AnyNode): boolean {
  const { value } = node as Partial<Literal>;
  return node.type === 'Literal' && typeof value === 'number' && Number.isInteger(value) && value >= 400 && value < 500;
}
