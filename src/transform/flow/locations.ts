/**
 * Static locations: a binding or `this` followed by a path of names, keys and contents. Two expressions with the same location mean the same place as long as
 * the bindings on the way keep their value.
 */
import { giverName } from '../scope/collections';
import type { AnyNode, CallExpression } from 'acorn';
import { forEachTarget, isEndKey, isSimple, isTextSum, keptPlace, memberName, unchain, type FunctionNode } from '../scope/ast';
import { ALL_NAMES, FLAG_AT_ONCE, FLAG_OUTER } from '../../wire/siteFlags';
import { firstNamed, homeOf, type Analysis, type FunctionInfo, type ThisContext, type Variable } from '../scope/bindings';
import { isNameOfGiven } from '../facts/openPuts';
import { textOfKey } from '../scope/constants';
import { helperOf } from '../scope/helpers';
import { aroundOf, functionAround } from '../scope/tree';
import { findTested, testedElement } from './searches';

/** Helpers of helpers are followed this deep. */
const MAX_HELPERS = 4;

export interface Location {
  readonly id: number;
  readonly parent: Location | null;
  /** `.name`, `[key]` or `<key>`; '' for a root. */
  readonly segment: string;
  /** Root binding, root `this`, or the binding that is the key. */
  readonly variable: Variable | null;
  readonly self: ThisContext | null;
  /** The path that is the key: `user.id` in `byId.get(user.id)`. */
  readonly key: Location | null;
  /** The paths in a key that is put together: `id` in `rows[`user:${id}`]`; the segment has their numbers. */
  readonly parts: readonly Location[];
}

/** The location that a variable, or a `this`, of the callee stands for: as the root of a path, as a key, or as the first part of what a parameter takes apart. Undefined where it is the same. */
export type Bind = (
  variable: Variable | null,
  self: ThisContext | null,
  role: 'root' | 'key' | 'taken apart',
) => Location | null | undefined;

/** The segment of what a parameter takes apart (`({ id, done }) => …`), which has no name of its own. */
const TAKEN_APART = '{}';

/** A part of a key that is put together. */
const PART = /(?<!\\)\$\{\d+\}/g;

/** The segment that stands for properties whose names only the run tells. */
export const ANY_NAME = `.${ALL_NAMES}`;

/** The segment that stands for everything a collection holds (its length, its order, any key). */
export const CONTENTS = '<*>';

/** Searches of lists that give a place. */
const GIVES_PLACE = /^(?:find(?:Last)?Index|(?:lastI|i)ndexOf)$/;

export class Locations {
  /** Function and list → the variable of the first loop over it. */
  readonly #rounds = new Map<string, Variable>();
  readonly #table = new Map<string, Location>();
  readonly #analysis: Analysis;
  readonly #tested: ReadonlyMap<Variable, Variable>;
  readonly #isFixed: (name: string) => boolean;
  #depth = 0;

  /** `isFixed`: whether no property of that name is assigned once its object is made. */
  /** Calls by what they are given first. */
  #callbacks: Map<AnyNode | undefined, CallExpression> | undefined;

  constructor(analysis: Analysis, isFixed: (name: string) => boolean) {
    this.#analysis = analysis;
    this.#isFixed = isFixed;
    this.#tested = findTested(analysis);
  }

