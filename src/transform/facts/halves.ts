/**
 * Two places that belong together, and that one function stores on both sides of an await: `slope = …; await settle(); intercept = … slope …;`. That they belong together is proved where the
 * second value is made from the first one, nothing else stores either, and another function joins the two in one expression (joins.ts). What marks the time between (a flag, a counter, a label)
 * is a protocol of its own, which its readers may know: such a function is left alone.
 */
import type { AnyNode, AssignmentExpression } from 'acorn';
import { forEachChild, isFunction, memberName, rootOf, someChild } from '../scope/ast';
import { hasSuspend, homeOf, REF_INIT, REF_WRITE, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { isEmptyContainer, isNothing, keyName } from '../scope/initial';

/** A variable that functions share, or a property of `this` or of a constant. */
export interface Place {
  /** What it is one of: places of two owners are never two halves. */
  readonly owner: string;
  readonly key: string;
  readonly variable: Variable | undefined;
  readonly name: string;
}

export interface Halves {
  readonly fn: FunctionInfo;
  readonly first: Place;
  readonly second: Place;
  /** The targets of the two assignments. */
  readonly stores: readonly [AnyNode, AnyNode];
  /** Both have had values since they were made. */
  readonly isKept: boolean;
}

const MAX_HALVES = 32;
/** Statements from the first store to the second one. */
const WINDOW = 16;
const CLOCK = /^(?:Date|performance|process|crypto|Symbol)$/;

/** The place that an expression names; undefined for any other. */
export function placeOf(analysis: Analysis, node: AnyNode): Place | undefined {
  if (node.type === 'Identifier') {
    const variable = analysis.resolved.get(node);
    if (!variable || (variable.kind !== 'let' && variable.kind !== 'var')) return undefined;
    return { owner: `v${variable.fn.index}`, key: `v${variable.id}`, variable, name: variable.name };
  }
  if (node.type !== 'MemberExpression' || node.optional) return undefined;
  const name = node.computed ? undefined : memberName(node);
  if (name === undefined) return undefined;
  if (node.object.type === 'ThisExpression') {
    const self = analysis.selves.get(node.object);
    return self && { owner: `t${self.id}`, key: `t${self.id}.${name}`, variable: undefined, name };
  }
  const variable = node.object.type === 'Identifier' ? analysis.resolved.get(node.object) : undefined;
  if (variable?.kind !== 'const' || variable.values[0]?.type !== 'ObjectExpression') return undefined;
  return { owner: `o${variable.id}`, key: `o${variable.id}.${name}`, variable: undefined, name };
}

/** The pairs of stores; at most some. */
export function findHalves(analysis: Analysis, program: AnyNode): Halves[] {
  const found: Halves[] = [];
  if (analysis.dynamic) return found;
  for (const fn of analysis.functions) {
    if (!fn.async || fn.generator || !fn.suspends || fn.constructs || fn.node.type === 'Program' || found.length >= MAX_HALVES) continue;
    if (fn.node.body.type === 'BlockStatement') findIn(analysis, fn, fn.node.body, found);
  }
  if (found.length === 0) return found;
  const stored = storesByKey(analysis);
  const single = found.filter(
    ({ fn, first, second, stores }) =>
      [first, second].every((place) => isOnlyStored(place, stored)) && !marks(analysis, fn, stores[1], [first, second]),
  );
  if (single.length === 0) return single;
  const fields = fieldsOf(program);
  return single.map((halves) => ({ ...halves, isKept: isKept(analysis, halves, fields) }));
}

/** Every list of statements of the function itself. */
function findIn(analysis: Analysis, fn: FunctionInfo, node: AnyNode, found: Halves[]): void {
  if (isFunction(node)) return;
  if (node.type === 'BlockStatement') node.body.forEach((_, i) => findFrom(analysis, fn, node.body, i, found));
  forEachChild(node, (child) => {
    if (hasSuspend(analysis, child)) findIn(analysis, fn, child, found);
  });
}

/** `place = value;` */
function storeIn(analysis: Analysis, fn: FunctionInfo, statement: AnyNode): { node: AssignmentExpression; place: Place } | undefined {
  if (statement.type !== 'ExpressionStatement') return undefined;
  const node = statement.expression;
  if (node.type !== 'AssignmentExpression' || node.operator !== '=') return undefined;
  const place = placeOf(analysis, node.left);
  return place && place.variable?.fn !== fn ? { node, place } : undefined;
}

function findFrom(analysis: Analysis, fn: FunctionInfo, statements: readonly AnyNode[], at: number, found: Halves[]): void {
  const first = storeIn(analysis, fn, statements[at] as AnyNode);
  if (!first || isMarkOrClock(first.node.right) || mentions(analysis, first.node.right, first.place.key)) return;
  const { right } = first.node;
  /** The very value has a name: `patterns = next; handlers = compile(next);`. */
  const named = right.type === 'Identifier' ? analysis.resolved.get(right) : undefined;
  const given = named && isNeverReplaced(named) ? named : undefined;
  /** Locals that were made from the value. */
  const made = new Set<Variable>();
  const isMade = (node: AnyNode): boolean => {
    if (isFunction(node)) return false;
    if (placeOf(analysis, node)?.key === first.place.key) return true;
    const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
    return (variable !== undefined && (made.has(variable) || variable === given)) || someChild(node, isMade);
  };
  let waits = false;
  for (const statement of statements.slice(at + 1, at + 1 + WINDOW)) {
    const second = storeIn(analysis, fn, statement);
    waits ||= hasSuspend(analysis, statement);
    if (second && waits && second.place.owner === first.place.owner && second.place.key !== first.place.key && found.length < MAX_HALVES) {
      const value = second.node.right;
      if (isMade(value) && !isCopy(value) && !isMarkOrClock(value) && !mentions(analysis, value, second.place.key)) {
        const stores = [first.node.left, second.node.left] as const;
        found.push({ fn, first: first.place, second: second.place, stores, isKept: false });
        return;
      }
    }
    if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) {
        const variable = id.type === 'Identifier' && init && isMade(init) ? variableAt(analysis, fn, id) : undefined;
        if (variable) made.add(variable);
      }
    } else if (statement.type !== 'ExpressionStatement') return;
  }
}

