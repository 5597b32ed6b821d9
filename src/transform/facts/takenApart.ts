/**
 * Parts of one thing that a function takes on both sides of a wait, and then uses together: `const host = config.host; await ready(); connect(host, config.port);`. That somebody has replaced the
 * two meanwhile is for the run to say. Who looks at the first one again after the wait may compare the two.
 */
import type { AnyNode, MemberExpression, VariableDeclaration } from 'acorn';
import { forEachChild, forEachTarget, isEquality, isFunction, memberName, rootOf, someChild } from '../scope/ast';
import { hasSuspend, type Analysis, type FunctionInfo } from '../scope/bindings';
import { ownNodes } from '../scope/tree';

/** Reads of the first part and of the other one; of what both are parts of, where that can be replaced as a whole. */
export interface Apart {
  readonly reads: readonly [AnyNode, AnyNode];
  readonly fn: FunctionInfo;
}

const MAX_FOUND = 64;
const ARITHMETIC = /^[-+*/%]$/;

interface Taken {
  /** Undefined where it was picked (`const { host } = this.config`). */
  readonly member?: MemberExpression;
  /** What it is a part of. */
  readonly of: AnyNode;
  readonly owner: string;
  readonly names: readonly string[];
  readonly locals: ReadonlySet<string>;
}

export function findTakenApart(analysis: Analysis, source: string): Apart[] {
  const found: Apart[] = [];
  const textOf = (node: AnyNode): string => source.slice(node.start, node.end);
  for (const fn of analysis.functions) {
    if (!fn.suspends || !isFunction(fn.node) || fn.node.body.type !== 'BlockStatement') continue;
    for (const { body: list } of ownNodes(analysis, 'BlockStatement', fn)) {
      for (const [at, statement] of list.entries()) {
        if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue;
        const wait = list.findIndex((later, i) => i > at && hasSuspend(analysis, later));
        if (wait < 0 || found.length >= MAX_FOUND) break;
        for (const taken of takenBy(analysis, fn, statement, textOf)) {
          // A statement may wait and join in one: what its call is given was taken before.
          const later = list.slice(wait + 1);
          const again = later.flatMap((next) =>
            next.type === 'VariableDeclaration' ? takenBy(analysis, fn, next, textOf).filter(({ owner }) => owner === taken.owner) : [],
          );
          const join = joinOf(later, taken, again, textOf);
          if (join === undefined) continue;
          if (taken.member && join.member) found.push({ reads: [taken.member, join.member], fn });
          if (isReplacedAsWhole(analysis, taken, textOf)) found.push({ reads: [taken.of, join.of], fn });
        }
      }
    }
  }
  return found;
}

/** `const host = config.host;`, `const price = amount * this.rates.euro;`: parts of what is not the function's own. */
function takenBy(analysis: Analysis, fn: FunctionInfo, statement: VariableDeclaration, textOf: (node: AnyNode) => string): Taken[] {
  if (hasSuspend(analysis, statement)) return [];
  return statement.declarations.flatMap(({ id, init }): Taken[] => {
    const locals = new Set<string>();
    forEachTarget(id, (target) => target.type === 'Identifier' && locals.add(target.name));
    if (!init) return [];
    const isOthers = (node: AnyNode): boolean => {
      const root = rootOf(node);
      const variable = root.type === 'Identifier' ? analysis.resolved.get(root) : undefined;
      return root.type === 'ThisExpression' || (variable !== undefined && variable.kind !== 'import' && variable.fn !== fn);
    };
    if (id.type === 'ObjectPattern') {
      if ((init.type !== 'MemberExpression' && init.type !== 'Identifier') || !isOthers(init)) return [];
      const names = id.properties.map((part) => (part.type === 'Property' && part.key.type === 'Identifier' ? part.key.name : ''));
      return names.includes('') ? [] : [{ of: init, owner: textOf(init), names, locals }];
    }
    return membersIn(init).flatMap((member) => {
      const name = memberName(member);
      return name !== undefined && isOthers(member)
        ? [{ member, of: member.object, owner: textOf(member.object), names: [name], locals }]
        : [];
    });
  });
}

