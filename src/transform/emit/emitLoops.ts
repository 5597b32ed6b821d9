/** `for … of` and `for await`: what is iterated has its probes in front of the loop, and each round of the latter begins with a wait. */
import type { AnyNode, ForInStatement, ForOfStatement } from 'acorn';
import { FLAG_WALKED } from '../../wire/siteFlags';
import { isFunction, keysOf, memberName, type FunctionNode } from '../scope/ast';
import { emitTarget } from './emitAccess';
import { emitCopied, frontWhole, frontProbesOfBase, writeFront } from './emitFront';
import type { CallNode } from './callShape';
import { calleeText } from './calleeText';
import { type Rounds, roundsOf } from './emitRounds';
import type { Emitter } from './emitter';
import { BOUNDED, inLoop } from './emitWaits';

/** What `for await` goes over: where it is a call that gives something else, V8 quotes it if it stands behind a comma, and only what it calls behind `&&`. */
const GONE_OVER = new WeakSet<AnyNode>();

export function isGoneOver(node: AnyNode): boolean {
  return GONE_OVER.has(node);
}

export function emitForOf(e: Emitter, node: AnyNode): void {
  let loop = node;
  while (loop.type === 'LabeledStatement') loop = loop.body;
  if (loop.type !== 'ForOfStatement' || !loop.await) {
    if (loop.type !== 'ForOfStatement') return node.type === 'LabeledStatement' ? e.visit(node.body) : undefined;
    // What is iterated is quoted by V8, so its probes stand in front of the loop and its labels.
    const probes = [...frontProbesOfBase(e, loop.right), ...frontWhole(e, loop.right)];
    const rounds = roundsOf(e, loop);
    if (probes.length > 0 || rounds) e.out.insert(node.start, '{');
    writeFront(e, node.start, probes, ';');
    if (rounds) e.out.insert(node.start, `const ${rounds.name}=${rounds.value};`);
    inLoop(e, loop, BOUNDED, () => emitLoop(e, loop, '', 0, rounds));
    if (probes.length > 0 || rounds) e.out.insert(node.end, '}');
    return;
  }
  const site = e.awaitSite(loop, 'for-await', calleeText(e, loop.right));
  const act = e.visibleAct();
  GONE_OVER.add(loop.right);
  e.out.insertNumber(node.start, `{${e.il}.F(${act},`, site, ');');
  // Leaving the loop by `return` waits for the iterator's end first.
  e.context.finallys++;
  inLoop(e, loop, 0, () => emitLoop(e, loop, act, site));
  e.context.finallys--;
  e.out.insertNumber(node.end, `${e.il}.u(${act},`, site, ');}');
}

function emitLoop(e: Emitter, node: ForOfStatement, act: string, site: number, rounds?: Rounds): void {
  if (node.left.type === 'VariableDeclaration') e.visit(node.left);
  else emitTarget(e, node.left);
  // Of two, V8 quotes the first one, which is no place of the source any more where it is a call that has probes.
  if (isWalkedDefault(e, node.right)) emitCopied(e, node.right, () => e.visitBase(node.right));
  else e.visitBase(node.right);
  const { body } = node;
  const isBlock = body.type === 'BlockStatement';
  const hasStart = act !== '' || rounds !== undefined;
  const start = isBlock ? body.start + 1 : body.start;
  if (hasStart && !isBlock) e.out.insert(start, '{');
  if (act !== '') e.out.insertNumber(start, `${e.il}.u(${act},`, site, ');');
  for (const [i, read] of (rounds?.reads ?? []).entries()) {
    e.out.insertNumber(start, `${e.il}.N(`, read.site, `,${rounds?.name},${i === 0}${read.rest};`);
  }
  if (act !== '') e.visit(body);
  else visitListed(e, node, e.hasSuspend(node) ? undefined : keysOf(node.right));
  if (hasStart && !isBlock) e.out.insert(body.end, '}');
}

/** `hooks.get(name) ?? []`, of which a loop that waits takes one after the other. */
function isWalkedDefault(e: Emitter, node: AnyNode): boolean {
  return node.type === 'LogicalExpression' && ((e.flow.accesses.findCopy(node)?.readFlags ?? 0) & FLAG_WALKED) !== 0;
}

/** `for (const id in all)`, `for (const id of Object.keys(all))`: as long as nothing waits, each of them is there. */
export function visitListed(e: Emitter, { left, body }: ForInStatement | ForOfStatement, listed: AnyNode | undefined): void {
  const known = e.checked.length;
  const key = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
  if (listed && key?.type === 'Identifier') e.checked.push(`${e.slice(listed)}[${key.name}]`);
  e.visit(body);
  e.checked.length = Math.min(known, e.checked.length);
}

/** Methods of a list that call what they are given for each element, at once. */
const EACH = /^(?:every|filter|find|flatMap|forEach|map|some)$/;

/** `Object.keys(all).forEach((id) => …)`: the same of the callback. */
export function findListed(e: Emitter, node: CallNode): void {
  if (node.type !== 'CallExpression') return;
  const { callee } = node;
  const [each] = node.arguments;
  if (callee.type !== 'MemberExpression' || !EACH.test(memberName(callee) ?? '')) return;
  const listed = keysOf(callee.object);
  if (!listed || !each || !isFunction(each) || each.async || each.generator) return;
  const [key] = each.params;
  if (key?.type === 'Identifier') e.listed.set(each, `${e.slice(listed)}[${key.name}]`);
}

/** In the callback, whose looks end with it. */
export function noteListed(e: Emitter, node: FunctionNode): void {
  const element = e.listed.get(node);
  if (element !== undefined) e.checked.push(element);
}
