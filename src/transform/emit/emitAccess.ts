/** Access probes: reads, writes, updates and deletes of variables, properties and elements. */
import type {
  AnyNode,
  AssignmentExpression,
  BinaryExpression,
  Identifier,
  MemberExpression,
  UpdateExpression,
  VariableDeclarator,
} from 'acorn';
import { forEachTarget, hasOptional, isPlain } from '../scope/ast';
import type { Access } from '../flow/access';
import { FLAG_AWAITED } from '../../wire/siteFlags';
import { errorAsked } from './emitCaught';
import type { Emitter } from './emitter';
import { markStream } from './expected';
import { emitPathIn, emitPathKeyDelete, emitPathRead, emitPathUpdate, emitPathWrite } from './emitPathKeys';
import { endOfObject, parenthesesBefore, type Target, targetOf } from './emitTargets';
import { copySite, emitCopied, isPlaced } from './emitFront';
import { emitInit } from './emitPatterns';
import { isNothing } from '../scope/initial';
import { soughtBy } from '../facts/sought';
import { isComputedIndex, isSharedElement } from '../facts/sharedElements';

const LOGICAL: ReadonlySet<string> = new Set(['&&=', '||=', '??=']);

export function emitIdentifier(e: Emitter, node: Identifier): void {
  const variable = e.analysis.resolved.get(node);
  const cell = e.cell(variable);
  if (cell === '' || !variable || e.fronted.has(node)) return;
  const site = e.readSite(node, node.name, variable);
  e.out.insertNumber(node.start, `${e.il}.r(`, site, `,${cell},`);
  e.out.insert(node.end, `${soughtBy(e.il, node)})`);
}

/** `{ x }` with a watched x becomes `{ x:$il.r(..., x) }`. */
export function emitShorthand(e: Emitter, value: AnyNode): void {
  if (value.type !== 'Identifier' || value.name === '__proto__') return;
  if (e.cell(e.analysis.resolved.get(value)) === '') return;
  e.out.insert(value.start, `${e.slice(value)}:`);
  emitIdentifier(e, value);
}

export function emitMember(e: Emitter, node: MemberExpression): void {
  const error = errorAsked(e, node);
  if (!error) return emitPlainMember(e, node);
  e.out.insert(error.start, `${e.il}.E(`);
  emitPlainMember(e, node);
  e.out.insert(error.end, ')');
}

function emitPlainMember(e: Emitter, node: MemberExpression): void {
  const { object } = node;
  if (e.fronted.has(node)) visitObject(e, node);
  else if (isSharedElement(e, node) && !hasOptional(object)) {
    const site = e.readSite(node, e.slice(node));
    if (isComputedIndex(e, node)) return emitComputedIndex(e, node, site);
    e.wrap(object, `${e.il}.l(`, site, ',', `,${e.slice(node.property)})`, () => e.visitBase(object));
  } else if (isPlaced(e, node)) {
    const site = copySite(e, object) ?? e.site('read', node, e.slice(node));
    e.wrap(object, `${e.il}.g(`, site, ',', ',"values",void 0)', () => e.visitBase(object));
  } else if (e.probesRead(node)) {
    const key = e.keyOf(node);
    const site = e.readSite(node, e.slice(node));
    e.wrap(object, `${e.il}.p(`, site, ',', `,${key}${soughtBy(e.il, node)})`, () => visitObject(e, node));
  } else if (e.bare.has(node) || !emitLook(e, node)) {
    if (e.probesPathRead(node)) return emitPathRead(e, node);
    visitObject(e, node);
  }
  if (node.computed) e.visit(node.property);
}

/** The array of an element by a name that can be used until its index has been worked out; a path goes through the temporary: `($t=this.cells)[…]`. */
function emitNamed(e: Emitter, { object }: MemberExpression): string {
  if (e.isNameable(object)) return e.slice(object);
  const temp = e.temp();
  e.out.insert(object.start, `(${temp}=`);
  e.visitBase(object);
  e.out.insert(object.end, ')');
  return temp;
}

/** `pixels[$il.L(SITE,pixels,tile.at + x)]` */
function emitComputedIndex(e: Emitter, node: MemberExpression, site: number): void {
  const { property } = node;
  const array = emitNamed(e, node);
  e.out.insertNumber(property.start, `${e.il}.L(`, site, `,${array},(`);
  e.visit(property);
  e.out.insert(property.end, '))');
}

/** The list of `queue[0]` when an end of it is looked at (peeks.ts). False when it has no probe. */
function emitLook(e: Emitter, { object }: MemberExpression): boolean {
  if (copySite(e, object) === undefined) return false;
  emitCopied(e, object, () => e.visitBase(object));
  return true;
}

