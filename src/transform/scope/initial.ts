/** Which property names have a value from the start: what literals, class fields and constructors of the file give them. */
import type { AnyNode } from 'acorn';
import { FLAG_DECLARED_EMPTY, FLAG_FIRST_VALUE, FLAG_HAS_VALUE, FLAG_HOLLOW } from '../../wire/siteFlags';
import { forEachChild, isCount, isFunction, memberName, runsInline, someChild, unchain } from './ast';
import { onlyValue, type Analysis, type FunctionInfo, type Variable } from './bindings';
import { nameOfKey, propertyName } from './constants';
import { listenedNames } from '../facts/listened';
import { containerName } from './collections';
import { aroundOf, functionAround, nodesOf } from './tree';

export interface InitialValues {
  /** Whether something in the file gives a property of this name a value when the object is made. */
  hasValue(name: string): boolean;
  /** Whether something says that it has none then: a field without a value, null in a constructor, for an export or where the module starts. */
  isDeclaredEmpty(name: string): boolean;
  /** `this.pool`, of which the class says that it has none then, whatever else in the file has a property of that name. */
  isEmptyInClass(member: AnyNode): boolean;
  /** The same for the elements of a container, a variable or a property. */
  hasElements(container: AnyNode): boolean;
  /** Whether it begins as an empty collection. */
  isEmptyList(container: AnyNode): boolean;
  /** Whether it begins as an empty collection in which nothing of the file puts anything, and of which nothing asks how much it holds: what comes instead comes as a whole. */
  isHollow(container: AnyNode): boolean;
}

const FILLS = /^(?:push|unshift|splice|fill)$/;
const PUTS = /^(?:set|add|assign)$/;
const LISTS = /^(?:map|flatMap|filter|slice|join|find|toSorted|get|has|at|keys|values|entries)$/;
/** How functions are called that are called with `new`. */
export const CONSTRUCTOR = /^[_$]*[A-Z]/;

