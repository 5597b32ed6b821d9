/**
 * Call sites: `$il.s[0]=N` must be the last store before the callee's body starts. Before the whole call when neither callee nor arguments contain a call;
 * else through the last argument; else through what the callee is found on. Short-circuits, `this`, direct eval and `new` stay as they are.
 */
import type { AnyNode, CallExpression, ChainExpression, Identifier, MemberExpression, NewExpression } from 'acorn';
import { REF_READ } from '../scope/bindings';
import type { Access } from '../flow/access';
import { assignedBy } from '../flow/assigned';
import { filledBy } from '../facts/filled';
import { answersPut, openSources } from '../facts/openPuts';
import { filledBuffer } from '../facts/filledBuffers';
import {
  FLAG_ASKED,
  FLAG_DECLARED_EMPTY,
  FLAG_FILLS,
  FLAG_FIRST_VALUE,
  FLAG_NOT_GIVEN,
  FLAG_THROWS_UNLESS_SET,
} from '../../wire/siteFlags';
import { emitOriginal, isOriginal } from './emitOriginals';
import { type AskedKey, hasOptional, isPlain, keysOf, memberName, rootOf, unchain } from '../scope/ast';
import { collectionProbe, onceProbe, ownKeyProbed, shapeOf, type CallNode, type Shape } from './callShape';
import { listenerOf } from '../facts/handedOver';
import { markHandler } from './emitCaught';
import { isMadeElsewhere, isModuleState } from '../flow/links';
import { elementReads, readsOfArrow } from './emitPatterns';
import { argumentProbes, emitCopied, frontCopy, frontProbes, isOfGlobal, writeFront, type FrontProbe } from './emitFront';
import { isAnswer } from './emitAccess';
import { emitAskedPath } from './emitPathKeys';
import { findListed, isGoneOver } from './emitLoops';
import { markExpected } from './expected';
import type { Emitter } from './emitter';
import { isNeeded, isRefused } from '../facts/neededArguments';
import { notGivenBy } from '../facts/notGiven';
import { copiedView } from '../facts/sharedElements';

/** `list.map(save);`: the list of promises is thrown away, and they with it. */
function isMapping(node: CallNode): boolean {
  return (
    node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && /^(?:flatMap|map)$/.test(memberName(node.callee) ?? '')
  );
}

/** Array methods that take what their callback gives for an answer, at once. */
const TESTS = /^(?:filter|some|every|find|findIndex|findLast|findLastIndex|sort|toSorted)$/;
/** What is given to them is written down as it is. */
const WRITES_DOWN = /^(?:stringify|json)$/;
/** Methods of strings, numbers, dates and lists. */
const PLAIN = /^(?:to[A-Z]|pad|join|slice|sub|trim|repl|repeat|get|at$|map|filter|round|floor|stringify|String$|Number$)/;

/** `list.forEach((row) => save(row))`: forEach throws away what its callback gives. `list.filter((row) => isOld(row))` only asks whether it is true. */
function markDropped(e: Emitter, node: CallNode): void {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
  for (const call of notGivenBy(e.analysis, node)) e.valueFlags.set(call, FLAG_NOT_GIVEN);
  const [callback] = node.arguments;
  const name = memberName(node.callee) ?? '';
  if (callback?.type === 'ObjectExpression' && WRITES_DOWN.test(name)) {
    for (const part of callback.properties) if (part.type === 'Property') markShown(e, part.value);
  }
  if (callback?.type !== 'ArrowFunctionExpression' || callback.async || !callback.expression) return;
  if (name === 'forEach') markFloating(e, callback.body);
  else if (TESTS.test(name)) markAsked(e, callback.body);
}

/** `${rates.of(day)}`, `response.json({ user: find(id) })`: a promise is shown as an object without anything in it. */
export function markShown(e: Emitter, part: AnyNode): void {
  if (part.type !== 'CallExpression') return;
  const { callee } = part;
  const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
  if (!PLAIN.test(name)) markAsked(e, part);
}

/** Calls that are a test, or a part of one: a promise is as good as true. */
export function markAsked(e: Emitter, test: AnyNode): void {
  if (test.type === 'CallExpression') {
    e.valueFlags.set(test, FLAG_ASKED);
    e.floating.add(test);
  } else if (test.type === 'UnaryExpression' && test.operator === '!') markAsked(e, test.argument);
  else if (test.type === 'LogicalExpression' && test.operator !== '??') {
    markAsked(e, test.left);
    markAsked(e, test.right);
  }
}

