/**
 * What actions do to a state that a reducer replaces (`case 'bid/accepted': return { ...state, highest: … }`): by the type of the action, which properties get a value whatever stands there. What a
 * reducer compares with what is there is no such property. The analysis joins that with what whoever makes the action has asked of the state before.
 */
import type { AnyNode, ObjectExpression } from 'acorn';
import type { SiteReducer } from '../../wire/sites';
import { forEachChild, isFunction, memberName, returns, rootOf, someChild, unchain, type FunctionNode } from '../scope/ast';
import type { Analysis, Variable } from '../scope/bindings';
import { constantOf, textOfKey } from '../scope/constants';
import { helperOf } from '../scope/helpers';
import { keyName } from '../scope/initial';

/** Reducers of a file, in one list of actions. */
export function reducersOf(analysis: Analysis): SiteReducer[] {
  const found: SiteReducer[] = [];
  for (const { node } of analysis.functions) {
    const reducer = isFunction(node) ? reducerOf(analysis, node) : undefined;
    if (reducer) found.push(...reducer.actions());
  }
  return found;
}

/** The names by which the type of an action goes: its text, and the name of the constant that holds it, `[BID]`, which another file may import. */
export function actionTypes(analysis: Analysis, given: AnyNode | undefined): string[] {
  const action = given && actionOf(analysis, given);
  const type = action?.properties.find((p) => p.type === 'Property' && !p.computed && keyName(p.key) === 'type');
  return type?.type === 'Property' ? namesOfType(analysis, type.value) : [];
}

/** `{ type: 'paid', cents }`, or what a function of the file that makes actions gives. */
function actionOf(analysis: Analysis, given: AnyNode): ObjectExpression | undefined {
  const value = constantOf(analysis, given);
  const made = value.type === 'CallExpression' ? helperOf(analysis, value)?.returned : value;
  return made?.type === 'ObjectExpression' ? made : undefined;
}

function namesOfType(analysis: Analysis, type: AnyNode): string[] {
  if (type.type === 'Literal') return typeof type.value === 'string' ? [type.value] : [];
  if (type.type === 'MemberExpression') {
    const name = memberName(type);
    return name === undefined ? [] : [`[${name}]`];
  }
  if (type.type !== 'Identifier') return [];
  const text = textOfKey(analysis, type);
  return [`[${type.name}]`, ...(text === undefined ? [] : [text])];
}

/** `(state, action) => …`, `(state, { type, … }) => …`. */
function reducerOf(analysis: Analysis, node: FunctionNode): Reducer | undefined {
  const [first, second] = node.params;
  const state = first?.type === 'AssignmentPattern' ? first.left : first;
  const present = state?.type === 'Identifier' ? analysis.resolved.get(state) : undefined;
  if (node.async || node.generator || !second || !present) return undefined;
  const named =
    second.type === 'ObjectPattern' ? second.properties.find((p) => p.type === 'Property' && keyName(p.key) === 'type') : second;
  const given = named?.type === 'Property' ? named.value : named;
  const action = given?.type === 'Identifier' ? analysis.resolved.get(given) : undefined;
  return action && new Reducer(analysis, node, present, action, second.type === 'Identifier');
}

class Reducer {
  readonly #found: SiteReducer[] = [];
  readonly #analysis: Analysis;
  readonly #node: FunctionNode;
  readonly #state: Variable;
  /** What the action is called, or its type where it is taken from it at once. */
  readonly #action: Variable;
  readonly #isWhole: boolean;

  constructor(analysis: Analysis, node: FunctionNode, state: Variable, action: Variable, isWhole: boolean) {
    this.#analysis = analysis;
    this.#node = node;
    this.#state = state;
    this.#action = action;
    this.#isWhole = isWhole;
  }

  actions(): SiteReducer[] {
    const { body } = this.#node;
    if (body.type === 'BlockStatement') this.#walk(body.body, []);
    else this.#chosen(body, []);
    return this.#found;
  }

