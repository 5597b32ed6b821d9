/**
 * What a listing of a folder tells decides whether a file is put into it, or under which name: how many there are (`fs.readdir(dir, (err, names) => { if (names.length >= LIMIT) return …;
 * fs.writeFile(join(dir, name), …) })`), or that there is none of a name (`if (!names.includes(name)) await writeFile(join(dir, name), …)`, `${names.length + 1}.txt`; the link is `empty`). Which
 * folder that is, the run tells.
 */
import type { AnyNode, CallExpression } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import { exits, forEachChild, isFunction, lastName, memberName, someChild, unchain } from '../scope/ast';
import type { Analysis, Variable } from '../scope/bindings';

const LISTS = /^readdir(?:Sync)?$/;
const PUTS = /^(?:writeFile|copyFile|cp|rename|link|symlink|mkdir|open|createWriteStream)(?:Sync)?$/;
const CHOOSES = /^(?:filter|map|flatMap|slice|sort|toSorted)$/;
const ASKS = /^(?:includes|has|some|find)$/;
const FEWER = /^(?:<=?|===?)$/;
const MORE = /^(?:>=?|!==?)$/;
const MAX_LINKS = 64;

/** Whether a leaf of a test says, where it is `isTrue`, what lets a file in. */
type Says = (test: AnyNode, isTrue: boolean) => boolean;

/** `findSite`: of calls. */
export function folderLooks(analysis: Analysis, source: string, findSite: (node: AnyNode) => number | undefined): SiteLink[] {
  const links: SiteLink[] = [];
  if (!source.includes('readdir')) return links;
  for (const { node, fn } of analysis.calls) {
    if (!LISTS.test(lastName(node.callee))) continue;
    const read = findSite(node);
    if (read === undefined || fn.node.type === 'Program') continue;
    const names = new Names(analysis, node);
    const body = (names.variable?.fn ?? fn).node.body as AnyNode;
    const add = (puts: readonly CallExpression[], empty?: true): void => {
      for (const put of puts) {
        const write = findSite(put);
        if (write !== undefined && links.length < MAX_LINKS) links.push({ read, write, kind: 'look', ...(empty && { empty }) });
      }
    };
    add(putsWhere(body, (test, isTrue) => names.areFew(test, isTrue)));
    const isNext = (put: CallExpression): boolean => put.arguments.some((given, i) => i < 2 && names.isNext(given));
    add([...putsWhere(body, (test, isTrue) => names.lack(test, isTrue)), ...putsIn(body, body.start).filter(isNext)], true);
  }
  return links;
}

/** What a call has listed. */
class Names {
  readonly #analysis: Analysis;
  readonly #call: CallExpression;
  /** The variable that gets them: of an await, or of the callback. */
  readonly variable: Variable | undefined;

  constructor(analysis: Analysis, call: CallExpression) {
    this.#analysis = analysis;
    this.#call = call;
    const callback = call.arguments.at(-1);
    const param = callback && isFunction(callback) ? callback.params[1] : undefined;
    this.variable = param && analysis.variables.find(({ start }) => start === param.start);
  }

