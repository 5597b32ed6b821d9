/** Names under which a file keeps collections of the language: `this.stock.get(sku)` is then no call of a method `get` that a class of the file has. */
import type { AnyNode } from 'acorn';
import { forEachChild, memberName } from './ast';
import type { Analysis } from './bindings';
import { keyName } from './initial';
import { containerName } from './watch';

const COLLECTIONS = /^(?:Map|Set|WeakMap|WeakSet|Array)$/;

const known = new WeakMap<Analysis, ReadonlySet<string>>();

/** Whether all that the file stores under the name of a container are collections of the language. */
export function isBuiltInCollection(analysis: Analysis, object: AnyNode): boolean {
  let names = known.get(analysis);
  if (!names) known.set(analysis, (names = findNames(analysis.module.node)));
  return names.has(containerName(object));
}

function findNames(program: AnyNode): ReadonlySet<string> {
  const found = new Set<string>();
  const others = new Set<string>();
  const note = (name: string | undefined, value: AnyNode | null | undefined): void => {
    if (name !== undefined && value) (isCollection(value) ? found : others).add(name);
  };
  const walk = (node: AnyNode): void => {
    switch (node.type) {
      case 'Property':
      case 'PropertyDefinition':
        if (!node.computed) note(keyName(node.key), node.value);
        break;
      case 'VariableDeclarator':
        if (node.id.type === 'Identifier') note(node.id.name, node.init);
        break;
      case 'AssignmentExpression':
        if (node.left.type === 'MemberExpression') note(memberName(node.left), node.right);
        else if (node.left.type === 'Identifier') note(node.left.name, node.right);
        break;
      default:
    }
    forEachChild(node, walk);
  };
  walk(program);
  return new Set([...found].filter((name) => !others.has(name)));
}

function isCollection(node: AnyNode): boolean {
  if (node.type === 'ArrayExpression') return true;
  return node.type === 'NewExpression' && node.callee.type === 'Identifier' && COLLECTIONS.test(node.callee.name);
}