export function findInitialValues(analysis: Analysis): InitialValues {
  const names = new Set<string>();
  const empty = new Set<string>();
  const properties = new Set<string>();
  const variables = new Set<string>();
  const hollow = new Set<string>();
  const handled = new Set<string>();
  const moved = new Map<string, string>();
  const classes: { readonly node: AnyNode; readonly names: Set<string>; readonly empty: Set<string> }[] = [];
  const nameOf = ({ key, computed }: { readonly key: AnyNode; readonly computed: boolean }): string =>
    computed ? (nameOfKey(analysis, key) ?? '') : keyName(key);
  const classAt = ({ start, end }: AnyNode): (typeof classes)[number] | undefined =>
    classes.findLast(({ node }) => node.start <= start && end <= node.end);
  /** `isOwn`: of the class around it, itself. */
  const note = (node: AnyNode, name: string, value: AnyNode | null | undefined, isOwn: boolean): void => {
    const own = isOwn ? classAt(node) : undefined;
    if (!value || isNothing(value)) {
      empty.add(name);
      own?.empty.add(name);
      return;
    }
    names.add(name);
    own?.names.add(name);
    // A function by that name holds no elements.
    if (!isEmptyContainer(value) && !isFunction(value) && !isTakenFrom(value, name)) properties.add(name);
    if (isEmptyCollection(value)) hollow.add(name);
  };
  // `this.previous = this.current`: what was put into the one is in the other then.
  const noteMove = (left: AnyNode | null, right: AnyNode | null | undefined): void => {
    if (left?.type === 'ArrayPattern' && right?.type === 'ArrayExpression') {
      left.elements.forEach((to, i) => noteMove(to, right.elements[i]));
    } else if (left && right?.type === left.type) moved.set(containerName(left), containerName(right));
  };
  for (const type of ['ClassDeclaration', 'ClassExpression'] as const) {
    for (const node of nodesOf(analysis, type)) classes.push({ node, names: new Set(), empty: new Set() });
  }
  classes.sort((a, b) => a.node.start - b.node.start);
  // A pattern names what it takes, and gives nothing.
  const keys: AnyNode[] = [];
  for (const node of nodesOf(analysis, 'Property')) {
    if (aroundOf(analysis, node)?.type !== 'ObjectPattern') note(node, nameOf(node), node.value, false);
    else if (node.computed) keys.push(node.key);
  }
  const isInPattern = (node: AnyNode): boolean => keys.some((key) => key.start <= node.start && node.end <= key.end);
  for (const node of nodesOf(analysis, 'PropertyDefinition')) note(node, nameOf(node), node.value, !node.static);
  for (const node of nodesOf(analysis, 'MethodDefinition')) {
    names.add(nameOf(node));
    classAt(node)?.names.add(nameOf(node));
  }
  for (const { id, init } of nodesOf(analysis, 'VariableDeclarator')) {
    if (id.type !== 'Identifier' || !init) continue;
    if (!isEmptyContainer(init) && !isApplication(init)) variables.add(id.name);
    if (isEmptyCollection(init)) hollow.add(id.name);
  }
  for (const node of nodesOf(analysis, 'MemberExpression')) {
    if (isCount(node) && !isInPattern(node)) handled.add(containerName(ofList(node.object)));
  }
  for (const { node } of analysis.calls) {
    if (node.callee.type !== 'MemberExpression' || isInPattern(node)) continue;
    const { object } = node.callee;
    const method = memberName(node.callee) ?? '';
    if (PUTS.test(method)) handled.add(containerName(object)).add(containerName(ofList(node)));
    // What a list gets at its ends, nobody writes by its number.
    if (!FILLS.test(method) || object.type === 'Super') continue;
    properties.add(containerName(object));
    variables.add(containerName(object));
  }
  for (const node of nodesOf(analysis, 'AssignmentExpression')) {
    const { left, right } = node;
    if (left.type === 'MemberExpression') handled.add(containerName(left.object));
    noteMove(left, right);
    if (left.type !== 'MemberExpression') continue;
    if (left.object.type === 'ThisExpression' && isInConstructor(analysis, node)) {
      note(node, propertyName(analysis, left) ?? '', right, true);
    } else if (isNothing(right)) {
      // `exports.pool = null`; and `state.pool = null` where the module starts.
      if (functionAround(analysis, node) === analysis.module || containerName(left.object).endsWith('exports')) {
        empty.add(memberName(left) ?? '');
      }
    }
  }
  const hasElements = (container: AnyNode): boolean =>
    (container.type === 'Identifier' ? variables : properties).has(containerName(container));
  for (const name of listenedNames(analysis)) names.add(name);
  return {
    hasValue: (name) => names.has(name),
    isDeclaredEmpty: (name) => empty.has(name) && !names.has(name),
    isEmptyInClass: (member) => {
      const name = member.type === 'MemberExpression' && member.object.type === 'ThisExpression' ? (memberName(member) ?? '') : '';
      const own = name === '' ? undefined : classAt(member);
      return own?.empty.has(name) === true && !own.names.has(name);
    },
    hasElements,
    isEmptyList: (container) => hollow.has(containerName(container)),
    isHollow: (container) => {
      const name = containerName(container);
      if (!hollow.has(name) || handled.has(name) || empty.has(name) || hasElements(container)) return false;
      const from = moved.get(name);
      return from === undefined || !hollow.has(from);
    },
  };
}

/** It runs while the object is made: what a callback in a constructor assigns has its value later. */
function isInConstructor(analysis: Analysis, node: AnyNode): boolean {
  for (let at: AnyNode | undefined = node; at; at = aroundOf(analysis, at)) {
    if (at.type === 'MethodDefinition') return at.kind === 'constructor';
    // `function Reply(raw) { this.raw = raw; }`: whoever is called so is called with `new`.
    if (at.type === 'FunctionDeclaration' || at.type === 'FunctionExpression') {
      if (!at.async && !at.generator && CONSTRUCTOR.test(at.id?.name ?? '')) return true;
    }
    const outer = aroundOf(analysis, at);
    if (outer && isFunction(at) && outer.type !== 'MethodDefinition' && !isCalled(outer, at)) return false;
  }
  return false;
}

/** The name of a property as it is written; '' when it has none. */
export function keyName(key: AnyNode): string {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : key.type === 'PrivateIdentifier' ? `#${key.name}` : '';
}

