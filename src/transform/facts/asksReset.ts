/** Whether a program asks if a connection was reset, and then does something about it: whoever has got a closed one from a list tries again (goneLate.ts). */
import type { AnyNode, Literal } from 'acorn';
import { isFunction, rootOf } from '../scope/ast';
import type { Analysis } from '../scope/bindings';
import { aroundOf, literalsOf } from '../scope/tree';
import { callsIn } from './waitedCloses';

/** Who only says so (`{ code: 'ECONNRESET' }`, `new Error('read ECONNRESET')`) does not ask. */
const RESET = /\b(?:ECONNRESET|EPIPE)\b/;
const SAYS = /\b(?:code *[:=] *|Error\()$/;
const ASKS_RESET = /\breusedSocket\b(?! *(?::|=[^=]))/;
/** What is called where it is only told, or the program ends. */
const TELLS = /^(?:console|process|assert|expect|t|test|Error)$/;

/** A text of the code names such an error, where none is made, and more is done about it than to tell, to count, or to give up. */
export function looksForReset(analysis: Analysis, source: string): boolean {
  const isMade = (start: number): boolean => SAYS.test(source.slice(Math.max(0, start - 16), start));
  const names = RESET.test(source) ? literalsOf(analysis) : [];
  const isAsked = (name: Literal): boolean => RESET.test(String(name.value)) && !isMade(name.start) && !isOnlyTold(analysis, name);
  return ASKS_RESET.test(source) || names.some(isAsked);
}

/**
 * `console.log(error.code === 'ECONNRESET')`, `if (error.code === 'ECONNRESET') lost++; else throw error;`, and `if (error && error.code !== 'ECONNRESET') throw error`, behind which everything goes on as if all was well.
 */
function isOnlyTold(analysis: Analysis, name: AnyNode): boolean {
  let isOther = false;
  let isOfAny = false;
  for (let [node, around] = [name, aroundOf(analysis, name)]; around; [node, around] = [around, aroundOf(analysis, around)]) {
    if (around.type === 'CallExpression' && node !== around.callee) return isTelling(around);
    if (around.type === 'BinaryExpression') isOther = around.operator.startsWith('!');
    else if (around.type === 'LogicalExpression') isOfAny ||= around.operator === '&&' && around.right === node && isPlace(around.left);
    else if (around.type === 'IfStatement' && around.test === node) {
      const { consequent, alternate } = around;
      const isLeft = !isOther || alternate || isOfAny || isAloneInCatch(analysis, around);
      const isTold = (part: AnyNode): boolean => callsIn({ body: part }).every(isTelling);
      return Boolean(isLeft) && isTold(consequent) && (!alternate || isTold(alternate)) && !isInLoop(analysis, around);
    } else if (around.type === 'ConditionalExpression' && around.test === node) {
      return [around.consequent, around.alternate].every((either) => callsIn({ body: either }).length === 0);
    } else if (around.type !== 'MemberExpression' && around.type !== 'ChainExpression') return false;
  }
  return false;
}

/** `catch (error) { if (error.code !== 'ECONNRESET') throw error; lost++; }` */
function isAloneInCatch(analysis: Analysis, test: AnyNode): boolean {
  const block = aroundOf(analysis, test);
  if (block?.type !== 'BlockStatement' || aroundOf(analysis, block)?.type !== 'CatchClause') return false;
  return block.body.every((statement) => statement === test || callsIn({ body: statement }).every(isTelling));
}

/** A loop may do the same again; one that goes through a list does something else each time. */
function isInLoop(analysis: Analysis, node: AnyNode): boolean {
  for (let at = aroundOf(analysis, node); at && !isFunction(at); at = aroundOf(analysis, at)) {
    if (/^(?:For|While|DoWhile)Statement$/.test(at.type)) return true;
  }
  return false;
}

function isPlace(node: AnyNode): boolean {
  return node.type === 'Identifier' || node.type === 'MemberExpression';
}

function isTelling(node: AnyNode): boolean {
  let root = node;
  // `expect(error.code).to.equal('ECONNRESET')`
  while (root.type === 'CallExpression' || root.type === 'NewExpression') root = rootOf(root.callee);
  return root.type === 'Identifier' && TELLS.test(root.name);
}
