/**
 * Probes in front of an expression. V8 quotes source text in its messages: the callee of `a.b() is not a function`, what is iterated, what is destructured.
 * Text of ours around such an expression would be quoted too, so what can be told before the expression runs is told in front of it:
 * `($il.p(SITE,a,"b"),a.b())`. That is sound for what the expression evaluates first: the leftmost name, its member, and the leftmost call.
 */
import type { AnyNode, ArrayExpression, CallExpression, Identifier, MemberExpression, VariableDeclaration } from 'acorn';
import { FLAG_WALKED } from '../../wire/siteFlags';
import { hasOptional, isPlain, memberName, rootOf } from '../scope/ast';
import { HAS_CALL, onlyValue } from '../scope/bindings';
import { isEmptyCollection } from '../scope/initial';
import { destructuredReads, elementReads } from './emitPatterns';
import { collectionProbe, ownKeyProbed, shapeOf } from './callShape';
import type { Emitter } from './emitter';
import { isTaking } from '../scope/patterns';
import { searchName, soughtBy } from '../facts/sought';
import { isSharedElement, isSharedView } from '../facts/sharedElements';
import { containerName } from '../scope/collections';
import { isByNames } from '../flow/copies';

/** One probe: its text around a number. */
export interface FrontProbe {
  readonly before: string;
  readonly number: number;
  readonly after: string;
}

/** The probes of what is taken apart, or gone through: there must be something. */
export function frontProbesOfBase(e: Emitter, top: AnyNode): FrontProbe[] {
  e.baseUse = top;
  const probes = frontProbes(e, top);
  e.baseUse = null;
  return probes;
}

/** The probes of what `top` evaluates first, in order; what they stand for is marked and emits nothing of its own later. */
export function frontProbes(e: Emitter, top: AnyNode): FrontProbe[] {
  const probes: FrontProbe[] = [];
  if (hasOptional(top)) return probes;
  let innermost: AnyNode | null = null;
  let above: AnyNode | null = null;
  let at = top;
  for (;;) {
    let next: AnyNode | undefined;
    if (at.type === 'CallExpression') next = at.callee;
    else if (at.type === 'TaggedTemplateExpression') next = at.tag;
    else if (at.type === 'MemberExpression') next = at.object;
    if (next === undefined) break;
    if (at.type !== 'MemberExpression') {
      innermost = at;
      e.fronted.add(at);
    }
    above = at;
    at = next;
  }
  const base = e.baseUse;
  const member = above?.type === 'MemberExpression' ? above : null;
  if (at.type === 'Identifier') frontIdentifier(e, at, above !== null && isCall(above) ? 'callee' : 'base', probes);
  if (member) frontMember(e, member, probes, top);
  e.baseUse = base;
  if (innermost && isCall(innermost) && shapeOf(e, innermost).place === 'before' && !e.stored.has(innermost)) {
    e.stored.add(innermost);
    probes.push({ before: `${e.il}.s[0]=`, number: e.callSite(innermost), after: '' });
  }
  return probes;
}

function isCall(node: AnyNode): node is AnyNode & { type: 'CallExpression' | 'TaggedTemplateExpression' } {
  return node.type === 'CallExpression' || node.type === 'TaggedTemplateExpression';
}

function frontIdentifier(e: Emitter, root: AnyNode & { type: 'Identifier' }, role: 'callee' | 'base' | 'key', probes: FrontProbe[]): void {
  const variable = e.analysis.resolved.get(root);
  const cell = e.cell(variable);
  if (cell === '' || !variable) return;
  e.baseUse = role === 'key' ? null : root;
  const site = e.readSite(root, root.name, variable);
  e.fronted.add(root);
  probes.push(
    role === 'callee'
      ? { before: `${e.il}.q(`, number: site, after: `,${cell})` }
      : { before: `${e.il}.r(`, number: site, after: `,${cell},${root.name}${soughtBy(e.il, root)})` },
  );
}

