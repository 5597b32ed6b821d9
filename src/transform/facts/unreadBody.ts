/**
 * Requests of undici of whose answer everything is taken but the body, or the body only to be read in the function (`if (statusCode === 404) return null; return body.text()`), of which the run shows whether
 * it was: as long as nobody reads it, it keeps its connection.
 */
import type { AnyNode } from 'acorn';
import { FLAG_BODY_LEFT } from '../../wire/siteFlags';
import { memberName, someChild, unchain } from '../scope/ast';
import { onlyValue, REF_INIT, type Analysis, type FunctionInfo } from '../scope/bindings';

const ASKS = /^(?:undiciRequest|request)$/;
const PARTS = /^(?:statusCode|headers|trailers)$/;
const READS = /^(?:text|json|dump|arrayBuffer|blob|bytes|formData)$/;

/** FLAG_BODY_LEFT or nothing, of a call in `fn`. */
export function bodyFlag(analysis: Analysis, fn: FunctionInfo, node: AnyNode): number {
  if (node.type !== 'CallExpression') return 0;
  const callee = unchain(node.callee);
  const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  if (name === undefined || !ASKS.test(name)) return 0;
  const isAnswer = (part: AnyNode | null | undefined): boolean => part?.type === 'AwaitExpression' && unchain(part.argument) === node;
  const isLeft = (part: AnyNode): boolean => {
    // `(await request(url)).statusCode`
    if (part.type === 'MemberExpression' && isAnswer(part.object)) return PARTS.test(memberName(part) ?? '');
    if (part.type !== 'VariableDeclarator' || !isAnswer(part.init)) return someChild(part, isLeft);
    if (part.id.type !== 'ObjectPattern') return isAskedOnly(analysis, fn, part.init);
    return part.id.properties.every(
      (p) => p.type === 'Property' && p.key.type === 'Identifier' && (PARTS.test(p.key.name) || isOnlyRead(analysis, fn, p.value)),
    );
  };
  return someChild(fn.node, isLeft) ? FLAG_BODY_LEFT : 0;
}

/** All that is done with it is `body.text()` and the like. */
function isOnlyRead(analysis: Analysis, fn: FunctionInfo, name: AnyNode): boolean {
  const variable = analysis.variables.find((v) => v.fn === fn && v.start === name.start);
  if (variable === undefined) return false;
  let reads = 0;
  const count = (part: AnyNode): false => {
    const callee = part.type === 'CallExpression' ? unchain(part.callee) : undefined;
    const isRead = callee?.type === 'MemberExpression' && analysis.resolved.get(callee.object) === variable;
    if (isRead && READS.test(memberName(callee) ?? '')) reads++;
    someChild(part, count);
    return false;
  };
  count(fn.node);
  return reads > 0 && reads === variable.refs.filter((ref) => (ref.role & REF_INIT) === 0 && ref.node.start !== variable.start).length;
}

/** `const answer = await request(url)`, which is then only asked for `answer.statusCode` and its like. */
function isAskedOnly(analysis: Analysis, fn: FunctionInfo, value: unknown): boolean {
  const variable = analysis.variables.find((v) => v.fn === fn && onlyValue(v) === value);
  if (variable === undefined) return false;
  let uses = 0;
  const count = (part: AnyNode): false => {
    if (part.type === 'MemberExpression' && analysis.resolved.get(part.object) === variable && PARTS.test(memberName(part) ?? '')) uses++;
    someChild(part, count);
    return false;
  };
  count(fn.node);
  const refs = variable.refs.filter((ref) => (ref.role & REF_INIT) === 0 && ref.node.start !== variable.start);
  return uses > 0 && uses === refs.length;
}
