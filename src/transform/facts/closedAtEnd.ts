/**
 * Calls that make something which keeps a program alive (a server, a worker, an interval), and which the async function around closes at its end. Nobody else has it: when the function fails
 * before it has come so far, it stays.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { FLAG_CLOSED_AT_END } from '../../wire/siteFlags';
import { isFunction, lastName, memberName, someChild, unchain } from '../scope/ast';
import { keptFlag } from './keptResult';
import { bodyFlag } from './unreadBody';
import { onlyValue, REF_INIT, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';

const MAKES = /^(?:listen|setInterval|watch|createSocket|connect|createConnection|spawn|fork|\w*Worker|Web[sS]ocket\w*)$/;
const CLOSES = /^(?:close|closeAsync|terminate|kill|end|destroy|disconnect)$/;
/** What it may be given to: they only wait for it, or ask it. */
const LOOKS = /^(?:once|finished|fetch|request|supertest|(?:wait|ready|listen|ask|get|send|clearInterval)[A-Z]?\w*)$/;

/** FLAG_KEPT, FLAG_CLOSED_AT_END, FLAG_BODY_LEFT or nothing, of a call in `fn`. */
export function leftFlags(analysis: Analysis, fn: FunctionInfo, node: AnyNode): number {
  return keptFlag(analysis, fn, node) | (isClosedAtEnd(analysis, node) ? FLAG_CLOSED_AT_END : bodyFlag(analysis, fn, node));
}

function isClosedAtEnd(analysis: Analysis, node: AnyNode): boolean {
  if ((node.type !== 'CallExpression' && node.type !== 'NewExpression') || !MAKES.test(lastName(node.callee))) return false;
  const variable = holderOf(analysis, node);
  const owner = variable?.fn.node;
  if (variable === undefined || owner === undefined || !isFunction(owner) || !owner.async || owner.generator) return false;
  const isIt = (part: AnyNode | undefined): boolean => part !== undefined && analysis.resolved.get(unchain(part)) === variable;
  let uses = 0;
  const closes = new Set<AnyNode>();
  const look = (part: AnyNode): false => {
    if (part.type === 'MemberExpression' && isIt(part.object)) uses++;
    if (part.type === 'CallExpression') {
      if (isClose(part, isIt)) closes.add(part);
      if (LOOKS.test(lastName(part.callee))) uses += part.arguments.filter(isIt).length;
    }
    someChild(part, look);
    return false;
  };
  look(owner.body);
  const refs = variable.refs.filter((ref) => (ref.role & REF_INIT) === 0 && ref.node.start !== variable.start);
  if (uses !== refs.length) return false;
  // One that stands elsewhere may be what is to be done about a failure.
  const reached = new Set<AnyNode>();
  findReached(owner.body, (part) => closes.has(part) && reached.add(part));
  return closes.size > 0 && reached.size === closes.size;
}

/** `const worker = new Worker(file)`, `const server = createServer(app)` of which this is `server.listen(0)`. */
function holderOf(analysis: Analysis, node: AnyNode): Variable | undefined {
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && memberName(node.callee) === 'listen') {
    const holder = analysis.resolved.get(unchain(node.callee.object));
    if (holder !== undefined) return onlyValue(holder) ? holder : undefined;
  }
  return analysis.variables.find((variable) => {
    const value = onlyValue(variable);
    return value === node || (value?.type === 'AwaitExpression' && unchain(value.argument) === node);
  });
}

function isClose(call: CallExpression, isIt: (part: AnyNode | undefined) => boolean): boolean {
  const callee = unchain(call.callee);
  if (callee.type === 'MemberExpression') return isIt(callee.object) && CLOSES.test(memberName(callee) ?? '');
  return lastName(callee) === 'clearInterval' && isIt(call.arguments[0]);
}

const PASSED =
  /^(?:BlockStatement|(?:Expression|Return|Variable|Try)\w*|(?:Await|Chain|Call|New|Array|Assignment|Member|Sequence)Expression|VariableDeclarator)$/;

/** What the function comes to whenever nothing fails: no branch, no loop, no callback is around it, but for the executor of a promise. */
function findReached(node: AnyNode, found: (node: AnyNode) => void): void {
  found(node);
  if (node.type === 'TryStatement') return findReached(node.block, found);
  const isPromise = node.type === 'NewExpression' && lastName(node.callee) === 'Promise';
  if (!PASSED.test(node.type)) return;
  someChild(node, (child) => {
    if (!isFunction(child)) findReached(child, found);
    else if (isPromise) findReached(child.body, found);
    return false;
  });
}
