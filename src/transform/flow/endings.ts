/** Statements that end a function without `return` or `throw`: `ctx.throw(402)`, `process.exit(1)`, `deny(user)` whose body throws; and those that go on only when a test holds. */
import type { AnyNode, CallExpression, Expression, MemberExpression } from 'acorn';
import { isFunction, lastName, returns, unchain, type FunctionNode } from '../scope/ast';
import type { FunctionInfo } from '../scope/bindings';
import type { Flow } from './flow';

const ENDS = /^(?:process\.(?:exit|abort)|assert\.fail)$/;
/** What tests also ask with: there only a comparison is taken for a condition of what follows. */
const ASSERTS = /^(?:assert|assert\.ok)$/;
const DEMANDS = /^(?:invariant|(?:ctx|context|c)\.assert)$/;
const COMPARES = /^[<>]=?$/;

/** Whether nobody goes on to what stands after this expression statement. */
export function neverGoesOn(flow: Flow, node: AnyNode): boolean {
  const isAwaited = node.type === 'AwaitExpression';
  const call = unchain(isAwaited ? node.argument : node);
  if (call.type !== 'CallExpression') return false;
  const callee = unchain(call.callee);
  if (callee.type === 'MemberExpression') {
    const path = pathOf(callee);
    if (ENDS.test(path)) return true;
    // Koa's; a generator's method of that name is called with an error.
    const status = call.arguments[0];
    if (path.endsWith('.throw')) return status?.type === 'Literal' && typeof status.value === 'number';
  }
  const { node: called } = flow.resolveCall(callee)?.info ?? {};
  return called !== undefined && isFunction(called) && !called.generator && (isAwaited || !called.async) && alwaysThrows(called);
}

/** What must hold for whoever goes on after this expression statement: `left > 0` of `assert(left > 0, 'none')`. */
export function testOfAssertion(flow: Flow, node: AnyNode): { readonly call: CallExpression; readonly test: Expression } | undefined {
  const assertion = assertionIn(node);
  const { test, isAsked } = assertion ?? {};
  if (isAsked !== true) return assertion;
  return test?.type === 'BinaryExpression' && COMPARES.test(test.operator) && !isInTest(flow.fn) ? assertion : undefined;
}

const IS_TEST = /^(?:it|test|specify|tape)\('/;

/** `test('runs five at a time', …)`: what is asked there, is asked of what has been; nothing that comes after it relies on that. */
function isInTest(fn: FunctionInfo): boolean {
  return IS_TEST.test(fn.title) || (fn.parent !== null && isInTest(fn.parent));
}

/** The same, of whatever test. `isAsked`: by what tests also ask with. */
export function assertionIn(
  node: AnyNode,
): { readonly call: CallExpression; readonly test: Expression; readonly isAsked: boolean } | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = unchain(node.callee);
  const test = node.arguments[0];
  if (!test || test.type === 'SpreadElement') return undefined;
  const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? pathOf(callee) : '';
  const isAsked = ASSERTS.test(name);
  return isAsked || DEMANDS.test(name) ? { call: node, test, isAsked } : undefined;
}

const COMPARISONS = /^(?:(?:deep)?(?:strict)?equals?|is|same|eqls?|be|toBe|to(?:Strict)?Equal)$/i;
/** Compilers give a number to the name of what is imported: `node_assert_1.default.equal(count, 4)`. */
export const ASKS = /^(?:(?:node_)?assert|strict|expect|t|test|should)(?:_\d+)?$/;

/** What is compared with a value that stands in the code, and if it is another one, nobody goes on: `count` of `expect(count).to.equal(4)`, `assert.equal(count, 4)`. */
export function assertedIn(node: AnyNode): AnyNode | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const { property } = node.callee;
  if (property.type !== 'Identifier' || !COMPARISONS.test(property.name)) return undefined;
  let root: AnyNode = node.callee.object;
  while (root.type === 'MemberExpression') {
    if (root.property.type === 'Identifier' && root.property.name === 'not') return undefined;
    root = root.object;
  }
  const [given, value] = root.type === 'CallExpression' ? [root.arguments[0], node.arguments[0]] : node.arguments;
  const head = root.type === 'CallExpression' ? lastName(root.callee) : root.type === 'Identifier' ? root.name : '';
  if (!ASKS.test(head) || given?.type === 'SpreadElement') return undefined;
  return value?.type === 'Literal' ? given : undefined;
}

function pathOf({ object, property }: MemberExpression): string {
  return object.type === 'Identifier' && property.type === 'Identifier' ? `${object.name}.${property.name}` : '';
}

/** Its last statement throws, and no other one ends it. */
export function alwaysThrows({ body }: FunctionNode): boolean {
  return body.type === 'BlockStatement' && body.body.at(-1)?.type === 'ThrowStatement' && !returns(body);
}