/** `key in object` reads the element where elements of the object are written. False when it has no probe. */
export function emitIn(e: Emitter, node: BinaryExpression): boolean {
  const { left, right } = node;
  if (!e.flow.accesses.find(node) || left.type === 'PrivateIdentifier') return false;
  if (!isPlain(left)) return emitPathIn(e, node);
  if (left.type === 'Identifier' && !e.analysis.resolved.has(left)) return false;
  const site = e.readSite(node, e.slice(node));
  e.visitBase(left);
  e.wrap(right, `${e.il}.p(`, site, ',', `,${e.slice(left)})`, () => e.visitBase(right));
  return true;
}

function visitObject(e: Emitter, node: MemberExpression): void {
  if (node.object.type === 'Super') return;
  if (node.optional) e.visit(node.object);
  else e.visitBase(node.object);
}

// --- writes ---

/** What closes a probe: the temporary lets go of the object, or it would live as long as the function. */
function closeTarget(e: Emitter, target: Target): string {
  return target.object === '' ? `,${e.temp()}=0)` : ')';
}

/** Emits `before SITE,object,key,` and the object of the target itself, which stays in place; what follows is the rest of the expression. */
function openTarget(e: Emitter, start: number, helper: string, site: number, node: MemberExpression, target: Target): void {
  const { object } = node;
  if (target.object !== '') {
    e.out.insertNumber(start, `${e.il}.${helper}(`, site, `,${target.object},${target.key},`);
    e.visitBase(object);
  } else {
    e.out.insertNumber(start, `${e.il}.${helper}(`, site, ',');
    emitInTemporary(e, start, node, `,${target.key},`);
  }
  if (node.computed) e.visit(node.property);
}

/** The object of a target goes through the temporary: of `(a.b.c) = 1`, which starts at `start`, `($t=a.b),` and what stands `between`, `($t.c) = 1`. */
function emitInTemporary(e: Emitter, start: number, node: MemberExpression, between: string): void {
  const temp = e.temp();
  const depth = parenthesesBefore(e, start, node);
  e.out.insert(node.start, `${temp}=`);
  e.visitBase(node.object);
  e.out.insert(endOfObject(e, node), `${')'.repeat(depth)}${between}${'('.repeat(depth)}${temp}`);
}

export function emitAssignment(e: Emitter, node: AssignmentExpression): void {
  const { left, right, operator } = node;
  const logical = LOGICAL.has(operator);
  const stale = operator !== '=' && !logical && e.hasSuspend(right);
  if (left.type === 'Identifier') {
    const variable = e.analysis.resolved.get(left);
    const cell = e.cell(variable);
    if (cell === '' || !variable) e.visit(right);
    else if (logical) emitLogicalVariable(e, node, left, cell);
    else {
      const plain = operator === '=' || stale;
      const site = e.writeSite(left, plain ? 'write' : 'update', left.name, variable);
      e.out.insertNumber(node.start, `${e.il}.${plain ? 'a' : 'm'}(`, site, `,${cell},`);
      if (stale) {
        const read = e.readSite(left, left.name, variable);
        e.out.insertNumber(right.start, `(${e.il}.q(`, read, `,${cell}),`);
        e.visit(right);
        e.out.insert(right.end, ')');
      } else {
        if (!plain) shareSite(e, left);
        visitKept(e, left, right);
      }
      e.out.insert(node.end, ')');
    }
    noteChecked(e, left, right);
    return;
  }
  if (left.type !== 'MemberExpression') return emitPatternAssignment(e, node);
  if (isSharedElement(e, left)) return emitSharedWrite(e, node, left, right);
  const target = targetOf(e, left);
  if (!target) {
    const isDone = operator === '=' ? emitPathWrite(e, left, right) : !logical && emitPathUpdate(e, left, right);
    if (isDone) return noteChecked(e, left);
    emitTarget(e, left);
    e.visit(right);
  } else if (logical) emitLogicalMember(e, node, left, target);
  else {
    const plain = operator === '=' || stale;
    const site = e.writeSite(left, plain ? 'write' : 'update', e.slice(left), undefined, stale);
    openTarget(e, node.start, plain ? 'o' : 'z', site, left, target);
    if (stale) {
      const read = e.readSite(left, e.slice(left));
      e.out.insertNumber(right.start, `(${e.il}.p(`, read, `,${target.object === '' ? e.temp() : target.object},${target.key}),`);
      e.visit(right);
      e.out.insert(right.end, ')');
    } else {
      if (!plain) shareSite(e, left);
      visitKept(e, left, right);
    }
    e.out.insert(node.end, closeTarget(e, target));
  }
  noteChecked(e, left, right);
}

