/**
 * Who settles a promise whose resolving function leaves its executor: the function that makes it (`await work(); done();`), or whoever that function gives the resolving
 * function to (`return release`). That is how hand-written locks are made of promises. Anything else (stored, handed to a timer or listener) is not known.
 */
import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { FLAG_SETTLED_BY_CALLER, FLAG_SETTLED_BY_MAKER } from '../../wire/siteFlags';
import { forEachChild, isFunction, memberName, someChild, type FunctionNode } from '../scope/ast';
import { onlyValue, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';

/** Flags of the call `node` that makes a promise in `fn`. */
export function settlersOf(analysis: Analysis, fn: FunctionInfo, node: AnyNode): number {
  if (analysis.dynamic || fn.parent === null) return 0;
  const isNew = node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Promise';
  const variable = isNew ? keptByExecutor(analysis, node) : isWithResolvers(node) ? keptByPattern(analysis, fn, node) : undefined;
  // One for each call of the function, and never another one's.
  if (variable === undefined || variable.fn !== fn) return 0;
  if (variable.values.filter((value) => value === undefined || !isStandIn(value)).length > 1 || variable.kind === 'param') return 0;
  return new Uses(analysis, variable, fn).flags();
}

/** It calls one of the resolving functions `names`, or is given one: `calls.set(id, { resolve, reject })`. */
function givesResolver({ arguments: given, callee }: CallExpression, names: readonly string[]): boolean {
  const isResolver = (part: AnyNode): boolean => (part.type === 'Identifier' ? names.includes(part.name) : valuesOf(part).some(isResolver));
  return isResolver(callee) || given.some(isResolver);
}

/** What the properties of an object get that is made there. */
function valuesOf(node: AnyNode): AnyNode[] {
  return node.type === 'ObjectExpression' ? node.properties.flatMap((part) => (part.type === 'Property' ? [part.value] : [])) : [];
}

/** One of the functions that resolve is called, given on, or kept in a line of those that wait. */
export function wakesBy(analysis: Analysis, node: CallExpression, names: readonly string[]): boolean {
  return givesResolver(node, names) || keepsResolving(analysis, node, names);
}

/** A line of those that wait. */
const LINES = /^(?:push|unshift|add|set|enqueue)$/;

/**
 * It keeps a function for later that calls one of the resolving functions, or an object that has one: `const enter = () => { taken = true; resolve(); }; line.push(enter)`,
 * `const waiter = { resolve, timer: setTimeout(…) }; line.push(waiter)`.
 */
function keepsResolving(analysis: Analysis, { arguments: given, callee }: CallExpression, names: readonly string[]): boolean {
  if (callee.type !== 'MemberExpression' || !LINES.test(memberName(callee) ?? '')) return false;
  const isCall = (at: AnyNode): boolean => at.type === 'CallExpression' && givesResolver(at, names);
  const resolves = (value: AnyNode): boolean =>
    value.type === 'Identifier' ? names.includes(value.name) : isFunction(value) && uses(value.body, isCall);
  return given.some((part) => {
    const value = part.type === 'Identifier' ? onlyValue(analysis.resolved.get(part)) : part;
    return value !== undefined && (resolves(value) || valuesOf(value).some(resolves));
  });
}

/** `undefined`, `null`, `() => {}`: what stands there before. */
function isStandIn(value: AnyNode): boolean {
  if (value.type === 'Literal') return true;
  if (value.type === 'Identifier') return value.name === 'undefined';
  return isFunction(value) && value.body.type === 'BlockStatement' && value.body.body.length === 0;
}

function isWithResolvers(node: AnyNode): node is CallExpression {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object } = node.callee;
  return object.type === 'Identifier' && object.name === 'Promise' && memberName(node.callee) === 'withResolvers';
}

/** The variable around it that the executor puts its first parameter into, when it does nothing else with it. */
function keptByExecutor(analysis: Analysis, node: NewExpression): Variable | undefined {
  const executor = node.arguments[0];
  if (executor === undefined || !isFunction(executor)) return undefined;
  const parameter = executor.params[0];
  const resolver = parameter?.type === 'Identifier' ? analysis.resolved.get(parameter) : undefined;
  if (resolver === undefined) return undefined;
  let kept: Variable | undefined;
  let others = 0;
  const visit = (part: AnyNode): void => {
    if (part.type === 'AssignmentExpression' && part.operator === '=' && part.left.type === 'Identifier') {
      const { right } = part;
      const isWrapped = isFunction(right) && uses(right.body, (at) => analysis.resolved.get(at) === resolver);
      if (isWrapped || (right.type === 'Identifier' && analysis.resolved.get(right) === resolver)) {
        if (kept !== undefined) others++;
        kept = analysis.resolved.get(part.left);
        return;
      }
    }
    if (part.type === 'Identifier' && analysis.resolved.get(part) === resolver) others++;
    forEachChild(part, visit);
  };
  visit(executor.body);
  return others === 0 ? kept : undefined;
}

/** `const { promise, resolve } = Promise.withResolvers()`. */
function keptByPattern(analysis: Analysis, fn: FunctionInfo, call: CallExpression): Variable | undefined {
  let kept: Variable | undefined;
  const visit = (part: AnyNode): void => {
    if (part.type === 'VariableDeclarator' && part.init === call && part.id.type === 'ObjectPattern') {
      for (const p of part.id.properties) {
        if (p.type === 'Property' && p.key.type === 'Identifier' && p.key.name === 'resolve' && p.value.type === 'Identifier') {
          kept = analysis.resolved.get(p.value);
        }
      }
    }
    if (!isFunction(part) || part === fn.node) forEachChild(part, visit);
  };
  visit(fn.node);
  return kept;
}

