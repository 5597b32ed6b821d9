/**
 * Lists that a function is given and takes no more of than copies: `post(rows) { … JSON.stringify(rows) … }`. What its caller puts there later, it does not see, however long it takes
 * (copies.ts). A list that it keeps, hands on, or goes through while it waits may still give what came meanwhile.
 */
import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { isCount, isFunction, memberName, unchain } from '../scope/ast';
import { hasSuspend, homeOf, REF_INIT, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { containerName } from '../scope/collections';
import { aroundOf } from '../scope/tree';
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
  if (!isFunction(variable.fn.node) || variable.unsafe) return false;
  const isInStep = (fn: FunctionInfo): boolean => homeOf(fn) === homeOf(variable.fn);
  return variable.refs.every(({ node, fn, role }) => {
    const around = role === REF_INIT ? undefined : aroundOf(flow.analysis, node);
    if (!around) return role === REF_INIT;
    return (
      (around.type === 'MemberExpression' && around.object === node && isCount(around)) ||
      (isInStep(fn) && isCopy(flow, node, around, depth))
    );
  });
}

/** `around`: what the name stands in. */
function isCopy(flow: Flow, node: AnyNode, around: AnyNode, depth: number): boolean {
  switch (around.type) {
    case 'SpreadElement':
      return true;
    case 'ForOfStatement':
      return around.right === node && !around.await && !hasSuspend(flow.analysis, around.body);
    case 'MemberExpression':
      return around.object === node && READS_AT_ONCE.test(memberName(around) ?? '') && isCalled(flow.analysis, around);
    case 'NewExpression':
    case 'CallExpression':
      return around.callee !== node && (readsAllItIsGiven(around) || isOnlyCopiedBy(flow, node, around, depth));
    default:
      return false;
  }
}

function isCalled(analysis: Analysis, member: AnyNode): boolean {
  let [at, around] = [member, aroundOf(analysis, member)];
  if (around?.type === 'ChainExpression') [at, around] = [around, aroundOf(analysis, around)];
  return (around?.type === 'CallExpression' || around?.type === 'NewExpression') && around.callee === at;
}

function isOnlyCopiedBy(flow: Flow, given: AnyNode, call: CallExpression | NewExpression, depth: number): boolean {
  const target = call.type === 'CallExpression' ? flow.resolveCall(call.callee) : undefined;
  const param =
    target && isFunction(target.info.node) ? target.info.node.params[call.arguments.findIndex((it) => it === given)] : undefined;
  const own = param?.type === 'Identifier' ? variableOf(flow, param.start) : undefined;
  return own !== undefined && isOnlyCopied(flow, own, depth + 1);
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