/** An answer that was waited for and is kept as it came: what stands in it is told. */
function visitKept(e: Emitter, target: AnyNode, value: AnyNode): void {
  const access = e.flow.accesses.find(target);
  if (!access || !isAnswer(access) || takesName(value)) return e.visit(value);
  e.wrap(value, `${e.il}.Q(`, access.writeSite, ',', ')', () => e.visit(value));
}

/** Whether a write stores what its function has waited for. */
export function isAnswer(access: Access): boolean {
  return (access.writeFlags & FLAG_AWAITED) !== 0 && access.writeSite >= 0;
}

/** A read-modify-write in one step is one site for both halves. */
function shareSite(e: Emitter, node: AnyNode): void {
  const access = e.access(node);
  access.readSite = access.writeSite;
}

/** `state.client = null` says the opposite. */
function noteChecked(e: Emitter, node: AnyNode, given?: AnyNode): void {
  if (e.mayProbe(node) && !(given && isNothing(given))) e.checked.push(e.slice(node));
}

/** A value whose function or class takes its name from the assignment must stay its direct right side. */
function takesName(node: AnyNode): boolean {
  return node.type === 'ArrowFunctionExpression' || ((node.type === 'FunctionExpression' || node.type === 'ClassExpression') && !node.id);
}

function emitLogicalVariable(e: Emitter, node: AssignmentExpression, left: Identifier, cell: string): void {
  const variable = e.analysis.resolved.get(left);
  const close = e.openBefore(node.start);
  const outer = e.inCondition;
  e.inCondition = true;
  e.out.insertNumber(node.start, `${e.il}.q(`, e.readSite(left, left.name, variable), `,${cell}),`);
  e.inCondition = outer;
  if (takesName(node.right)) e.visit(node.right);
  else {
    const site = e.writeSite(left, 'write', left.name, variable);
    e.wrap(node.right, `${e.il}.a(`, site, `,${cell},`, ')', () => visitKept(e, left, node.right));
  }
  e.out.insert(node.end, close);
}

function emitLogicalMember(e: Emitter, node: AssignmentExpression, left: MemberExpression, target: Target): void {
  const text = e.slice(left);
  const outer = e.inCondition;
  e.inCondition = true;
  const read = e.readSite(left, text);
  e.inCondition = outer;
  const object = target.object === '' ? e.temp() : target.object;
  const start = target.object === '' ? `,${object}=` : ',';
  e.wrap(left.object, `${e.il}.p(`, read, start, `,${target.key})`, () => e.visitBase(left.object));
  if (left.computed) e.visit(left.property);
  e.wrap(node.right, `${e.il}.o(`, e.writeSite(left, 'write', text), `,${object},${target.key},`, closeTarget(e, target), () =>
    visitKept(e, left, node.right),
  );
}

/**
 * `[a, this.b] = value`: the assignment as a whole, once per watched target. Objects that cannot be named twice go through the temporary, which has the last of them: `[this.seats[i], this.seats[k]]
 * = value` becomes `($v=[($t=this.seats)[i], ($t=this.seats)[k]] = value,$il.o(SITE,$t,i,$v),$il.o(SITE,$t,k,$v,$t=0))`, where all have one text.
 */
function emitPatternAssignment(e: Emitter, node: AssignmentExpression): void {
  let close = '';
  const { il, local, out } = e;
  const { start, left } = node;
  const paths = new Map<AnyNode, string>();
  let path = '';
  const probe = (t: AnyNode): void => {
    if (t.type === 'Identifier') {
      const variable = e.analysis.resolved.get(t);
      const cell = e.cell(variable);
      if (cell === '' || !variable) return;
      out.insertNumber(start, `${il}.a(`, e.writeSite(t, 'write', t.name, variable), `,${cell},`);
      close += ')';
    } else if (t.type === 'MemberExpression') {
      const target = targetOf(e, t);
      if (!target) return;
      const { object, key } = target;
      if (object === '') {
        path ||= e.slice(t.object);
        if (path === e.slice(t.object) && !e.hasSuspend(left)) paths.set(t, key);
        return;
      }
      out.insertNumber(start, `${il}.o(`, e.writeSite(t, 'write', e.slice(t)), `,${object},${key},`);
      close += ')';
    }
  };
  forEachTarget(left, probe);
  if (paths.size > 0) {
    close = e.openBefore(start) + close;
    out.insert(start, `${local}v=`);
  }
  emitTarget(e, left, paths);
  emitInit(e, left, node.right);
  let rest = paths.size;
  for (const [t, key] of paths) {
    const site = e.writeSite(t, 'write', e.slice(t));
    out.insertNumber(node.end, `,${il}.o(`, site, `,${e.temp()},${key},${local}v${--rest > 0 ? '' : `,${e.temp()}=0`})`);
  }
  out.insert(node.end, close);
}

