/**
 * What a search does not take: `members.filter((member) => member.role === 'owner')` finds no more of them by `members.push({ name, role: 'guest' })`. Both stand in one file, and what they ask and
 * say stands in the code.
 */
import type { AnyNode, CallExpression } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import type { Flow } from '../flow/flow';
import { isFunction, memberName, unchain } from '../scope/ast';
import type { Analysis } from '../scope/bindings';
import { keyName } from '../scope/initial';
import { placeOf } from './halves';

const SEARCHES = /^(?:filter|some|find|findIndex|findLast|findLastIndex)$/;
const ADDS = /^(?:push|unshift)$/;
const MAX_LINKS = 64;

interface Search {
  readonly call: CallExpression;
  readonly list: string;
  /** What each element that it takes has. */
  readonly wanted: ReadonlyMap<string, unknown>;
}

/** The links, once the probes are there. */
export function untakenLinks(analysis: Analysis, { accesses }: Flow): SiteLink[] {
  const searches: Search[] = [];
  const additions: { readonly call: CallExpression; readonly list: string }[] = [];
  for (const { node } of analysis.calls) {
    const callee = unchain(node.callee);
    const name = callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
    if (callee.type !== 'MemberExpression' || !(SEARCHES.test(name) || ADDS.test(name))) continue;
    const list = listOf(analysis, callee.object);
    if (list === undefined) continue;
    if (ADDS.test(name)) additions.push({ call: node, list });
    else {
      const wanted = wantedIn(node.arguments[0]);
      if (wanted.size > 0) searches.push({ call: node, list, wanted });
    }
  }
  const links: SiteLink[] = [];
  for (const { call: search, list, wanted } of searches) {
    for (const { call: addition } of additions.filter((other) => other.list === list && isUntaken(other.call, wanted))) {
      const [read, write] = [accesses.find(search)?.readSite ?? -1, accesses.find(addition)?.writeSite ?? -1];
      if (read >= 0 && write >= 0 && links.length < MAX_LINKS) links.push({ read, write, kind: 'untaken' });
    }
  }
  return links;
}

function listOf(analysis: Analysis, node: AnyNode): string | undefined {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  return variable ? `v${variable.id}` : placeOf(analysis, node)?.key;
}

/** `(member) => member.role === 'owner' && …`: role, 'owner'. */
function wantedIn(callback: AnyNode | undefined): Map<string, unknown> {
  const wanted = new Map<string, unknown>();
  if (!callback || !isFunction(callback) || callback.body.type === 'BlockStatement') return wanted;
  const [param] = callback.params;
  const note = (test: AnyNode): void => {
    if (test.type === 'LogicalExpression' && test.operator === '&&') {
      note(test.left);
      note(test.right);
    }
    if (test.type !== 'BinaryExpression' || !/^===?$/.test(test.operator)) return;
    const { left, right } = test;
    if (left.type !== 'MemberExpression' || right.type !== 'Literal' || left.object.type !== 'Identifier') return;
    const name = memberName(left);
    if (param?.type === 'Identifier' && left.object.name === param.name && name !== undefined) wanted.set(name, right.value);
  };
  note(callback.body);
  return wanted;
}

/** All that is added says another thing. */
function isUntaken({ arguments: added }: CallExpression, wanted: ReadonlyMap<string, unknown>): boolean {
  const isOther = (element: AnyNode): boolean =>
    element.type === 'ObjectExpression' &&
    element.properties.some(
      (p) =>
        p.type === 'Property' &&
        !p.computed &&
        p.value.type === 'Literal' &&
        wanted.has(keyName(p.key)) &&
        wanted.get(keyName(p.key)) !== p.value.value,
    ) &&
    element.properties.every((p) => p.type === 'Property');
  return added.length > 0 && added.every(isOther);
}
