/** `if (await stat(file).catch(() => null) === null) await appendFile(file, header)`: which look at a file decides what is added to one. Which file that is, the run tells. */
import type { AnyNode, CallExpression } from 'acorn';
import { memberName, unchain } from '../scope/ast';
import { isEquality } from './equality';
import type { Flow } from './flow';
import { NOTHING, type Value } from './values';

const LOOKS = /^(?:exists|l?stat|readFile)(?:Sync)?$/;
/** They tell no more than what any file has: which side of the test is taken says whether there is one. */
const ASKS = /^(?:exists|l?stat)(?:Sync)?$/;
const ADDS = /^appendFile(?:Sync)?$/;
const MAX_LINKS = 256;

/** What the result of a look is known by; joins what adds to a file with the looks that it goes by. */
export function noteLook(flow: Flow, node: AnyNode, values: readonly Value[]): Value {
  if (node.type !== 'CallExpression') return NOTHING;
  const name = calledName(node);
  if (ADDS.test(name)) joinLooks(flow, node, values);
  return LOOKS.test(name) ? flow.origins.look(node) : NOTHING;
}

function joinLooks(flow: Flow, node: CallExpression, values: readonly Value[]): void {
  const join = (taint: number, isMissing: boolean): void => {
    const { look } = flow.origins.get(taint);
    if (!look || flow.links.size >= MAX_LINKS || (!isMissing && ASKS.test(calledName(look)))) return;
    flow.links.set(`${look.start}:l${node.start}`, { read: look, write: node, kind: 'look' });
  };
  for (const value of values) for (const taint of value) join(taint, false);
  for (const { value, missing } of flow.state.guards) for (const taint of value) join(taint, missing === true);
}

function calledName(node: CallExpression): string {
  const callee = unchain(node.callee);
  return callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

/** `!there`, `there === null`, `!stats || stats.size === 0`: where the test is `isTrue`, nothing is there. */
export function isMissing(test: AnyNode, isTrue: boolean): boolean {
  if (test.type === 'UnaryExpression' && test.operator === '!') return isMissing(test.argument, !isTrue);
  if (test.type === 'LogicalExpression') {
    return (test.operator === '||') === isTrue && (isMissing(test.left, isTrue) || isMissing(test.right, isTrue));
  }
  if (test.type !== 'BinaryExpression') return !isTrue;
  const { right } = test;
  const isNothing =
    right.type === 'Literal' ? right.value === null || right.value === 0 : right.type === 'Identifier' && right.name === 'undefined';
  return isNothing && isEquality(test.operator) && isTrue === test.operator.startsWith('=');
}
