/**
 * Steps that `reduce` joins to one chain: `list.reduce((before, item) => before.then(() => work(item)), Promise.resolve())`, or an async function that awaits the step before. Each begins when
 * the one before is done, as the rounds of a loop do.
 */
import type { AnyNode, AwaitExpression, CallExpression, Pattern } from 'acorn';
import { forEachTarget, isFunction, memberName, rootOf, someChild, unchain, type FunctionNode } from '../scope/ast';
import type { Analysis, Variable } from '../scope/bindings';

export interface Fold {
  /** The callback of `reduce`. */
  readonly callback: FunctionNode;
  /** Where a step waits for the one before: the `await` of it, or the call of its `then`. */
  readonly joint: AwaitExpression | CallExpression;
  /** What follows the step before: the callback itself, or those of `then`, in order. */
  readonly parts: readonly FunctionNode[];
  /** What it knows of the step before. */
  readonly carried: readonly Variable[];
  readonly items: readonly Variable[];
}

export function paramsOf(analysis: Analysis, params: readonly Pattern[]): Variable[] {
  const found: Variable[] = [];
  for (const param of params) {
    forEachTarget(param, (target) => {
      const variable = analysis.resolved.get(target);
      if (variable?.kind === 'param') found.push(variable);
    });
  }
  return found;
}

/** A call of `reduce` with a first value, whose callback does no more than join a step to the one before. */
export function foldOf(analysis: Analysis, call: CallExpression): Fold | undefined {
  const callee = unchain(call.callee);
  const [callback, first] = call.arguments;
  if (callee.type !== 'MemberExpression' || memberName(callee) !== 'reduce' || !first) return undefined;
  if (!callback || !isFunction(callback)) return undefined;
  const [before, variable] = [callback.params[0], paramsOf(analysis, callback.params.slice(0, 1))[0]];
  const items = paramsOf(analysis, callback.params.slice(1));
  const uses = variable?.refs.filter((ref) => ref.node.start !== variable.start);
  if (before?.type !== 'Identifier' || !variable || uses?.length !== 1 || items.length === 0 || callback.generator) return undefined;
  if (callback.async) {
    const joint = awaitOf(analysis, callback.body, variable);
    return joint && { callback, joint, parts: [callback], carried: [variable], items };
  }
  const given = givenBy(callback);
  const { head, links } = given ? linksOf(given) : { head: undefined, links: [] };
  const [joint, ...others] = links;
  const step = joint?.arguments[0];
  if (!joint || !head || analysis.resolved.get(head) !== variable) return undefined;
  if (linkName(joint) !== 'then' || joint.arguments.length !== 1 || !step || !isFunction(step) || step.generator) return undefined;
  const parts = [step, ...others.flatMap((link) => link.arguments).filter((part) => isFunction(part))];
  return { callback, joint, parts, carried: paramsOf(analysis, step.params), items };
}

/** `await before`, outside of functions of its own. */
function awaitOf(analysis: Analysis, node: AnyNode, before: Variable): AwaitExpression | undefined {
  let found: AwaitExpression | undefined;
  const walk = (at: AnyNode): boolean => {
    if (isFunction(at)) return false;
    if (at.type !== 'AwaitExpression' || analysis.resolved.get(unchain(at.argument)) !== before) return someChild(at, walk);
    found = at;
    return true;
  };
  walk(node);
  return found;
}

/** What the steps wait for are calls of the items, or of their methods: of tasks, of which the code does not say what they do. */
export function callsItems(analysis: Analysis, { items }: Fold, awaits: readonly AnyNode[]): boolean {
  return awaits.some((wait) => {
    const call = unchain(wait.type === 'AwaitExpression' ? wait.argument : wait);
    const root = call.type === 'CallExpression' ? analysis.resolved.get(rootOf(call.callee)) : undefined;
    return root !== undefined && items.includes(root);
  });
}

/** What a function of one expression, or of one `return`, gives. */
export function givenBy({ body }: FunctionNode): AnyNode | undefined {
  if (body.type !== 'BlockStatement') return body;
  const [only, second] = body.body;
  return only?.type === 'ReturnStatement' && !second ? (only.argument ?? undefined) : undefined;
}

const LINKS: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

export function linkName(call: CallExpression): string {
  const callee = unchain(call.callee);
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

/** `head.then(…).catch(…)`: its calls, the first one first. */
export function linksOf(node: AnyNode): { readonly head: AnyNode; readonly links: readonly CallExpression[] } {
  const links: CallExpression[] = [];
  let head = unchain(node);
  while (head.type === 'CallExpression' && LINKS.has(linkName(head))) {
    links.unshift(head);
    const callee = unchain(head.callee);
    head = callee.type === 'MemberExpression' ? unchain(callee.object) : callee;
  }
  return { head, links };
}
