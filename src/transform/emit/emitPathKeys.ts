/**
 * Probes of elements whose key is a path: `accounts[order.from]`. The key is evaluated once, where it stands, since a getter may count how often it is asked; the
 * temporary has it until the probe has run.
 */
import type { AnyNode, BinaryExpression, MemberExpression } from 'acorn';
import { type AskedKey, hasOptional, isSimple } from '../scope/ast';
import type { Emitter } from './emitter';
import { endOfObject, targetOf } from './emitTargets';

/** The object as an argument, and the key, which lets go of the object. */
interface Parts {
  readonly object: string;
  readonly key: string;
}

/** Emits the object, through the temporary when it cannot be named twice. */
function openObject(e: Emitter, node: MemberExpression): Parts {
  const { object } = node;
  const key = keyTemp(e);
  const temp = `${e.local}w`;
  const isNamed = e.isNameable(object);
  // A parenthesis at the start of a statement would make a call of a line before it that has no semicolon.
  const isFirst = object.start === e.statementStart && !e.out.hasInsertedAt(object.start);
  if (!isNamed) e.out.insert(object.start, isFirst ? `${temp}=` : `(${temp}=`);
  e.visitBase(object);
  if (!isNamed) e.out.insert(endOfObject(e, node), isFirst ? `,${temp}` : ')');
  return isNamed ? { object: e.slice(object), key } : { object: temp, key: `(${temp}=0,${key})` };
}

/** What the key itself reads needs no temporary for an object, or it has no probe. */
function visitKey(e: Emitter, { property }: MemberExpression): void {
  const outer = e.inKey;
  e.inKey = true;
  e.visit(property);
  e.inKey = outer;
}

/** `a[b.c]` becomes `a[($v=b.c,$il.p(SITE,a,$v),$v)]`. */
export function emitPathRead(e: Emitter, node: MemberExpression): void {
  const { property } = node;
  const site = e.readSite(node, e.slice(node));
  const { object, key } = openObject(e, node);
  e.out.insert(property.start, `(${e.local}v=`);
  visitKey(e, node);
  e.out.insertNumber(property.end, `,${e.il}.p(`, site, `,${object},${e.local}v),${key})`);
}

/** `b.c in a` becomes `($v=b.c) in $il.p(SITE,a,$v)`. False when it has no probe. */
export function emitPathIn(e: Emitter, node: BinaryExpression): boolean {
  const { left, right } = node;
  // At the start of a statement the parenthesis would make a call of a line before it that has no semicolon.
  if (!isSimple(left) || !isPath(right) || left.start === e.statementStart) return false;
  const site = e.readSite(node, e.slice(node));
  e.out.insert(left.start, `(${keyTemp(e)}=`);
  e.visitBase(left);
  e.out.insert(left.end, ')');
  e.wrap(right, `${e.il}.p(`, site, ',', `,${e.local}v)`, () => e.visitBase(right));
  return true;
}

/** The key of `Object.hasOwn(a,b.c)` becomes `($v=b.c,$il.p(SITE,a,$v),$v)`. */
export function emitAskedPath(e: Emitter, node: AnyNode, { object, key }: AskedKey): void {
  const site = e.readSite(node, e.slice(node));
  e.out.insert(key.start, `(${keyTemp(e)}=`);
  e.visit(key);
  e.out.insertNumber(key.end, `,${e.il}.p(`, site, `,${e.slice(object)},${e.local}v),${e.local}v)`);
}

function keyTemp(e: Emitter): string {
  e.temp();
  return `${e.local}v`;
}

/** Names only: its probes take no temporary. */
export function isPath(node: AnyNode): boolean {
  if (node.type === 'MemberExpression') return !node.computed && node.object.type !== 'Super' && isPath(node.object);
  return node.type === 'Identifier' || node.type === 'ThisExpression';
}

/** `a[b.c]=value` becomes `a[$v=b.c]=$il.o(SITE,a,$v,value)`. False when it has no probe. */
export function emitPathWrite(e: Emitter, left: MemberExpression, right: AnyNode): boolean {
  if (!isPathTarget(e, left)) return false;
  const site = e.writeSite(left, 'write', e.slice(left));
  const { object, key } = openObject(e, left);
  e.out.insert(left.property.start, `${e.local}v=`);
  visitKey(e, left);
  e.wrap(right, `${e.il}.o(`, site, `,${object},${key},`, ')', () => e.visit(right));
  return true;
}

/**
 * `a[b.c]+=n` becomes `a[($il.z(SITE,a,$v=b.c),$v)]+=n`, and so does `a[b.c]++`; with an await on the right `a[$v=b.c]+=($il.p(SITE,a,$v),$il.o(SITE,a,$v,await n,true))`. What is stored is
 * not told. False when it has no probe.
 */
export function emitPathUpdate(e: Emitter, target: MemberExpression, right: AnyNode | null): boolean {
  if (!isPathTarget(e, target)) return false;
  const text = e.slice(target);
  const { property } = target;
  const isStale = right !== null && e.hasSuspend(right);
  const site = e.writeSite(target, isStale ? 'write' : 'update', text, undefined, isStale);
  if (!isStale) e.access(target).readSite = site;
  const { object, key } = openObject(e, target);
  if (isStale) {
    e.out.insert(property.start, `${e.local}v=`);
    visitKey(e, target);
    const read = e.readSite(target, text);
    e.out.insertNumber(right.start, `(${e.il}.p(`, read, `,${object},${e.local}v),`);
    e.wrap(right, `${e.il}.o(`, site, `,${object},${key},`, ',true))', () => e.visit(right));
    return true;
  }
  e.out.insertNumber(property.start, `(${e.il}.z(`, site, `,${object},${e.local}v=`);
  visitKey(e, target);
  e.out.insert(property.end, `),${key})`);
  e.visit(right);
  return true;
}

/** `delete a[b.c]` becomes `delete a[$il.d(SITE,a,$v=b.c,$v)]`. False when it has no probe. */
export function emitPathKeyDelete(e: Emitter, argument: MemberExpression): boolean {
  if (!isPathTarget(e, argument)) return false;
  const site = e.writeSite(argument, 'write', e.slice(argument));
  const { object, key } = openObject(e, argument);
  e.out.insertNumber(argument.property.start, `${e.il}.d(`, site, `,${object},${e.local}v=`);
  visitKey(e, argument);
  e.out.insert(argument.property.end, `,${key})`);
  return true;
}

function isPathTarget(e: Emitter, node: MemberExpression): boolean {
  return !node.optional && !hasOptional(node.object) && e.hasPathKey(node) && targetOf(e, node, e.slice(node.property)) !== undefined;
}