function frontMember(e: Emitter, member: MemberExpression, probes: FrontProbe[], top: AnyNode): void {
  if (!e.isNameable(member.object) || isSharedElement(e, member)) return;
  const call = calleeOf(member, top);
  const object = e.slice(member.object);
  if (call && call !== top) e.baseUse = call;
  const asked = call?.type === 'CallExpression' ? ownKeyProbed(e, call) : undefined;
  const collection = call?.type === 'CallExpression' && !asked ? collectionProbe(e, call, member) : undefined;
  if (call && asked?.object === member.object) {
    const after = `,${object},${e.slice(asked.key)})`;
    if (isPlain(asked.key)) probes.push({ before: `${e.il}.p(`, number: e.readSite(call, e.slice(call)), after });
  } else if (collection?.helper === 'y') {
    if (!e.isNameable(member.object)) return;
  } else if (collection) {
    probes.push({ before: `${e.il}.${collection.helper}(`, number: collection.site, after: `,${object}${collection.rest}` });
  } else if (!call && isPlaced(e, member)) {
    const site = copySite(e, member.object) ?? e.site('read', member, e.slice(member));
    probes.push({ before: `${e.il}.g(`, number: site, after: `,${object},"values",void 0)` });
  } else if (e.probesRead(member, call !== undefined)) {
    if (!call) e.baseUse = member;
    e.called = call?.type === 'CallExpression' && !call.optional ? member : null;
    probes.push({
      before: `${e.il}.p(`,
      number: e.readSite(member, e.slice(member)),
      after: `,${object},${e.keyOf(member)}${soughtBy(e.il, member)})`,
    });
  } else if (!call) return;
  for (const { site, rest } of call ? elementReads(e, call) : []) {
    probes.push({ before: `${e.il}.C(`, number: site, after: `,${object}${rest}` });
  }
  e.fronted.add(member);
  if (member.computed && member.property.type === 'Identifier') frontIdentifier(e, member.property, 'key', probes);
}

/** The call within `top` whose callee is `member`. */
function calleeOf(member: AnyNode, top: AnyNode): AnyNode | undefined {
  let at: AnyNode = top;
  for (;;) {
    if (at.type === 'CallExpression') {
      if (at.callee === member) return at;
      at = at.callee;
    } else if (at.type === 'TaggedTemplateExpression') {
      if (at.tag === member) return at;
      at = at.tag;
    } else if (at.type === 'MemberExpression') at = at.object;
    else return undefined;
  }
}

/** `lines[row]` of a list whose elements get other places: what stands there depends on the list as a whole. */
export function isPlaced(e: Emitter, node: MemberExpression): boolean {
  const { object, property, computed } = node;
  if (!computed || property.type === 'Literal' || object.type === 'Super' || hasOptional(node) || e.bare.has(node)) return false;
  if (!e.watch.placed.has(containerName(object)) || e.flow.isPrivate(object)) return false;
  return e.flow.accesses.find(node)?.paired !== true;
}

/** The site of a read of all that a collection holds, when the pairs ask for it. */
export function copySite(e: Emitter, container: AnyNode): number | undefined {
  const copy = e.flow.accesses.findCopy(container);
  if (!copy?.paired) return undefined;
  if (copy.readSite < 0) copy.readSite = e.site('read', container, e.slice(container), copy.readFlags & FLAG_WALKED);
  return copy.readSite;
}

/** An expression that gives a collection, with the probe that reads all that it holds. */
export function emitCopied(e: Emitter, node: AnyNode, visit: () => void = () => e.visit(node)): void {
  const copy = copySite(e, node);
  const access = e.flow.accesses.findCopy(node);
  if (copy === undefined) visit();
  else if (access && isByNames(access)) e.wrap(node, `${e.il}.p(`, copy, ',', `,"size"${soughtBy(e.il, node)})`, visit);
  else e.wrap(node, `${e.il}.g(`, copy, ',', `,"values",void 0${soughtBy(e.il, node)})`, visit);
}

/** What is iterated or spread, as a whole. A property is looked up by the runtime, without a getter of the program. */
export function frontCopy(e: Emitter, container: AnyNode): FrontProbe[] {
  const isMember = container.type === 'MemberExpression' && e.isNameable(container.object) && e.keyOf(container) !== '';
  const isPrivate = isMember && container.property.type === 'PrivateIdentifier';
  const tells = searchName(container, '');
  const told = tells === '' ? undefined : copySite(e, container);
  if (told !== undefined) return [{ before: `${e.il}.g(`, number: told, after: `,${e.il},"${tells}",void 0${soughtBy(e.il, container)})` }];
  if (!isMember && !e.isNameable(container)) return [];
  if (isPrivate && isAccessor(e, container)) return [];
  if (isSharedView(e, container)) {
    return [
      { before: `${e.il}.g(`, number: e.site('read', container, e.slice(container)), after: `,${e.slice(container)},"view.read",void 0)` },
    ];
  }
  const number = copySite(e, container);
  if (number === undefined) return [];
  const object = isMember && !isPrivate ? e.slice(container.object) : '';
  const sought = soughtBy(e.il, container);
  return object === ''
    ? [{ before: `${e.il}.g(`, number, after: `,${e.slice(container)},"values",void 0${sought})` }]
    : [{ before: `${e.il}.G(`, number, after: `,${object},${isMember ? e.keyOf(container) : ''}${sought})` }];
}

