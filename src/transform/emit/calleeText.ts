/** What calls are called in reports. */
import type { AnyNode } from 'acorn';
import { FLAG_WAKES } from '../../wire/siteFlags';
import { memberName, unchain } from '../scope/ast';
import type { Emitter } from './emitter';

/** What a call is called: the text of its callee, without arguments of calls on the way. */
export function calleeText(emitter: Emitter, callee: AnyNode): string {
  const node = unchain(callee);
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'ThisExpression':
      return 'this';
    case 'Super':
      return 'super';
    case 'MemberExpression': {
      const name = memberName(node);
      const object = calleeText(emitter, node.object);
      return node.computed && name === undefined ? `${object}[${emitter.table.text(node.property)}]` : `${object}.${name ?? '?'}`;
    }
    case 'CallExpression':
      return `${calleeText(emitter, node.callee)}()`;
    case 'NewExpression':
      return `new ${calleeText(emitter, node.callee)}`;
    case 'AwaitExpression':
      return calleeText(emitter, node.argument);
    case 'SequenceExpression':
      // `(0, fs.readFile)(…)`, as compilers write it.
      return calleeText(emitter, node.expressions.at(-1)!);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return '(function)';
    default:
      return emitter.table.text(node);
  }
}

const LISTENS = new Set(['on', 'once', 'addListener', 'addEventListener', 'prependListener', 'prependOnceListener']);

/** The event that a call waits for, where it decides about a promise: `('ready')` of `bus.once('ready', resolve)`, `(bus, 'ready')` of `once(bus, 'ready')`. */
export function eventText(e: Emitter, node: AnyNode, flags: number): string {
  if (node.type !== 'CallExpression') return '';
  const { callee } = node;
  const [first, second] = node.arguments;
  const literal = (part: AnyNode | undefined): string | undefined =>
    part?.type === 'Literal' && typeof part.value === 'string' && /^[\w:. -]{1,24}$/.test(part.value) ? part.value : undefined;
  const method = callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
  const name = literal(first);
  if ((flags & FLAG_WAKES) !== 0 && LISTENS.has(method) && name !== undefined) return `('${name}')`;
  const event = literal(second);
  const isOnce = (callee.type === 'Identifier' ? callee.name : method) === 'once' && first !== undefined && event !== undefined;
  if (!isOnce) return '';
  if (first.type === 'CallExpression') return `(${calleeText(e, first.callee)}(), '${event}')`;
  return first.type === 'Identifier' || first.type === 'MemberExpression' ? `(${calleeText(e, first)}, '${event}')` : '';
}
