/**
 * Titles of functions without a name: `it('adds up')`, `beforeEach()`, `get('/orders/:id')`, `on('message')`. Whoever registers a function for later says in
 * words what it is for, which tells more than its line. Calls whose result is used run their function now, for the caller: those have none.
 */
import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { isFunction, lastName } from './ast';
import { methodOf } from '../flow/summaries';

/** Methods that only register, wherever they are called. Others give a title at the top of a module or inside of what has one. */
const REGISTERS = /^(?:on|once|addListener|addEventListener|get|post|put|patch|delete|all|use|route|command|subscribe|it|test|describe)$/;
/** Hooks of test runners, which need no words. */
const HOOKS = /^(?:(?:before|after)(?:Each|All)?|(?:suiteT|t)eardown)$/;
/** Their titles: what they only let others do follows from their start. */
export const IS_HOOK = /^(?:(?:before|after)(?:Each|All)?|(?:suiteT|t)eardown)\(\)$/;
const MAX_TITLE = 40;

/** Adds the titles that a statement gives to the functions written in it. `isTop`: the statement is not in a function that has a name. */
export function findTitles(expression: AnyNode, isTop: boolean, titles: Map<AnyNode, string>): void {
  let node = expression.type === 'AwaitExpression' ? expression.argument : expression;
  // Sub-tests are awaited: `await t.test('adds up', async () => …)`.
  if (node !== expression && calleeName(node) !== 'test') return;
  while (node.type === 'CallExpression') {
    const name = calleeName(node);
    const words = wordsOf(node.arguments[0]);
    if (words !== '' && (isTop ? name !== '' : REGISTERS.test(name))) {
      const short = words.length > MAX_TITLE ? `${words.slice(0, MAX_TITLE - 1)}…` : words;
      give(node, `${name}('${short.replace(/\s+/g, ' ')}')`, titles);
    } else if (HOOKS.test(name)) give(node, `${name}()`, titles);
    if (node.callee.type !== 'MemberExpression') return;
    node = node.callee.object;
  }
}

/** Tests of several like things put the name of each into their title: `${kind} files` is `… files`. */
function wordsOf(node: AnyNode | undefined): string {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : '';
  return node?.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.cooked ?? '').join('…') : '';
}

const STREAM = /^(?:Writable|Transform|Duplex)$/;

/** `new Writable({ write(chunk, encoding, done) { … } })`: `Writable.write`. */
export function findStreamTitles({ callee, arguments: [options] }: NewExpression, titles: Map<AnyNode, string>): void {
  const name = lastName(callee);
  if (!STREAM.test(name) || options?.type !== 'ObjectExpression') return;
  for (const p of options.properties) {
    if (p.type === 'Property' && p.key.type === 'Identifier' && !p.computed) titles.set(p.value, `${name}.${p.key.name}`);
  }
}

/** Wrappers pass it on: `get('/orders', wrap(async (req, res) => …))`. */
function give(call: CallExpression, title: string, titles: Map<AnyNode, string>): void {
  for (const argument of call.arguments) {
    if (isFunction(argument)) titles.set(argument, title);
    else if (argument.type === 'CallExpression') give(argument, title, titles);
  }
}

/** What is imported compilers call so that it has no `this`: `(0, tap_1.test)('adds up', …)`. */
function calleeName(node: AnyNode): string {
  if (node.type !== 'CallExpression') return '';
  const { callee } = node;
  return callee.type === 'Identifier' || callee.type === 'SequenceExpression' ? lastName(callee) : methodOf(node);
}