/** Emits a call with its site; `$il.f(...)` around it when its value is dropped by the statement. */
export function emitCall(e: Emitter, node: CallNode): void {
  markExpected(e, node);
  findListed(e, node);
  markDropped(e, node);
  markHandler(node);
  const close = openAssigned(e, node);
  if (e.floating.delete(node) && !isQuiet(e, node)) {
    const site = e.callSite(node);
    e.table.setFloating(site);
    e.out.insertNumber(node.start, `${e.il}.f(`, site, ',');
    emitSited(e, node);
    e.out.insert(node.end, isMapping(node) ? ',true)' : ')');
  } else emitSited(e, node);
  e.out.insert(node.end, close);
}

/** Answers that wait in a temporary until `Object.assign` has stored them. */
const putAnswers = new WeakSet<AnyNode>();

/** The writes of `Object.assign(target, { a })`, told after it: each is a site at its property. Gives the text that closes them. */
function openAssigned(e: Emitter, node: CallNode): string {
  const assigned = assignedBy(e.analysis, node);
  // V8 quotes what a further call is made on.
  if (!assigned || e.fronted.has(node)) return '';
  let close = '';
  // The call gives its target.
  for (const source of e.flow.isPrivate(assigned.target) ? [] : openSources(e.analysis, node)) {
    const site = e.writeSite(node, 'write', `${e.slice(assigned.target)}.*`);
    e.out.insertNumber(node.start, `${e.il}.B(`, site, `,null,${source.name}??null,`);
    close += ')';
  }
  const filled = filledBy(e.analysis, node);
  for (const answer of e.flow.isPrivate(assigned.target) ? [] : answersPut(e.analysis, node)) {
    const site = e.writeSite(answer, 'write', `${e.slice(assigned.target)}.*`);
    const name = answer.type === 'Identifier' ? answer.name : e.temp();
    if (answer.type === 'AwaitExpression') putAnswers.add(answer);
    e.out.insertNumber(node.start, `${e.il}.B(`, site, ',null,void 0,');
    close += answer.type === 'Identifier' ? `,${name}??0)` : `,${name}??0,${name}=0)`;
  }
  if (filled) {
    const site = e.site('write', node, e.slice(filled), FLAG_FIRST_VALUE | FLAG_DECLARED_EMPTY);
    e.out.insertNumber(node.start, `${e.il}.B(`, site, `,${e.slice(filled)},void 0,`);
    close += ')';
  }
  for (const { node: property, name } of assigned.properties) {
    const isShared = e.watch.names.has(name) && !e.flow.isPrivate(assigned.target);
    if (!isShared && e.flow.accesses.find(property)?.paired !== true) continue;
    const target = e.slice(assigned.target);
    const site = e.writeSite(property, 'write', `${target}.${name}`);
    e.out.insertNumber(node.start, `${e.il}.B(`, site, `,null,${JSON.stringify(name)},`);
    close += ')';
  }
  return close;
}

/** Calls that never give a promise: `super()`, `console.log()`; and a `catch` of a promise that somebody else has, too: `const done = run(); done.catch(ignore); return done;`. */
function isQuiet(e: Emitter, node: AnyNode): boolean {
  if (node.type !== 'CallExpression') return false;
  const { callee } = node;
  if (callee.type === 'Super') return true;
  if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && memberName(callee) === 'catch') {
    const uses = e.analysis.resolved.get(callee.object)?.refs.filter(({ role }) => (role & REF_READ) !== 0) ?? [];
    if (uses.length > 1) return true;
  }
  return isOfGlobal(e, callee, 'console');
}

