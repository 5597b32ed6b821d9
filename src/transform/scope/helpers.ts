/** Functions of the file that only look something up: `const accountOf = (id) => accounts.get(id)`. */
import type { AnyNode, CallExpression, ClassDeclaration, ClassExpression } from 'acorn';
import { isFunction, memberName, unchain, type FunctionNode } from './ast';
import { heldPath, onlyValue, type Analysis, type ClassInfo, type FunctionInfo, type MemberWrite } from './bindings';
import { isBuiltInCollection, isOfTimer } from './builtIn';
import { collectionEffect, containerName, giverName } from './collections';
import { isRelativeRequire } from './required';
import { aroundOf, ownNodes } from './tree';

export interface Helper {
  readonly info: FunctionInfo;
  readonly node: FunctionNode;
  /** What it is called on; null for a function without one. */
  readonly object: AnyNode | null;
  readonly returned: AnyNode;
}

/** So many classes above each other are looked through. */
const MAX_CLASSES = 8;

const RETURNED = new WeakMap<FunctionNode, AnyNode | null>();

/** The function that a call reaches, when all that it gives back is one expression, or a constant with the value of one. */
export function helperOf(analysis: Analysis, call: CallExpression): Helper | undefined {
  const callee = unchain(call.callee);
  const object = callee.type === 'MemberExpression' && callee.object.type !== 'Super' ? unchain(callee.object) : null;
  const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  const info = object ? methodNamed(analysis, object, name) : functionNamed(analysis, callee);
  const node = info?.node;
  if (!info || !node || !isFunction(node) || info.async || info.generator) return undefined;
  let returned = RETURNED.get(node);
  if (returned === undefined) RETURNED.set(node, (returned = lookedUpBy(analysis, info) ?? returnedBy(analysis, info) ?? null));
  return returned === null ? undefined : { info, node, object, returned };
}

/** `rooms.get(id)` of `const list = rooms.get(id) ?? []`, `listOf(id)` of `const list = listOf(id)`: the call that gives a list; the expression itself where it is no such name. */
export function givenList(analysis: Analysis, name: AnyNode): AnyNode {
  const list = heldPath(analysis, name);
  const variable = list.type === 'Identifier' ? analysis.resolved.get(list) : undefined;
  const value = withoutDefault(unchain((variable?.kind === 'const' ? onlyValue(variable) : undefined) ?? list));
  if (value.type !== 'CallExpression') return list;
  return isLookUp(value) || listName(analysis, value) !== '' ? value : list;
}

/** The name of the list that another name, or a call, gives. */
export function givenName(analysis: Analysis, list: AnyNode): string {
  return listName(analysis, givenList(analysis, list));
}

/** The name by which a list is known, also where a function of the file does nothing but give it. */
export function listName(analysis: Analysis, list: AnyNode, depth = 0): string {
  const name = containerName(list);
  const at = unchain(list);
  if ((name !== '' && giverName(at) === '') || at.type !== 'CallExpression' || depth >= MAX_HELPERS) return name;
  const helper = helperOf(analysis, at);
  return (helper && listName(analysis, withoutDefault(unchain(helper.returned)), depth + 1)) || name;
}

/** Helpers of helpers are followed this deep. */
const MAX_HELPERS = 3;

/** `rooms.get(id)` of `rooms.get(id) ?? []` */
function withoutDefault(node: AnyNode): AnyNode {
  const isDefault = node.type === 'LogicalExpression' && node.operator !== '&&' && node.right.type === 'ArrayExpression';
  return isDefault ? unchain(node.left) : node;
}

/** The function of this file that a name stands for. */
export function functionNamed(analysis: Analysis, name: AnyNode): FunctionInfo | undefined {
  const value = onlyValue(analysis.resolved.get(name));
  return value && analysis.infos.get(value);
}

/** The function that stands there, or that a name there stands for. */
export function functionAt(analysis: Analysis, node: AnyNode): FunctionInfo | undefined {
  return analysis.infos.get(node) ?? functionNamed(analysis, node);
}

