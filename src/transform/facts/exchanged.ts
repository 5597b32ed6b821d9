/**
 * What is given away and replaced by what comes back for it: `const next = await exchange(tokens.refresh); tokens.refresh = next.refresh`. Two calls that read it before either has replaced it give
 * the same away. Once the answer is there nothing but an error leads past the store.
 */
import type { AnyNode, AwaitExpression } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import type { Flow } from '../flow/flow';
import { forEachTarget, rootOf, someChild, unchain } from '../scope/ast';
import { onlyValue, type Analysis } from '../scope/bindings';
import { isComeTo, isIn, storeIn, type Store } from './certain';

const MAX_LINKS = 64;
/** What a constant was made of, and still has. */
const HOLDS = /^(?:MemberExpression|ObjectExpression|TemplateLiteral)$/;

/** The links, once the probes are there: from the read to the write, and from the read to the await. */
export function exchangedLinks(analysis: Analysis, flow: Flow, siteOf: (node: AnyNode) => number | undefined): SiteLink[] {
  const links: SiteLink[] = [];
  for (const { read, write, kind } of flow.pairs.values()) {
    if (kind === 'reset' || read.fn !== write.fn || links.length >= MAX_LINKS) continue;
    const store = storeIn(write.fn, write.node);
    const wait = store && answerOf(analysis, store);
    if (!wait || !isGiven(analysis, wait, read.node)) continue;
    const site = siteOf(wait) ?? -1;
    if (site < 0 || read.readSite < 0 || write.writeSite < 0) continue;
    links.push({ read: read.readSite, write: write.writeSite, kind: 'exchanged' }, { read: read.readSite, write: site, kind: 'exchanged' });
  }
  return links;
}

/** The await whose answer, or a part of it, is stored, where it is come to in the list of the store. */
function answerOf(analysis: Analysis, store: Store): AwaitExpression | undefined {
  const { assignment, list, at } = store;
  const from = rootOf(assignment.right);
  if (assignment.operator !== '=') return undefined;
  if (from.type === 'AwaitExpression') return from;
  const variable = from.type === 'Identifier' ? analysis.resolved.get(from) : undefined;
  if (variable?.kind !== 'const') return undefined;
  const name = { start: variable.start, end: variable.start + variable.name.length };
  const place = list.findIndex((statement) => isIn(name, statement));
  const declared = list[place];
  if (declared?.type !== 'VariableDeclaration' || place > at || !isComeTo(store, place)) return undefined;
  for (const { id, init } of declared.declarations) {
    let isHere = false;
    forEachTarget(id, (target) => (isHere ||= target.start === name.start));
    if (isHere) return init?.type === 'AwaitExpression' ? init : undefined;
  }
  return undefined;
}

/** The call that is awaited is given what is read there, as it is, or as a part of what it is given; also by a constant. */
function isGiven(analysis: Analysis, { argument }: AwaitExpression, read: AnyNode): boolean {
  const call = unchain(argument);
  const gives = (node: AnyNode): boolean => {
    if (node === read) return true;
    const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
    const value = variable?.kind === 'const' ? onlyValue(variable) : undefined;
    return value && HOLDS.test(value.type) ? isIn(read, value) : someChild(node, gives);
  };
  return call.type === 'CallExpression' && call.arguments.some(gives);
}