function emitSited(e: Emitter, node: CallNode): void {
  const shape = shapeOf(e, node);
  const { callee } = shape;
  const base = e.baseUse;
  let close = '';
  // The whole chain of calls has its probes in front.
  const isFirstOf = (node.type === 'CallExpression' || node.type === 'TaggedTemplateExpression') && !e.fronted.has(node);
  const copied = copiedView(e, node);
  const probes = copied ? frontCopy(e, copied) : [];
  if (isFirstOf) probes.push(...(node.type === 'CallExpression' ? argumentProbes(e, node) : []), ...frontProbes(e, node));
  const plainCallee = callee?.type === 'Identifier' && !(node.type === 'CallExpression' && node.optional) ? callee : null;
  const variable = plainCallee ? e.analysis.resolved.get(plainCallee) : undefined;
  const cell = e.cell(variable);
  // Inside an optional chain only its top may get parentheses.
  const stores = shape.place === 'before' && !e.stored.has(node) && (e.chainTop === node || !hasOptional(node));
  e.chainTop = null;
  if (cell !== '' && variable && plainCallee !== null && !e.fronted.has(plainCallee)) {
    // A probe that gives no value keeps `x is not a function` as it was.
    e.baseUse = plainCallee;
    probes.push({ before: `${e.il}.q(`, number: e.readSite(plainCallee, plainCallee.name, variable), after: `,${cell})` });
    e.baseUse = base;
  }
  if (stores) probes.push(storeOf(e, node));
  if (probes.length > 0) close = openCall(e, node, probes);
  const isRun = node.type === 'NewExpression' && runsBare(node.callee);
  // What is put around a part of it would be what is constructed.
  if (isRun) e.out.insert(node.callee.start, '(');
  if (!plainCallee) emitCallee(e, node, shape);
  if (isRun) e.out.insert(node.callee.end, ')');
  emitArguments(e, node, shape);
  if (close !== '') e.out.insert(node.end, close);
}

function storeOf(e: Emitter, node: CallNode): FrontProbe {
  return { before: `${e.il}.s[0]=`, number: e.callSite(node), after: '' };
}

/**
 * Writes probes in front of a call; returns what closes it. V8 has what is first done behind a comma at the place of the whole right side, which is that of
 * the last name of a call (`nope.run()` with no `nope` would fail at `run`, maybe a line below); behind `&&` everything has the place of its own.
 */
function openCall(e: Emitter, node: AnyNode, probes: readonly FrontProbe[]): string {
  const { start } = node;
  const close = e.openBefore(start);
  if (close === '' || isGoneOver(node)) {
    writeFront(e, start, probes, ',');
    return close;
  }
  e.out.insert(start, '(');
  writeFront(e, start, probes.slice(0, -1), ',');
  const last = probes.at(-1) as FrontProbe;
  // A number of a site is never 0; what other probes give may be.
  writeFront(e, start, [last], last.after === '' ? ')&&' : ',1)&&');
  return close;
}

/** A callee of `new` that may have a call in it without parentheses: ``new tag`text` ``, `new new Factory()`. */
function runsBare(callee: AnyNode): boolean {
  if (callee.type === 'MemberExpression') return runsBare(callee.object);
  return callee.type === 'TaggedTemplateExpression' || callee.type === 'NewExpression';
}

const COMMENTS = /\/\*[^]*?\*\/|\/\/.*/g;

/** `new (f())` has no parentheses of its own: these behind the callee are its own, or there are none. */
function hasParentheses(e: Emitter, node: CallNode): boolean {
  if (node.type !== 'NewExpression') return true;
  return /\(\s*\)$/.test(e.source.slice(node.callee.end, node.end).replace(COMMENTS, ''));
}