/** `null`, `undefined`, `void 0`. */
export function isNothing(value: AnyNode): boolean {
  if (value.type === 'Literal') return value.value === null && value.raw === 'null';
  if (value.type === 'UnaryExpression') return value.operator === 'void';
  return value.type === 'Identifier' && value.name === 'undefined';
}

/** `{}`, `[]`, `new Map()`, `Object.create(null)`. */
export function isEmptyContainer(value: AnyNode): boolean {
  if (value.type === 'ObjectExpression') return value.properties.length === 0;
  if (value.type === 'ArrayExpression') return value.elements.length === 0;
  if (value.type === 'NewExpression') return value.arguments.length === 0;
  return value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && memberName(value.callee) === 'create';
}

/** The same, of the language's own: what another class makes is no empty one. */
export function isEmptyCollection(value: AnyNode): boolean {
  if (value.type !== 'NewExpression') return isEmptyContainer(value);
  return value.callee.type === 'Identifier' && /^(?:Map|Set|Object|Array)$/.test(value.callee.name) && isEmptyContainer(value);
}

/** `{ news: state.news.map(…) }`: what is in it comes from one of that name. */
function isTakenFrom(value: AnyNode, name: string): boolean {
  const at = unchain(value);
  if (at.type !== 'CallExpression') return containerName(at) === name;
  return at.callee.type === 'MemberExpression' && LISTS.test(memberName(at.callee) ?? '') && isTakenFrom(at.callee.object, name);
}

/** `Object.keys(rows)` is of `rows`. */
function ofList(node: AnyNode): AnyNode {
  const [first] = node.type === 'CallExpression' ? node.arguments : [];
  return first ?? node;
}

/** `express()`: the settings that it has from the start are its own. */
function isApplication(value: AnyNode): boolean {
  return value.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'express';
}

/** FLAG_FIRST_VALUE, FLAG_DECLARED_EMPTY, FLAG_HOLLOW: whether the variable, the member, or the element, that is written in a function has no value, or nothing in it, before its first write. */
export function firstValueFlags(analysis: Analysis, initial: InitialValues, member: AnyNode, fn: FunctionInfo): number {
  if (initial.isHollow(member)) return FLAG_HOLLOW;
  if (member.type !== 'MemberExpression' || isMade(analysis, member.object, fn) || isKept(analysis, member.object, fn)) return 0;
  if (isEmptyInLiteral(analysis, member) || initial.isEmptyInClass(member)) return FLAG_FIRST_VALUE | FLAG_DECLARED_EMPTY;
  const name = propertyName(analysis, member);
  if (isLeftOutOfLiteral(analysis, member)) return FLAG_FIRST_VALUE;
  // `slots[0]` is what the list began with, if it began with anything.
  const isElement = name === undefined || /^\d+$/.test(name);
  const isEmpty = !(isElement && initial.hasElements(member.object)) && (name === undefined || !initial.hasValue(name));
  if (!isEmpty) return 0;
  return name !== undefined && initial.isDeclaredEmpty(name) ? FLAG_FIRST_VALUE | FLAG_DECLARED_EMPTY : FLAG_FIRST_VALUE;
}

/** FLAG_HAS_VALUE of a read: whichever file gives it another one. */
export function valueFlag(analysis: Analysis, initial: InitialValues, read: AnyNode): number {
  const name = read.type === 'MemberExpression' ? propertyName(analysis, read) : undefined;
  // Functions and classes have a prototype from the beginning.
  const hasValue = name !== undefined && initial.hasValue(name) && !isLeftOutOfLiteral(analysis, read);
  return name === 'prototype' || hasValue ? FLAG_HAS_VALUE : 0;
}

/** An object that this function makes in the same step, `const options = {}; if (polling) options.interval = 100;`, `const left = new End(); left.other = right`: nobody can have had it before. */
function isMade(analysis: Analysis, object: AnyNode, fn: FunctionInfo): boolean {
  const variable = object.type === 'Identifier' ? analysis.resolved.get(object) : undefined;
  return variable?.fn === fn && !fn.suspends && /^(?:Object|New)Expression$/.test(onlyValue(variable)?.type ?? '');
}

/**
 * `const archive = new Archive(); archive.file = await open(name); return archive;`: an object that this function makes and has given to nobody yet, however long it waits. Where something of it is
 * read or called before, that may have given it away.
 */
