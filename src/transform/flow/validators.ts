/**
 * Headers of a request and the validators of HTTP (`if-none-match`, an etag), or of a client's own (`ifNewerThan`, `knownVersion`), say how to ask. The answer is not computed from them: after a conditional request the
 * caller either keeps what it has, or stores what is new. A number that is sent and comes back changed stands in the body, in the address or in an argument. See flow.ts.
 */
import type { AnyNode, MemberExpression } from 'acorn';
import { memberName, unchain } from '../scope/ast';
import type { Flow } from './flow';
import { isAwaited, NOTHING, union, type Value } from './values';

const VALIDATOR = /^(?:if-?(?:none-?match|match|modified-?since|unmodified-?since|range)|e-?tag|last-?modified)$/i;
/** A condition by another name. What is only a place to go on from (`since`, `after`, `from`) is none: what two find there they both take. */
const CONDITION =
  /^if(?:[A-Z_]|-\w)|^(?:(?:last)?(?:[kK]nown|[sS]een)|cached|have|held)_?(?:[vV]ersion|[rR]ev(?:ision)?|[hH]ash|[cC]hecksum|[dD]igest|[eE]?[tT]ag)$/;
const HEADERS = /^headers$/i;

function keyName(property: AnyNode & { type: 'Property' }): string {
  const { key } = property;
  if (key.type === 'Identifier') return property.computed ? '' : key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : '';
}

function isCondition(name: string): boolean {
  return VALIDATOR.test(name) || CONDITION.test(name);
}

/** A property that says how to ask. A table has headers, too: a list of them. */
export function isAsking(property: AnyNode): boolean {
  if (property.type !== 'Property') return false;
  const name = keyName(property);
  return isCondition(name) || (HEADERS.test(name) && property.value.type !== 'ArrayExpression');
}

/** `options.headers = …`, `options.headers['if-none-match'] = …`. */
export function setsHeader(target: MemberExpression): boolean {
  const name = memberName(target) ?? '';
  if (HEADERS.test(name) || isCondition(name)) return true;
  const object = unchain(target.object);
  return object.type === 'MemberExpression' && HEADERS.test(memberName(object) ?? '');
}

function isEmpty(node: AnyNode): boolean {
  return (
    node.type === 'Literal' ||
    (node.type === 'Identifier' && node.name === 'undefined') ||
    (node.type === 'ObjectExpression' && node.properties.length === 0)
  );
}

/** An expression of nothing but that: `cached?.etag`, `cached && { 'if-none-match': cached.etag }`, `etag ? { headers: … } : {}`. */
function asksOnly(node: AnyNode): boolean {
  switch (node.type) {
    case 'MemberExpression':
      return VALIDATOR.test(memberName(node) ?? '');
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return asksOnly(node.expression);
    case 'SpreadElement':
      return asksOnly(node.argument);
    case 'ObjectExpression':
      return node.properties.length > 0 && node.properties.every((p) => isAsking(p) || asksOnly(p));
    case 'ConditionalExpression':
      return eitherAsks(node.consequent, node.alternate);
    case 'LogicalExpression':
      return node.operator === '&&' ? asksOnly(node.right) : eitherAsks(node.left, node.right);
    default:
      return false;
  }
}

function eitherAsks(a: AnyNode, b: AnyNode): boolean {
  return (asksOnly(a) && (isEmpty(b) || asksOnly(b))) || (isEmpty(a) && asksOnly(b));
}

/** What an expression hands on: of one that only says how to ask, no more than that it came with an answer. */
export function handsOn(node: AnyNode, value: Value): Value {
  return value.length > 0 && asksOnly(node) ? value.filter(isAwaited) : value;
}

/** What a part is called by which a caller says what it has: not a place to go on from, nor what is used up by being sent. */
const KNOWN =
  /(?:^|[a-z_])(?:version|rev(?:ision)?|e?tag|hash|checksum|digest|generation|epoch|stamp|timestamp|mtime|modified(?:at|on)?|updated(?:at|on)?)$/i;

/**
 * What the answer of an awaited call carries from an argument: of a version of what is kept (`fetchTable(name, known.rev)`, `{ have: known.hash }`) nothing but
 * that version, since whoever gets it cannot compute the rest from it. The answer is stored as it came, or nothing is newer.
 */
export function answeredFrom(flow: Flow, argument: AnyNode, value: Value): Value {
  const node = unchain(argument);
  if (node.type === 'ObjectExpression') {
    let rest = NOTHING;
    for (const p of node.properties) {
      const part = p.type === 'Property' ? flow.parts.get(p.value) : undefined;
      if (p.type !== 'Property' || p.computed || part === undefined) return value;
      rest = union(rest, answeredFrom(flow, p.value, part));
    }
    return rest;
  }
  const name = versionOf(flow, node);
  return name === '' ? value : value.filter((taint) => isAwaited(taint) || flow.origins.get(taint).location?.segment === `.${name}`);
}

/** `known.rev`, `known?.rev ?? 0`, `known && known.rev`, a local that is that; '' for anything else. */
function versionOf(flow: Flow, argument: AnyNode): string {
  const node = unchain(argument);
  switch (node.type) {
    case 'MemberExpression': {
      const name = memberName(node) ?? '';
      return KNOWN.test(name) ? name : '';
    }
    case 'Identifier': {
      const variable = flow.analysis.resolved.get(node);
      if (variable?.kind !== 'const' || variable.values.length > 1) return '';
      const value = variable.values[0];
      // A name out of a pattern.
      if (value === undefined) return KNOWN.test(node.name) ? node.name : '';
      return unchain(value).type === 'Identifier' ? '' : versionOf(flow, value);
    }
    case 'LogicalExpression':
      return node.operator === '&&' ? versionOf(flow, node.right) : isEmpty(node.right) ? versionOf(flow, node.left) : '';
    case 'ConditionalExpression':
      return isEmpty(node.alternate) ? versionOf(flow, node.consequent) : isEmpty(node.consequent) ? versionOf(flow, node.alternate) : '';
    default:
      return '';
  }
}