/** `this.rates = { euro, yen }`: nothing of what was there before stays, as with `{ ...this.rates, yen }`. What another file stores there, the run has to tell. */
function isReplacedAsWhole(analysis: Analysis, { of, owner }: Taken, textOf: (node: AnyNode) => string): boolean {
  const name = of.type === 'MemberExpression' ? memberName(of) : undefined;
  const variable = of.type === 'Identifier' ? analysis.resolved.get(of) : undefined;
  const values = variable
    ? variable.values
    : analysis.memberWrites.flatMap(({ node, value }) => (name !== undefined && memberName(node) === name ? [value] : []));
  const keeps = (node: AnyNode): boolean => node.type === 'SpreadElement' || textOf(node) === owner || someChild(node, keeps);
  return values.every((value) => value !== undefined && !keeps(value));
}

/** Parts that are read, and not called. */
function membersIn(node: AnyNode): MemberExpression[] {
  if (isFunction(node)) return [];
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return node.arguments.flatMap(membersIn);
  const own = node.type === 'MemberExpression' && !node.optional ? [node] : [];
  const inner: MemberExpression[] = [];
  if (own.length === 0) forEachChild(node, (child) => inner.push(...membersIn(child)));
  return [...own, ...inner];
}

/** The read of another part, in an expression with what was taken, or in what is declared by itself (`again`: `const { port } = this.config`). */
function joinOf(
  later: readonly AnyNode[],
  taken: Taken,
  again: readonly Taken[],
  textOf: (node: AnyNode) => string,
): Pick<Taken, 'member' | 'of'> | undefined {
  const { owner, names, locals } = taken;
  if (again.some((other) => other.names.some((name) => names.includes(name)))) return undefined;
  const isPart = (node: AnyNode): node is MemberExpression => node.type === 'MemberExpression' && textOf(node.object) === owner;
  const looksAgain = (node: AnyNode): boolean =>
    (isPart(node) && (node.computed || names.includes(memberName(node) ?? ''))) ||
    (node.type === 'BinaryExpression' && isEquality(node.operator) && [node.left, node.right].some((side) => isLocal(side))) ||
    someChild(node, looksAgain);
  const isLocal = (node: AnyNode): boolean => node.type === 'Identifier' && locals.has(node.name);
  if (later.some(looksAgain)) return undefined;
  const mentions = (node: AnyNode): boolean => !isFunction(node) && (isLocal(node) || someChild(node, mentions));
  const declaredIn = (node: AnyNode): Taken | undefined => {
    if (node.type === 'Identifier') return again.find((other) => other.locals.has(node.name));
    let first: Taken | undefined;
    if (!isFunction(node)) forEachChild(node, (child) => void (first ??= declaredIn(child)));
    return first;
  };
  const partIn = (node: AnyNode): Pick<Taken, 'member' | 'of'> | undefined => {
    const member = membersIn(node).find(isPart);
    return member ? { member, of: member.object } : declaredIn(node);
  };
  let found: Pick<Taken, 'member' | 'of'> | undefined;
  const walk = (node: AnyNode): void => {
    if (found || isFunction(node)) return;
    const sides = sidesOf(node);
    const other = sides.find((side) => partIn(side) !== undefined && !mentions(side));
    if (other && sides.some((side) => side !== other && mentions(side))) found = partIn(other);
    else forEachChild(node, walk);
  };
  later.forEach(walk);
  return found;
}

/** What an expression puts together. */
function sidesOf(node: AnyNode): readonly AnyNode[] {
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
      return node.arguments;
    case 'ObjectExpression':
      return node.properties.map((part) => (part.type === 'Property' ? part.value : part));
    case 'ArrayExpression':
      return node.elements.filter((element) => element !== null);
    case 'TemplateLiteral':
      return node.expressions;
    case 'BinaryExpression':
      return ARITHMETIC.test(node.operator) ? [node.left, node.right] : [];
    default:
      return [];
  }
}
