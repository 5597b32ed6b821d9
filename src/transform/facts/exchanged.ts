/**
 * What is given away and replaced by what comes back for it: `const next = await exchange(tokens.refresh); tokens.refresh = next.refresh`, also where the answer is read in a second wait
 * (`const response = await fetch(url, { body: tokens.refresh }); if (!response.ok) throw …; const next = await response.json()`), or is cut up
 * before it is stored. Two calls that read it before either has replaced it give the same away. Once the answer is there nothing but an error leads past the store.
 */
import type { AnyNode, AwaitExpression } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import type { Flow } from '../flow/flow';
import { forEachTarget, rootOf, someChild, unchain } from '../scope/ast';
import { onlyValue, type Analysis } from '../scope/bindings';
import { isComeTo, isIn, storeIn, type Store } from './certain';

const MAX_LINKS = 64;
const MAX_WAITS = 3;
/** Constants, each made of the one before, between the answer and what is stored. */
const MAX_STEPS = 3;
/** What a constant was made of, and still has. */
const HOLDS = /^(?:MemberExpression|ObjectExpression|TemplateLiteral)$/;

/** The links, once the probes are there: from the read to the write, and from the read to each await. */
export function exchangedLinks(analysis: Analysis, flow: Flow, siteOf: (node: AnyNode) => number | undefined): SiteLink[] {
  const links: SiteLink[] = [];
  for (const { read, write, kind } of flow.pairs.values()) {
    if (kind === 'reset' || read.fn !== write.fn || links.length >= MAX_LINKS) continue;
    const store = storeIn(write.fn, write.node);
    const waits = store ? answersOf(analysis, store) : [];
    const sites = waits.map((wait) => siteOf(wait) ?? -1);
    if (waits.length === 0 || !isGiven(analysis, waits[0] as AwaitExpression, read.node)) continue;
    if (read.readSite < 0 || write.writeSite < 0 || sites.some((site) => site < 0)) continue;
    for (const to of [write.writeSite, ...sites]) links.push({ read: read.readSite, write: to, kind: 'exchanged' });
  }
  return links;
}

/** The awaits whose answer, or a part of it, is stored, where they are come to in the list of the store; of one answer that is read from the other the first one first. */
function answersOf(analysis: Analysis, store: Store): AwaitExpression[] {
  if (store.assignment.operator !== '=') return [];
  const waits: AwaitExpression[] = [];
  for (let from = partsOf(store.assignment.right); waits.length < MAX_WAITS;) {
    const [wait] = from.flatMap((part) => (part.type === 'AwaitExpression' ? part : (declaredBy(analysis, store, part) ?? [])));
    if (!wait) return waits;
    waits.unshift(wait);
    // `await response.json()`
    const call = unchain(wait.argument);
    if (call.type !== 'CallExpression' || call.arguments.length > 0 || call.callee.type !== 'MemberExpression') return waits;
    from = [rootOf(call.callee)];
  }
  return waits;
}

/** What is stored, or, of an object that is made for it, what it is made of: `{ access: body.access, refresh: body.refresh }`. */
function partsOf(stored: AnyNode): AnyNode[] {
  if (stored.type !== 'ObjectExpression') return [rootOf(stored)];
  return stored.properties.map((property) => rootOf(property.type === 'Property' ? property.value : property.argument));
}

/** The await that a constant has its value from. */
function declaredBy(analysis: Analysis, store: Store, from: AnyNode, steps = MAX_STEPS): AwaitExpression | undefined {
  const { list, at } = store;
  const variable = from.type === 'Identifier' ? analysis.resolved.get(from) : undefined;
  if (variable?.kind !== 'const') return undefined;
  const name = { start: variable.start, end: variable.start + variable.name.length };
  const place = list.findIndex((statement) => isIn(name, statement));
  const declared = list[place];
  if (declared?.type !== 'VariableDeclaration' || place > at || !isComeTo(store, place)) return undefined;
  for (const { id, init } of declared.declarations) {
    let isHere = false;
    forEachTarget(id, (target) => (isHere ||= target.start === name.start));
    if (isHere) return init?.type === 'AwaitExpression' ? init : madeOf(analysis, store, init, steps);
  }
  return undefined;
}

/** The answer that was cut up or read: `const [access, refresh] = data.split(' ')`, `const next = JSON.parse(text)`. */
function madeOf(analysis: Analysis, store: Store, init: AnyNode | null | undefined, steps: number): AwaitExpression | undefined {
  const call = init && steps > 0 ? unchain(init) : undefined;
  if (call?.type !== 'CallExpression') return call ? declaredBy(analysis, store, rootOf(call), steps - 1) : undefined;
  const givers = [call.callee.type === 'MemberExpression' ? call.callee.object : undefined, ...call.arguments];
  for (const giver of givers) {
    const wait = giver ? declaredBy(analysis, store, rootOf(giver), steps - 1) : undefined;
    if (wait) return wait;
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
