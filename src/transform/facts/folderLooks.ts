/**
 * How many files there are decides whether one more is put into a folder: `fs.readdir(dir, (err, names) => { if (names.length >= LIMIT) return …; fs.writeFile(join(dir, name), …) })`. Which folder
 * that is, the run tells. Who asks for one of the names is told of by the operations on that file.
 */
import type { AnyNode, CallExpression } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import { exits, forEachChild, isFunction, lastName, memberName, unchain } from '../scope/ast';
import type { Analysis, Variable } from '../scope/bindings';

const LISTS = /^readdir(?:Sync)?$/;
const PUTS = /^(?:writeFile|copyFile|cp|rename|link|symlink|mkdir|open|createWriteStream)(?:Sync)?$/;
const CHOOSES = /^(?:filter|map|flatMap|slice)$/;
const FEWER = /^(?:<=?|===?)$/;
const MORE = /^(?:>=?|!==?)$/;
const MAX_LINKS = 64;

/** `findSite`: of calls. */
export function folderLooks(analysis: Analysis, source: string, findSite: (node: AnyNode) => number | undefined): SiteLink[] {
  const links: SiteLink[] = [];
  if (!source.includes('readdir')) return links;
  for (const { node, fn } of analysis.calls) {
    if (!LISTS.test(lastName(node.callee))) continue;
    const names = namesOf(analysis, node);
    const read = names && findSite(node);
    if (!names || read === undefined || fn.node.type === 'Program') continue;
    for (const put of putsByCount(analysis, names)) {
      const write = findSite(put);
      if (write !== undefined && links.length < MAX_LINKS) links.push({ read, write, kind: 'look' });
    }
  }
  return links;
}

/** The variable that gets the names: of an await, or of the callback. */
function namesOf(analysis: Analysis, call: CallExpression): Variable | undefined {
  const callback = call.arguments.at(-1);
  if (callback && isFunction(callback)) {
    const param = callback.params[1];
    return param && analysis.variables.find(({ start }) => start === param.start);
  }
  return analysis.variables.find(({ values: [value, ...others] }) => {
    if (!value || others.length > 0) return false;
    const given = unchain(value);
    return given === call || (given.type === 'AwaitExpression' && unchain(given.argument) === call);
  });
}

function putsByCount(analysis: Analysis, names: Variable): CallExpression[] {
  const found: CallExpression[] = [];
  const isOfThem = (node: AnyNode): boolean => {
    const at = unchain(node);
    if (at.type === 'AwaitExpression') return isOfThem(at.argument);
    if (at.type === 'CallExpression') {
      return at.callee.type === 'MemberExpression' && CHOOSES.test(memberName(at.callee) ?? '') && isOfThem(at.callee.object);
    }
    const variable = at.type === 'Identifier' ? analysis.resolved.get(at) : undefined;
    if (variable === undefined || variable.values.length > 1) return false;
    const [value] = variable.values;
    return variable === names || (variable.kind !== 'param' && value !== undefined && value.type === 'CallExpression' && isOfThem(value));
  };
  const isCount = (node: AnyNode): boolean => node.type === 'MemberExpression' && memberName(node) === 'length' && isOfThem(node.object);
  /** Where the test is `isTrue`, there are few, or none. (Where there are many, or some, something is made of each.) */
  const areFew = (test: AnyNode, isTrue: boolean): boolean => {
    if (test.type === 'UnaryExpression' && test.operator === '!') return areFew(test.argument, !isTrue);
    if (test.type === 'LogicalExpression') {
      return (test.operator === '&&') === isTrue && (areFew(test.left, isTrue) || areFew(test.right, isTrue));
    }
    if (test.type !== 'BinaryExpression') return isCount(test) && !isTrue;
    if (isCount(test.left)) return FEWER.test(test.operator) ? isTrue : MORE.test(test.operator) && !isTrue;
    // `LIMIT > names.length`.
    return isCount(test.right) && (test.operator.startsWith('>') ? isTrue : test.operator.startsWith('<') && !isTrue);
  };
  const collect = (node: AnyNode, from: number): void => {
    if (node.type === 'CallExpression' && node.start >= from && PUTS.test(lastName(node.callee))) found.push(node);
    forEachChild(node, (child) => collect(child, from));
  };
  const walk = (node: AnyNode, list: readonly AnyNode[]): void => {
    if (node.type === 'IfStatement') {
      if (areFew(node.test, true)) collect(node.consequent, node.start);
      if (areFew(node.test, false)) {
        if (node.alternate) collect(node.alternate, node.start);
        else if (exits(node.consequent)) for (const statement of list) collect(statement, node.end);
      }
    }
    const inner = node.type === 'BlockStatement' ? node.body : undefined;
    forEachChild(node, (child) => walk(child, inner ?? list));
  };
  walk(names.fn.node.body as AnyNode, []);
  return found;
}
