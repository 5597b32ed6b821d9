/** Probes of what patterns read: `const { total } = $il.p(SITE,state,"total")`, and for what lies deeper `$il.P(SITE,state,"total","counts")`. */
import type { AnyNode, ObjectPattern } from 'acorn';
import { isFunction, isPlain, memberName } from '../scope/ast';
import { REF_INIT, type FunctionInfo, type Variable } from '../scope/bindings';
import { isPath } from './emitPathKeys';
import type { Emitter } from './emitter';
import { soughtBy } from '../facts/sought';
import { isMadeElsewhere } from '../flow/links';
import { isTaking, type PatternKey, patternKey, placeOf } from '../scope/patterns';

/** A property or element that a pattern takes from its value, with the site of that read. */
export interface DestructuredRead {
  readonly property: AnyNode;
  readonly site: number;
  readonly helper: 'p' | 'P';
  /** The key, and the names on the way to it, as arguments. */
  readonly rest: string;
}

/** As many names lie on the way to what is read, at most. */
const MAX_PATH = 3;

/** The tracked properties that a pattern reads and that have no probe yet. */
export function destructuredReads(e: Emitter, pattern: AnyNode, init: AnyNode): DestructuredRead[] {
  const reads: DestructuredRead[] = [];
  if (!isPlainLocal(e, init)) collect(e, pattern, e.slice(placeOf(init)), [], isMadeElsewhere(e.analysis, init), reads);
  return reads;
}

function collect(e: Emitter, pattern: AnyNode, text: string, path: readonly string[], isForeign: boolean, reads: DestructuredRead[]): void {
  const add = (part: AnyNode, name: string | undefined, key: string, text: string, shown: AnyNode): void => {
    const isNamed = name !== undefined && (e.watch.names.has(name) || e.isForeign(name));
    const isTracked = isForeign || isNamed || e.flow.accesses.find(part)?.paired === true;
    if (!isTracked || e.fronted.has(part)) return;
    const base = e.baseUse;
    if (part.type === 'Property' && isOnlyUsed(e, part.value)) e.baseUse = part;
    const site = e.readSite(part, text, undefined, shown);
    e.baseUse = base;
    const isOwn = path.length === 0;
    reads.push({ property: part, site, helper: isOwn ? 'p' : 'P', rest: isOwn ? key + soughtBy(e.il, part) : [key, ...path].join(',') });
  };
  const enter = (part: AnyNode, key: string, text: string): void => {
    const inner = part.type === 'AssignmentPattern' ? part.left : part;
    if (path.length < MAX_PATH) collect(e, inner, text, [...path, key], isForeign, reads);
  };
  if (pattern.type === 'ObjectPattern') {
    for (const p of pattern.properties) {
      if (p.type !== 'Property') continue;
      const known = patternKey(p);
      if (known) {
        const key = JSON.stringify(known.name);
        const place = known.node.type === 'Identifier' ? `${text}.${known.name}` : `${text}[${key}]`;
        add(p, known.name, key, place, known.node);
        enter(p.value, key, place);
      } else if (p.computed && p.key.type === 'Identifier' && e.analysis.resolved.has(p.key)) {
        // Which property it is only the pairs ask.
        if (e.flow.accesses.find(p)?.paired === true) add(p, undefined, p.key.name, `${text}[${p.key.name}]`, p.key);
      }
    }
  } else if (pattern.type === 'ArrayPattern') {
    for (const [i, element] of pattern.elements.entries()) {
      if (!element || element.type === 'RestElement') continue;
      const place = `${text}[${i}]`;
      if (e.flow.accesses.find(element)?.paired === true) add(element, undefined, String(i), place, element);
      enter(element, String(i), place);
    }
  }
}

/** `busy` of `slots.find(({ busy }) => !busy)`: what is taken of each element, as the end of a probe before the call or around the list. */
export function elementReads(e: Emitter, call: AnyNode): PatternRead[] {
  const { callee, arguments: [test] = [] } = call.type === 'CallExpression' ? call : {};
  const method = callee?.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
  if (!test || !GOES_THROUGH.test(method)) return [];
  const info = isFunction(test) ? e.analysis.infos.get(test) : e.flow.resolveCall(test)?.info;
  const node = info?.node;
  if (!info || !node || !isFunction(node) || node.async || (node !== test && node.type !== 'ArrowFunctionExpression')) return [];
  return parameterReads(e, node === test ? e.context.info : info, node.params[method.startsWith('reduce') ? 1 : 0]);
}

const GOES_THROUGH = /^(?:every|filter|find|findIndex|findLast|findLastIndex|flatMap|forEach|map|reduce|reduceRight|some)$/;

