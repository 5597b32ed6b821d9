/**
 * Async functions that a compiler wrote as generators, for an engine without them: `return __awaiter(this, void 0, void 0, function* () { … yield x … })`. The tree gets
 * the function back that the author wrote, with the places where its parts stand in the text; what comes after the parser knows async functions and awaits only. The
 * helpers themselves are nobody's program: their functions are emptied, in the tree.
 */
import type { AnyNode, CallExpression, Expression, FunctionExpression, Program, YieldExpression } from 'acorn';
import { forEachChild, isFunction, type FunctionNode } from './ast';
import { emptyHelper, helperName } from './compilerHelpers';

const MENTIONED = /__a(?:waiter|sync)|asyncToGenerator|async_to_generator/;

/** Runs the generator that it is given last: TypeScript, esbuild. A bundler adds a number to what would have the same name. */
const RUNNER = /^__(?:awaiter|async(?:Generator)?)(?:\$?\d+)?$/;
/** Makes an async function of the generator that it is given: Babel, SWC, under the name that a bundler gives it. */
const MAKER = /asyncToGenerator|async_to_generator/;
/** Names under which the helpers, and what they use, are declared. */
const HELPER =
  /^(?:__awaiter|__async(?:Generator|Values|Delegator)?|_?asyncToGenerator|_async_to_generator|asyncGeneratorStep)(?:\$?\d+)?$/;

/** Rewrites the tree in place. */
export function restoreAsync(program: Program, source: string): void {
  if (MENTIONED.test(source)) restore(program);
}

function restore(node: AnyNode): void {
  if (isFunction(node)) restoreFunction(node);
  else if (node.type === 'CallExpression') restoreCall(node);
  emptyHelper(node, HELPER);
  forEachChild(node, restore);
}

/** `reserve(id) { return __awaiter(this, void 0, void 0, function* () { … }); }`: the function around becomes the async one. */
function restoreFunction(fn: FunctionNode): void {
  if (fn.async || fn.generator) return;
  const block = fn.body.type === 'BlockStatement' ? fn.body.body : [];
  const last = block.at(-1);
  const before = block.slice(0, -1);
  const value = fn.body.type !== 'BlockStatement' ? fn.body : last?.type === 'ReturnStatement' ? last.argument : undefined;
  if (value?.type !== 'CallExpression' || !before.every(isKept)) return;
  const inner = runBy(value) ?? madeBy(value.callee);
  if (!inner || (RUNNER.test(helperName(value)) ? !keepsThis(value) : value.arguments.length > 0)) return;
  // A directive stays what comes first.
  if (before.length > 0 && 'directive' in (inner.body.body[0] ?? {})) return;
  makeAsync(inner, isOfGenerator(value));
  fn.async = true;
  fn.generator = inner.generator;
  if (fn.type === 'ArrowFunctionExpression') fn.expression = false;
  // Parameters with defaults are the generator's, and what the function has instead is only handed on.
  if (inner.params.length > 0) fn.params = inner.params;
  inner.body.body.unshift(...before);
  fn.body = inner.body;
}

/** What a compiler keeps for the generator: `var _this = this`, `const arguments_1 = arguments`, `const _super = Object.create(null, …)`. */
function isKept(statement: AnyNode): boolean {
  if (statement.type !== 'VariableDeclaration') return false;
  return statement.declarations.every(
    ({ id, init }) =>
      init?.type === 'ThisExpression' ||
      (init?.type === 'Identifier' && init.name === 'arguments') ||
      (id.type === 'Identifier' && id.name.startsWith('_super')),
  );
}

/** Elsewhere the generator itself becomes the async function: as the callback that it is, or in place of the call that makes it one. */
function restoreCall(call: CallExpression): void {
  const made = madeBy(call);
  const inner = made ?? runBy(call);
  if (!inner) return;
  makeAsync(inner, isOfGenerator(call));
  if (made) Object.assign(call, made, { start: call.start, end: call.end });
  else if (keepsThis(call) && !inner.generator) Object.assign(inner, { type: 'ArrowFunctionExpression', id: null, expression: false });
}

function runBy(call: AnyNode): FunctionExpression | undefined {
  return call.type === 'CallExpression' && RUNNER.test(helperName(call)) ? generatorIn(call.arguments.at(-1)) : undefined;
}

function madeBy(call: AnyNode): FunctionExpression | undefined {
  const isMade = call.type === 'CallExpression' && call.arguments.length === 1 && MAKER.test(helperName(call));
  return isMade ? generatorIn(call.arguments[0]) : undefined;
}

function generatorIn(node: AnyNode | undefined): FunctionExpression | undefined {
  return node?.type === 'FunctionExpression' && node.generator && !node.async ? node : undefined;
}

/** Whether `this` is in the generator what it is around it, or not used: `this`, `void 0`, `null`. */
function keepsThis({ arguments: [first] }: CallExpression): boolean {
  return first?.type === 'ThisExpression' || first?.type === 'UnaryExpression' || first?.type === 'Literal';
}

/** `return __asyncGenerator(this, arguments, function* () { … yield __await(x) … yield yield __await(y) … })`: an `await x`, and a `yield y`. */
function isOfGenerator(call: CallExpression): boolean {
  return helperName(call).startsWith('__asyncGenerator');
}

function makeAsync(fn: FunctionExpression, isGenerator: boolean): void {
  const rewrite = (node: AnyNode): void => {
    if (isFunction(node)) return;
    if (node.type === 'YieldExpression' && !node.delegate && node.argument) {
      if (isGenerator) restoreYield(node, node.argument);
      else Object.assign(node, { type: 'AwaitExpression' });
    }
    forEachChild(node, rewrite);
  };
  fn.async = true;
  fn.generator = isGenerator;
  for (const param of fn.params) rewrite(param);
  rewrite(fn.body);
}

function restoreYield(node: YieldExpression, given: Expression): void {
  const awaited = awaitedBy(given);
  if (awaited?.type === 'YieldExpression' && awaited.delegate) Object.assign(node, { delegate: true, argument: awaited.argument });
  else if (awaited) Object.assign(node, { type: 'AwaitExpression', argument: awaited });
  else if (given.type === 'YieldExpression' && given.argument) node.argument = awaitedBy(given.argument) ?? given;
}

/** `__await(x)`, `new __await(x)` */
function awaitedBy(node: Expression): Expression | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  const [value] = node.arguments;
  return value && value.type !== 'SpreadElement' && /^__await\b/.test(helperName(node)) ? value : undefined;
}
