/** Assignments that an async function makes whatever happens, once it is in the list of statements that holds them: unless it throws, nobody gets past them. */
import type { AnyNode, Statement } from 'acorn';
import { FLAG_CERTAIN, FLAG_CERTAIN_HERE } from '../../wire/siteFlags';
import { awaitsIn, isFunction, someChild } from '../scope/ast';
import type { FunctionInfo } from '../scope/bindings';

export interface Certainty {
  /** Of the write: FLAG_CERTAIN, FLAG_CERTAIN_HERE or nothing. */
  readonly flag: number;
  /** With FLAG_CERTAIN_HERE: whoever waits in one of these comes to it. */
  readonly waits: readonly AnyNode[];
}

const NONE: Certainty = { flag: 0, waits: [] };

export function certaintyOf({ node: fn }: FunctionInfo, target: AnyNode): Certainty {
  if (fn.type === 'Program' || !fn.async || fn.body.type !== 'BlockStatement') return NONE;
  let list = fn.body.body;
  for (;;) {
    const at = list.findIndex((statement) => statement.start <= target.start && target.end <= statement.end);
    const statement = list[at];
    if (statement === undefined) return NONE;
    if (statement.type === 'ExpressionStatement') {
      const { expression } = statement;
      if (expression.type !== 'AssignmentExpression' || expression.left !== target || list.slice(0, at).some(leaves)) return NONE;
      return list === fn.body.body
        ? { flag: FLAG_CERTAIN, waits: [] }
        : { flag: FLAG_CERTAIN_HERE, waits: list.slice(0, at + 1).flatMap(awaitsIn) };
    }
    list = listsOf(statement).find((inner) => inner.some(({ start, end }) => start <= target.start && target.end <= end)) ?? [];
  }
}

/** Lists of statements below one of them that are come to at most once, and whose errors nobody keeps. */
function listsOf(statement: Statement): readonly Statement[][] {
  if (statement.type === 'BlockStatement') return [statement.body];
  if (statement.type === 'IfStatement') return [[statement.consequent], ...(statement.alternate ? [[statement.alternate]] : [])];
  if (statement.type !== 'TryStatement') return [];
  const isThrownOn = !statement.handler || statement.handler.body.body.at(-1)?.type === 'ThrowStatement';
  return isThrownOn ? [statement.block.body] : [];
}

/** Whether it may end the list that it stands in, other than by an error. */
function leaves(node: AnyNode): boolean {
  return /^(?:Return|Break|Continue)Statement$/.test(node.type) || (!isFunction(node) && someChild(node, leaves));
}