/** The method of this file that an object has by that name, when only one can be meant. */
export function methodNamed(analysis: Analysis, object: AnyNode, name: string | undefined): FunctionInfo | undefined {
  if (name === undefined) return undefined;
  if (object.type === 'Super') return inheritedMethod(analysis, object, name);
  const own = object.type === 'ThisExpression' ? analysis.selves.get(object)?.cls?.methods.get(name) : undefined;
  if (own) return own;
  const part = partOf(analysis, object, name);
  if (part) return namesakeOf(analysis, part, name);
  const info = analysis.methods.get(name) ?? undefined;
  if (!info || isImported(analysis, object) || isPartOfModule(analysis, object) || isGivenToMaker(analysis, object, info)) return undefined;
  // `jobs.size` of a Map is no getter `size` that an object of the file has.
  const isOfCollections = collectionEffect(name) !== undefined || /^[gs]et /.test(name);
  const isBuiltIn = (isOfCollections && isBuiltInCollection(analysis, object)) || isOfTimer(analysis, object, name);
  return isBuiltIn ? undefined : info;
}

/** `super.load` in a class of this file: the method of the nearest class above it that has one, as far as those are of this file, too. */
function inheritedMethod(analysis: Analysis, base: AnyNode, name: string): FunctionInfo | undefined {
  let at: AnyNode | undefined = base;
  while (at && !isClass(at)) at = aroundOf(analysis, at);
  let cls = at;
  for (let steps = 0; cls?.superClass && steps < MAX_CLASSES; steps++) {
    const above = onlyValue(analysis.resolved.get(cls.superClass));
    if (!above || !isClass(above)) return undefined;
    const method = above.body.body.find(
      (part) => part.type === 'MethodDefinition' && !part.computed && memberKey(part.key, part.kind) === name,
    );
    const info = method?.type === 'MethodDefinition' ? analysis.infos.get(method.value) : undefined;
    if (info) return info;
    cls = above;
  }
  return undefined;
}

/** `load`, and `get left` for an accessor. */
function memberKey(key: AnyNode, kind: string): string {
  const name = key.type === 'Identifier' ? key.name : '';
  return kind === 'get' || kind === 'set' ? `${kind} ${name}` : name;
}

