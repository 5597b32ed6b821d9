/**
 * Functions that let a request through: a middleware that calls `next()`, a hook that ends without an answer. What decided about that has decided about all that is then done
 * for the request, in functions that this one does not know.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { isEquality, isFunction, rootOf, unchain } from '../scope/ast';
import { homeOf, type FunctionInfo } from '../scope/bindings';
import type { Access } from '../flow/access';
import { FLAG_FOUND } from '../../wire/siteFlags';
import type { Flow } from '../flow/flow';
import { methodOf } from '../flow/summaries';

/** A read, or a call of a function of another file that gives what is tested. */
export type Gate = Access | CallExpression;

const MAX_GATES = 256;

/** `next()`: the last of several parameters is called, with nothing. */
export function noteNext(flow: Flow, { callee, arguments: given }: CallExpression): void {
  const variable = callee.type === 'Identifier' && given.length === 0 ? flow.analysis.resolved.get(callee) : undefined;
  if (variable?.kind !== 'param' || !isFunction(variable.fn.node)) return;
  const { params } = variable.fn.node;
  const last = params[params.length - 1];
  if (params.length > 1 && last?.type === 'Identifier' && last.name === variable.name) noteGates(flow);
}

/** `if (taken.has(slot)) return reply.code(409).send()`, and nothing is answered where that is passed: the end of the function was reached. */
export function noteEnd(flow: Flow, info: FunctionInfo): void {
  if (!flow.state.dead && flow.answering.has(info)) noteGates(flow);
}

/** `return reply.send()`, where a test has led: of an async function that is given the reply and answers nowhere else. */
export function noteAnswer(flow: Flow, argument: AnyNode | null | undefined): void {
  const info = flow.frame.fn;
  if (!argument || !info.async || info !== homeOf(flow.fn) || flow.state.guards.length === 0 || !isFunction(info.node)) return;
  const isReply = (node: AnyNode): boolean => {
    let at = unchain(node.type === 'AwaitExpression' ? node.argument : node);
    while (at.type === 'CallExpression') at = unchain(rootOf(at.callee));
    const variable = at.type === 'Identifier' ? flow.analysis.resolved.get(at) : undefined;
    const second = isFunction(info.node) ? info.node.params[1] : undefined;
    return variable?.kind === 'param' && variable.fn === info && second?.type === 'Identifier' && second.name === variable.name;
  };
  const { body } = info.node;
  if (!isReply(argument) || body.type !== 'BlockStatement') return;
  if (!body.body.some((s) => s.type === 'ExpressionStatement' && isReply(s.expression))) flow.answering.add(info);
}

function noteGates(flow: Flow): void {
  const full = new Set<Access>();
  const present = new Set<Access>();
  for (const { value, validated, there } of flow.state.guards) {
    for (const taint of validated ? [] : value) {
      const { access, call } = flow.origins.get(taint);
      const gate = call ?? access;
      if (gate && flow.gates.size < MAX_GATES) flow.gates.add(gate);
      if (access) (there === true ? present : full).add(access);
    }
  }
  const passed = PASSED.get(flow) ?? new Set();
  PASSED.set(flow, passed);
  for (const access of present) if (!full.has(access)) passed.add(access);
}

/** Looks that let a request through where they have found something; and those behind which something is put where they have found nothing. */
const PASSED = new WeakMap<Flow, Set<Access>>();
const LACKING = new WeakMap<Flow, Set<Access>>();

/** Something is put, in this function, where the look has found nothing: `if (sent.has(id)) return next(); …; sent.add(id)`. */
export function noteLacking(flow: Flow, look: Access): void {
  LACKING.set(flow, (LACKING.get(flow) ?? new Set()).add(look));
}

/** Asked when all of the file is known: what is done for a request that was let through goes by what was found. */
export function markPassed(flow: Flow): void {
  for (const look of PASSED.get(flow) ?? []) if (!LACKING.get(flow)?.has(look)) look.readFlags |= FLAG_FOUND;
}

/** `rows.has(id)`, `row !== undefined`: the test asks no more than whether something is there, and it is where the test is `isTrue`. */
export function isThere(test: AnyNode, isTrue: boolean): boolean {
  if (test.type === 'UnaryExpression' && test.operator === '!') return isThere(test.argument, !isTrue);
  if (test.type === 'CallExpression') return isTrue && methodOf(test) === 'has';
  if (test.type !== 'BinaryExpression') return false;
  if (test.operator === 'in') return isTrue;
  const isNothing = ({ type, ...node }: AnyNode): boolean =>
    (type === 'Identifier' && 'name' in node && node.name === 'undefined') ||
    (type === 'Literal' && 'value' in node && node.value === null);
  return isEquality(test.operator) && isNothing(test.right) && isTrue === test.operator.startsWith('!');
}

/** Their sites, of those that were emitted. */
export function gatesOf(flow: Flow, siteOf: (node: AnyNode) => number | undefined): number[] {
  const sites = [...flow.gates].map((gate) => ('readSite' in gate ? gate.readSite : (siteOf(gate) ?? -1)));
  return [...new Set(sites)].filter((site) => site >= 0);
}
