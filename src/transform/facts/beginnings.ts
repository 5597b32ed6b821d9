/**
 * What the objects that a file makes hold from the start, for the other files of the program: `this.level = 'info'` and `rates = null` in a class, `module.exports = { pool: null }`. A file that
 * stores something in such an object later does not tell what stood there before.
 */
import type { AnyNode } from 'acorn';
import type { SiteBeginning } from '../../wire/sites';
import { isFunction, memberName } from '../scope/ast';
import type { Analysis } from '../scope/bindings';
import { CONSTRUCTOR, isNothing, keyName } from '../scope/initial';
import { aroundOf, nodesOf } from '../scope/tree';

/** Of the classes by their names, and of objects that literals at the top of the module make, by none. */
export function beginningsOf(analysis: Analysis): SiteBeginning[] {
  const byOwner = new Map<string, { readonly given: Set<string>; readonly empty: Set<string> }>();
  const note = (owner: string, name: string, value: AnyNode | null | undefined): void => {
    let known = byOwner.get(owner);
    if (!known) byOwner.set(owner, (known = { given: new Set(), empty: new Set() }));
    if (name !== '') known[!value || isNothing(value) ? 'empty' : 'given'].add(name);
  };
  for (const node of nodesOf(analysis, 'PropertyDefinition')) {
    const owner = node.static ? '' : className(analysis, node);
    if (owner !== '' && !node.computed) note(owner, keyName(node.key), node.value);
  }
  for (const node of nodesOf(analysis, 'AssignmentExpression')) {
    const { left, right } = node;
    if (left.type !== 'MemberExpression' || left.computed) continue;
    if (left.object.type === 'ThisExpression') {
      const owner = constructorName(analysis, node);
      if (owner !== '') note(owner, memberName(left) ?? '', right);
    } else if (left.object.type === 'Identifier' && left.object.name === 'exports' && isAtTop(analysis, node)) {
      note('', memberName(left) ?? '', right);
    }
  }
  for (const node of nodesOf(analysis, 'ObjectExpression')) {
    if (!isAtTop(analysis, node)) continue;
    for (const p of node.properties) if (p.type === 'Property' && !p.computed) note('', keyName(p.key), p.value);
  }
  return [...byOwner].map(([owner, { given, empty }]) => ({ owner, given: [...given], empty: [...empty] }));
}

/** The name of the class of which something is a member; '' where it has none of its own. */
function className(analysis: Analysis, member: AnyNode): string {
  const body = aroundOf(analysis, member);
  const node = body && aroundOf(analysis, body);
  if (node?.type !== 'ClassDeclaration' && node?.type !== 'ClassExpression') return '';
  const named = node.id ? undefined : aroundOf(analysis, node);
  return node.id?.name ?? (named?.type === 'VariableDeclarator' && named.id.type === 'Identifier' ? named.id.name : '');
}

/** The class, or function that is called with `new`, whose constructor runs a statement of itself, and no callback in it; else ''. */
function constructorName(analysis: Analysis, node: AnyNode): string {
  let at = aroundOf(analysis, node);
  while (at && !isFunction(at)) at = aroundOf(analysis, at);
  if (!at || at.type === 'ArrowFunctionExpression') return '';
  const outer = aroundOf(analysis, at);
  if (outer?.type === 'MethodDefinition') return outer.kind === 'constructor' ? className(analysis, outer) : '';
  if (at.type !== 'FunctionDeclaration' && at.type !== 'FunctionExpression') return '';
  const name = at.id?.name ?? '';
  return CONSTRUCTOR.test(name) ? name : '';
}

/** `const state = { … }`, `module.exports = { … }`, `export default { … }`, `exports.pool = …`, where the module starts. */
function isAtTop(analysis: Analysis, node: AnyNode): boolean {
  const outer = aroundOf(analysis, node);
  const top =
    outer?.type === 'VariableDeclarator'
      ? aroundOf(analysis, outer)
      : outer?.type === 'AssignmentExpression'
        ? aroundOf(analysis, outer)
        : outer;
  const around = top && aroundOf(analysis, top);
  if (outer?.type === 'ExportDefaultDeclaration') return true;
  return around?.type === 'Program' || around?.type === 'ExportNamedDeclaration';
}
