/**
 * Listeners that are of no use when the function that adds them has ended: `bus.on('rate', (rate) => { latest = rate; })`, where only that function looks at `latest`. Whoever leaves such a
 * listener behind has forgotten it. And `const quotes = on(market, 'price')` of node:events, of which that function takes some (`await quotes.next()`) and which it never ends.
 */
import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { forEachTarget, isFunction, lastName, memberName, someChild, unchain } from '../scope/ast';
import { onlyValue, REF_INIT, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { functionAt } from '../scope/helpers';
import { methodOf } from '../flow/summaries';
import { ADDS } from './listenerNames';

/** Calls that only compute, of the language's own names. */
const COMPUTES = /^(?:String|Number|Boolean|BigInt|parseInt|parseFloat|Math|JSON|Date|Object|performance)$/;
/** What else than storing somebody may notice. */
const ACTS =
  /^(?:AwaitExpression|YieldExpression|ThrowStatement|ImportExpression|TaggedTemplateExpression|ClassExpression|ClassDeclaration)$/;

/** Whether a call in `fn` adds such a listener. */
export function addsVain(analysis: Analysis, fn: FunctionInfo, node: AnyNode): boolean {
  if (node.type !== 'CallExpression' || analysis.dynamic || fn.parent === null || fn.generator) return false;
  if (isLeftIterator(analysis, fn, node)) return true;
  if (!ADDS.test(methodOf(node))) return false;
  const [event, given] = node.arguments;
  // Who listens for errors keeps the process from ending by one.
  if (!given || (event?.type === 'Literal' && event.value === 'error')) return false;
  const listener = functionAt(analysis, given);
  if (!listener || !isFunction(listener.node)) return false;
  const stored = storedBy(analysis, listener);
  if (stored === undefined) return false;
  const outside = [...stored].filter((variable) => variable.fn !== listener);
  return outside.length > 0 && outside.every((variable) => isSeenBy(variable, fn, listener));
}

/** `on(emitter, 'name')`, without a signal that would end it: a name of the function `fn`, which has nothing but its next elements. */
function isLeftIterator(analysis: Analysis, fn: FunctionInfo, node: CallExpression): boolean {
  if (lastName(node.callee) !== 'on' || node.arguments.length !== 2 || node.arguments[1]?.type !== 'Literal') return false;
  let isLeft = false;
  const find = (part: AnyNode): boolean => {
    if (part.type !== 'VariableDeclarator' || part.id.type !== 'Identifier' || part.init !== node) return someChild(part, find);
    const variable = analysis.resolved.get(part.id);
    isLeft = variable !== undefined && onlyValue(variable) === node && takesNext(analysis, fn, variable);
    return true;
  };
  someChild(fn.node, find);
  return isLeft;
}

/** Each use of it in its function is `quotes.next()`. */
function takesNext(analysis: Analysis, fn: FunctionInfo, variable: Variable): boolean {
  let taken = 0;
  const count = (part: AnyNode): boolean => {
    const callee = part.type === 'CallExpression' ? unchain(part.callee) : undefined;
    const taker = callee?.type === 'MemberExpression' && memberName(callee) === 'next' ? unchain(callee.object) : undefined;
    if (taker && analysis.resolved.get(taker) === variable) taken++;
    return someChild(part, count);
  };
  count(fn.node);
  const uses = variable.refs.filter((ref) => (ref.role & REF_INIT) === 0 && ref.node.start !== variable.start);
  return taken > 0 && taken === uses.length && uses.every((ref) => ref.fn === fn);
}

/** The variables that a function stores into, where that is all it does; undefined otherwise. */
function storedBy(analysis: Analysis, { node }: FunctionInfo): Set<Variable> | undefined {
  const stored = new Set<Variable>();
  const acts = (part: AnyNode): boolean => {
    if (ACTS.test(part.type) || isFunction(part) || (part.type === 'UnaryExpression' && part.operator === 'delete')) return true;
    if ((part.type === 'CallExpression' || part.type === 'NewExpression') && !computes(analysis, part)) return true;
    if (part.type === 'AssignmentExpression' && !store(part.left)) return true;
    if (part.type === 'UpdateExpression' && !store(part.argument)) return true;
    if ((part.type === 'ForOfStatement' || part.type === 'ForInStatement') && part.left.type !== 'VariableDeclaration') return true;
    return someChild(part, acts);
  };
  const store = (target: AnyNode): boolean => {
    let isKnown = true;
    forEachTarget(target, (at) => {
      const variable = at.type === 'Identifier' ? analysis.resolved.get(at) : undefined;
      if (variable) stored.add(variable);
      else isKnown = false;
    });
    return isKnown;
  };
  return someChild(node, acts) ? undefined : stored;
}

function computes(analysis: Analysis, { callee }: CallExpression | NewExpression): boolean {
  const named = callee.type === 'MemberExpression' && memberName(callee) !== undefined ? callee.object : callee;
  return named.type === 'Identifier' && COMPUTES.test(named.name) && !analysis.resolved.has(named);
}

/** It is one of the function `home`, and looked at only there, by what is over when that function is, and by the listener. */
function isSeenBy(variable: Variable, home: FunctionInfo, listener: FunctionInfo): boolean {
  const isWithin = (fn: FunctionInfo | null): boolean => fn === home || (fn?.usage === 'inline' && isWithin(fn.parent));
  return variable.fn === home && variable.refs.every((ref) => ref.fn === listener || isWithin(ref.fn));
}