/** `this.here = this.target`: what was wanted has come to be, and until then the two differ on purpose. */
function isCopy(value: AnyNode): boolean {
  return value.type === 'Identifier' || value.type === 'MemberExpression';
}

function variableAt({ variables }: Analysis, fn: FunctionInfo, id: AnyNode): Variable | undefined {
  return variables.find((variable) => variable.start === id.start && variable.fn === fn);
}

function isNeverReplaced({ unsafe, refs }: Variable): boolean {
  return !unsafe && refs.every(({ role }) => (role & REF_WRITE) === 0 || (role & REF_INIT) !== 0);
}

function mentions(analysis: Analysis, node: AnyNode, key: string): boolean {
  return placeOf(analysis, node)?.key === key || someChild(node, (child) => mentions(analysis, child, key));
}

/** A text, a number, a truth value, nothing, a time: it says how things stand. */
function isMarkOrClock(value: AnyNode): boolean {
  if (value.type === 'Literal' || value.type === 'TemplateLiteral' || isNothing(value) || isEmptyContainer(value)) return true;
  if (value.type === 'UnaryExpression') return value.operator === '!' || isMarkOrClock(value.argument);
  if (value.type === 'BinaryExpression') return /^[=!<>]/.test(value.operator);
  if (value.type !== 'CallExpression' && value.type !== 'NewExpression') return false;
  // `Date.now()`, `new Date()`, `Symbol('round')`.
  const at = rootOf(value.callee);
  return at.type === 'Identifier' && CLOCK.test(at.name);
}

