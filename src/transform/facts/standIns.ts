/**
 * Reads of a collection for which something empty stands in where it is not there, so that what is asked of it is answered all the same: `(names[db] || []).includes(name)`,
 * `names.get(db)?.has(name)`. Who asks so cannot tell what has not come yet from what does not exist. A stand-in that is only listed or passed on is a value for the meantime.
 */
import type { AnyNode, CallExpression, MemberExpression, ObjectExpression } from 'acorn';
import { exits, isFunction, lastName, memberName, someChild, unchain } from '../scope/ast';
import { onlyValue, type Analysis, type FunctionInfo } from '../scope/bindings';
import { functionNamed, helperOf, methodNamed } from '../scope/helpers';
import { isEmptyContainer, isNothing, keyName } from '../scope/initial';
import { aroundOf, functionAround, nodesOf, ownNodes } from '../scope/tree';
import { throws } from './branches';

/** Questions whether something is among what a collection holds. */
const ASKS = /^(?:includes|has|some|every|find|findIndex|indexOf)$/;

export function findStandIns(analysis: Analysis): AnyNode[] {
  const found: AnyNode[] = [];
  for (const { node } of analysis.calls) {
    if (node.callee.type !== 'MemberExpression' || !ASKS.test(memberName(node.callee) ?? '')) continue;
    const { object, optional } = node.callee;
    const read = optional ? object : readBesideEmpty(analysis, object);
    if (read) found.push(read);
  }
  return found;
}