function isKept(analysis: Analysis, object: AnyNode, fn: FunctionInfo): boolean {
  const variable = object.type === 'Identifier' ? analysis.resolved.get(object) : undefined;
  if (variable?.kind !== 'const' || variable.fn !== fn) return false;
  const value = onlyValue(variable);
  if (value?.type !== 'ObjectExpression' && value?.type !== 'NewExpression') return false;
  const targets = writtenObjects(analysis);
  const isBefore = ({ start }: AnyNode): boolean => start > value.end && start < object.start;
  if (variable.refs.some(({ node }) => isBefore(node) && !targets.has(node))) return false;
  return value.type === 'ObjectExpression' || keepsItself(analysis, value.callee);
}

const WRITTEN_OBJECTS = new WeakMap<Analysis, ReadonlySet<AnyNode>>();

/** `archive` of each `archive.file = …` of a file. */
function writtenObjects(analysis: Analysis): ReadonlySet<AnyNode> {
  let known = WRITTEN_OBJECTS.get(analysis);
  if (!known) WRITTEN_OBJECTS.set(analysis, (known = new Set(analysis.memberWrites.map(({ node }) => node.object))));
  return known;
}

const KEEPS_ITSELF = new WeakMap<Variable, boolean>();

/** A class of the file whose constructor and fields give the new object to nobody. */
function keepsItself(analysis: Analysis, callee: AnyNode): boolean {
  const variable = callee.type === 'Identifier' ? analysis.resolved.get(callee) : undefined;
  // Within the class its name is a binding of its own.
  if (variable?.kind !== 'class' && variable?.kind !== 'name') return false;
  let keeps = KEEPS_ITSELF.get(variable);
  if (keeps === undefined) KEEPS_ITSELF.set(variable, (keeps = isKeptByClass(analysis, variable)));
  return keeps;
}

function isKeptByClass(analysis: Analysis, variable: Variable): boolean {
  const gives = (node: AnyNode): boolean =>
    node.type === 'ThisExpression' ||
    (node.type === 'MemberExpression' && node.object.type === 'ThisExpression' ? false : someChild(node, gives));
  const find = (node: AnyNode): boolean | undefined => {
    if ((node.type === 'ClassDeclaration' || node.type === 'ClassExpression') && node.id?.name === variable.name) {
      const made = node.body.body.filter(
        (m) => m.type === 'PropertyDefinition' || (m.type === 'MethodDefinition' && m.kind === 'constructor'),
      );
      return !node.superClass && !made.some(gives);
    }
    let found: boolean | undefined;
    forEachChild(node, (child) => (found ??= isFunction(child) ? undefined : find(child)));
    return found;
  };
  return find(analysis.module.node) ?? false;
}

/** What the only literal of which this is `data.admin` says of it, `const data = { admin: null }`; undefined where it says nothing, or may say it by a spread. */
function inLiteral(analysis: Analysis, member: AnyNode): readonly AnyNode[] | undefined {
  if (member.type !== 'MemberExpression') return undefined;
  const { object, property, computed } = member;
  const value = object.type === 'Identifier' && !computed ? onlyValue(analysis.resolved.get(object)) : undefined;
  if (value?.type !== 'ObjectExpression') return undefined;
  const given: AnyNode[] = [];
  for (const p of value.properties) {
    if (p.type !== 'Property' || p.computed) return undefined;
    if (keyName(p.key) === keyName(property)) given.push(p.value);
  }
  return given;
}

/** `const data = { admin: null }`, of which this is `data.admin`: whatever else in the file has a property of that name. */
export function isEmptyInLiteral(analysis: Analysis, member: AnyNode): boolean {
  const [given, other] = inLiteral(analysis, member) ?? [];
  return given !== undefined && other === undefined && isNothing(given);
}

/** `const data = {}`, of which this is `data.admin`. */
function isLeftOutOfLiteral(analysis: Analysis, member: AnyNode): boolean {
  return inLiteral(analysis, member)?.length === 0;
}

/** A function that is an argument of a call which runs it at once, or is called where it stands. */
function isCalled(call: AnyNode, fn: AnyNode): boolean {
  return (call.type === 'CallExpression' || call.type === 'NewExpression') && (call.callee === fn || runsInline(call));
}
