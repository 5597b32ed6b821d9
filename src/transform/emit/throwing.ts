/** What decides whether something is thrown, handed over as an error, or left undone. */
import type { AnyNode, BinaryExpression } from 'acorn';
import {
  FAILS_UNLESS_SET,
  FLAG_AT_END,
  FLAG_FAILS_IF_SET,
  FLAG_LIMITED,
  FLAG_THROWS_IF_SET,
  FLAG_THROWS_UNLESS_SET,
  MORE_ENDED,
} from '../../wire/siteFlags';
import { handsOverError, isMoreThan0 } from '../facts/branches';
import { isCount, isEquality, saysEnd, wordOf } from '../scope/ast';
import type { Emitter } from './emitter';

/** A file with more than one such state: which one was stored is not known. */
const CLOSING = /['"]closing['"]|\bCLOSING\b/;

/** `if (this.closed) throw ...`, `if (!this.socket) throw ...`, and what such tests are joined of with `||`. */
export function noteThrowing(e: Emitter, test: AnyNode, positive: boolean): void {
  if (test.type === 'UnaryExpression' && test.operator === '!') noteThrowing(e, test.argument, !positive);
  else if (test.type === 'LogicalExpression' && test.operator === (positive ? '||' : '&&')) {
    noteThrowing(e, test.left, positive);
    noteThrowing(e, test.right, positive);
  } else if (test.type === 'Identifier' || test.type === 'MemberExpression') {
    noteRead(e, test, positive ? FLAG_THROWS_IF_SET : FLAG_THROWS_UNLESS_SET);
  } else if (test.type === 'BinaryExpression' && isEquality(test.operator)) {
    // `state !== 'open'`, `state === 'closed'`
    const isOther = test.operator.startsWith('!') === positive;
    const isEnd = saysEnd(test.right);
    if (wordOf(test.right) !== '' && isOther !== isEnd && (isOther || !CLOSING.test(e.source))) e.noteMore(test.left, MORE_ENDED);
  }
}

/** The test of a branch that leaves: `if (this.closed) return done(new Error('closed'))`, `if (queue.length) return`, behind which is what is for 0. */
export function noteLeaving(e: Emitter, test: AnyNode, branch: AnyNode): void {
  const isUnless = test.type === 'UnaryExpression' && test.operator === '!';
  const asked = isUnless ? test.argument : test;
  const isName = asked.type === 'MemberExpression' || asked.type === 'Identifier';
  if (isName && handsOverError(branch)) noteRead(e, asked, isUnless ? FAILS_UNLESS_SET : FLAG_FAILS_IF_SET);
  noteLeft(e, test);
}

/** `if (queue.length) return`, `if (running > 0 || queue.length > 0) return`, `if (running !== 0) return` */
function noteLeft(e: Emitter, test: AnyNode): void {
  if (test.type === 'LogicalExpression' && test.operator === '||') for (const part of [test.left, test.right]) noteLeft(e, part);
  const isOther0 =
    test.type === 'BinaryExpression' && /^!==?$/.test(test.operator) && test.right.type === 'Literal' && test.right.value === 0;
  if (isOther0) noteAtEnd(e, test.left);
  else if (isMoreThan0(test)) noteAtEnd(e, test.left);
  else if (test.type === 'MemberExpression' && isCount(test)) noteRead(e, test, FLAG_AT_END);
}

/** `running + queue.length === 0`: nothing is left of either. */
export function noteAtEnd(e: Emitter, node: AnyNode): void {
  if (node.type !== 'BinaryExpression') noteRead(e, node, FLAG_AT_END);
  else if (node.operator === '+') for (const part of [node.left, node.right]) noteAtEnd(e, part);
}

/** What is around a read says something about it. */
export function noteRead(e: Emitter, read: AnyNode, flag: number): void {
  e.readNotes.set(read, (e.readNotes.get(read) ?? 0) | flag);
}

/** `running < limit`, `limit - used < size` ask whether there is room, or enough. */
export function noteLimited(e: Emitter, { left, right }: BinaryExpression): void {
  const parts = isDifference(left) ? [left.left, left.right] : [left, listOf(left)];
  if (!isFewest(right)) for (const part of parts) noteRead(e, part, FLAG_LIMITED);
  if (isDifference(right) && !isFewest(left)) noteRead(e, right.right, FLAG_LIMITED);
}

/** `rota.present` of `rota.present.length`: what a getter gives is counted. */
function listOf(node: AnyNode): AnyNode {
  return node.type === 'MemberExpression' && isCount(node) && node.object.type === 'MemberExpression' ? node.object : node;
}

function isDifference(node: AnyNode): node is BinaryExpression {
  return node.type === 'BinaryExpression' && node.operator === '-';
}

/** What a number is compared with that is asked whether there is any. */
function isFewest(node: AnyNode): boolean {
  return node.type === 'Literal' && !(Number(node.value) > 1);
}
