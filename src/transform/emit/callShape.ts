/** What a call looks like to the emitter: where the store of its site goes, and whether it is a read or change of a shared collection. */
import type {
  AnyNode,
  CallExpression,
  Expression,
  ImportExpression,
  MemberExpression,
  NewExpression,
  SpreadElement,
  TaggedTemplateExpression,
} from 'acorn';
import { type AskedKey, hasOptional, isFunction, isPlain, isSimple, memberName, ownKeyAsked } from '../scope/ast';
import {
  FLAG_CONDITION,
  FLAG_FIRST_LISTENER,
  FLAG_FIRST_VALUE,
  FLAG_HOLLOW,
  FLAG_NEEDS_INIT,
  FLAG_TESTED,
  FLAG_UNCHECKED,
  MORE_ASKS_OPEN,
  MORE_ASSERTED,
} from '../../wire/siteFlags';
import { heldPath } from '../scope/bindings';
import { searchName, soughtBy } from '../facts/sought';
import { collectionEffect, containerName, isBufferMethod, isFieldMethod, isKeyed, isMutation, keyArgument } from '../scope/collections';
import { calleeText } from './calleeText';
import type { Emitter, LateProbe } from './emitter';
import { resourceEffect } from '../scope/resources';
import { isFirstListener, isNotToBeCalled, LISTENS } from '../facts/firstListener';
import { sharedMethod } from '../facts/sharedElements';

export type CallNode = CallExpression | NewExpression | TaggedTemplateExpression | ImportExpression;

export interface Shape {
  readonly callee: AnyNode | null;
  readonly args: readonly (Expression | SpreadElement)[];
  /** Where the store goes. */
  readonly place: 'before' | 'last' | 'object' | 'key' | 'callee' | 'spread' | 'none';
}

/** Callee, arguments, and where the store of the call site goes. */
export function shapeOf(e: Emitter, node: CallNode): Shape {
  const callee = node.type === 'TaggedTemplateExpression' ? node.tag : node.type === 'ImportExpression' ? null : node.callee;
  const args = node.type === 'TaggedTemplateExpression' ? node.quasi.expressions : node.type === 'ImportExpression' ? [node.source, ...(node.options ? [node.options] : [])] : node.arguments; // prettier-ignore
  const late = args.some((a) => e.hasCall(a));
  const calleeCalls = e.hasCall(callee);
  if (!late && !calleeCalls) return { callee, args, place: 'before' };
  if (args.length > 0) return { callee, args, place: 'last' };
  if (!callee || callee.type === 'Super') return { callee, args, place: 'none' };
  // V8 quotes the callee when it is no function: nothing of ours may stand in it.
  if (node.type === 'NewExpression') return { callee, args, place: 'spread' };
  if (callee.type === 'MemberExpression') {
    if (callee.computed && e.hasCall(callee.property)) return { callee, args, place: 'key' };
    if (node.type === 'CallExpression') return { callee, args, place: 'spread' };
    if (callee.object.type !== 'Super' && !hasOptional(callee.object)) return { callee, args, place: 'object' };
  } else if (node.type !== 'CallExpression' && callee.type !== 'ChainExpression' && !hasOptional(callee)) {
    return { callee, args, place: 'callee' };
  }
  return { callee, args, place: node.type === 'CallExpression' ? 'spread' : 'none' };
}

export interface CollectionProbe {
  /** `y`: around the last argument, which awaits; nothing at the receiver. */
  readonly helper: 'g' | 'h' | 'H' | 'y';
  /** The receiver is kept in the temporary for a probe in the arguments. */
  readonly isHeld?: boolean;
  readonly site: number;
  readonly rest: string;
}