/** Does something below the node (or the node itself) pass the test? */
function uses(node: AnyNode, test: (node: AnyNode) => boolean): boolean {
  return test(node) || someChild(node, (child) => uses(child, test));
}

/** Uses of a resolving function within the function that it belongs to. */
class Uses {
  readonly #analysis: Analysis;
  readonly #fn: FunctionInfo;
  readonly #names: Set<Variable>;
  #called = false;
  #returned = false;
  #isUnknown = false;

  constructor(analysis: Analysis, resolver: Variable, fn: FunctionInfo) {
    this.#analysis = analysis;
    this.#fn = fn;
    this.#names = new Set([resolver]);
  }

  flags(): number {
    const { node } = this.#fn;
    if (!isFunction(node)) return 0;
    // Functions that are known by a name and call it stand for it.
    for (let known = 0; known < this.#names.size;) {
      known = this.#names.size;
      this.#findWrappers(node.body);
    }
    this.#visitBody(node, 'body', 'result');
    if (this.#isUnknown) return 0;
    return this.#returned ? FLAG_SETTLED_BY_CALLER : this.#called ? FLAG_SETTLED_BY_MAKER : 0;
  }

  #isIt(node: AnyNode): boolean {
    const variable = node.type === 'Identifier' ? this.#analysis.resolved.get(node) : undefined;
    return variable !== undefined && this.#names.has(variable);
  }

  /** The variable that a declared function is known by. */
  #nameOf(node: AnyNode): { readonly variable: Variable; readonly body: AnyNode } | undefined {
    if (node.type === 'FunctionDeclaration') {
      const variable = this.#analysis.variables.find((v) => v.values[0] === node);
      return variable === undefined ? undefined : { variable, body: node.body };
    }
    const fn = node.type === 'VariableDeclarator' && node.init && isFunction(node.init) ? node.init : undefined;
    const id = node.type === 'VariableDeclarator' && node.id.type === 'Identifier' ? node.id : undefined;
    const variable = id === undefined ? undefined : this.#analysis.resolved.get(id);
    return variable === undefined || fn === undefined ? undefined : { variable, body: fn.body };
  }

  /** The variable that holds what the resolving function is part of: `const turn = before.then(() => release)`. */
  #carrier(node: AnyNode): Variable | undefined {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init || isFunction(node.init)) return undefined;
    const keeps = (at: AnyNode): boolean => {
      if (this.#isIt(at)) return true;
      // Not the promise itself.
      if (at.type === 'AssignmentExpression' && this.#isIt(at.left)) return false;
      return someChild(at, keeps);
    };
    return keeps(node.init) ? this.#analysis.resolved.get(node.id) : undefined;
  }

  #findWrappers(node: AnyNode): void {
    const named = this.#nameOf(node);
    if (named !== undefined && uses(named.body, (at) => this.#isIt(at))) this.#names.add(named.variable);
    const carrier = this.#carrier(node);
    if (carrier !== undefined) this.#names.add(carrier);
    forEachChild(node, (child) => this.#findWrappers(child));
  }

  #visit(node: AnyNode, where: Where): void {
    const named = this.#nameOf(node);
    if (named !== undefined && this.#names.has(named.variable)) return;
    // The executor that puts it there.
    if (node.type === 'AssignmentExpression' && this.#isIt(node.left)) return;
    if (node.type === 'VariableDeclarator') {
      // Returned or not is said by the uses of the variable.
      const isReturned = this.#returned;
      if (node.init) this.#visit(node.init, this.#carrier(node) === undefined ? where : 'result');
      this.#returned = isReturned;
    } else if (node.type === 'CallExpression') {
      if (!this.#isIt(node.callee)) this.#visit(node.callee, where);
      else if (where === 'closure') this.#returned = true;
      else if (where === 'body' || where === 'result') this.#called = true;
      else this.#isUnknown = true;
      for (const argument of node.arguments) {
        // What a reaction of the returned promise returns is what the caller gets.
        if (isFunction(argument) && (where === 'result' || where === 'later')) this.#visitBody(argument, 'reaction', 'later');
        else this.#visit(argument, where === 'body' || where === 'result' ? 'argument' : where);
      }
    } else if (this.#isIt(node)) {
      if (where === 'result' || where === 'later' || where === 'closure') this.#returned = true;
      else this.#isUnknown = true;
    } else if (isFunction(node)) {
      this.#visit(node.body, where === 'result' || where === 'later' || where === 'closure' ? 'closure' : 'nested');
    } else if (node.type === 'ReturnStatement') {
      if (node.argument) this.#visit(node.argument, where === 'body' ? 'result' : where === 'reaction' ? 'later' : where);
    } else forEachChild(node, (child) => this.#visit(child, where));
  }

  #visitBody({ body }: FunctionNode, statements: Where, result: Where): void {
    this.#visit(body, body.type === 'BlockStatement' ? statements : result);
  }
}

/**
 * Where a use stands: in the function itself, in what it returns, in a function that is part of what it returns; in a reaction to the promise that it returns, or in the result of
 * that; in an argument of a call, or in any other function.
 */
type Where = 'body' | 'result' | 'closure' | 'reaction' | 'later' | 'argument' | 'nested';

/** `new Promise(() => ...)`: made never to settle. */
export function ignoresResolvers(node: AnyNode): boolean {
  if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'Promise') return false;
  const executor = node.arguments[0];
  return executor?.type === 'ArrowFunctionExpression' && executor.params.length === 0;
}