/** A property that a pattern takes from what has no name there, and what stands behind that in its probe. */
export interface PatternRead {
  readonly site: number;
  readonly rest: string;
}

/** `balance` of `const covers = ({ balance }, amount) => …`, read where `covers(account, 5)` stands: an arrow function has no name for what a pattern takes apart. */
export function readsOfArrow(e: Emitter, call: AnyNode, argument: AnyNode): PatternRead[] {
  if (call.type !== 'CallExpression' || !isPath(argument) || isPlainLocal(e, argument)) return [];
  const info = e.flow.resolveCall(call.callee)?.info;
  const index = call.arguments.findIndex((it) => it === argument);
  return info?.node.type === 'ArrowFunctionExpression' ? parameterReads(e, info, info.node.params[index]) : [];
}

/** The same of another function, as probes at the start of its body, behind `lead`. */
export function readsOfParameters(e: Emitter, info: FunctionInfo, position: number, lead: string): void {
  const { node } = info;
  if (!isFunction(node) || node.type === 'ArrowFunctionExpression' || !node.params.some(takenApart)) return;
  // Where it has something else by that name, or writes to them.
  if (/\barguments\b/.test(e.slice(node))) return;
  let before = lead;
  for (const [i, param] of node.params.entries()) {
    for (const { site, rest } of parameterReads(e, info, param)) {
      e.out.insertNumber(position, `${before}${e.il}.p(`, site, `,arguments[${i}]${rest};`);
      before = '';
    }
  }
}

/** `done` of `for (const { id, done } of jobs)`, as probes at the start of each round. */
export function readsOfRound(e: Emitter, left: AnyNode | undefined): PatternRead[] {
  return parameterReads(e, e.context.info, left);
}

function parameterReads(e: Emitter, info: FunctionInfo, param: AnyNode | undefined): PatternRead[] {
  const pattern = param && takenApart(param);
  return (pattern?.properties ?? []).flatMap((part) => {
    const key = patternKey(part);
    if (!key || !(e.watch.names.has(key.name) || e.isForeign(key.name) || e.flow.accesses.find(part)?.paired === true)) return [];
    return { site: parameterSite(e, part, key, info), rest: `,${JSON.stringify(key.name)})` };
  });
}

function takenApart(param: AnyNode): ObjectPattern | undefined {
  const pattern = param.type === 'AssignmentPattern' ? param.left : param;
  return pattern.type === 'ObjectPattern' ? pattern : undefined;
}

/** Of the function that has the parameter, also where its callers record it. */
function parameterSite(e: Emitter, part: AnyNode, { node, name }: PatternKey, fn: FunctionInfo): number {
  const access = e.access(part);
  if (access.readSite < 0) access.readSite = e.site('read', node, name, access.readFlags, undefined, fn);
  return access.readSite;
}

/** The value of a destructuring, with a read probe for each tracked property taken from it. */
export function emitInit(e: Emitter, pattern: AnyNode, init: AnyNode): void {
  let close = '';
  const takes = isTaking(pattern);
  const reads = takes ? destructuredReads(e, pattern, init) : [];
  for (const [i, { helper, site, rest }] of reads.entries()) {
    // The innermost has it as its argument.
    const isSequence = init.type === 'SequenceExpression' && i === reads.length - 1;
    e.out.insertNumber(init.start, `${e.il}.${helper}(`, site, isSequence ? ',(' : ',');
    close = `${isSequence ? ')' : ''},${rest})${close}`;
  }
  if (takes || isOnlyUsed(e, pattern)) e.visitBase(init);
  else e.visit(init);
  e.out.insert(init.end, close);
}

/** A constant that is used as an object wherever it stands, and neither tested nor handed on: what it gets must be one. */
function isOnlyUsed(e: Emitter, pattern: AnyNode): boolean {
  const variable = pattern.type === 'Identifier' ? e.analysis.resolved.get(pattern) : undefined;
  return variable?.kind === 'const' && isAlwaysUsed(variable, e.source);
}

export function isAlwaysUsed(variable: Variable, source: string): boolean {
  const uses = variable.refs.filter((ref) => (ref.role & REF_INIT) === 0);
  return uses.some((ref) => ref.fn === variable.fn) && uses.every((ref) => /^[.[(]/.test(source.slice(ref.node.end, ref.node.end + 1)));
}

function isPlainLocal(e: Emitter, init: AnyNode): boolean {
  return isPlain(init) ? e.flow.isPrivate(init) : init.type === 'ObjectExpression';
}