/** The probe of `map.get(k)` and its kind, when the receiver may be a shared collection. */
export function collectionProbe(e: Emitter, node: CallExpression, callee: MemberExpression): CollectionProbe | undefined {
  const method = memberName(callee) ?? '';
  const effect = collectionEffect(method);
  const receiver = callee.object;
  const shared = receiver.type === 'Super' || callee.computed ? undefined : sharedMethod(e, node, callee);
  // A field that may be lost between tasks is told in the words of a Map; the run knows whether threads share it.
  const isField = isFieldMethod(method) && e.flow.accesses.find(node)?.paired === true;
  if (shared && !isField) {
    if (shared.isLate) e.keyed.set(node, -1);
    const site = e.site(shared.kind, node, `${e.slice(receiver)}.${method}`);
    return { helper: shared.isLate ? 'h' : 'g', site, rest: shared.rest };
  }
  if (callee.computed || receiver.type === 'Super' || hasOptional(receiver)) return undefined;
  if (!effect) return eventProbe(e, node, callee, method) ?? resourceProbe(e, node, callee, method);
  const name = containerName(heldPath(e.analysis, receiver));
  const known = e.flow.accesses.find(node);
  const paired = known?.paired ?? false;
  if ((name === '' && !paired) || e.flow.isPrivate(receiver)) return undefined;
  // Who encodes and decodes asks for fields all the time: only what may be lost is told.
  if (!paired && isFieldMethod(method)) return undefined;
  // `Object.assign(rows.get(id), patch)`: the look at an entry is told as the write that it is for.
  const fills = effect === 'read-key' && known !== undefined && e.flow.merges.has(known);
  const mutates = isMutation(effect);
  if (!paired && !mutates && !e.watch.contents.has(name)) {
    if (!e.foreign.has(`${name}<>`)) {
      e.candidates.add(`${name}<>`);
      return undefined;
    }
  }
  const [first, second] = node.arguments;
  if (isBufferMethod(method)) return bufferProbe(e, node, receiver, method);
  let helper: CollectionProbe['helper'] = 'g';
  let rest = `,${JSON.stringify(fills ? 'get+' : searchName(node, method))}`;
  let late: Omit<LateProbe, 'site'> | undefined;
  let isHeld = false;
  let isKeyKept = false;
  if (isKeyed(effect) && (!first || first.type === 'SpreadElement')) return undefined;
  const last = node.arguments.at(-1);
  const waits = node.arguments.some((argument) => e.hasSuspend(argument));
  const awaiting = waits ? awaitingProbe(e, node, receiver, isKeyed(effect) ? first : undefined) : undefined;
  if (awaiting) {
    helper = 'y';
    ({ isHeld } = awaiting);
    late = { helper, rest: `,${awaiting.receiver},${JSON.stringify(method)},${awaiting.key}`, end: awaiting.end };
  } else if (waits && isKeyed(effect)) return undefined;
  else if (isKeyed(effect) && first) {
    if (isStable(e, first)) {
      rest += `,${e.slice(first)}`;
      const value = method === 'add' ? first : second;
      if (effect === 'write-key' && value && isStable(e, value)) rest += `,${e.slice(value)}`;
      else if (effect === 'read-key') rest += soughtBy(e.il, node);
      else if (effect === 'write-key' && second && last === second) {
        // The value of `map.set(key, [])` is known when it is there.
        helper = 'H';
        rest = `,${JSON.stringify(method)}`;
        late = { helper: 'I', rest: `,${e.slice(first)},`, end: '' };
      }
    } else if (effect === 'write-key' && second && last === second && second.type !== 'SpreadElement') {
      // What its value reads comes before the write: `usage.set(order.name, usage.get(order.name) + 1)`.
      helper = 'H';
      late = { helper: 'J', rest: ',', end: '' };
      isKeyKept = true;
    } else {
      helper = 'h';
      e.keyed.set(node, -1);
    }
  } else rest += first && mutates && isStable(e, first) ? `,void 0,${e.slice(first)}` : `,void 0${soughtBy(e.il, node)}`;
  const text = `${e.slice(receiver)}.${method}`;
  const access = e.access(node);
  const kind = effect === 'update-all' || fills ? 'update' : mutates ? 'write' : 'read';
  const isTestedTake = effect === 'update-all' && (e.inCondition || (access.readFlags & FLAG_CONDITION) !== 0);
  const flags =
    mutates || fills
      ? access.writeFlags |
        e.goneLate(node) |
        (isTestedTake ? FLAG_TESTED : 0) |
        (effect === 'write-key' && e.startsWithoutEntries(receiver) ? FLAG_FIRST_VALUE : 0) |
        (method === 'push' && node.arguments.length === 1 && first?.type !== 'SpreadElement' && e.initialValues().isEmptyList(receiver)
          ? FLAG_HOLLOW
          : 0)
      : access.readFlags |
        e.goneLate(node) |
        (e.readNotes.get(node) ?? 0) |
        (e.inCondition ? FLAG_CONDITION : 0) |
        (e.baseUse === node ? FLAG_NEEDS_INIT | FLAG_UNCHECKED : 0);
  const site = e.site(kind, node, text, flags);
  if (kind !== 'write') access.readSite = site;
  if (kind !== 'read') access.writeSite = site;
  if (isKeyKept) e.keyed.set(node, site);
  if (late && last) e.lateProbes.set(last.type === 'SpreadElement' ? last.argument : last, { ...late, site });
  return { helper, site, rest: `${rest})`, isHeld };
}