function emitCallee(e: Emitter, node: CallNode, shape: Shape): void {
  const { callee, place } = shape;
  if (!callee || callee.type === 'Super') return;
  if (node.type === 'NewExpression') {
    for (let at: AnyNode = callee; at.type === 'MemberExpression'; at = at.object) e.bare.add(at);
    // A bare name or path as callee of `new` cannot be wrapped without taking the arguments away.
    if (callee.type === 'MemberExpression' && rootOf(callee).type === 'Identifier') {
      for (let at: AnyNode = callee; at.type === 'MemberExpression'; at = at.object) {
        if (at.computed) emitKey(e, at, place === 'key' && at === callee ? e.callSite(node) : -1);
      }
      return;
    }
  }
  // `f?.()` needs no value of f.
  const isOptional = node.type === 'CallExpression' && node.optional;
  const enter = (target: AnyNode): void => (isOptional && target === callee ? e.visit(target) : e.visitBase(target));
  const k = (target: AnyNode): void => e.wrap(target, `${e.il}.k(`, e.callSite(node), ',', ')', () => enter(target));
  if (place === 'callee') return k(callee);
  if (callee.type === 'ChainExpression') e.references.add(callee);
  if (callee.type !== 'MemberExpression') return enter(callee);
  const object = callee.object;
  if (object.type === 'Super') return emitKey(e, callee, place === 'key' ? e.callSite(node) : -1);
  // `x?.f()` needs no value of x.
  const visit = callee.optional ? (): void => e.visit(object) : (): void => e.visitBase(object);
  let inner = place === 'object' ? (): void => k(object) : visit;
  const keySite = place === 'key' ? e.callSite(node) : -1;
  const isFronted = e.fronted.has(callee);
  for (const { site, rest } of isFronted ? [] : elementReads(e, node)) {
    const own = inner;
    inner = () => e.wrap(object, `${e.il}.C(`, site, ',', rest, own);
  }
  const asked = ownKeyProbed(e, node);
  const probe = node.type === 'CallExpression' && !isFronted && !asked ? collectionProbe(e, node, callee) : undefined;
  if (asked && keysOf(object) === asked.object && isPlain(asked.key)) LISTED.set(asked.object, { node, asked });
  if (isFronted) inner();
  else if (asked?.object === object && isPlain(asked.key)) wrapAsked(e, node, asked, inner);
  else if (probe?.isHeld === true) e.wrap(object, `${e.il}.k(`, e.callSite(node), `,${e.temp()}=`, ')', inner);
  else if (probe && probe.helper !== 'y') {
    e.wrap(object, `${e.il}.${probe.helper}(`, probe.site, ',', probe.rest, inner);
  } else if (e.probesRead(callee, true)) {
    const key = e.keyOf(callee);
    e.called = node.type === 'CallExpression' && !node.optional ? callee : null;
    const site = e.readSite(callee, e.slice(callee));
    e.wrap(object, `${e.il}.p(`, site, ',', `,${key})`, inner);
  } else inner();
  emitKey(e, callee, keySite);
}

/** Objects whose keys are listed for a question after one of them: `Object.keys(held).includes(seat)`. */
const LISTED = new WeakMap<AnyNode, { readonly node: CallNode; readonly asked: AskedKey }>();

/** The object that is asked, with the read of its element. */
function wrapAsked(e: Emitter, node: CallNode, { object, key }: AskedKey, body: () => void): void {
  e.wrap(object, `${e.il}.p(`, e.readSite(node, e.slice(node)), ',', `,${e.slice(key)})`, body);
}

function emitKey(e: Emitter, member: MemberExpression, site: number): void {
  if (!member.computed) return;
  const { property } = member;
  if (site >= 0) e.wrap(property, `${e.il}.k(`, site, ',', ')', () => e.visit(property));
  else e.visit(property);
}