function isClass(node: AnyNode): node is ClassDeclaration | ClassExpression {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

/** `this.books.complete` in a class that has a `complete` itself: that of the one other class of the file that has it, unless it is an object of yet another class. */
function namesakeOf(analysis: Analysis, { cls, field }: Part, name: string): FunctionInfo | undefined {
  const others = analysis.namesakes.get(name)?.filter((info) => info !== cls.methods.get(name)) ?? [];
  if (others.length !== 1 || collectionEffect(name) !== undefined || /^[gs]et /.test(name)) return undefined;
  const isOfOther = ({ node, value }: MemberWrite): boolean =>
    memberName(node) === field && value?.type === 'NewExpression' && `${nameOf(value.callee)}.${name}` !== others[0]?.name;
  return analysis.memberWrites.some(isOfOther) ? undefined : others[0];
}

function nameOf(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : '';
}

/** `repo.find` of `import * as repo`, or of `const repo = new Repo()` with a class of another file. */
function isImported(analysis: Analysis, object: AnyNode): boolean {
  const variable = object.type === 'Identifier' ? analysis.resolved.get(object) : undefined;
  if (variable?.kind === 'import') return true;
  const value = onlyValue(variable);
  if (value?.type === 'CallExpression') return isRelativeRequire(value);
  return value?.type === 'NewExpression' && isImported(analysis, value.callee);
}

/** `base.User` of `import * as base`, `const base = require(file)`: what this file puts nothing of its own in is not made of its classes. */
function isPartOfModule(analysis: Analysis, object: AnyNode): boolean {
  if (object.type !== 'MemberExpression' || object.object.type !== 'Identifier' || !isImported(analysis, object.object)) return false;
  const name = memberName(object);
  return (
    onlyValue(analysis.resolved.get(object.object))?.type !== 'NewExpression' &&
    !analysis.memberWrites.some(({ node }) => memberName(node) === name)
  );
}

/** What an object is made of. */
interface Part {
  readonly cls: ClassInfo;
  readonly field: string | undefined;
}

/** `this.repo.update` in a class that has an `update` itself, also by a name for either (`const { repo } = this`, `self.repo`): what an object is made of is of another class. */
function partOf(analysis: Analysis, object: AnyNode, name: string): Part | undefined {
  const path = heldPath(analysis, object);
  if (path.type !== 'MemberExpression') return undefined;
  const owner = path.object.type === 'Identifier' ? onlyValue(analysis.resolved.get(path.object)) : path.object;
  const cls = owner?.type === 'ThisExpression' ? analysis.selves.get(owner)?.cls : undefined;
  return cls?.methods.has(name) ? { cls, field: memberName(path) } : undefined;
}

/** `function limiterOf(store) { return { get(id) { return store.get(id); } }; }`: what a function is given is not what it makes. */
function isGivenToMaker(analysis: Analysis, object: AnyNode, method: FunctionInfo): boolean {
  const variable = object.type === 'Identifier' ? analysis.resolved.get(object) : undefined;
  if (variable?.kind !== 'param') return false;
  let around = method.parent;
  while (around !== null && around !== variable.fn) around = around.parent;
  return around !== null;
}

/** `return { read: () => left, write }`: the functions that what a function returns is used by. */
export function methodsReturned(analysis: Analysis, fn: FunctionInfo): FunctionInfo[] {
  const object = returnedBy(analysis, fn);
  if (object?.type !== 'ObjectExpression') return [];
  return object.properties.flatMap((property) => {
    const value = property.type === 'Property' ? property.value : undefined;
    const variable = value?.type === 'Identifier' ? analysis.resolved.get(value) : undefined;
    return analysis.infos.get(onlyValue(variable) ?? value ?? object) ?? [];
  });
}

/** `const known = rooms.get(id); if (known) return known; const made = new Room(); rooms.set(id, made); return made;`: `rooms.get(id)`, where what is made is put if there is nothing yet. */
function lookedUpBy(analysis: Analysis, fn: FunctionInfo): AnyNode | undefined {
  const found = new Set<AnyNode>();
  const isKnown = (value: AnyNode): boolean => {
    const variable = value.type === 'Identifier' ? analysis.resolved.get(value) : undefined;
    const [first, ...others] = variable && /^(?:const|let)$/.test(variable.kind) ? variable.values : [value];
    if (!first || !others.every((other) => other !== undefined && isMade(other))) return false;
    if (isMade(first)) return true;
    found.add(unchain(first));
    return isLookUp(unchain(first));
  };
  const isAllKnown = ownNodes(analysis, 'ReturnStatement', fn).every(({ argument }) => argument && isKnown(argument));
  return isAllKnown ? [...found][0] : undefined;
}

function isLookUp(node: AnyNode): boolean {
  if (node.type === 'MemberExpression') return node.computed;
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && memberName(node.callee) === 'get';
}

function isMade(node: AnyNode): boolean {
  return (
    node.type === 'NewExpression' || node.type === 'ObjectExpression' || (node.type === 'ArrayExpression' && node.elements.length === 0)
  );
}

function returnedBy(analysis: Analysis, fn: FunctionInfo): AnyNode | undefined {
  const { node } = fn;
  if (node.type === 'Program') return undefined;
  if (node.body.type !== 'BlockStatement') return node.body;
  const last = node.body.body.at(-1);
  const value = last?.type === 'ReturnStatement' ? last.argument : undefined;
  if (!value || ownNodes(analysis, 'ReturnStatement', fn).length > 1) return undefined;
  const variable = value.type === 'Identifier' ? analysis.resolved.get(value) : undefined;
  return variable?.kind === 'const' && variable.fn.node === node ? (onlyValue(variable) ?? value) : value;
}
