/**
 * Looks under a key whose list is used up in the step of the look: `send(reader, [...outbox.get(reader)])`, `JSON.stringify(outbox.get(reader))`, and of a constant that is used in no other way. What comes into the
 * list later is not in what was made of it. (Who keeps the list itself may look into it again.)
 */
import type { AnyNode, CallExpression } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import type { Flow } from '../flow/flow';
import { memberName, unchain } from '../scope/ast';
import { REF_INIT, type Analysis, type Variable } from '../scope/bindings';
import { aroundOf, nodesOf } from '../scope/tree';

const MAX_LINKS = 64;
const COPIES = /^(?:slice|map|flatMap|flat|filter|concat|join|toSorted|toReversed|reduce|reduceRight)$/;

/** Each is a link of the look with itself. */
export function copiedLinks(analysis: Analysis, { accesses }: Flow): SiteLink[] {
  const links: SiteLink[] = [];
  for (const { node } of analysis.calls) {
    const callee = unchain(node.callee);
    if (node.type !== 'CallExpression' || callee.type !== 'MemberExpression' || memberName(callee) !== 'get') continue;
    const read = accesses.find(node)?.readSite ?? -1;
    if (read >= 0 && links.length < MAX_LINKS && isUsedUp(analysis, node)) links.push({ read, write: read, kind: 'copied' });
  }
  return links;
}

function isUsedUp(analysis: Analysis, look: CallExpression): boolean {
  const value = withDefault(analysis, look);
  const around = aroundOf(analysis, value);
  if (around?.type !== 'VariableDeclarator' || around.init !== value) return isCopied(analysis, value);
  const variable = around.id.type === 'Identifier' ? analysis.resolved.get(around.id) : undefined;
  return variable?.kind === 'const' && areCopied(analysis, variable, look);
}

/** All uses copy it, or only ask whether it is there, and stand before the next wait is over. */
function areCopied(analysis: Analysis, { refs }: Variable, look: CallExpression): boolean {
  const uses = refs.filter(({ role }) => (role & REF_INIT) === 0);
  const waits = nodesOf(analysis, 'AwaitExpression').filter((wait) => wait.start > look.end);
  const end = Math.min(...waits.map((wait) => wait.end));
  const isTest = (node: AnyNode): boolean => {
    const around = aroundOf(analysis, node);
    const test = around?.type === 'UnaryExpression' ? around : node;
    const statement = aroundOf(analysis, test);
    return statement?.type === 'IfStatement' && statement.test === test;
  };
  return uses.length > 0 && uses.every(({ node }) => node.end <= end && (isTest(node) || isCopied(analysis, withDefault(analysis, node))));
}

/** `outbox.get(reader) ?? []` */
function withDefault(analysis: Analysis, node: AnyNode): AnyNode {
  const around = aroundOf(analysis, node);
  return around?.type === 'LogicalExpression' && around.left === node && around.operator !== '&&' ? around : node;
}

/** `[...list]`, `send(...list)`, `yield* list` of what gives one after the other at once, `Array.from(list)`, `JSON.stringify(list)`, `list.join()`. */
function isCopied(analysis: Analysis, list: AnyNode): boolean {
  const around = aroundOf(analysis, list);
  switch (around?.type) {
    case 'SpreadElement':
      return true;
    case 'YieldExpression':
      return around.delegate;
    case 'NewExpression':
      return around.callee.type === 'Identifier' && /^(?:Set|Map)$/.test(around.callee.name);
    case 'CallExpression': {
      const callee = unchain(around.callee);
      const name = callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
      const isIt = around.arguments[0] === list;
      return isIt && (/^(?:from|stringify)$/.test(name) || (callee.type === 'Identifier' && callee.name === 'structuredClone'));
    }
    case 'MemberExpression': {
      const call = aroundOf(analysis, around);
      return around.object === list && COPIES.test(memberName(around) ?? '') && call?.type === 'CallExpression' && call.callee === around;
    }
    default:
      return false;
  }
}
