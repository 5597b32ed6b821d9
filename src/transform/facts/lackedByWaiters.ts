/**
 * Who finds that another call is loading waits for that, and goes on without what every other way gives its own caller:
 * `if (known) { req.user = known; return next(); } if (loading) return waiting.push(next); loading = true; load((user) => { req.user = user; waiting.forEach((go) => go()); next(); });`
 */
import type { AnyNode, IfStatement } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import { exits, isFunction, memberName, someChild, unchain } from '../scope/ast';
import { onlyValue, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { isNothing } from '../scope/initial';
import { aroundOf, functionAround, nodesOf } from '../scope/tree';

/** Sites of reads, of writes, and of calls. */
export interface SitesOf {
  readonly read: (node: AnyNode) => number | undefined;
  readonly write: (node: AnyNode) => number | undefined;
  readonly call: (node: AnyNode) => number | undefined;
}

/** What keeps a callback for later. */
const KEEPS = /^(?:on|once|addListener|push|unshift|add|set|then)$/;
const LOOKS = /^(?:get|has)$/;
const MAX_LINKS = 32;

/** The ways of a function at a flag: who has found something before, who waits, and who loads. */
interface Ways {
  /** What decides that something was found before. */
  readonly tests: readonly AnyNode[];
  readonly found: readonly AnyNode[];
  readonly waits: AnyNode;
  readonly loads: readonly AnyNode[];
  /** What all of them come to. */
  readonly after: readonly AnyNode[];
}

export function lackedByWaiters(analysis: Analysis, source: string, sites: SitesOf): SiteLink[] {
  const links: SiteLink[] = [];
  for (const node of nodesOf(analysis, 'IfStatement')) {
    const flag = unchain(node.test);
    if (flag.type !== 'Identifier' && flag.type !== 'MemberExpression') continue;
    const fn = functionAround(analysis, node);
    const read = sites.read(flag);
    const ways = read === undefined || !isFunction(fn.node) ? undefined : waysOf(analysis, node);
    if (!ways || ways.found.length === 0 || read === undefined) continue;
    const text = source.slice(flag.start, flag.end);
    const params = paramsOf(analysis, fn);
    if (!ways.loads.some((way) => sets(way, text, source)) || !isLeftWaiting(analysis, params, ways.waits)) continue;
    for (const param of params) {
      if ([ways.waits, ...ways.after].some((way) => mentions(analysis, way, param))) continue;
      const found = new Set(ways.found.flatMap((way) => givenTo(analysis, way, param)).map(nameOf));
      for (const given of ways.loads.flatMap((way) => givenTo(analysis, way, param, true))) {
        const write = found.has(nameOf(given)) ? (sites.write(given) ?? sites.call(given)) : undefined;
        if (write !== undefined && links.length < MAX_LINKS) links.push({ read, write, kind: 'lacked', by: param.name });
      }
    }
  }
  return links;
}

/**
 * `const known = cache.get(key); if (known) return process(known, done); if (loading) return waiting.push(done);`: looks for an entry of the caller's own before a flag that is one for all of them. By
 * which keys two callers look says whether what the one waits for is for the other alone.
 */
export function looksBeforeWaits(analysis: Analysis): { readonly look: AnyNode; readonly fn: FunctionInfo }[] {
  const found: { readonly look: AnyNode; readonly fn: FunctionInfo }[] = [];
  for (const node of nodesOf(analysis, 'IfStatement')) {
    const flag = unchain(node.test);
    if (flag.type !== 'Identifier' && flag.type !== 'MemberExpression') continue;
    const fn = functionAround(analysis, node);
    const ways = isFunction(fn.node) ? waysOf(analysis, node) : undefined;
    const params = ways ? paramsOf(analysis, fn) : [];
    if (!ways || !isLeftWaiting(analysis, params, ways.waits)) continue;
    for (const test of ways.tests) {
      const value = test.type === 'Identifier' ? onlyValue(analysis.resolved.get(test)) : test;
      const call = value && unchain(value);
      if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') continue;
      if (!LOOKS.test(memberName(call.callee) ?? '')) continue;
      const key = call.arguments[0]?.type === 'Identifier' ? analysis.resolved.get(call.arguments[0]) : undefined;
      const isOfAll = key !== undefined && params.includes(key) && ![flag, ways.waits].some((part) => mentions(analysis, part, key));
      if (isOfAll) found.push({ look: call, fn });
    }
  }
  return found;
}

function waysOf(analysis: Analysis, node: IfStatement): Ways | undefined {
  const around = aroundOf(analysis, node);
  if (around?.type === 'IfStatement') {
    if (around.alternate !== node || !node.alternate) return undefined;
    const block = aroundOf(analysis, around);
    const at = block?.type === 'BlockStatement' ? block.body.indexOf(around) : -1;
    if (block?.type !== 'BlockStatement' || at < 0) return undefined;
    return {
      tests: [around.test],
      found: [around.consequent],
      waits: node.consequent,
      loads: [node.alternate],
      after: block.body.slice(at + 1),
    };
  }
  if (around?.type !== 'BlockStatement' || node.alternate || !exits(node.consequent)) return undefined;
  const at = around.body.indexOf(node);
  const before = around.body.slice(0, at);
  const asked = before.flatMap((step) => (step.type === 'IfStatement' && !step.alternate && exits(step.consequent) ? [step] : []));
  const [tests, found] = [asked.map((step) => step.test), asked.map((step) => step.consequent)];
  return { tests, found, waits: node.consequent, loads: around.body.slice(at + 1), after: [] };
}

/** `loading = true`, there or in a callback. */
function sets(node: AnyNode, text: string, source: string): boolean {
  if (node.type === 'AssignmentExpression' && source.slice(node.left.start, node.left.end) === text) {
    const { right } = node;
    return !isNothing(right) && !(right.type === 'Literal' && !right.value);
  }
  return someChild(node, (child) => sets(child, text, source));
}

/** It waits, or puts aside what its caller goes on with; who only refuses leaves nobody waiting. */
function isLeftWaiting(analysis: Analysis, params: readonly Variable[], node: AnyNode): boolean {
  if (node.type === 'AwaitExpression') return true;
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && KEEPS.test(memberName(node.callee) ?? '')) {
    if (node.arguments.some((given) => params.some((param) => mentions(analysis, given, param)))) return true;
  }
  return someChild(node, (child) => isLeftWaiting(analysis, params, child));
}

