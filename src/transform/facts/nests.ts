/** Calls that wait for each other though none needs another: `a(id).then((x) => b(id).then((y) => c(id).then((z) => …)))`. */
import type { AnyNode, CallExpression } from 'acorn';
import { isFunction, someChild, unchain, type FunctionNode } from '../scope/ast';
import type { Analysis, Variable } from '../scope/bindings';
import { givenBy, linkName, linksOf, paramsOf } from './folds';

export interface Nest {
  /** The calls of `then`, the outermost first. */
  readonly links: readonly CallExpression[];
  /** What each of them is called on begins with. */
  readonly heads: readonly AnyNode[];
}

/** The nest that begins with a call of `then`. What each callback is given is used, and by none of the calls further in. */
export function nestOf(analysis: Analysis, call: CallExpression): Nest | undefined {
  const [links, heads]: [CallExpression[], AnyNode[]] = [[], []];
  const given = new Set<Variable>();
  let at: AnyNode | undefined = call;
  while (at?.type === 'CallExpression') {
    const step = stepOf(analysis, at);
    if (!step || uses(analysis, step.link.callee, given)) break;
    links.push(step.link);
    heads.push(step.head);
    for (const variable of step.params) given.add(variable);
    at = givenBy(step.callback);
  }
  return links.length > 1 ? { links, heads } : undefined;
}

interface Step {
  readonly link: CallExpression;
  readonly head: AnyNode;
  readonly callback: FunctionNode;
  readonly params: readonly Variable[];
}

/** `call(…).then((answer) => …)`, `fetch(url).then((reply) => reply.json()).then((answer) => …)`: whatever looks at failures may begin the next call for one. */
function stepOf(analysis: Analysis, node: CallExpression): Step | undefined {
  const { head, links } = linksOf(node);
  const link = links.at(-1);
  const isPlain = (one: CallExpression): boolean => linkName(one) === 'then' && one.arguments.length === 1;
  const callback = link?.arguments[0];
  if (!link || !callback || !isFunction(callback) || callback.async || callback.generator) return undefined;
  if (!links.every(isPlain) || head.type !== 'CallExpression') return undefined;
  const params = paramsOf(analysis, callback.params);
  // What is made for what it does has its place in the order.
  const areUsed = params.length > 0 && params.every((variable) => variable.refs.some((ref) => ref.node.start !== variable.start));
  return areUsed ? { link, head, callback, params } : undefined;
}

function uses(analysis: Analysis, node: AnyNode, variables: ReadonlySet<Variable>): boolean {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(unchain(node)) : undefined;
  return (variable !== undefined && variables.has(variable)) || someChild(node, (child) => uses(analysis, child, variables));
}
