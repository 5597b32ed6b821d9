/**
 * Expressions that join two halves (halves.ts): arithmetic with both and a third value (`slope * raw + intercept`), and a look-up in the one by what comes from the other
 * (`handlers.get(match.name)`, where `match` is of `patterns`). Only there is a new half with an old one wrong. What is shown side by side, how much of a whole is done, and a look-up whose reader
 * has an answer for what is missing (a default, a second try) are none.
 */
import type { AnyNode } from 'acorn';
import { forEachChild, forEachTarget, isFunction, memberName, runsInline, unchain } from '../scope/ast';
import { hasSuspend, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { placeOf, type Halves } from './halves';

/** Reads of the two places, the first one's first. */
export interface Join {
  readonly halves: Halves;
  readonly reads: readonly [AnyNode, AnyNode];
  readonly fns: readonly [FunctionInfo, FunctionInfo];
}

const ARITHMETIC = /^(?:[-+*/%]|\*\*)$/;
const MAX_JOINS = 64;
/** Steps from a local back to the place that it is of. */
const MAX_STEPS = 4;

/** A read of one of the places. */
interface Read {
  readonly node: AnyNode;
  readonly key: string;
}

interface LookUp {
  readonly reads: readonly [Read, Read];
  /** What keeps the answer. */
  readonly held: Variable | undefined;
  readonly fn: FunctionInfo;
}

export function findJoins(analysis: Analysis, program: AnyNode, all: readonly Halves[]): Join[] {
  return all.length === 0 ? [] : new Joins(analysis, all).find(program);
}

class Joins {
  readonly #analysis: Analysis;
  readonly #all: readonly Halves[];
  readonly #keys: ReadonlySet<string>;
  readonly #declared = new Map<number, Variable>();
  /** What locals were made of. */
  readonly #origins = new Map<Variable, AnyNode>();
  readonly #fnOf = new Map<AnyNode, FunctionInfo>();
  readonly #found: Join[] = [];
  readonly #lookUps: LookUp[] = [];
  /** Locals whose reader goes on some other way where they hold nothing. */
  readonly #handled = new Set<Variable>();
  /** Functions that ask whether a place has something, and the place. */
  readonly #asked = new Set<string>();

  constructor(analysis: Analysis, all: readonly Halves[]) {
    this.#analysis = analysis;
    this.#all = all;
    this.#keys = new Set(all.flatMap(({ first, second }) => [first.key, second.key]));
    for (const variable of analysis.variables) this.#declared.set(variable.start, variable);
  }

  find(program: AnyNode): Join[] {
    this.#walk(program, null, this.#analysis.module);
    for (const { reads, held, fn } of this.#lookUps) {
      if ((held && this.#handled.has(held)) || reads.some(({ key }) => this.#asked.has(`${fn.index} ${key}`))) continue;
      this.#add(reads[0], reads[1]);
    }
    return this.#found;
  }

  #walk(node: AnyNode, parent: AnyNode | null, outer: FunctionInfo): void {
    const fn = isFunction(node) ? (this.#analysis.infos.get(node) ?? outer) : outer;
    const place = placeOf(this.#analysis, node);
    if (place && this.#keys.has(place.key)) this.#fnOf.set(node, fn);
    this.#noteOrigins(node);
    forEachChild(node, (child) => this.#walk(child, node, fn));
    if (node.type === 'BinaryExpression' && isArithmetic(node) && !(parent && isArithmetic(parent))) this.#calculate(node);
    if (node.type === 'CallExpression' || node.type === 'MemberExpression') this.#lookUp(node, parent, fn);
    if (
      node.type === 'IfStatement' ||
      node.type === 'ConditionalExpression' ||
      node.type === 'WhileStatement' ||
      node.type === 'DoWhileStatement'
    ) {
      const isWrong = node.type === 'IfStatement' && isFailure(node.consequent) && !hasSuspend(this.#analysis, node.consequent);
      if (!isWrong) this.#handle(node.test);
    }
    if (node.type === 'LogicalExpression') this.#handle(node.left);
  }

  #noteOrigins(node: AnyNode): void {
    const note = (pattern: AnyNode, value: AnyNode): void =>
      forEachTarget(pattern, (target) => {
        const variable = this.#declared.get(target.start);
        if (variable && (variable.kind === 'param' || variable.values.length <= 1)) this.#origins.set(variable, value);
      });
    if (node.type === 'VariableDeclarator' && node.init) note(node.id, node.init);
    if (node.type === 'ForOfStatement' && node.left.type === 'VariableDeclaration') {
      for (const { id } of node.left.declarations) note(id, node.right);
    }
    if (node.type !== 'CallExpression' || !runsInline(node)) return;
    const callee = unchain(node.callee);
    if (callee.type !== 'MemberExpression') return;
    for (const argument of node.arguments) if (isFunction(argument)) for (const param of argument.params) note(param, callee.object);
  }

  /** Who tests a local knows that there may be nothing in it. */
  #handle(test: AnyNode): void {
    const variable = test.type === 'Identifier' ? this.#analysis.resolved.get(test) : undefined;
    if (variable) this.#handled.add(variable);
    forEachChild(test, (child) => this.#handle(child));
  }

  #readOf(node: AnyNode): Read | undefined {
    const place = placeOf(this.#analysis, node);
    return place && this.#keys.has(place.key) ? { node, key: place.key } : undefined;
  }

  /** The read that a value is a part of, or an element. */
  #originOf(node: AnyNode, steps = 0): Read | undefined {
    for (let at = unchain(node); ;) {
      const read = this.#readOf(at);
      if (read) return read;
      if (at.type === 'MemberExpression') at = unchain(at.object);
      else if (at.type === 'CallExpression' && unchain(at.callee).type === 'MemberExpression') at = unchain(at.callee);
      else if (at.type === 'Identifier' && steps < MAX_STEPS) {
        const variable = this.#analysis.resolved.get(at);
        const origin = variable && this.#origins.get(variable);
        return origin && this.#originOf(origin, steps + 1);
      } else return undefined;
    }
  }

  /** What a key is made of: a part of the place, or a number reckoned with it. */
  #sources(key: AnyNode): Read[] {
    const node = unchain(key);
    if (node.type === 'BinaryExpression' && isArithmetic(node)) return [node.left, node.right].flatMap((side) => this.#sources(side));
    const read = this.#originOf(node);
    return read ? [read] : [];
  }

  #lookUp(node: AnyNode & { type: 'CallExpression' | 'MemberExpression' }, parent: AnyNode | null, fn: FunctionInfo): void {
    let object: AnyNode;
    let key: AnyNode | undefined;
    if (node.type === 'CallExpression') {
      const callee = unchain(node.callee);
      if (callee.type !== 'MemberExpression' || callee.computed) return;
      const name = memberName(callee);
      object = callee.object;
      const asked = name === 'has' || name === 'includes' ? this.#readOf(object) : undefined;
      if (asked) this.#asked.add(`${fn.index} ${asked.key}`);
      if (name !== 'get' || node.arguments.length !== 1) return;
      [key] = node.arguments;
    } else {
      if (!node.computed || node.optional) return;
      ({ object, property: key } = node);
    }
    const into = this.#readOf(object);
    if (!into || !key || (parent && !isRelied(node, parent))) return;
    const held = parent?.type === 'VariableDeclarator' ? this.#declared.get(parent.id.start) : undefined;
    for (const from of this.#sources(key)) if (from.key !== into.key) this.#lookUps.push({ reads: [from, into], held, fn });
  }

  /** `slope * raw + intercept`. */
  #calculate(root: AnyNode): void {
    const reads: Read[] = [];
    let others = 0;
    let isNumber = true;
    /** Both sides of one operation, `done / all`, `target - here`: how much of a whole, what is left of it, how far the one is from the other. */
    let isBeside = false;
    const visit = (node: AnyNode): void => {
      const read = this.#readOf(node);
      if (read) reads.push(read);
      else if (node.type === 'BinaryExpression' && isArithmetic(node)) {
        const [left, right] = [this.#readOf(node.left), this.#readOf(node.right)];
        isBeside ||= left !== undefined && right !== undefined && node.operator !== '*';
        visit(node.left);
        visit(node.right);
      } else if (node.type === 'UnaryExpression' && (node.operator === '-' || node.operator === '+')) visit(node.argument);
      else if (node.type === 'CallExpression' && isMath(node)) for (const argument of node.arguments) visit(argument);
      else if (node.type === 'TemplateLiteral') isNumber = false;
      else if (node.type === 'Literal') isNumber &&= typeof node.value === 'number';
      else others++;
    };
    visit(root);
    if (!isNumber || isBeside || others === 0) return;
    for (const { first, second } of this.#all) {
      const [x, y] = [first, second].map(({ key }) => reads.find((read) => read.key === key));
      if (x && y) this.#add(x, y);
    }
  }

  #add(a: Read, b: Read): void {
    for (const halves of this.#all) {
      const { first, second, fn } = halves;
      const reads = first.key === a.key && second.key === b.key ? [a, b] : first.key === b.key && second.key === a.key ? [b, a] : undefined;
      if (!reads) continue;
      const [x, y] = reads as [Read, Read];
      const [xFn, yFn] = [this.#fnOf.get(x.node), this.#fnOf.get(y.node)];
      if (!xFn || !yFn || xFn === fn || yFn === fn || yFn.constructs || this.#found.length >= MAX_JOINS) continue;
      this.#found.push({ halves, reads: [x.node, y.node], fns: [xFn, yFn] });
    }
  }
}

function isArithmetic(node: AnyNode): boolean {
  return node.type === 'BinaryExpression' && ARITHMETIC.test(node.operator);
}

function isMath({ callee }: AnyNode & { type: 'CallExpression' }): boolean {
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Math';
}

/** What is looked up is used as it is: not tested, compared, or replaced where there is nothing. */
function isRelied(node: AnyNode, parent: AnyNode): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object !== node || !parent.optional;
    case 'CallExpression':
      return parent.callee !== node || !parent.optional;
    case 'BinaryExpression':
      return isArithmetic(parent);
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return parent.test !== node;
    case 'AssignmentExpression':
      return parent.left !== node && parent.operator === '=' && parent.left.type === 'MemberExpression';
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier';
    case 'LogicalExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
    case 'ChainExpression':
      return false;
    default:
      return true;
  }
}

/** It throws, or answers a request with an error. */
function isFailure(node: AnyNode): boolean {
  if (isFunction(node) || node.type === 'ContinueStatement') return false;
  if (node.type === 'ThrowStatement') return true;
  if (node.type === 'Literal') return typeof node.value === 'number' && node.value >= 400 && node.value < 600;
  let isWrong = false;
  let isRetried = false;
  forEachChild(node, (child) => {
    isWrong ||= isFailure(child);
    isRetried ||= isFunction(child) || child.type === 'ContinueStatement';
  });
  return isWrong && !isRetried;
}
