/**
 * Comparisons that ask once more what was asked before a wait, by a getter or a function that may be of another file (`const text = editor.getText(); await …; if (editor.getText() !== text) return`):
 * where both give the same, what was read before still holds. The same of what was given to the object before (`store.begin(id); await …; if (store.current !== id) return`).
 */
import type { AnyNode } from 'acorn';
import { lastName, unchain } from '../scope/ast';
import { homeOf, onlyValue, REF_WRITE, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { awaitsIn } from '../scope/tree';

export interface Rechecks {
  /** What was asked or given before is there still where they find both equal. */
  readonly tests: ReadonlySet<AnyNode>;
  /** Function → names of the functions and properties whose answer it holds against what it had before. */
  readonly names: ReadonlyMap<FunctionInfo, ReadonlySet<string>>;
}

export function findRechecks(analysis: Analysis): Rechecks {
  const tests = new Set<AnyNode>();
  const names = new Map<FunctionInfo, Set<string>>();
  for (const { node, fn } of analysis.equalities) {
    const place = { analysis, node, home: homeOf(fn) };
    for (const [now, before] of [
      [node.left, node.right],
      [node.right, node.left],
    ] as const) {
      const had = before.type === 'Identifier' ? analysis.resolved.get(before) : undefined;
      if (!had || !isFromBefore(place, had)) continue;
      const asked = questionOf(place, now);
      if (!asked) continue;
      const value = onlyValue(had);
      const isSame = (value !== undefined && isSameQuestion(analysis, asked, unchain(value))) || isGivenTo(place, had, asked);
      if (isSame) tests.add(node);
      // What the caller has given, or the object has said in other words, says which call it is.
      if (isSame || (had.kind === 'param' && had.fn.usage !== 'inline') || (value && isOfOne(analysis, asked, unchain(value)))) {
        names.set(place.home, (names.get(place.home) ?? new Set()).add(lastName(asked.type === 'CallExpression' ? asked.callee : asked)));
      }
    }
  }
  return { tests, names };
}

/** Where a comparison stands. */
interface Place {
  readonly analysis: Analysis;
  readonly node: AnyNode;
  readonly home: FunctionInfo;
}

/** It has had its only value since before the last wait: it is of the function around a callback, or an await lies between. */
function isFromBefore({ analysis, node, home }: Place, { scope, fn, start, values, refs, kind }: Variable): boolean {
  if (scope.kind === 'module' || fn.node.type === 'Program') return false;
  const isOnly = kind === 'param' ? refs.every(({ role }) => (role & REF_WRITE) === 0) : values.length === 1;
  return isOnly && (homeOf(fn) !== home || isApart(analysis, home, start, node.start));
}

function isApart(analysis: Analysis, { node }: FunctionInfo, from: number, to: number): boolean {
  return node.type !== 'Program' && awaitsIn(analysis, node.body).some((wait) => wait.start >= from && wait.end <= to);
}

/** What is asked in the step of the comparison: `editor.getText()`, `editor.text`, a constant that has just got that. */
function questionOf({ analysis, node, home }: Place, now: AnyNode): AnyNode | undefined {
  const at = unchain(now);
  const variable = at.type === 'Identifier' ? analysis.resolved.get(at) : undefined;
  const isNew = variable?.kind === 'const' && homeOf(variable.fn) === home && !isApart(analysis, home, variable.start, node.start);
  const value = isNew ? onlyValue(variable) : undefined;
  const asked = value ? unchain(value) : at;
  const isQuestion = asked.type === 'CallExpression' || (asked.type === 'MemberExpression' && asked.object.type !== 'Super');
  return isQuestion ? asked : undefined;
}

/** The same words, about the same thing. */
function isSameQuestion(analysis: Analysis, a: AnyNode, b: AnyNode): boolean {
  const isSame = (x: AnyNode, y: AnyNode): boolean => isSameQuestion(analysis, unchain(x), unchain(y));
  if (a.type === 'Identifier' && b.type === 'Identifier') return a.name === b.name && analysis.resolved.get(a) === analysis.resolved.get(b);
  if (a.type === 'ThisExpression' && b.type === 'ThisExpression') return analysis.selves.get(a) === analysis.selves.get(b);
  if (a.type === 'Literal' && b.type === 'Literal') return a.value === b.value;
  if (a.type === 'MemberExpression' && b.type === 'MemberExpression') {
    if (a.computed !== b.computed || !isSame(a.object, b.object)) return false;
    return a.computed ? isSame(a.property, b.property) : lastName(a) === lastName(b);
  }
  if (a.type === 'CallExpression' && b.type === 'CallExpression') {
    return (
      isSame(a.callee, b.callee) &&
      a.arguments.length === b.arguments.length &&
      a.arguments.every((x, i) => isSame(x, b.arguments[i] as AnyNode))
    );
  }
  return false;
}

/** Two questions to one object. */
function isOfOne(analysis: Analysis, a: AnyNode, b: AnyNode): boolean {
  const [x, y] = [a, b].map((asked) => unchain(asked.type === 'CallExpression' ? asked.callee : asked));
  return x?.type === 'MemberExpression' && y?.type === 'MemberExpression' && isSameQuestion(analysis, unchain(x.object), unchain(y.object));
}

/** The object that is asked was given it before, by a call or an assignment. */
function isGivenTo({ analysis, node, home }: Place, had: Variable, asked: AnyNode): boolean {
  const call = asked.type === 'CallExpression' ? unchain(asked.callee) : asked;
  if (call.type !== 'MemberExpression') return false;
  const isHad = (value: AnyNode | undefined): boolean => value?.type === 'Identifier' && analysis.resolved.get(value) === had;
  const isOf = (object: AnyNode): boolean => isSameQuestion(analysis, unchain(object), unchain(call.object));
  const isBefore = (by: FunctionInfo, end: number): boolean => homeOf(by) !== home || isApart(analysis, home, end, node.start);
  return (
    analysis.memberWrites.some(({ node: target, fn, value }) => isHad(value) && isOf(target.object) && isBefore(fn, target.end)) ||
    analysis.calls.some(({ node: { callee, arguments: args, end }, fn }) => {
      return callee.type === 'MemberExpression' && args.some(isHad) && isOf(callee.object) && isBefore(fn, end);
    })
  );
}