function emitSharedWrite(e: Emitter, node: AssignmentExpression | UpdateExpression, left: MemberExpression, right: AnyNode | null): void {
  const text = e.slice(left);
  if (isComputedIndex(e, left)) return emitComputedWrite(e, node, left, right);
  if (!e.isNameable(left.object)) return emitSharedPath(e, node, left, right);
  const args = `,${e.slice(left.object)},${e.slice(left.property)}`;
  const rmw = node.type === 'UpdateExpression' || node.operator !== '=';
  let close = '';
  if (rmw) {
    close = e.openBefore(node.start);
    e.out.insertNumber(node.start, `${e.il}.l(`, e.readSite(left, text), `${args}),`);
  }
  e.out.insertNumber(node.start, `${e.il}.b(`, e.writeSite(left, 'write', text), `${args},`);
  emitTarget(e, left);
  e.visit(right);
  e.out.insert(node.end, `)${close}`);
}

/**
 * The index goes through the second temporary, which is read again before anything else runs: `bins[$v=(slotOf(x))] = $il.b(SITE,bins,$v,value)`, and an update tells both where it has the
 * index: `bins[$il.b(SITE,bins,$v=$il.L(SITE,bins,slotOf(x)),$v)]++`.
 */
function emitComputedWrite(e: Emitter, node: AssignmentExpression | UpdateExpression, left: MemberExpression, right: AnyNode | null): void {
  e.temp();
  const { property } = left;
  const [text, index] = [e.slice(left), `${e.local}v`];
  const array = emitNamed(e, left);
  const isUpdate = node.type === 'UpdateExpression' || node.operator !== '=';
  if (right === null) e.out.insertNumber(property.start, `${e.il}.b(`, e.writeSite(left, 'write', text), `,${array},`);
  e.out.insert(property.start, `${index}=`);
  if (isUpdate) e.out.insertNumber(property.start, `${e.il}.L(`, e.readSite(left, text), `,${array},`);
  e.out.insert(property.start, '(');
  const { temps } = e;
  e.visit(property);
  e.out.insert(property.end, `)${isUpdate ? ')' : ''}${right === null ? `,${index})` : ''}`);
  if (right === null) return;
  // What works out the index may have needed the temporary for itself.
  const isKept = e.temps === temps || e.isNameable(left.object);
  if (isKept) e.out.insertNumber(right.start, `${e.il}.b(`, e.writeSite(left, 'write', text), `,${array},${index},(`);
  e.visit(right);
  if (isKept) e.out.insert(right.end, '))');
}

/** `this.counts[i]++`: the array goes through the temporary: `$il.b(SITE,$il.l(SITE,$t=this.counts,i),i,$t[i]++,$t=0)`. */
function emitSharedPath(e: Emitter, node: AssignmentExpression | UpdateExpression, left: MemberExpression, right: AnyNode | null): void {
  const [text, key] = [e.slice(left), e.slice(left.property)];
  const isUpdate = node.type === 'UpdateExpression' || node.operator !== '=';
  e.out.insertNumber(node.start, `${e.il}.b(`, e.writeSite(left, 'write', text), ',');
  if (isUpdate) e.out.insertNumber(node.start, `${e.il}.l(`, e.readSite(left, text), ',');
  emitInTemporary(e, node.start, left, isUpdate ? `,${key}),${key},` : `,${key},`);
  e.visit(left.property);
  e.visit(right);
  e.out.insert(node.end, `,${e.temp()}=0)`);
}

export function emitUpdate(e: Emitter, node: UpdateExpression): void {
  const { argument } = node;
  if (argument.type === 'Identifier') {
    const variable = e.analysis.resolved.get(argument);
    const cell = e.cell(variable);
    if (cell === '' || !variable) return;
    e.out.insertNumber(node.start, `${e.il}.m(`, e.writeSite(argument, 'update', argument.name, variable), `,${cell},`);
    shareSite(e, argument);
    e.out.insert(node.end, ')');
    return;
  }
  if (argument.type !== 'MemberExpression') return e.visit(argument);
  const isShared = isSharedElement(e, argument) && (!node.prefix || e.isNameable(argument.object));
  if (isShared) return emitSharedWrite(e, node, argument, null);
  const target = targetOf(e, argument);
  if (!target) return emitPathUpdate(e, argument, null) ? undefined : emitTarget(e, argument);
  const site = e.writeSite(argument, 'update', e.slice(argument));
  shareSite(e, argument);
  if (target.object === '' && node.prefix) return emitPrefixUpdate(e, node, argument, site, target);
  openTarget(e, node.start, 'z', site, argument, target);
  e.out.insert(node.end, closeTarget(e, target));
}