  /** Where the test is `isTrue`, there are few, or none. (Where there are many, or some, something is made of each.) */
  areFew(test: AnyNode, isTrue: boolean): boolean {
    if (test.type !== 'BinaryExpression') return this.#isCount(test) && !isTrue;
    if (this.#isCount(test.left)) return FEWER.test(test.operator) ? isTrue : MORE.test(test.operator) && !isTrue;
    // `LIMIT > names.length`.
    return this.#isCount(test.right) && (test.operator.startsWith('>') ? isTrue : test.operator.startsWith('<') && !isTrue);
  }

  /** Where the test is `isTrue`, there is none of a name: `names.includes(name)`, `names.indexOf(name) < 0`, `const isTaken = names.some(…)`. */
  lack(test: AnyNode, isTrue: boolean): boolean {
    const at = unchain(test);
    if (at.type === 'Identifier') {
      const value = this.#valueOf(at);
      return value !== undefined && this.lack(value, isTrue);
    }
    if (at.type === 'BinaryExpression') {
      if (!this.#isAsked(at.left, /^(?:indexOf|findIndex)$/)) return false;
      return /^(?:<|===?)$/.test(at.operator) ? isTrue : MORE.test(at.operator) && !isTrue;
    }
    return !isTrue && this.#isAsked(at, ASKS);
  }

  /** `names.length + 1`, also in a text, or of what is known by a constant: the number behind those that there are. */
  isNext(node: AnyNode): boolean {
    const at = unchain(node);
    if (isFunction(at)) return false;
    if (at.type === 'Identifier') {
      const value = this.#valueOf(at);
      return value !== undefined && this.isNext(value);
    }
    if (at.type === 'BinaryExpression' && at.operator === '+' && at.right.type === 'Literal' && typeof at.right.value === 'number') {
      return this.#mentions(at.left);
    }
    return this.#isCount(at) || someChild(at, (child) => this.isNext(child));
  }

  #mentions(node: AnyNode): boolean {
    if (this.#isOfThem(node)) return true;
    if (node.type === 'Identifier') {
      const value = this.#valueOf(node);
      return value !== undefined && this.#mentions(value);
    }
    return someChild(node, (child) => this.#mentions(child));
  }

  /** The only value of a variable that is no parameter. */
  #valueOf(node: AnyNode): AnyNode | undefined {
    const variable = this.#analysis.resolved.get(node);
    return variable === undefined || variable.kind === 'param' || variable.values.length !== 1 ? undefined : variable.values[0];
  }

  #isAsked(node: AnyNode, how: RegExp): boolean {
    const at = unchain(node);
    if (at.type !== 'CallExpression' || at.callee.type !== 'MemberExpression') return false;
    return how.test(memberName(at.callee) ?? '') && this.#isOfThem(at.callee.object);
  }

  #isCount(node: AnyNode): boolean {
    return node.type === 'MemberExpression' && /^(?:length|size)$/.test(memberName(node) ?? '') && this.#isOfThem(node.object);
  }

  #isOfThem(node: AnyNode): boolean {
    const at = unchain(node);
    if (at === this.#call) return true;
    if (at.type === 'AwaitExpression') return this.#isOfThem(at.argument);
    // `new Set(names)`, `[...names]`.
    if (at.type === 'NewExpression') return at.arguments.length === 1 && this.#isOfThem(at.arguments[0] as AnyNode);
    if (at.type === 'ArrayExpression') {
      const [first] = at.elements;
      return at.elements.length === 1 && first?.type === 'SpreadElement' && this.#isOfThem(first.argument);
    }
    if (at.type === 'CallExpression') {
      return at.callee.type === 'MemberExpression' && CHOOSES.test(memberName(at.callee) ?? '') && this.#isOfThem(at.callee.object);
    }
    if (at.type !== 'Identifier') return false;
    if (this.variable !== undefined && this.#analysis.resolved.get(at) === this.variable) return this.variable.values.length <= 1;
    const value = this.#valueOf(at);
    return value !== undefined && this.#isOfThem(value);
  }
}

function putsIn(node: AnyNode, from: number): CallExpression[] {
  const inner: CallExpression[] = [];
  forEachChild(node, (child) => inner.push(...putsIn(child, from)));
  return node.type === 'CallExpression' && node.start >= from && PUTS.test(lastName(node.callee)) ? [node, ...inner] : inner;
}

/** The calls that put a file somewhere where a test lets them. */
function putsWhere(body: AnyNode, says: Says): CallExpression[] {
  const found: CallExpression[] = [];
  const letsIn = (test: AnyNode, isTrue: boolean): boolean => {
    if (test.type === 'UnaryExpression' && test.operator === '!') return letsIn(test.argument, !isTrue);
    if (test.type !== 'LogicalExpression') return says(test, isTrue);
    return (test.operator === '&&') === isTrue && (letsIn(test.left, isTrue) || letsIn(test.right, isTrue));
  };
  const walk = (node: AnyNode, list: readonly AnyNode[]): void => {
    if (node.type === 'IfStatement') {
      if (letsIn(node.test, true)) found.push(...putsIn(node.consequent, node.start));
      if (letsIn(node.test, false)) {
        if (node.alternate) found.push(...putsIn(node.alternate, node.start));
        else if (exits(node.consequent)) for (const statement of list) found.push(...putsIn(statement, node.end));
      }
    }
    const inner = node.type === 'BlockStatement' ? node.body : undefined;
    forEachChild(node, (child) => walk(child, inner ?? list));
  };
  walk(body, []);
  return found;
}