/** The function tells others that it is at it: before the second store it sets a flag, a label or a counter that is not its own. */
export function marks(analysis: Analysis, fn: FunctionInfo, second: AnyNode, places: readonly Place[]): boolean {
  const isOwn = (target: AnyNode): boolean => {
    const variable = target.type === 'Identifier' ? analysis.resolved.get(target) : undefined;
    return variable?.fn === fn || places.some(({ key }) => placeOf(analysis, target)?.key === key);
  };
  const walk = (node: AnyNode): boolean => {
    if (node.start > second.start) return false;
    if (node.type === 'UpdateExpression' && !isOwn(node.argument)) return true;
    if (node.type === 'AssignmentExpression' && !isOwn(node.left) && (node.operator !== '=' || isMarkOrClock(node.right))) return true;
    return someChild(node, walk);
  };
  return walk(fn.node);
}

/** How often each property of a name is stored outside of constructors. */
function storesByKey({ memberWrites }: Analysis): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { node, fn } of memberWrites) {
    const name = memberName(node);
    if (name === undefined || (homeOf(fn).constructs && node.object.type === 'ThisExpression')) continue;
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  return found;
}

function isOnlyStored({ variable, name }: Place, stored: ReadonlyMap<string, number>): boolean {
  if (!variable) return stored.get(name) === 1;
  return !variable.unsafe && variable.refs.filter(({ role }) => (role & REF_WRITE) !== 0 && (role & REF_INIT) === 0).length === 1;
}

/** Values of class fields and of properties in literals, by name. */
function fieldsOf(program: AnyNode): ReadonlyMap<string, readonly (AnyNode | null | undefined)[]> {
  const found = new Map<string, (AnyNode | null | undefined)[]>();
  const walk = (node: AnyNode): void => {
    if (node.type === 'PropertyDefinition' && !node.computed) {
      const name = keyName(node.key);
      const known = found.get(name);
      if (known) known.push(node.value);
      else found.set(name, [node.value]);
    }
    forEachChild(node, walk);
  };
  walk(program);
  return found;
}

function isKept(analysis: Analysis, { first, second, stores }: Halves, fields: ReturnType<typeof fieldsOf>): boolean {
  const values = [first, second].map((place, i) => initialOf(analysis, place, stores[i] as AnyNode, fields));
  const isZero = (value: AnyNode | undefined): boolean => value?.type === 'Literal' && value.value === 0;
  return values.every((value) => value !== undefined && isSomething(value)) && !values.every(isZero);
}

function isSomething(value: AnyNode): boolean {
  if (isNothing(value) || isEmptyContainer(value)) return false;
  return value.type !== 'Literal' || (value.value !== '' && value.value !== false);
}

/** What a place is given when it is made. */
function initialOf(
  analysis: Analysis,
  { variable, name }: Place,
  store: AnyNode,
  fields: ReturnType<typeof fieldsOf>,
): AnyNode | undefined {
  if (variable) return variable.refs.some(({ role }) => (role & REF_INIT) !== 0) ? variable.values[0] : undefined;
  if (store.type !== 'MemberExpression') return undefined;
  if (store.object.type === 'Identifier') {
    const literal = analysis.resolved.get(store.object)?.values[0];
    const property =
      literal?.type === 'ObjectExpression' ? literal.properties.find((p) => p.type === 'Property' && keyName(p.key) === name) : undefined;
    return property?.type === 'Property' ? property.value : undefined;
  }
  const self = store.object.type === 'ThisExpression' ? analysis.selves.get(store.object) : undefined;
  const inConstructor = analysis.memberWrites.filter(
    ({ node, fn }) =>
      homeOf(fn).constructs &&
      node.object.type === 'ThisExpression' &&
      memberName(node) === name &&
      analysis.selves.get(node.object) === self,
  );
  if (inConstructor.length > 0) return inConstructor.length === 1 ? inConstructor[0]?.value : undefined;
  const known = fields.get(name) ?? [];
  return known.length === 1 ? (known[0] ?? undefined) : undefined;
}