/** What a call is given as it is, with nothing called before it: what is spread (`batch.push(...queue)`) is quoted by V8, so it is told in front; and lists that are shown whole. */
export function argumentProbes(e: Emitter, node: CallExpression): FrontProbe[] {
  if (hasOptional(node) || e.hasSuspend(node)) return [];
  const isStill = (at: AnyNode): boolean => ((e.analysis.flags.get(at) ?? 0) & HAS_CALL) === 0;
  if (!isStill(node.callee)) return [];
  const end = node.arguments.findIndex((argument) => !isStill(argument));
  const still = node.arguments.slice(0, end < 0 ? undefined : end);
  const isShown = isOfGlobal(e, node.callee, 'console') || isOfGlobal(e, node.callee, 'JSON');
  return still.flatMap((argument) => {
    if (argument.type === 'SpreadElement') return frontCopy(e, argument.argument);
    return isShown && argument.type === 'Identifier' ? shownWhole(e, argument) : [];
  });
}

/** What is gone through, as a whole. */
export function frontWhole(e: Emitter, container: AnyNode): FrontProbe[] {
  const probes = frontCopy(e, container);
  return probes.length === 0 && container.type === 'Identifier' ? shownWhole(e, container) : probes;
}

/** `console.log(results)`, `JSON.stringify(results)`, `for (const one of results)`: all that a list holds which other functions fill is read at once. */
function shownWhole(e: Emitter, list: Identifier): FrontProbe[] {
  const variable = e.analysis.resolved.get(list);
  const value = onlyValue(variable);
  if (value === undefined || !isEmptyCollection(value) || !variable?.refs.some(({ fn }) => fn !== variable.fn)) return [];
  const number = e.site('read', list, list.name);
  // Of an object that has its entries under names, how many there are.
  return value.type === 'ObjectExpression'
    ? [{ before: `${e.il}.p(`, number, after: `,${list.name},"size")` }]
    : [{ before: `${e.il}.g(`, number, after: `,${list.name},"values",void 0)` }];
}

export function isOfGlobal(e: Emitter, callee: AnyNode, name: string): boolean {
  const root = rootOf(callee);
  return root.type === 'Identifier' && root.name === name && !e.analysis.resolved.has(root);
}

export function isAccessor(e: Emitter, member: MemberExpression): boolean {
  const name = memberName(member) ?? '';
  return e.analysis.methods.has(`get ${name}`) || e.flow.resolveAccessor(member, 'get') !== undefined;
}

/** `[...queue]`: what is spread is quoted by V8, too. */
export function emitArray(e: Emitter, node: ArrayExpression): void {
  const probes = e.hasSuspend(node)
    ? []
    : node.elements.flatMap((part) => (part?.type === 'SpreadElement' ? frontCopy(e, part.argument) : []));
  const close = probes.length > 0 ? e.openBefore(node.start) : '';
  writeFront(e, node.start, probes, ',');
  for (const part of node.elements) e.visit(part);
  e.out.insert(node.end, close);
}

/** Writes probes at `position`, each followed by `separator`. */
export function writeFront(e: Emitter, position: number, probes: readonly FrontProbe[], separator: string): void {
  for (const { before, number, after } of probes) e.out.insertNumber(position, before, number, `${after}${separator}`);
}

/** `const { a } = x.b`: the first value of a declaration that stands in a list of statements. */
export function emitDeclarationFront(e: Emitter, node: VariableDeclaration): void {
  const [first] = node.declarations;
  if (e.noFront.has(node) || node.kind === 'var' || !first?.init) return;
  if (!isTaking(first.id)) return;
  const { init } = first;
  const probes = frontProbesOfBase(e, init);
  probes.push(...frontCopy(e, init));
  if (e.isNameable(init)) {
    for (const { property, helper, site, rest } of destructuredReads(e, first.id, init)) {
      e.fronted.add(property);
      probes.push({ before: `${e.il}.${helper}(`, number: site, after: `,${e.slice(init)},${rest})` });
    }
  }
  if (!e.isScript || e.stack.length > 1) return writeFront(e, node.start, probes, ';');
  // An expression statement would be the value of the script: this declares nothing and has none.
  if (probes.length === 0) return;
  e.out.insert(node.start, 'var{}=(');
  writeFront(e, node.start, probes, ',');
  e.out.insert(node.start, '0);');
}