const CHOOSES = /\?\s*[\w$!(]|\?\.[\w$]/;

/** Reads of what is used where it is there, and for which a constant stands in where it is not: `plugin ? plugin.rate(items) : 0`, `session.profile?.name ?? 'anonymous'`, of a property, an entry, or a local that is only ever that. */
export function findConstantsBeside(analysis: Analysis, source: string): AnyNode[] {
  const found: AnyNode[] = [];
  if (!CHOOSES.test(source)) return found;
  for (const { alternate, test, consequent } of nodesOf(analysis, 'ConditionalExpression')) {
    if (!isConstant(alternate) || (test.type !== 'Identifier' && test.type !== 'MemberExpression')) continue;
    if (!usesAsObject(consequent, source.slice(test.start, test.end), source) || saysStateAround(analysis, test)) continue;
    const value = test.type === 'Identifier' ? onlyValue(analysis.resolved.get(test)) : undefined;
    const isRead = value?.type === 'MemberExpression' || (value !== undefined && isLookUp(value));
    found.push(isRead ? value : test);
  }
  for (const { left, operator, right } of nodesOf(analysis, 'LogicalExpression')) {
    const object = operator !== '&&' && left.type === 'ChainExpression' ? optionalObject(left.expression) : undefined;
    if (object && isConstant(right) && !saysStateAround(analysis, left)) found.push(object);
  }
  return found;
}

/**
 * The same, spelled out: `if (!this.rules) return false; return this.rules[name].isOn;`. Not where the other ways give a constant, too (`return false`, or `return true` where it was sent), nor
 * where the function only says how things stand.
 */
export function findConstantsReturned(analysis: Analysis, source: string): AnyNode[] {
  const found: AnyNode[] = [];
  for (const node of nodesOf(analysis, 'IfStatement')) {
    const answer = node.alternate ? undefined : returnedAtOnce(node.consequent);
    const [tested, other] = answer && isConstant(answer) && !isNothing(answer) ? missingIn(node.test) : [];
    if (!tested || other) continue;
    const fn = functionAround(analysis, node);
    const read = placeReadIn(analysis, fn, tested);
    const body = fn.node.type === 'Program' || fn.node.body.type !== 'BlockStatement' ? [] : fn.node.body.body;
    const at = body.indexOf(node);
    if (!read || at < 0 || STATES.test(lastWord(fn.name))) continue;
    const text = source.slice(tested.start, tested.end);
    const answers = ownNodes(analysis, 'ReturnStatement', fn).filter(({ start }) => start > node.end);
    if (answers.length === 0 || !answers.every(({ argument }) => argument && !isConstant(argument))) continue;
    if (body.slice(at + 1).some((statement) => usesAsObject(statement, text, source))) found.push(read);
  }
  return found;
}

function returnedAtOnce(node: AnyNode): AnyNode | undefined {
  const [only, ...others] = node.type === 'BlockStatement' ? node.body : [node];
  return only?.type === 'ReturnStatement' && others.length === 0 ? (only.argument ?? undefined) : undefined;
}

/** A property, a variable of a function around, or a local that is only ever a property. */
function placeReadIn(analysis: Analysis, fn: FunctionInfo, node: AnyNode): AnyNode | undefined {
  if (node.type === 'MemberExpression') return node.computed ? undefined : node;
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  if (variable === undefined || variable.fn !== fn) return variable && node;
  const value = onlyValue(variable);
  return value?.type === 'MemberExpression' && !value.computed ? value : undefined;
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** `names` of `names[key] ?? key`, `names.get(key) || 'unknown'`: an entry, or a value that needs no work, is returned or handed on. What a branch or a loop decides with it is something else. */
export function findOrValues(analysis: Analysis): AnyNode[] {
  const found: AnyNode[] = [];
  for (const node of nodesOf(analysis, 'LogicalExpression')) {
    const entry = unchain(node.left);
    const target = isLookUp(entry) ? (entry as CallExpression).callee : entry;
    if (node.operator === '&&' || target.type !== 'MemberExpression' || (target === entry && !target.computed)) continue;
    if (isPlain(node.right) && isGivenOn(analysis, node)) found.push(target.object);
  }
  return found;
}

function isPlain(node: AnyNode): boolean {
  if (node.type === 'MemberExpression') return !node.computed && isPlain(node.object);
  if (node.type === 'TemplateLiteral') return node.expressions.every(isPlain);
  return node.type === 'Literal' || node.type === 'Identifier' || node.type === 'ThisExpression';
}

/** Nothing around it, up to its statement, tests it. */
function isGivenOn(analysis: Analysis, node: AnyNode): boolean {
  let inner = node;
  for (let at = aroundOf(analysis, node); at; at = aroundOf(analysis, at)) {
    if (at.type === 'ReturnStatement' || at.type === 'ExpressionStatement' || isFunction(at)) return true;
    if (at.type === 'LogicalExpression' || at.type === 'BinaryExpression' || at.type === 'UnaryExpression') return false;
    if ('test' in at && at.test === inner) return false;
    inner = at;
  }
  return false;
}

function saysStateAround(analysis: Analysis, node: AnyNode): boolean {
  for (let at: AnyNode | undefined = node; at; at = aroundOf(analysis, at)) {
    if (at.type === 'ObjectExpression' && saysState(at)) return true;
  }
  return false;
}

const STATES = /^(?:is)?(?:ready|ok|up|status|state|healthy|health|live|alive|started|connected|available)$/i;

/** `{ ready: ctx.ready, lag: ctx.consumer?.lag ?? null }`: whoever gets this is told that it may not be there yet. */
function saysState({ properties }: ObjectExpression): boolean {
  const isState = (part: AnyNode): boolean =>
    part.type === 'Property' && STATES.test(keyName(part.key)) && (part.value.type !== 'Literal' || part.value.value === false);
  return properties.some(isState);
}

/** `session.profile` of `session.profile?.name`. */
function optionalObject(node: AnyNode): AnyNode | undefined {
  if (node.type !== 'MemberExpression' || !node.optional) return undefined;
  return node.object.type === 'Identifier' || node.object.type === 'MemberExpression' ? node.object : undefined;
}

/** 0, '', false, null, [], {}. */
function isConstant(node: AnyNode): boolean {
  if (node.type === 'Literal' || isEmptyContainer(node)) return true;
  return isNothing(node) || (node.type === 'TemplateLiteral' && node.expressions.length === 0);
}

function isLookUp(node: AnyNode): boolean {
  return isCallOf(node, /^get$/);
}

/** A member of it is taken, or it is called. */
function usesAsObject(node: AnyNode, text: string, source: string): boolean {
  const isIt = (part: AnyNode): boolean => source.slice(part.start, part.end) === text;
  if (node.type === 'MemberExpression' && !node.optional && isIt(node.object)) return true;
  if (node.type === 'CallExpression' && !node.optional && isIt(node.callee)) return true;
  return !isFunction(node) && someChild(node, (child) => usesAsObject(child, text, source));
}

/** What a request is told when something does not exist or has gone wrong. That the server is not ready yet is 503, and 425. */
const FAILURES: ReadonlySet<unknown> = new Set([302, 303, 307, 400, 401, 403, 404, 500, 502]);
const MAY_FAIL = /\b(?:30[237]|40[0134]|50[02])\b|new \w*Error\(|\.redirect\(|(?:null|undefined)\s*:\s*['"]|['"]\s*:\s*(?:null|undefined)/;
const STATUS = /^status(?:Code)?$/;
/** What a comparison of a place in a list says. */
const NOWHERE = /^(?:={2,3}-1|<0|<=-1)$/;
const SOMEWHERE = /^(?:!={1,2}-1|>=0|>-1)$/;
const TELLS = /^(?:done|callback|cb|reply|respond|answer)$/;
const ANSWERS = /^(?:writeHead|status|sendStatus|code|redirect)$/;
/** Characters: what only tells that something failed is short. */
const LONGEST_HELPER = 800;

/**
 * Reads of what an answer says that it failed, where it is not there: `if (!db) { response.statusCode = 500; return response.end(); }`, `if (!db) return next(new Error('no database'))`, `next(db ? null : new Error('no database'))`. So does
 * who finds in it what is asked for, or else fails: `if (!names?.includes(name)) return response.status(404).end()`, `if (names.includes(name)) … else response.redirect('/')`, `response.statusCode = names.includes(name) ? 200 : 404`; and who throws because a local,
 * which holds what is read, holds nothing. (What is read and tested at once is FLAG_THROWS_UNLESS_SET.)
 */
export function findFailedWithout(analysis: Analysis, source: string): AnyNode[] {
  const found: AnyNode[] = [];
  if (!MAY_FAIL.test(source)) return found;
  /** Functions of the file that give nothing, and then it is said that it failed. */
  const givers = new Set<FunctionInfo>();
  for (const node of [...nodesOf(analysis, 'IfStatement'), ...nodesOf(analysis, 'ConditionalExpression')]) {
    const around = aroundOf(analysis, node);
    const isTold = around?.type === 'CallExpression' && around.arguments[0] === node;
    const isStatus = around !== undefined && statusIn(around) === node;
    const missing = missingIn(node.test);
    const there = missing.length > 0 ? undefined : thereIn(node.test);
    const without = there ? node.alternate : node.consequent;
    const isEnd = isTold || there !== undefined || (node.type === 'IfStatement' && exits(node.consequent));
    const isFailure =
      without && isStatus
        ? isFailed(without)
        : isTold && without && isReason(without) && isNothing(there ? node.consequent : (node.alternate as AnyNode));
    for (const tested of isEnd ? (there ? [there] : missing) : []) {
      const held = placeOf(analysis, tested);
      const giver = without && (isFailure || saysFailed(analysis, without)) ? giverOf(analysis, tested) : undefined;
      if (giver) givers.add(giver);
      const isEntryThrown = (held !== undefined || isEntry(tested) || isSearch(tested)) && without && throws(without);
      if (!without || !(isFailure || saysFailed(analysis, without) || isEntryThrown)) continue;
      found.push(held ?? tested);
      // It is the list that is read, by whichever of the two is followed.
      const search = held ?? tested;
      if (isSearch(search)) found.push((search.callee as MemberExpression).object);
    }
  }
  for (const giver of givers) found.push(...givenNothingWithout(analysis, giver));
  return found;
}

/** `find(id)` of `const item = await find(id)`, a function of the file. */
function giverOf(analysis: Analysis, node: AnyNode): FunctionInfo | undefined {
  const named = node.type === 'Identifier' ? onlyValue(analysis.resolved.get(node)) : node;
  const call = named?.type === 'AwaitExpression' ? unchain(named.argument) : named;
  if (call?.type !== 'CallExpression') return undefined;
  const { callee } = call;
  return callee.type === 'MemberExpression'
    ? methodNamed(analysis, unchain(callee.object as AnyNode), memberName(callee))
    : functionNamed(analysis, callee);
}

/** `if (!names.includes(name)) return null;`, `return names.includes(name) ? open(name) : null`: what is searched where the function gives nothing because that finds nothing. */
function givenNothingWithout(analysis: Analysis, fn: FunctionInfo): AnyNode[] {
  const found: AnyNode[] = [];
  const note = (tested: readonly AnyNode[]): void => {
    for (const each of tested) {
      const search = placeOf(analysis, each) ?? each;
      if (isSearch(search) || isCallOf(search, /^has$/)) found.push(search, (search.callee as MemberExpression).object);
      else if (isEntry(search)) found.push(search);
    }
  };
  for (const { test, consequent } of ownNodes(analysis, 'IfStatement', fn)) {
    const [only] = consequent.type === 'BlockStatement' ? consequent.body : [consequent];
    if (only?.type === 'ReturnStatement' && (!only.argument || isNothing(only.argument))) note(missingIn(test));
  }
  for (const { argument } of ownNodes(analysis, 'ReturnStatement', fn)) {
    if (argument?.type !== 'ConditionalExpression') continue;
    const there = thereIn(argument.test);
    if (there && isNothing(argument.alternate)) note([there]);
    else if (isNothing(argument.consequent)) note(missingIn(argument.test));
  }
  return found;
}

/** `const admin = mongo.admin; if (!admin) …`, `const names = listed.get(shelf); if (!names?.includes(name)) …`; and what a function of the file does nothing but look up: `const item = catalog.find(sku)`. */
function placeOf(analysis: Analysis, node: AnyNode): AnyNode | undefined {
  const named = node.type === 'Identifier' ? onlyValue(analysis.resolved.get(node)) : node;
  const helper = named?.type === 'CallExpression' ? helperOf(analysis, named) : undefined;
  const value = helper ? unchain(helper.returned) : named === node ? undefined : named;
  // `const item = items && items.find(…)`
  if (value?.type === 'LogicalExpression' && value.operator === '&&') return placeOf(analysis, value.left) ?? namedIn(value.left);
  return value && (value.type === 'MemberExpression' || isLookUp(value) || isSearch(value)) ? value : undefined;
}

/** What may be missing when a test is true: `!db`, `db === null`, `!names?.includes(name)`, `!names || !names.includes(name)`, `error || !db`. */
function missingIn(test: AnyNode): AnyNode[] {
  if (test.type === 'LogicalExpression') return test.operator === '||' ? [...missingIn(test.left), ...missingIn(test.right)] : [];
  const isNegated = test.type === 'UnaryExpression' && test.operator === '!';
  const isCompared = test.type === 'BinaryExpression' && /^===?$/.test(test.operator) && isNothing(test.right);
  const named = isNegated ? thereIn(test.argument) : isCompared ? namedIn(test.left) : placeAskedIn(test, NOWHERE);
  return named ? [named] : [];
}

/** `names.indexOf(name)` of `names.indexOf(name) < 0`. */
function placeAskedIn(test: AnyNode, says: RegExp): AnyNode | undefined {
  if (test.type !== 'BinaryExpression' || !isCallOf(test.left, /^(?:indexOf|findIndex)$/)) return undefined;
  const { right } = test;
  const isMinus = right.type === 'UnaryExpression' && right.operator === '-';
  const value = isMinus ? right.argument : right;
  if (value.type !== 'Literal') return undefined;
  return says.test(`${test.operator}${isMinus ? '-' : ''}${String(value.value)}`) ? test.left : undefined;
}

/** What must be there for a test to be true: `db`, `names?.includes(name)`, `names && names.includes(name)`. */
function thereIn(test: AnyNode): AnyNode | undefined {
  if (test.type === 'LogicalExpression') return test.operator === '&&' ? thereIn(test.left) : undefined;
  if (test.type !== 'ChainExpression') return namedIn(test) ?? placeAskedIn(test, SOMEWHERE);
  const { expression } = test;
  return optionalObject(expression.type === 'CallExpression' && !expression.optional ? expression.callee : expression);
}

function namedIn(node: AnyNode): AnyNode | undefined {
  if (isCallOf(node, /^(?:indexOf|findIndex)$/)) return undefined;
  return node.type === 'Identifier' || node.type === 'MemberExpression' || isEntry(node) || isSearch(node) ? node : undefined;
}

/** `names.includes(name)`, `items.find((item) => item.sku === sku)`; a place in a list counts only where it is compared (`missingIn`). */
function isSearch(node: AnyNode): node is CallExpression {
  return isCallOf(node, /^(?:find|includes|some|indexOf|findIndex)$/);
}

/** `names.get(id)`, `names.has(id)`, `id in names` */
function isEntry(node: AnyNode): boolean {
  return isCallOf(node, /^(?:get|has)$/) || (node.type === 'BinaryExpression' && node.operator === 'in');
}

function isCallOf(node: AnyNode, names: RegExp): node is CallExpression {
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && names.test(memberName(node.callee) ?? '');
}

/** What a callback is told that went wrong; `next('route')` is no failure. */
function isReason(node: AnyNode): boolean {
  if (node.type === 'Literal') return typeof node.value === 'string' && !/^router?$/.test(node.value);
  return node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name.endsWith('Error');
}

/** `caller`: of the function that the node stands in, of which no other one is followed. */
function saysFailed(analysis: Analysis, node: AnyNode, caller?: CallExpression): boolean {
  if (isFunction(node) || (caller && /^(?:Conditional|Logical)Expression$/.test(node.type))) return false;
  if (node.type === 'CallExpression') {
    const [first] = node.arguments;
    if (first?.type === 'NewExpression' && isReason(first)) return true;
    if (node.arguments.length === 1 && isCallOf(node, /^redirect$/)) return true;
    if (!caller && failsAlways(analysis, node)) return true;
  }
  const status = statusIn(node);
  const said = status && caller ? givenFor(analysis, status, caller) : status;
  if (said?.type === 'Literal') return isFailed(said);
  return someChild(node, (child) => saysFailed(analysis, child, caller));
}

/** `notFound(response, 'no such shelf')`, `reply(response, 404)`: a function of the file that says so whenever it is called. */
function failsAlways(analysis: Analysis, call: CallExpression): boolean {
  const fn = giverOf(analysis, call)?.node;
  if (fn === undefined || !isFunction(fn) || fn.end - fn.start > LONGEST_HELPER) return false;
  const steps = fn.body.type === 'BlockStatement' ? fn.body.body : [fn.body];
  return steps.some((step) => !/^(?:If|Switch|Try|For.*|While|DoWhile)Statement$/.test(step.type) && saysFailed(analysis, step, call));
}

/** The argument of the call for a parameter of its function. */
function givenFor(analysis: Analysis, node: AnyNode, call: CallExpression): AnyNode {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const fn = variable && giverOf(analysis, call);
  if (!fn || !isFunction(fn.node) || variable.fn !== fn) return node;
  const at = fn.node.params.findIndex((param) => param.type === 'Identifier' && analysis.resolved.get(param) === variable);
  return call.arguments[at] ?? node;
}

/** What is said how it went: `response.statusCode = …`, `response.status(…)`, `{ status: … }`, `done(404, 'no such shelf')`. */
function statusIn(node: AnyNode): AnyNode | undefined {
  if (node.type === 'AssignmentExpression') return STATUS.test(lastName(node.left)) ? node.right : undefined;
  if (node.type === 'Property') return STATUS.test(keyName(node.key)) ? node.value : undefined;
  if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.arguments.length > 1) {
    return TELLS.test(node.callee.name) ? node.arguments[0] : undefined;
  }
  return isCallOf(node, ANSWERS) ? node.arguments[0] : undefined;
}

function isFailed(node: AnyNode): boolean {
  return node.type === 'Literal' && FAILURES.has(node.value);
}

/** `names || []`, or a local that is only ever that. */
function readBesideEmpty(analysis: Analysis, node: AnyNode): AnyNode | undefined {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const value = variable ? onlyValue(variable) : node;
  if (value?.type !== 'LogicalExpression' || value.operator === '&&' || !isEmptyContainer(value.right)) return undefined;
  return value.left;
}
