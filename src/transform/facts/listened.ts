/**
 * Properties that an object gets in the step in which the listener that uses them is added: `socket.meta = …; socket.on('timeout', onTimeout)`. No event comes in between, so the use
 * finds the value.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { isFunction, memberName, someChild, type FunctionNode } from '../scope/ast';
import { ADDS } from './listenerNames';

/** What one function does in one step to objects that it names. */
interface SetUp {
  readonly written: { readonly object: string; readonly name: string }[];
  readonly listeners: { readonly object: string; readonly listener: AnyNode }[];
}

/** Gathers, function by function, what `names` then tells. */
export class Listened {
  readonly #functions = new Map<string, FunctionNode>();
  readonly #setUps = new Map<FunctionNode, SetUp>();

  /** `fn`: the function around the node. */
  note(node: AnyNode, fn: FunctionNode | null): void {
    if (node.type === 'FunctionDeclaration') this.#functions.set(node.id?.name ?? '', node);
    if (!fn || fn.async || fn.generator) return;
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') {
      const [object, name] = [pathText(node.left.object), memberName(node.left)];
      if (object !== '' && name !== undefined) this.#of(fn).written.push({ object, name });
    } else if (node.type === 'CallExpression') this.#noteCall(node, fn);
  }

  #noteCall({ callee, arguments: [, listener] }: CallExpression, fn: FunctionNode): void {
    if (callee.type !== 'MemberExpression' || !listener || !ADDS.test(memberName(callee) ?? '')) return;
    const object = pathText(callee.object);
    if (object !== '') this.#of(fn).listeners.push({ object, listener });
  }

  #of(fn: FunctionNode): SetUp {
    let known = this.#setUps.get(fn);
    if (!known) this.#setUps.set(fn, (known = { written: [], listeners: [] }));
    return known;
  }

  names(): Set<string> {
    const found = new Set<string>();
    for (const { written, listeners } of this.#setUps.values()) {
      for (const { object, listener } of listeners) {
        const fn = listener.type === 'Identifier' ? this.#functions.get(listener.name) : isFunction(listener) ? listener : undefined;
        for (const { object: target, name } of written) if (fn && target === object && uses(fn, name)) found.add(name);
      }
    }
    return found;
  }
}

/** `request.raw.socket`; '' for what is no path of names. */
function pathText(node: AnyNode): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type !== 'MemberExpression' || node.object.type === 'Super') return '';
  const [object, name] = [pathText(node.object), memberName(node)];
  return object === '' || name === undefined ? '' : `${object}.${name}`;
}

function uses(node: AnyNode, name: string): boolean {
  return (node.type === 'MemberExpression' && memberName(node) === name) || someChild(node, (child) => uses(child, name));
}