/** `head.readUInt32LE(at)`, `head.writeUInt32LE(n, at)`, where the place can be named twice. */
function bufferProbe(e: Emitter, node: CallExpression, receiver: AnyNode, method: string): CollectionProbe | undefined {
  const key = keyArgument(method, node.arguments);
  if (!key || !isStable(e, key) || node.arguments.some((argument) => e.hasSuspend(argument))) return undefined;
  const access = e.access(node);
  const mutates = method.startsWith('write');
  const site = e.site(
    mutates ? 'write' : 'read',
    node,
    `${e.slice(receiver)}.${method}`,
    mutates ? access.writeFlags : access.readFlags | (e.readNotes.get(node) ?? 0) | (e.inCondition ? FLAG_CONDITION : 0),
  );
  if (mutates) access.writeSite = site;
  else access.readSite = site;
  return { helper: 'g', site, rest: `,"${mutates ? 'buffer.write' : 'buffer.read'}",${e.slice(key)})` };
}

/** The arguments of a probe around the last argument of a call; `end` closes it. */
interface Awaiting {
  readonly receiver: string;
  readonly key: string;
  readonly end: string;
  readonly isHeld: boolean;
}

/**
 * `map.set(key, await load())` changes the map after the await, and its probe is around the last argument. What cannot be named twice goes through the temporaries until the
 * probe's own arguments have it, which is before the await. Undefined when something in between could take them.
 */
function awaitingProbe(e: Emitter, node: CallExpression, receiver: AnyNode, first: AnyNode | undefined): Awaiting | undefined {
  const isHeld = !e.isNameable(receiver);
  if (first && e.hasSuspend(first)) return awaitedKeyProbe(e, node, receiver, isHeld);
  const isKeyHeld = first !== undefined && !isStable(e, first);
  const isReady = (argument: AnyNode): boolean =>
    isStable(e, argument) || (isKeyHeld && argument === first && (!isHeld || isSimple(argument)));
  if ((isHeld || isKeyHeld) && !node.arguments.slice(0, -1).every(isReady)) return undefined;
  // Let go of, or what they hold would live as long as the function.
  const [object, kept] = isHeld || isKeyHeld ? [e.temp(), `${e.local}v`] : ['', ''];
  if (isKeyHeld) e.heldKeys.set(node, { open: `${kept}=`, close: '' });
  const key = isKeyHeld ? `[${kept},${kept}=0][0]` : first ? e.slice(first) : 'void 0';
  return { receiver: isHeld ? object : e.slice(receiver), key: isHeld ? `(${object}=0,${key}),` : `${key},`, end: '', isHeld };
}

/** `set.add(await x)`, `map.set(await key(), value)`: nothing waits in a temporary while the key is awaited. */
function awaitedKeyProbe(e: Emitter, node: CallExpression, receiver: AnyNode, isHeld: boolean): Awaiting {
  const object = e.temp();
  const kept = `${e.local}v`;
  const letGo = (value: string): string => `[${value},${kept}=0][0]`;
  if (node.arguments.length === 1) {
    // The probe's value is the key.
    const named = isHeld ? `(${kept}=${object},${object}=0,${letGo(kept)})` : e.slice(receiver);
    return { receiver: named, key: `${kept}=`, end: `,${letGo(kept)}`, isHeld };
  }
  if (!isHeld) e.heldKeys.set(node, { open: `${kept}=`, close: '' });
  else e.heldKeys.set(node, { open: `(${kept}=[${object},`, close: '])[1]' });
  return isHeld
    ? { receiver: `(${object}=0,${kept}[0])`, key: `${letGo(`${kept}[1]`)},`, end: '', isHeld }
    : { receiver: e.slice(receiver), key: `${letGo(kept)},`, end: '', isHeld };
}