function emitArguments(e: Emitter, node: CallNode, shape: Shape): void {
  const { callee, args, place } = shape;
  const spread = args.findIndex((argument) => argument.type === 'SpreadElement');
  const isObject = (i: number): boolean => (spread < 0 || i < spread) && isNeeded(e.analysis, callee, i);
  const outer = e.inCondition;
  const keySite = e.keyed.get(node);
  const held = e.heldKeys.get(node);
  const asked = ownKeyProbed(e, node);
  const listener = listenerOf(e.analysis, node);
  const buffer = filledBuffer(e.analysis, node, e.context.info);
  args.forEach((argument, i) => {
    const target = argument.type === 'SpreadElement' ? argument.argument : argument;
    const isUsed = argument.type === 'SpreadElement' || (i === 0 && throwsOnNothing(e, node)) || isObject(i);
    if (spread < 0 && isRefused(e.analysis, callee, i)) e.readNotes.set(target, FLAG_THROWS_UNLESS_SET | (e.readNotes.get(target) ?? 0));
    const isCopied = argument.type !== 'SpreadElement' && isOriginal(e, target);
    const plain = (): void => (isUsed ? e.visitBase(target) : e.visit(target));
    let body = isCopied ? (): void => emitOriginal(e, target, plain) : plain;
    const listed = LISTED.get(argument);
    if (listed) {
      const inner = body;
      body = () => wrapAsked(e, listed.node, listed.asked, inner);
    }
    if (asked?.key === argument && !isPlain(argument)) body = () => emitAskedPath(e, node, asked);
    else if (i === 0 && asked?.object === argument && isPlain(asked.key)) {
      const inner = body;
      body = () => wrapAsked(e, node, asked, inner);
    }
    if (i === 0 && held) {
      const inner = body;
      const isSequence = target.type === 'SequenceExpression';
      body = () => {
        e.out.insert(target.start, isSequence ? `${held.open}(` : held.open);
        inner();
        e.out.insert(target.end, isSequence ? `)${held.close}` : held.close);
      };
    }
    if (i === 0 && keySite !== undefined) {
      const inner = body;
      body = () => {
        if (keySite >= 0) return e.wrap(target, `${e.il}.K(`, keySite, ',', ')', inner);
        const isSequence = target.type === 'SequenceExpression';
        e.out.insert(target.start, `${e.il}.i(${isSequence ? '(' : ''}`);
        inner();
        e.out.insert(target.end, isSequence ? '))' : ')');
      };
    }
    if (i === 0 && node.type === 'NewExpression' && isPromise(e, node) && argument.type !== 'SpreadElement') {
      e.executors.add(argument);
      const inner = body;
      const site = e.callSite(node);
      body = () => e.wrap(target, `${e.il}.j(`, site, ',', ')', inner);
    }
    if (target === buffer) body = () => emitFilled(e, buffer);
    if (putAnswers.has(target)) e.out.insert(target.start, `${e.temp()}=`);
    if (argument.type !== 'SpreadElement') {
      const inner = body;
      body = () => emitCopied(e, target, inner);
    }
    const awaited = i === 0 ? onceProbe(e, node) : undefined;
    if (awaited) {
      const inner = body;
      body = () => e.wrap(target, `${e.il}.g(`, awaited.site, ',', awaited.rest, inner);
    }
    for (const { site, rest } of spread < 0 ? readsOfArrow(e, node, argument) : []) {
      const inner = body;
      body = () => e.wrap(target, `${e.il}.p(`, site, ',', rest, inner);
    }
    const stored = i === 1 && argument === target && callee ? answerOf(e, node, callee) : undefined;
    if (stored) {
      const inner = body;
      body = () => e.wrap(target, `${e.il}.Q(`, stored.writeSite, ',', ')', inner);
    }
    const late = e.lateProbes.get(target);
    if (late) {
      const inner = body;
      body = () => e.wrap(target, `${e.il}.${late.helper}(`, late.site, late.rest, `${late.end})`, inner);
    }
    if (argument === listener) {
      const inner = body;
      body = () => e.wrap(target, `${e.il}.A(`, e.callSite(node), ',', ')', inner);
    }
    if (place === 'last' && i === args.length - 1) e.wrap(target, `${e.il}.k(`, e.callSite(node), ',', ')', body);
    else body();
  });
  e.inCondition = outer;
  notePassed(e, node, shape);
  // A literal that is spread costs nothing once the code is optimised (a call that returns one does).
  if (place !== 'spread') return;
  if (hasParentheses(e, node)) e.out.insertNumber(node.end - 1, `...(${e.il}.s[0]=`, e.callSite(node), ',[])');
  else e.out.insertNumber(node.end, `(...(${e.il}.s[0]=`, e.callSite(node), ',[]))');
}

/** `rates.set(currency, await load(currency))`: the write of an answer. */
function answerOf(e: Emitter, node: CallNode, callee: AnyNode): Access | undefined {
  if (callee.type !== 'MemberExpression' || memberName(callee) !== 'set') return undefined;
  const access = e.flow.accesses.find(node);
  return access && isAnswer(access) ? access : undefined;
}

/** What is read for a function of another file, which alone knows whether it needs an object: one that the file exports, or a method that is passed another part of its own object (`state.list(state.admin)`). */
function notePassed(e: Emitter, node: CallNode, { callee, args }: Shape): void {
  const owner = callee?.type === 'MemberExpression' ? callee.object : callee;
  if (!owner) return;
  const isElsewhere = isModuleState(e.analysis, owner) || (owner !== callee && isMadeElsewhere(e.analysis, owner, true));
  const isOfOwner = (argument: AnyNode): boolean =>
    owner !== callee &&
    owner.type !== 'ThisExpression' &&
    argument.type === 'MemberExpression' &&
    e.slice(argument.object) === e.slice(owner);
  for (const [at, argument] of args.entries()) {
    if (argument.type === 'SpreadElement') break;
    if (!isElsewhere && !isOfOwner(argument)) continue;
    const read = e.flow.accesses.find(argument)?.readSite ?? -1;
    if (read >= 0 && e.mayBeMissing(argument)) e.passed.push({ read, call: node, at });
  }
}

