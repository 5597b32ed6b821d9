/**
 * Functions that are handed over to a call, which runs them later or not at all. Nobody runs a listener before it is added, nor what only listeners call: where the rules know the names
 * by which a file hands functions over, and the trace when it did, they know what comes first (analysis/order/handedOver.ts).
 */
import type { AnyNode, CallExpression, MemberExpression, ThisExpression } from 'acorn';
import type { SiteHanded } from '../../wire/sites';
import type { Analysis } from '../scope/bindings';
import { isFunction, memberName, rootOf } from '../scope/ast';
import { ADDS, REMOVES } from './listenerNames';
import { isModuleState } from '../flow/links';
import { methodOf } from '../flow/summaries';

const MAX_HANDED = 256;

/** The listener that a call adds, where it is a function of the file, or by its name one of another file. */
export function listenerOf(analysis: Analysis, node: AnyNode): AnyNode | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || !ADDS.test(methodOf(node))) return undefined;
  const [first, listener] = node.arguments;
  if (first?.type === 'SpreadElement' || !listener) return undefined;
  return isFunction(listener) || nameOf(analysis, listener) !== '' ? listener : undefined;
}

/** What the calls of a file hand over: the listeners, whose calls are told at run time, and functions that go elsewhere by their names. */
export function handedOver(analysis: Analysis, siteOf: (node: AnyNode) => number | undefined): SiteHanded[] {
  const found: SiteHanded[] = [];
  for (const { node, fn } of analysis.calls) {
    if (REMOVES.test(methodOf(node))) continue;
    const listener = listenerOf(analysis, node);
    const site = listener && siteOf(node);
    for (const argument of node.arguments) {
      if (found.length >= MAX_HANDED) return found;
      const isAdded = argument === listener && site !== undefined;
      const info = isFunction(argument) ? analysis.infos.get(argument) : undefined;
      const name = info ? '' : nameOf(analysis, argument);
      if (name === '' && !(info && isAdded)) continue;
      found.push({ in: fn.index, ...(isAdded ? { site } : {}), ...(info ? { fn: info.index } : { name }) });
    }
  }
  return found;
}

/**
 * The name of a function at the top of this file or of another one, or of one that an object of this file has: `onOrder`, `orders.onOrder`, `this.#onOrder`,
 * `this.onOrder.bind(this)`; '' of anything else.
 */
function nameOf(analysis: Analysis, node: AnyNode): string {
  if (node.type === 'MemberExpression') {
    if (node.object.type === 'ThisExpression') return ownName(analysis, node);
    if (node.object.type === 'Super' || !isModuleState(analysis, node.object)) return '';
    return memberName(node) ?? '';
  }
  if (methodOf(node) === 'bind') {
    const { callee } = node as CallExpression;
    return callee.type === 'MemberExpression' && callee.object.type === 'MemberExpression' && callee.object.object.type === 'ThisExpression'
      ? ownName(analysis, callee.object)
      : '';
  }
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  if (!variable || variable.scope.kind !== 'module') return '';
  if (variable.kind === 'function') return variable.name;
  if (variable.kind === 'import') return importedName(analysis.imports.get(variable)?.name) ?? variable.name;
  const value = variable.kind === 'const' ? variable.values[0] : null;
  // Without a value that is known: a name that is taken out of `require(…)`.
  return value === undefined || (value && (isFunction(value) || value.type === 'CallExpression')) ? variable.name : '';
}

const KEPT = new WeakMap<Analysis, ReadonlySet<string>>();

/** The name of a method of the class, or of a function that it keeps in a field: `this.onClose = () => …`. */
function ownName(analysis: Analysis, node: MemberExpression): string {
  const name = memberName(node);
  if (name === undefined) return '';
  if (analysis.selves.get(node.object as ThisExpression)?.cls?.methods.has(name) === true) return name;
  let kept = KEPT.get(analysis);
  if (!kept) {
    const fields = analysis.memberWrites.filter((w) => w.value && isFunction(w.value) && rootOf(w.node).type === 'ThisExpression');
    KEPT.set(analysis, (kept = new Set(fields.map((w) => memberName(w.node) ?? ''))));
  }
  return kept.has(name) ? name : '';
}

function importedName(name: string | undefined): string | undefined {
  return name === 'default' || name === '*' ? undefined : name;
}