  #intern(
    name: string,
    parent: Location | null,
    segment: string,
    variable: Variable | null,
    self: ThisContext | null,
    key: Location | null = null,
    parts: readonly Location[] = [],
  ): Location {
    let location = this.#table.get(name);
    if (!location) {
      location = { id: this.#table.size, parent, segment, variable, self, key, parts };
      this.#table.set(name, location);
    }
    return location;
  }

  ofVariable(variable: Variable): Location {
    const alias = this.#aliasOf(variable);
    if (alias) return alias;
    const root = this.#tested.get(variable) ?? variable;
    return this.#intern(`v${root.id}`, null, '', root, null);
  }

  /** What a parameter takes apart; known by the first of its parts that has a name. */
  ofPattern(pattern: AnyNode): Location | null {
    let first: Variable | undefined;
    forEachTarget(pattern, (target) => (first ??= target.type === 'Identifier' ? this.#analysis.resolved.get(target) : undefined));
    return first ? this.#intern(`e${pattern.start}`, null, TAKEN_APART, first, null) : null;
  }

  /** What a parameter of a function, or the part of it that this variable is, stands for where it is called with these arguments; null for what has no name there. */
  ofArgument(variable: Variable, isTakenApart: boolean, params: readonly AnyNode[], args: readonly AnyNode[]): Location | null {
    const index = params.findIndex(({ start, end }) => start <= variable.start && variable.start < end);
    const [param, argument] = [params[index], args[index]];
    const given = argument && this.find(argument);
    if (!param || !given || isTakenApart) return given ?? null;
    const part = partOf(param, variable.start);
    return part === '' ? given : part?.startsWith(' .') ? this.child(given, part.slice(1)) : null;
  }

  ofThis(self: ThisContext): Location {
    return this.#intern(`t${self.id}`, null, '', null, self);
  }

  /** The property of that name of an object for which a caller has no name, such as one that the function has looked up; null for what is no property. */
  unnamed(location: Location): Location | null {
    const { segment } = location;
    const root = rootLocation(location);
    return segment.startsWith('.') ? this.child(this.#intern(`?${root.id}`, null, '', null, null), segment) : null;
  }

  child(parent: Location, segment: string, variable: Variable | null = null): Location {
    return this.#intern(`${parent.id}${segment}`, parent, segment, variable, null);
  }

  /** The element that a path selects. */
  #byPath(object: Location, brackets: string, path: Location): Location {
    const [open, close] = brackets;
    const segment = `${open}@${path.id}${close}`;
    return this.#intern(`${object.id}${segment}`, object, segment, null, null, path);
  }

  #byParts(object: Location, segment: string, parts: readonly Location[]): Location {
    return this.#intern(`${object.id}${segment}`, object, segment, null, null, null, parts);
  }

  /** `const self = this`, `var self = this` that nothing else is assigned to, `const store = shared`: the same object by another name. */
  #aliasOf(variable: Variable): Location | null {
    const [value] = variable.values;
    if (variable.values.length !== 1) return null;
    if (!value) {
      return variable.kind === 'const' && variable.picked ? this.#ofField(variable.picked.object, variable.picked.name) : null;
    }
    if (value.type === 'ThisExpression') return this.find(value);
    if (variable.kind !== 'const') return null;
    const named = firstNamed(this.#analysis, variable);
    if (named !== variable) return this.ofVariable(named);
    if (value.type === 'CallExpression' || value.type === 'LogicalExpression') return this.find(value);
    if (value.type !== 'MemberExpression' || value.object.type === 'Super') return null;
    return this.#ofField(value.object, value.computed ? undefined : memberName(value));
  }

  /** `const rows = this.rows`, `const { rows } = this`, where nothing puts another list there: what it holds is what the field holds. */
  #ofField(object: AnyNode, name: string | undefined): Location | null {
    const place = name !== undefined && this.#isFixed(name) ? this.find(object) : null;
    return place && this.child(place, `.${name}`);
  }

  /** What a search gives is what the test that it passed called by the name of its parameter. */
  #ofSearch(value: AnyNode): Location | null {
    const tested = testedElement(value);
    const parameter = tested && this.#analysis.resolved.get(tested);
    return parameter ? this.ofVariable(parameter) : null;
  }

  /** `accountOf(id)`, `this.row(id)`: a function that does nothing but look an element up gives what it names. */
  #ofHelper(call: CallExpression): Location | null {
    const helper = helperOf(this.#analysis, call);
    if (!helper || this.#depth >= MAX_HELPERS) return null;
    this.#depth++;
    const given = this.find(helper.returned);
    this.#depth--;
    // A name alone may be anything that the function has made.
    const root = given?.variable;
    if (!given || (given.parent === null && !(root && (this.#tested.has(root) || root.fn === this.#analysis.module)))) return null;
    const { params } = helper.node;
    return this.substitute(given, (variable, self) => {
      if (self) return self === helper.info.self && helper.object ? this.find(helper.object) : undefined;
      if (variable?.fn !== helper.info) return undefined;
      return this.ofArgument(variable, false, params, call.arguments);
    });
  }

  /** What `context.getStore()` or `rooms()` gives: whether that is the same object each time, the run knows. */
  ofGiven(node: AnyNode): Location | null {
    if (node.type !== 'CallExpression' || giverName(node) === '') return null;
    const callee = this.find(node.callee);
    return callee && this.child(callee, '()');
  }

  /** The location an expression names, or null. */
  find(node: AnyNode): Location | null {
    const at = unchain(node);
    switch (at.type) {
      case 'Identifier': {
        const variable = this.#analysis.resolved.get(at);
        if (variable) return this.ofVariable(variable);
        return this.#intern(`g${at.name}`, null, at.name, null, null);
      }
      case 'ThisExpression': {
        const self = this.#analysis.selves.get(at);
        return self ? this.ofThis(self) : null;
      }
      case 'Super':
        return this.ofThis(functionAround(this.#analysis, at).self);
      case 'MemberExpression': {
        if (at.object.type === 'Super') return null;
        const object = this.find(at.object) ?? this.ofGiven(at.object);
        if (!object) return null;
        const name = memberName(at);
        return name !== undefined ? this.child(object, `.${name}`) : this.keyed(object, at.property, '[]');
      }
      case 'CallExpression': {
        if (at.callee.type === 'MemberExpression' && memberName(at.callee) === 'get' && at.callee.object.type !== 'Super') {
          const object = this.find(at.callee.object);
          const key = at.arguments[0];
          return object && key ? this.keyed(object, key, '<>') : null;
        }
        return this.#ofSearch(at) ?? this.#ofHelper(at);
      }
      case 'AssignmentExpression': {
        const kept = keptPlace(at);
        return kept ? this.find(kept) : null;
      }
      case 'LogicalExpression':
        // `rooms.get(id) ?? []`
        return at.operator !== '&&' && at.right.type === 'ArrayExpression' && at.right.elements.length === 0 ? this.find(at.left) : null;
      default:
        return null;
    }
  }

  /** The element of a container that a key expression selects; some element of it when the key is not a name, a literal or a path. */
  keyed(object: Location, key: AnyNode, brackets: '[]' | '<>'): Location {
    const [open, close] = brackets;
    if (key.type === 'Literal') {
      return this.child(object, brackets === '[]' ? `.${String(key.value)}` : `${open}${String(key.raw)}${close}`);
    }
    if (key.type === 'Identifier') {
      if (brackets === '[]' && isNameOfGiven(this.#analysis, key)) return this.child(object, ANY_NAME);
      const text = brackets === '[]' ? textOfKey(this.#analysis, key) : undefined;
      if (text !== undefined) return this.child(object, `.${text}`);
      const named = this.#analysis.resolved.get(key);
      if (named && isChosenKey(this.#analysis, named)) return this.#byPath(object, brackets, this.ofVariable(named));
      const variable = named ? this.#ofRounds(named) : null;
      return this.child(object, `${open}${variable ? `v${variable.id}` : key.name}${close}`, variable);
    }
    if (key.type === 'TemplateLiteral') {
      let text = '';
      const parts: Location[] = [];
      for (let i = 0; i < key.quasis.length; i++) {
        text += key.quasis[i]?.value.raw ?? '';
        const part = key.expressions[i];
        if (!part) continue;
        const location = this.find(part);
        if (!location) return this.child(object, CONTENTS);
        parts.push(location);
        text += `\${${location.id}}`;
      }
      return this.#byParts(object, `${open}${text}${close}`, parts);
    }
    if (key.type === 'BinaryExpression' && isTextSum(key)) {
      const parts: Location[] = [];
      const text = this.#sumOf(key, parts);
      return text === undefined ? this.child(object, CONTENTS) : this.#byParts(object, `${open}${text}${close}`, parts);
    }
    if (isEndKey(key)) {
      // A place counted from the end of the list itself.
      const isOwn = this.find(key.left.object) === object;
      return this.child(object, isOwn ? `${open}-${String(key.right.value)}${close}` : CONTENTS);
    }
    const path = this.find(key);
    if (!path) {
      const parts: Location[] = [];
      const text = this.#callOf(key, parts);
      return text === undefined ? this.child(object, CONTENTS) : this.#byParts(object, `${open}${text}${close}`, parts);
    }
    const { variable: element } = rootLocation(path);
    const first = element && this.#ofRounds(element);
    const bind = (variable: Variable | null): Location | undefined => (first && variable === element ? this.ofVariable(first) : undefined);
    return this.#byPath(object, brackets, first === element ? path : (this.substitute(path, bind) ?? path));
  }

  /** `for (const name of names) … for (const name of names) …`, `names.every((name) => …)`: what all go through is called by the name that the first of them gives it, or this part of it. */
  #ofRounds(variable: Variable): Variable {
    const { kind, scope, fn } = variable;
    let [around, iterated, pattern]: [FunctionInfo | null, AnyNode?, AnyNode?] = [fn];
    if (kind === 'const' && (scope.node.type === 'ForOfStatement' || scope.node.type === 'ForInStatement')) {
      const { left, right } = scope.node;
      if (left.type === 'VariableDeclaration') [iterated, pattern] = [right, left.declarations[0]?.id];
    } else if (kind === 'param' && fn.usage === 'inline' && fn.node.type !== 'Program') {
      this.#callbacks ??= new Map(this.#analysis.calls.map(({ node }) => [node.arguments[0], node]));
      const callee = this.#callbacks.get(fn.node)?.callee;
      if (callee?.type === 'MemberExpression' && ROUNDS.test(memberName(callee) ?? '')) iterated = callee.object;
      [around, pattern] = [fn.parent, fn.node.params[0]];
    }
    const place = pattern && partOf(pattern, variable.start);
    if (place === undefined || !iterated || !around) return variable;
    const [named, part] = scope.node.type === 'ForInStatement' && kind === 'const' ? [iterated, KEY] : partBy(iterated, place);
    const list = this.find(named);
    if (!list) return variable;
    const key = `${around.node.type}${around.node.start} ${list.id}${part}`;
    const first = this.#rounds.get(key) ?? variable;
    this.#rounds.set(key, first);
    return first;
  }

  /** `'user:' + id` as the template that it is. */
  #sumOf(node: AnyNode, parts: Location[]): string | undefined {
    if (node.type === 'Literal') return String(node.value);
    if (node.type === 'BinaryExpression') {
      const [left, right] = node.operator === '+' ? [this.#sumOf(node.left, parts), this.#sumOf(node.right, parts)] : [];
      return left === undefined || right === undefined ? undefined : left + right;
    }
    const location = this.find(node);
    if (!location) return undefined;
    parts.push(location);
    return `\${${location.id}}`;
  }

  /** `path.extname(file)`, `kind.trim()`: what is made of the same is the same, or the run knows better. */
  #callOf(node: AnyNode, parts: Location[]): string | undefined {
    if (node.type !== 'CallExpression' || !isSimple(node)) return undefined;
    const { callee } = node;
    if (callee.type === 'MemberExpression' ? GIVES_PLACE.test(memberName(callee) ?? '') : node.arguments.length === 0) return undefined;
    const texts = [callee, ...node.arguments].map((part) => this.#sumOf(part, parts));
    return texts.includes(undefined) ? undefined : texts.join('|');
  }

  /** Rewrites the bindings of a callee into those of its caller. */
  substitute(location: Location, bind: Bind): Location | null {
    if (!location.parent) {
      const bound = bind(location.variable, location.self, location.segment === TAKEN_APART ? 'taken apart' : 'root');
      return bound === undefined ? location : bound;
    }
    const parent = this.substitute(location.parent, bind);
    if (!parent) return null;
    if (location.variable) {
      const bound = bind(location.variable, null, 'key');
      if (bound !== undefined) {
        // A key that the caller cannot name: some entry; which one, the run knows.
        if (!bound) return this.child(parent, CONTENTS);
        const brackets = location.segment.startsWith('[') ? '[]' : '<>';
        const [open, close] = brackets;
        return bound.parent || !bound.variable
          ? this.#byPath(parent, brackets, bound)
          : this.child(parent, `${open}v${bound.variable.id}${close}`, bound.variable);
      }
    }
    if (location.key) {
      const path = this.substitute(location.key, bind);
      if (!path) return this.child(parent, CONTENTS);
      if (path === location.key && parent === location.parent) return location;
      return this.#byPath(parent, location.segment.startsWith('[') ? '[]' : '<>', path);
    }
    if (location.parts.length > 0) {
      const parts = location.parts.map((part) => this.substitute(part, bind));
      if (!parts.every((part) => part !== null)) return this.child(parent, CONTENTS);
      let at = 0;
      const segment = location.segment.replace(PART, (text) => (parts[at] === undefined ? text : `\${${parts[at++]?.id}}`));
      return this.#byParts(parent, segment, parts);
    }
    return parent === location.parent ? location : this.child(parent, location.segment, location.variable);
  }
}

/** Whether a write of one location can change what a read of the other saw: equal, or both in one collection and one of them about all of it. */
export function overlaps(a: Location, b: Location): boolean {
  if (a === b) return true;
  if (!a.parent || a.parent !== b.parent) return false;
  return (a.segment === CONTENTS && isElement(b.segment)) || (b.segment === CONTENTS && isElement(a.segment));
}

/** They overlap, or are entries of one collection of which one is named by a path (`rows.set(next.id, next)`): whether that is the same one, the run knows. */
export function mayOverlap(a: Location, b: Location): boolean {
  if (overlaps(a, b)) return true;
  if (!a.parent || a.parent !== b.parent || (!a.key && !b.key)) return false;
  return isElement(a.segment) && isElement(b.segment);
}

/**
 * Properties of one name, of two objects that the file calls by different names: whether they are the same one, the run knows. A function that is given two elements compares them: which
 * is the least says nothing about the rest.
 */
export function isAlike(read: Location, written: Location): boolean {
  if (read.parent === null || written.parent === null || !read.segment.startsWith('.') || !written.segment.startsWith('.')) return false;
  // All that was copied goes where all is put. One property of that has a location of its own.
  if (read.segment !== written.segment && (written.segment !== ANY_NAME || read.segment === ANY_NAME)) return false;
  const element = read.parent.variable;
  const { node, usage } = element?.kind === 'param' ? element.fn : {};
  return !node || usage !== 'inline' || node.type === 'Program' || node.params.length < 2 || addsUp(node);
}

/** `(sum, row) => sum + row.count` of `reduce`: unlike where one element is chosen, each of them is asked. */
function addsUp({ params, body }: FunctionNode): boolean {
  const [sum] = params;
  const isSum = (node: AnyNode): boolean => sum?.type === 'Identifier' && node.type === 'Identifier' && node.name === sum.name;
  return body.type === 'BinaryExpression' && body.operator === '+' && (isSum(body.left) || isSum(body.right));
}

/**
 * `const slug = slugs.has(title) ? `${title}-2` : title`, `let slug = title; if (slugs.has(title)) slug += '-2'`: it may be what has another name as well; whether it is, the run knows. What is looked for by its own
 * name is called so.
 */
function isChosenKey(analysis: Analysis, { kind, refs, values }: Variable): boolean {
  const [value, ...others] = kind === 'param' ? [] : values;
  const choices = value?.type === 'ConditionalExpression' ? [value.consequent, value.alternate] : others.length > 0 ? [value] : [];
  if (!choices.some((one) => one?.type === 'Identifier' || one?.type === 'MemberExpression')) return false;
  return refs.every(({ node }) => {
    const around = aroundOf(analysis, node);
    if (around?.type === 'CallExpression') return around.callee.type !== 'MemberExpression' || !LOOKS.test(memberName(around.callee) ?? '');
    if (around?.type !== 'MemberExpression' || !around.computed || around.property !== node) return true;
    const stored = aroundOf(analysis, around);
    return stored?.type === 'AssignmentExpression' && stored.left === around;
  });
}

const LOOKS = /^(?:has|get|includes|indexOf)$/;

function isElement(segment: string): boolean {
  return segment.startsWith('<') || segment.startsWith('[');
}

/** The binding or `this` a location starts at. */
export function rootLocation(location: Location): Location {
  let at = location;
  while (at.parent) at = at.parent;
  return at;
}

/** `state.at` goes with `state`. */
export function isWithin(place: Location, whole: Location): boolean {
  for (let at = place.parent; at; at = at.parent) if (at === whole) return true;
  return false;
}

/**
 * Whose variable a write by `writer` goes to, while `running` is called. In a variable of its own it comes at once where that has waited for nothing (`isFirst`): in an executor of a
 * promise, too.
 */
export function ownerFlags(location: Location, writer: FunctionInfo, running: FunctionInfo, isFirst: boolean): number {
  const root = rootLocation(location).variable;
  const isOwn = location.parent === null && root?.fn === running && root.scope.kind !== 'module';
  return (isFirst && isOwn ? FLAG_AT_ONCE : 0) | (root && homeOf(root.fn) !== homeOf(writer) ? FLAG_OUTER : 0);
}

const ROUNDS = /^(?:every|some|forEach|filter|find)$/;

/** `name`, which place of `[name, count]`, or which part of `{ name, count }`. */
function partOf(pattern: AnyNode, start: number): string | undefined {
  if (pattern.type === 'Identifier') return pattern.start === start ? '' : undefined;
  if (pattern.type === 'ObjectPattern') {
    const isIt = (part: AnyNode): boolean => part.type === 'Property' && part.value.type === 'Identifier' && part.value.start === start;
    const part = pattern.properties.find(isIt);
    return part?.type === 'Property' && !part.computed && part.key.type === 'Identifier' ? ` .${part.key.name}` : undefined;
  }
  const at =
    pattern.type === 'ArrayPattern'
      ? pattern.elements.findIndex((element) => element?.type === 'Identifier' && element.start === start)
      : -1;
  return at < 0 ? undefined : ` ${at}`;
}

/** The part that is a name of what an object has. */
const KEY = ' key';

/** What is gone through, and which part of it: `Object.keys(items)`, `Object.entries(items)` and `for … in` give the same names. */
function partBy(iterated: AnyNode, place: string): [named: AnyNode, part: string] {
  const at = unchain(iterated);
  const of = at.type === 'CallExpression' && at.callee.type === 'MemberExpression' ? at.callee : undefined;
  const [named] = at.type === 'CallExpression' ? at.arguments : [];
  if (named && of?.object.type === 'Identifier' && of.object.name === 'Object') {
    if (memberName(of) === 'keys' && place === '') return [named, KEY];
    if (memberName(of) === 'entries') return [named, place === ' 0' ? KEY : place];
  }
  return [iterated, place];
}
