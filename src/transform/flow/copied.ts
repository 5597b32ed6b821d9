/**
 * Lists that a function is given and takes no more of than copies: `post(rows) { … JSON.stringify(rows) … }`. What its caller puts there later, it does not see, however long it takes
 * (copies.ts). A list that it keeps, hands on, or goes through while it waits may still give what came meanwhile.
 */
import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { forEachChild, isCount, isFunction, memberName, unchain } from '../scope/ast';
import { hasSuspend, homeOf, REF_INIT, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { containerName } from '../scope/collections';
import type { Flow } from './flow';

/** Built-ins that read every element of what they are given. */
const READS_ALL =
  /^(?:Array\.from|JSON\.stringify|structuredClone|Promise\.(?:all|allSettled)|Object\.(?:keys|values|entries|fromEntries)|Buffer\.concat|v8\.serialize|Map|Set)$/;
/** Methods that read every element in their own step; an iterator goes on with what is there when it comes to it. */
const READS_AT_ONCE = /^(?:slice|map|flatMap|flat|filter|concat|join|toSorted|toReversed|toSpliced|forEach|reduce|reduceRight)$/;
/** Helpers of helpers are followed this deep. */
const MAX_DEPTH = 4;

export function readsAllItIsGiven(node: CallExpression | NewExpression): boolean {
  const callee = unchain(node.callee);
  if (callee.type === 'Identifier') return READS_ALL.test(callee.name);
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false;
  return READS_ALL.test(`${containerName(callee.object)}.${memberName(callee) ?? ''}`);
}

const KNOWN = new WeakMap<Variable, boolean>();

/** Whether a parameter is only copied, or counted, by the code of its function itself, and not by what that leaves behind. */
export function isOnlyCopied(flow: Flow, variable: Variable, depth = 0): boolean {
  if (variable.kind !== 'param' || depth > MAX_DEPTH) return false;
  let known = KNOWN.get(variable);
  if (known === undefined) {
    KNOWN.set(variable, false);
    KNOWN.set(variable, (known = findCopied(flow, variable, depth)));
  }
  return known;
}

function findCopied(flow: Flow, variable: Variable, depth: number): boolean {
  const { node } = variable.fn;
  if (!isFunction(node) || variable.unsafe) return false;
  const copied = new Set<AnyNode>();
  const counted = new Set<AnyNode>();
  const visit = (at: AnyNode): void => {
    switch (at.type) {
      case 'SpreadElement':
        copied.add(at.argument);
        break;
      case 'ForOfStatement':
        if (!at.await && !hasSuspend(flow.analysis, at.body)) copied.add(at.right);
        break;
      case 'MemberExpression':
        if (isCount(at)) counted.add(at.object);
        break;
      case 'NewExpression':
      case 'CallExpression':
        visitCall(at);
        break;
      default:
    }
    forEachChild(at, visit);
  };
  const visitCall = (call: CallExpression | NewExpression): void => {
    const callee = unchain(call.callee);
    if (callee.type === 'MemberExpression' && READS_AT_ONCE.test(memberName(callee) ?? '')) copied.add(callee.object);
    if (readsAllItIsGiven(call)) for (const argument of call.arguments) copied.add(argument);
    const target = call.type === 'CallExpression' ? flow.resolveCall(callee) : undefined;
    const params = target && isFunction(target.info.node) ? target.info.node.params : [];
    for (const [i, param] of params.entries()) {
      const given = call.arguments[i];
      const own = param.type === 'Identifier' ? variableOf(flow, param.start) : undefined;
      if (given && own && isOnlyCopied(flow, own, depth + 1)) copied.add(given);
    }
  };
  forEachChild(node, visit);
  const isInStep = (fn: FunctionInfo): boolean => homeOf(fn) === homeOf(variable.fn);
  return variable.refs.every(({ node: ref, fn, role }) => role === REF_INIT || counted.has(ref) || (copied.has(ref) && isInStep(fn)));
}

/** The parameter that begins there. */
function variableOf({ analysis }: Flow, start: number): Variable | undefined {
  let known = params.get(analysis);
  if (!known) {
    known = new Map(analysis.variables.filter(({ kind }) => kind === 'param').map((variable) => [variable.start, variable]));
    params.set(analysis, known);
  }
  return known.get(start);
}

const params = new WeakMap<Analysis, ReadonlyMap<number, Variable>>();