/** `++a.b.c`: the object comes after the operator, so the probe comes after the update: `($v=++($t=a.b).c,$il.z(SITE,$t,"c",$v))`. */
function emitPrefixUpdate(e: Emitter, node: UpdateExpression, argument: MemberExpression, site: number, target: Target): void {
  const { object } = argument;
  const temp = e.temp();
  const value = `${e.local}v`;
  const close = e.openBefore(node.start);
  e.out.insert(node.start, `${value}=`);
  e.out.insert(object.start, `(${temp}=`);
  e.visitBase(object);
  e.out.insert(object.end, ')');
  if (argument.computed) e.visit(argument.property);
  e.out.insertNumber(node.end, `,${e.il}.z(`, site, `,${temp},${target.key},${value}${closeTarget(e, target)}${close}`);
}

export function emitDelete(e: Emitter, node: AnyNode & { type: 'UnaryExpression' }): void {
  const { argument } = node;
  if (argument.type !== 'MemberExpression' || argument.optional || hasOptional(argument.object)) {
    // Only the parts of a deleted path are read, never the path itself.
    const inner = argument.type === 'ChainExpression' ? argument.expression : argument;
    // A name is removed, not read.
    if (inner.type === 'Identifier') return;
    return inner.type === 'MemberExpression' ? emitTarget(e, inner) : e.visit(argument);
  }
  const target = targetOf(e, argument);
  if (!target) return emitPathKeyDelete(e, argument) ? undefined : emitTarget(e, argument);
  if (target.object === '') return emitPathDelete(e, node, argument, target);
  e.out.insertNumber(node.start, `${e.il}.d(`, e.writeSite(argument, 'write', e.slice(argument)), `,${target.object},${target.key},`);
  emitTarget(e, argument);
  e.out.insert(node.end, ')');
}

/** `delete a.b[key]`: the object comes after the operator, so the probe comes after the removal: `($v=delete($t=a.b)[key],$il.d(SITE,$t,key,$v,$t=0))`. */
function emitPathDelete(e: Emitter, node: AnyNode & { type: 'UnaryExpression' }, argument: MemberExpression, target: Target): void {
  const { object } = argument;
  const temp = e.temp();
  const value = `${e.local}v`;
  const site = e.writeSite(argument, 'write', e.slice(argument));
  const close = e.openBefore(node.start);
  e.out.insert(node.start, `${value}=`);
  e.out.insert(object.start, `(${temp}=`);
  e.visitBase(object);
  e.out.insert(endOfObject(e, argument), ')');
  if (argument.computed) e.visit(argument.property);
  e.out.insertNumber(node.end, `,${e.il}.d(`, site, `,${temp},${target.key},${value}${closeTarget(e, target)}${close}`);
}

/** A place that is assigned or declared: nothing around it, but its inner expressions are visited. `kept`: members whose object goes through the temporary. */
export function emitTarget(e: Emitter, node: AnyNode, kept?: ReadonlyMap<AnyNode, string>): void {
  switch (node.type) {
    case 'Identifier':
      return;
    case 'MemberExpression':
      if (kept?.has(node)) e.out.insert(node.object.start, `(${e.temp()}=`);
      if (node.object.type !== 'Super') e.visitBase(node.object);
      if (kept?.has(node)) e.out.insert(endOfObject(e, node), ')');
      if (node.computed) e.visit(node.property);
      return;
    case 'ObjectPattern':
      for (const p of node.properties) {
        if (p.type === 'Property' && p.computed) e.visit(p.key);
        emitTarget(e, p.type === 'Property' ? p.value : p.argument, kept);
      }
      return;
    case 'ArrayPattern':
      for (const p of node.elements) if (p) emitTarget(e, p, kept);
      return;
    case 'RestElement':
      return emitTarget(e, node.argument, kept);
    case 'AssignmentPattern':
      emitTarget(e, node.left, kept);
      return node.left.type === 'Identifier' ? e.visit(node.right) : emitInit(e, node.left, node.right);
    default:
      return e.visit(node);
  }
}

export function emitDeclarator(e: Emitter, node: VariableDeclarator): void {
  markStream(e, node);
  emitTarget(e, node.id);
  if (node.init) emitInit(e, node.id, node.init);
}