/** What a call fills is written from then on: `file.read($il.o(SITE,this,"head",this.head),0,12)`. */
function emitFilled(e: Emitter, buffer: MemberExpression | Identifier): void {
  const variable = e.analysis.resolved.get(buffer);
  const cell = e.cell(variable);
  if (variable && cell === '') return;
  e.access(buffer).writeFlags |= FLAG_FILLS;
  const site = e.writeSite(buffer, 'write', e.slice(buffer), variable);
  const place = buffer.type === 'Identifier' ? cell : `this,${e.keyOf(buffer)}`;
  e.wrap(buffer, `${e.il}.${variable ? 'a' : 'o'}(`, site, `,${place},`, ')', () => undefined);
}

/** Built-ins that need an object, or something to go through, as their first argument. */
const NEEDS_OBJECT =
  /^(?:Object\.(?:keys|values|entries|fromEntries|getOwnPropertyNames|assign)|Reflect\.ownKeys|Array\.from|Promise\.(?:all|allSettled|any|race))$/;

/** What throws where it is not given a descriptor. */
const USES_DESCRIPTOR = /^fs\.(?:(?:write|read|readv|writev|fsync|fdatasync|fstat|ftruncate|fchmod)(?:Sync)?|close(?:Sync)?)$/;

function throwsOnNothing(e: Emitter, node: CallNode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object } = node.callee;
  if (USES_DESCRIPTOR.test(e.slice(node.callee))) return true;
  return object.type === 'Identifier' && !e.analysis.resolved.has(object) && NEEDS_OBJECT.test(e.slice(node.callee));
}

function isPromise(e: Emitter, node: NewExpression): boolean {
  return node.callee.type === 'Identifier' && node.callee.name === 'Promise' && !e.analysis.resolved.has(node.callee);
}

/** An optional chain: its innermost call is sited before the chain, since nothing inside may be wrapped past the first `?.`. */
export function emitChain(e: Emitter, node: ChainExpression): void {
  const top = node.expression;
  const floats = e.floating.delete(node) && top.type === 'CallExpression' && !isQuiet(e, top);
  if (floats) {
    const site = e.callSite(top);
    e.table.setFloating(site);
    e.out.insertNumber(node.start, `${e.il}.f(`, site, ',');
  }
  let deepest: CallExpression | null = null;
  for (
    let at: AnyNode = top;
    at.type === 'MemberExpression' || at.type === 'CallExpression';
    at = at.type === 'CallExpression' ? at.callee : at.object
  ) {
    if (at.type === 'CallExpression') deepest = at;
  }
  let close = '';
  const isReference = e.references.delete(node);
  if (deepest && deepest !== top && !isReference && hasOptional(deepest) && shapeOf(e, deepest).place === 'before') {
    close = openCall(e, node, [storeOf(e, deepest)]);
    e.stored.add(deepest);
  }
  const base = e.baseUse === node;
  if (base) e.baseUse = top;
  e.chainTop = top;
  e.visit(top);
  e.out.insert(node.end, `${close}${floats ? ')' : ''}`);
}

/** Calls whose value an expression statement throws away, and what it counts. */
export function markFloating(e: Emitter, node: AnyNode): void {
  switch (node.type) {
    case 'CallExpression':
    case 'TaggedTemplateExpression':
      e.floating.add(node);
      return;
    case 'ChainExpression':
      if (unchain(node).type === 'CallExpression') e.floating.add(node);
      return;
    case 'UpdateExpression':
      e.floating.add(node.argument);
      return;
    case 'AssignmentExpression':
      if (node.operator !== '=') e.floating.add(node.left);
      return;
    case 'SequenceExpression':
      for (const part of node.expressions) markFloating(e, part);
      return;
    case 'LogicalExpression':
      return markFloating(e, node.right);
    case 'ConditionalExpression':
      markFloating(e, node.consequent);
      return markFloating(e, node.alternate);
    default:
      return;
  }
}