  /** `action.type === 'paid' ? { ...state, paid: true } : state` */
  #chosen(node: AnyNode, types: readonly string[]): void {
    if (node.type !== 'ConditionalExpression') return this.#note(node, types);
    const asked = this.#typesAsked(node.test, '===');
    if (asked) this.#chosen(node.consequent, asked);
    this.#chosen(node.alternate, this.#typesAsked(node.test, '!==') ?? []);
  }

  /** The statements behind a test of the type; what is done under any other condition is not known. */
  #walk(statements: readonly AnyNode[], of: readonly string[]): void {
    let types = of;
    for (const statement of statements) {
      if (statement.type === 'BlockStatement') this.#walk(statement.body, types);
      else if (statement.type === 'SwitchStatement' && this.#isType(statement.discriminant)) {
        let cases: string[] = [];
        for (const { test, consequent } of statement.cases) {
          cases.push(...(test ? namesOfType(this.#analysis, test) : []));
          if (consequent.length === 0) continue;
          this.#walk(consequent, cases);
          cases = [];
        }
      } else if (statement.type === 'IfStatement') {
        const asked = this.#typesAsked(statement.test, '===');
        if (asked) this.#walk([statement.consequent], asked);
        else if (ends(statement.consequent)) {
          const left = this.#typesAsked(statement.test, '!==');
          if (!left) return;
          types = left;
        } else if (ends(statement)) return;
      } else if (statement.type === 'ReturnStatement') return statement.argument ? this.#chosen(statement.argument, types) : undefined;
      else if (ends(statement)) return;
    }
  }

  #isType(node: AnyNode): boolean {
    const at = unchain(node);
    if (!this.#isWhole) return at.type === 'Identifier' && this.#analysis.resolved.get(at) === this.#action;
    return at.type === 'MemberExpression' && memberName(at) === 'type' && this.#analysis.resolved.get(at.object) === this.#action;
  }

  /** `action.type === 'paid'` */
  #typesAsked(test: AnyNode, operator: '===' | '!=='): string[] | undefined {
    if (test.type !== 'BinaryExpression' || (test.operator !== operator && test.operator !== operator.slice(0, 2))) return undefined;
    if (this.#isType(test.left)) return namesOfType(this.#analysis, test.right);
    return this.#isType(test.right) ? namesOfType(this.#analysis, test.left) : undefined;
  }

  /** `return { ...state, highest: action.bid };` */
  #note(node: AnyNode, types: readonly string[]): void {
    const made = constantOf(this.#analysis, node);
    if (types.length === 0 || made.type !== 'ObjectExpression') return;
    const [first, ...rest] = made.properties;
    if (first?.type !== 'SpreadElement' || !this.#isState(first.argument)) return;
    const given = rest.flatMap((p) => (p.type === 'Property' && !p.computed && !this.#compares(p.value) ? [p] : []));
    const names = given.map((p) => keyName(p.key));
    const anew = given.flatMap((p) => this.#givenAs(p.value) ?? []);
    this.#found.push(...types.map((action) => ({ action, names, anew })));
  }

  /** `action.hits`, `hits` of `(state, { type, hits })`, `rest.hits` of `(state, { type, ...rest })`: what the action calls it. */
  #givenAs(node: AnyNode): string | undefined {
    if (node.type === 'Identifier') return this.#isWhole ? undefined : node.name;
    const whole = this.#isWhole ? this.#action : this.#rest;
    const isOfAction = node.type === 'MemberExpression' && whole !== undefined && this.#analysis.resolved.get(node.object) === whole;
    return isOfAction ? memberName(node) : undefined;
  }

  get #rest(): Variable | undefined {
    const second = this.#node.params[1];
    const last = second?.type === 'ObjectPattern' ? second.properties.at(-1) : undefined;
    return last?.type === 'RestElement' ? this.#analysis.resolved.get(last.argument) : undefined;
  }

  #isState(node: AnyNode): boolean {
    return node.type === 'Identifier' && this.#analysis.resolved.get(node) === this.#state;
  }

  /** What it gives may depend on what is there: it is chosen, or some function is asked that has the state. */
  #compares(node: AnyNode): boolean {
    if (node.type === 'ConditionalExpression' || node.type === 'LogicalExpression' || isFunction(node)) return true;
    const hasState = (at: AnyNode): boolean => this.#isState(at) || someChild(at, hasState);
    return (node.type === 'CallExpression' && hasState(node)) || someChild(node, (child) => this.#compares(child));
  }
}

/** It may give something, or throw. */
function ends(node: AnyNode): boolean {
  return returns(node) || node.type === 'ThrowStatement' || (!isFunction(node) && someChild(node, ends));
}

const COMPARES = /^(?:[<>]=?)$/;
const SEARCHES = /^(?:get|includes|has|some|find)$/;

/** What tests have compared of the state that a function gave, by the names on its path: `highest`, `amount` of `const { highest } = getState()` and `if (amount <= highest.amount) …`. */
export function namesAsked(analysis: Analysis, tests: readonly AnyNode[]): string[] {
  const names = new Set<string>();
  for (const test of tests) addAsked(analysis, test, names);
  return [...names];
}

function addAsked(analysis: Analysis, test: AnyNode, names: Set<string>): void {
  if (isFunction(test)) return;
  const callee = test.type === 'CallExpression' ? unchain(test.callee) : undefined;
  if (test.type === 'BinaryExpression' && COMPARES.test(test.operator)) {
    for (const side of [test.left, test.right]) addPath(analysis, side, names);
  } else if (callee?.type === 'MemberExpression' && SEARCHES.test(memberName(callee) ?? '')) addPath(analysis, callee.object, names);
  else if (test.type === 'MemberExpression' && test.computed) addPath(analysis, test.object, names);
  else if (test.type === 'BinaryExpression' && test.operator === 'in') addPath(analysis, test.right, names);
  forEachChild(test, (child) => addAsked(analysis, child, names));
}

/** Adds the names on the path from what a call gave, or from a variable that is replaced, to what is compared. */
function addPath(analysis: Analysis, compared: AnyNode, names: Set<string>): void {
  const path: string[] = [];
  let at = constantOf(analysis, compared);
  while (at.type === 'MemberExpression') {
    path.push(memberName(at) ?? '');
    at = constantOf(analysis, at.object);
  }
  // A pattern has taken it by its name.
  const variable = at.type === 'Identifier' ? analysis.resolved.get(at) : undefined;
  const isTaken = variable?.kind === 'const' && variable.values.length === 1 && variable.values[0] === undefined;
  if (isTaken) path.push(variable.name);
  else if (!isAsking(at) && variable?.kind !== 'let') return;
  for (const name of path) if (name !== '' && name !== 'length' && name !== 'size') names.add(name);
}

/** `getState()`: nothing that is waited for. */
function isAsking(node: AnyNode): boolean {
  return node.type === 'CallExpression' && node.arguments.length === 0 && rootOf(node.callee).type === 'Identifier';
}
