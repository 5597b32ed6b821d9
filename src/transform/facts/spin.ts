/**
 * Loops that do nothing but look whether somebody else has changed something: `while (!ready) {}`, `while (Atomics.load(view, 0) === 0);`; with an await in between,
 * `while (line[0] !== me) await turn();`.
 */
import type { AnyNode, WhileStatement } from 'acorn';
import { forEachChild, isFunction, memberName, someChild } from '../scope/ast';

/** Built-ins that change nothing (a lock that is taken stays so when one more tries) and that no time limit is made of. */
const HARMLESS = /^(?:Atomics\.(?:load|compareExchange|exchange|pause)|Math\.\w+|console\.\w+)$/;

/** True when nothing in the loop can end it: what its test looks at is changed elsewhere. */
export function isSpin(loop: WhileStatement): boolean {
  return isIdle(loop.test) && isIdle(loop.body) && readsSomething(loop.test);
}

function isIdle(node: AnyNode): boolean {
  switch (node.type) {
    case 'AwaitExpression':
    case 'YieldExpression':
    case 'AssignmentExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'BreakStatement':
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'UpdateExpression':
      return false;
    case 'CallExpression': {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false;
      if (!HARMLESS.test(`${callee.object.name}.${memberName(callee) ?? ''}`)) return false;
      return node.arguments.every(isIdle);
    }
    default: {
      if (isFunction(node)) return false;
      let idle = true;
      forEachChild(node, (child) => {
        idle &&= isIdle(child);
      });
      return idle;
    }
  }
}

/** `while (true) {}` waits for nobody. */
function readsSomething(test: AnyNode): boolean {
  if (test.type === 'Identifier' || test.type === 'MemberExpression') return true;
  return someChild(test, readsSomething);
}

/** True when each round only waits, and looks again; it may set how long it waits the next time. */
export function isPoll(loop: WhileStatement): boolean {
  return looksOnly(loop.test) && readsSomething(loop.test) && onlyWaits(loop, (statement) => isBackoff(statement, loop.test));
}

/** `ms = Math.min(ms * 2, longest);`, where the loop does not end by it. */
function isBackoff(statement: AnyNode, test: AnyNode): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const { expression } = statement;
  const target = expression.type === 'AssignmentExpression' ? expression.left : undefined;
  if (expression.type !== 'AssignmentExpression' || target?.type !== 'Identifier' || !isIdle(expression.right)) return false;
  const asks = (node: AnyNode): boolean => (node.type === 'Identifier' && node.name === target.name) || someChild(node, asks);
  return !asks(test);
}

/** True when each round only waits, and asks again for what is not known at once: `while (!(await store.take(key))) await pause();` */
export function isAskingPoll(loop: WhileStatement): boolean {
  return onlyWaits(loop) && someChild(loop.test, awaitsCall);
}

function awaitsCall(node: AnyNode): boolean {
  if (isFunction(node)) return false;
  return (node.type === 'AwaitExpression' && node.argument.type === 'CallExpression') || someChild(node, awaitsCall);
}

function onlyWaits({ body }: WhileStatement, isBeside: (statement: AnyNode) => boolean = () => false): boolean {
  const [only, ...more] = (body.type === 'BlockStatement' ? body.body : [body]).filter((statement) => !isBeside(statement));
  return more.length === 0 && only?.type === 'ExpressionStatement' && only.expression.type === 'AwaitExpression';
}

/** It may ask (`busy.has(id)`), but changes nothing itself. */
function looksOnly(node: AnyNode): boolean {
  const isChange = node.type === 'AwaitExpression' || node.type === 'AssignmentExpression' || node.type === 'UpdateExpression';
  return !isChange && node.type !== 'YieldExpression' && (isFunction(node) || !someChild(node, (child) => !looksOnly(child)));
}
