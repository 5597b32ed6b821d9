/** What calls are called in reports. */
import type { AnyNode } from 'acorn';
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