function paramsOf(analysis: Analysis, { node }: FunctionInfo): Variable[] {
  if (!isFunction(node)) return [];
  return node.params.flatMap((param) => (param.type === 'Identifier' ? (analysis.resolved.get(param) ?? []) : []));
}

function mentions(analysis: Analysis, node: AnyNode, variable: Variable): boolean {
  if (node.type === 'Identifier') return analysis.resolved.get(node) === variable || node.name === 'arguments';
  return someChild(node, (child) => mentions(analysis, child, variable));
}

/** `req.user = user`, `process(value, done)`: what is done with that parameter; `orPassed`: or `waterfall([load, process], done)`. A constant only says which way was taken. */
function givenTo(analysis: Analysis, node: AnyNode, param: Variable, orPassed = false): AnyNode[] {
  const isIt = (at: AnyNode): boolean => at.type === 'Identifier' && analysis.resolved.get(at) === param;
  const found: AnyNode[] = [];
  const visit = (at: AnyNode): boolean => {
    const isPassed = (part: AnyNode | null): boolean =>
      part !== null && (isIt(part) || (part.type === 'ArrayExpression' && part.elements.some(isPassed)));
    if (at.type === 'CallExpression' && (isIt(at.callee) || (orPassed && at.arguments.some(isPassed)))) found.push(at);
    if (at.type === 'AssignmentExpression' && at.left.type === 'MemberExpression' && isIt(at.left.object)) {
      if (memberName(at.left) !== undefined && at.right.type !== 'Literal') found.push(at.left);
    }
    someChild(at, visit);
    return false;
  };
  visit(node);
  return found;
}

function nameOf(node: AnyNode): string {
  return node.type === 'MemberExpression' ? `.${memberName(node) ?? ''}` : '()';
}
