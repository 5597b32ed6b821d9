/**
 * Parameters that must be objects: the first thing that a function does with one is to take a member of it, or to call it (`list(admin) { return admin.names(); }`). What is passed
 * for it is used as an object where it is passed. Functions are found by their name in one file, and only those whose name no other function there has; the calls of functions of other files are
 * told along with what each named function needs, and joined by the analysis.
 */
import type { AnyNode, IfStatement } from 'acorn';
import { exits, forEachChild, isFunction, memberName, type FunctionNode } from '../scope/ast';
import type { Analysis, FunctionInfo } from '../scope/bindings';
import { throws } from './branches';

/** Longer functions are not looked through for other files. */
const MAX_LENGTH = 10_000;

interface Known {
  readonly functions: ReadonlyMap<string, FunctionNode | null>;
  readonly needs: Map<FunctionNode, readonly boolean[]>;
}

const files = new WeakMap<Analysis, Known>();

/** Whether the function of the file that is called as `callee` needs an object for its argument at `index`. */
export function isNeeded(analysis: Analysis, callee: AnyNode | null, index: number): boolean {
  const { fn, needs } = calledAs(analysis, callee) ?? {};
  if (!fn || !needs) return false;
  let own = needs.get(fn);
  if (!own) needs.set(fn, (own = needsOf(fn)));
  return own[index] ?? false;
}

/** Whether it throws where there is nothing for that argument, before anything else is done with it: `if (!admin) throw …`. */
export function isRefused(analysis: Analysis, callee: AnyNode | null, index: number): boolean {
  const fn = calledAs(analysis, callee)?.fn;
  const parameter = fn?.params[index];
  if (fn?.body.type !== 'BlockStatement' || parameter?.type !== 'Identifier') return false;
  const first = fn.body.body.find((statement) => mentions(statement, parameter.name));
  return first?.type === 'IfStatement' && isMissing(first.test, parameter.name) && throws(first.consequent);
}

/** The one function of the file that has this name. */
export function calledAs(
  analysis: Analysis,
  callee: AnyNode | null,
): { readonly fn: FunctionNode; readonly needs: Known['needs'] } | undefined {
  // A global is none of the file's functions, though a method may go by its name (`clearTimeout(timer) { … clearTimeout(timer) }`).
  const own = callee?.type === 'Identifier' && analysis.resolved.has(callee) ? callee.name : undefined;
  const name = callee?.type === 'MemberExpression' ? memberName(callee) : own;
  if (name === undefined) return undefined;
  let known = files.get(analysis);
  if (!known) files.set(analysis, (known = { functions: functionsByName(analysis), needs: new Map() }));
  const fn = known.functions.get(name);
  return fn ? { fn, needs: known.needs } : undefined;
}

/** Named function → the places of the parameters for which it needs objects. */
export function findNeeded({ functions }: Analysis): Map<FunctionInfo, number[]> {
  const found = new Map<FunctionInfo, number[]>();
  for (const fn of functions) {
    const { node, name } = fn;
    if (!isFunction(node) || name === '' || name === '(anonymous)' || node.end - node.start > MAX_LENGTH) continue;
    const places = needsOf(node).flatMap((isObject, i) => (isObject ? [i] : []));
    if (places.length > 0) found.set(fn, places);
  }
  return found;
}

function needsOf(fn: FunctionNode): boolean[] {
  return fn.params.map((parameter) => parameter.type === 'Identifier' && isTakenApart(fn, parameter.name));
}

/** null: several functions have the name. */
function functionsByName({ functions }: Analysis): Map<string, FunctionNode | null> {
  const found = new Map<string, FunctionNode | null>();
  for (const { node, name } of functions) {
    const called = name.slice(name.lastIndexOf('.') + 1);
    if (node.type !== 'Program' && called !== '') found.set(called, found.has(called) ? null : node);
  }
  return found;
}

/** Statements whose parts may not run, or may fail without harm. */
const PERHAPS = /^(?:For(?:In|Of)?|While|DoWhile|Switch|Try)Statement$/;

/** Whether the first mention of a name in the body of its function, before any other function begins there and whatever it is called with, takes a member of it or calls it. */
function isTakenApart(fn: FunctionNode, name: string): boolean {
  let answer: boolean | undefined;
  const walk = (node: AnyNode, isBase: boolean): void => {
    if (answer !== undefined) return;
    if (isFunction(node)) {
      // Whatever stands after it may have been looked at in there.
      if (mentions(node, name)) answer = false;
      return;
    }
    // `if (!admin) console.error('…')`, and it goes on as if there were one.
    if (node.type === 'IfStatement' && isOnlySaid(node, name)) return;
    if (node.type === 'Identifier') {
      if (node.name === name) answer = isBase;
    } else if (node.type === 'MemberExpression') {
      walk(node.object, !node.optional);
      if (node.computed) walk(node.property, false);
    } else if (node.type === 'Property' && !node.computed) walk(node.value, false);
    else if (node.type === 'CallExpression') {
      walk(node.callee, !node.optional);
      for (const argument of node.arguments) walk(argument, false);
    } else if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
      walk(node.test, false);
      perhaps(node.consequent);
      if (node.alternate) perhaps(node.alternate);
    } else if (node.type === 'LogicalExpression') {
      walk(node.left, false);
      perhaps(node.right);
    } else if (PERHAPS.test(node.type)) perhaps(node);
    else forEachChild(node, (child) => walk(child, false));
  };
  const perhaps = (node: AnyNode): void => {
    if (answer === undefined && mentions(node, name)) answer = false;
  };
  walk(fn.body, false);
  return answer ?? false;
}

function isOnlySaid({ test, consequent, alternate }: IfStatement, name: string): boolean {
  return isMissing(test, name) && !alternate && !exits(consequent) && !mentions(consequent, name);
}

/** `!admin` */
function isMissing(test: AnyNode, name: string): boolean {
  return test.type === 'UnaryExpression' && test.operator === '!' && test.argument.type === 'Identifier' && test.argument.name === name;
}

function mentions(node: AnyNode, name: string): boolean {
  if (node.type === 'Identifier') return node.name === name;
  let found = false;
  forEachChild(node, (child) => {
    found ||= mentions(child, name);
  });
  return found;
}