/** Properties and methods that say whether something is open. */
const ASKS_OPEN =
  /[.!(\s](?:aborted|closed|closing|connected|destroyed|draining|ended|isClosed|isOpen|readyState|stopped|stopping|writable(?:Ended|Finished)?)\b(?!:)/;

/** The probe of `socket.write(x)` and its kind: whatever can be closed is a location that closing writes and use reads. */
function resourceProbe(e: Emitter, node: CallExpression, callee: MemberExpression, method: string): CollectionProbe | undefined {
  const effect = resourceEffect(method);
  const receiver = callee.object;
  if (!effect || e.flow.isPrivate(receiver) || isModule(e, receiver)) return undefined;
  // `end(data)` writes and closes.
  const isLast = method === 'end' && node.arguments.length > 0 && !isFunction(node.arguments[0] as AnyNode);
  if (effect === 'use' && ASKS_OPEN.test(e.slice(e.context.info.node))) e.noteMore(node, MORE_ASKS_OPEN);
  const site = e.site(effect === 'use' ? 'read' : 'write', node, `${e.slice(receiver)}.${method}`, e.goneLate(node));
  return { helper: 'g', site, rest: `,"${isLast ? 'end+' : method}",void 0)` };
}

/** The probe of `bus.emit('order', …)` and `bus.on('order', …)`: an event that came to nobody is a location that who listens later writes. */
function eventProbe(e: Emitter, node: CallExpression, callee: MemberExpression, method: string): CollectionProbe | undefined {
  const [event] = node.arguments;
  const isListening = LISTENS.test(method);
  if ((method !== 'emit' && !isListening) || event?.type !== 'Literal' || typeof event.value !== 'string') return undefined;
  if ((isListening && node.arguments.length !== 2) || isGlobal(e, callee.object)) return undefined;
  const flags = isListening && isFirstListener(e.analysis, e.context.info, node) ? FLAG_FIRST_LISTENER : 0;
  if (isListening && isNotToBeCalled(node.arguments.at(-1))) e.noteMore(node, MORE_ASSERTED);
  const site = e.site(isListening ? 'write' : 'read', node, `${calleeText(e, callee)}(${e.slice(event)})`, flags);
  return { helper: 'g', site, rest: `,"${method}",${JSON.stringify(event.value)})` };
}

/** The probe of the emitter in `once(bus, 'ready')` of node:events, which listens to it as `bus.once` does. */
export function onceProbe(e: Emitter, node: CallNode): CollectionProbe | undefined {
  if (node.type !== 'CallExpression' || node.arguments.length !== 2) return undefined;
  const { callee } = node;
  const [emitter, event] = node.arguments as [AnyNode, AnyNode];
  const name = callee.type === 'MemberExpression' ? memberName(callee) : callee.type === 'Identifier' ? callee.name : '';
  if (name !== 'once' || event.type !== 'Literal' || typeof event.value !== 'string' || !e.isNameable(emitter)) return undefined;
  if (isGlobal(e, emitter)) return undefined;
  const site = e.site('write', node, `once(${calleeText(e, emitter)}, ${e.slice(event)})`);
  return { helper: 'g', site, rest: `,"once",${JSON.stringify(event.value)})` };
}

/** `process.emit` */
function isGlobal(e: Emitter, receiver: AnyNode): boolean {
  return receiver.type === 'Identifier' && !e.analysis.resolved.has(receiver);
}

/** `fs.read`, `process.send`: the receiver is a module or a global, which nobody closes. */
function isModule(e: Emitter, receiver: AnyNode): boolean {
  if (receiver.type !== 'Identifier') return false;
  const variable = e.analysis.resolved.get(receiver);
  if (!variable) return true;
  if (variable.kind === 'import') return true;
  const value = variable.kind === 'const' ? variable.values[0] : undefined;
  return value?.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'require';
}

function isStable(e: Emitter, node: AnyNode): boolean {
  return isPlain(node) && (node.type !== 'Identifier' || e.analysis.resolved.has(node) || node.name === 'undefined');
}

/** `Object.hasOwn(cache, key)` reads the element when the pairs say so, and its key, or its object and no more than the key has to be evaluated, can be named twice. */
export function ownKeyProbed(e: Emitter, node: CallNode): AskedKey | undefined {
  if (!e.flow.accesses.find(node)?.paired) return undefined;
  const asked = ownKeyAsked(node);
  if (asked && isSimple(asked.key) && !isPlain(asked.key) && e.isNameable(asked.object)) return asked;
  if (!asked || !isPlain(asked.key) || (asked.key.type === 'Identifier' && !e.analysis.resolved.has(asked.key))) return undefined;
  return asked;
}
