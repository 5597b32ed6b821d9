/**
 * Dependences through functions of other files. A file says which call's result reaches which other call (`links`: `const n = store.get()` … `store.put(n + 1)`),
 * and what its own functions read for their result and write (`entries`). The analysis joins the two by name, and counts only what a run shows to be one
 * location, read and written by one piece of work.
 */
import type { AnyNode, CallExpression } from 'acorn';
import type { SiteEntry, SiteLink } from '../../wire/sites';
import { isFilled } from '../facts/filled';
import type { Access } from './access';
import { homeOf, onlyValue, REF_CALLEE, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { isFunction, memberName, rootOf, unchain } from '../scope/ast';
import { hasOwnMethods, isBuiltInCollection, isOfTimer } from '../scope/builtIn';
import { type CollectionEffect, collectionEffect, isKeyed, containerName } from '../scope/collections';
import { isPartOfRequired, isRelativeRequire } from '../scope/required';
import type { Flow } from './flow';
import { followCallback } from './followed';
import { noteAnswer, noteRelay } from './relays';
import { isAskedAnew } from './searches';
import { isAskedFor, methodOf, type Frame, type Summary, type SummaryWrite } from './summaries';
import { isWithin, mayOverlap, overlaps, rootLocation, type Location } from './locations';
import { isGivenAlone, storedBy } from './stored';
import { isEmptyBehind, presencesOf } from './presence';
import { CHANGED, CONTROL, CROSSED, DISCHARGED, hasAged, NOTHING, RECEIVER, union, type Value } from './values';

export interface Link {
  /** The call whose result it is, or a read of this file. */
  readonly read: CallExpression | Access;
  /** The call that it reaches, or a write of this file. */
  readonly write: CallExpression | Access;
  readonly kind: 'value' | 'guard' | 'look' | 'reset' | 'given' | 'idle' | 'entered' | 'reserved' | 'walked' | 'peeked';
  /** Of a guard: what the call is given was asked of the same function, after the check. */
  readonly again?: boolean;
  readonly at?: number;
  readonly empty?: true;
  readonly found?: true;
  readonly on?: true;
}

/** Calls of other files' functions that are noted for one function. */
const MAX_PASSES = 16;
const MAX_LINKS = 256;
const MAX_ENTRIES = 256;
/** Functions longer than this are not interpreted for their entry alone. */
const MAX_LENGTH = 4000;

/** Methods of promises, functions and emitters: never a function of another file. */
const NEVER = /^(?:then|catch|finally|bind|call|apply|on|once|off|emit|(?:add|remove)Listener|log|require)$/;
/** Methods of strings and arrays: functions of another file where a module of the program is what has them (`quota.replace(left)`). */
const BUILT_IN: ReadonlySet<string> = new Set([
  'toString', 'valueOf', 'trim', 'split', 'replace', 'replaceAll', 'padStart', 'padEnd', 'toFixed', 'toUpperCase', 'toLowerCase', 'startsWith', 'endsWith',
  'match', 'test', 'exec', 'reverse', 'sort', 'fill', 'flat', 'flatMap', 'hasOwnProperty', 'substring', 'charCodeAt', 'repeat',
]); // prettier-ignore

/** Their `get` is nobody's function. */
const BUILT_IN_OBJECT = /^(?:headers|searchParams)$/;
const BUILT_IN_MODULES: ReadonlySet<string> = new Set('http https http2 fs path crypto util zlib os dns net tls dgram'.split(' '));

/** `const next = waiting.shift(); next(seat)`: a callback that somebody has put there, which goes by no name. */
function isTakenOut(variable: Variable): boolean {
  const only = onlyValue(variable);
  const value = only && unchain(only);
  const callee = value?.type === 'CallExpression' ? unchain(value.callee) : undefined;
  const effect = callee?.type === 'MemberExpression' ? collectionEffect(memberName(callee) ?? '') : undefined;
  return effect === 'update-all' || effect === 'read-key';
}

function isBuiltIn(flow: Flow, name: string, owner: AnyNode): boolean {
  return NEVER.test(name) || (BUILT_IN.has(name) && !isModuleState(flow.analysis, owner));
}

/** The name by which another file would know the function that is called; '' when it cannot be one. What is awaited is no method of an array. */
function linkedName(flow: Flow, node: AnyNode, isAwaited = false): string {
  const callee = unchain(node);
  if (callee.type === 'Identifier') {
    const variable = flow.analysis.resolved.get(callee);
    if (!variable || isBuiltIn(flow, callee.name, callee) || isTakenOut(variable)) return '';
    return variable.kind !== 'param' || isOneOfTwo(flow, variable) ? callee.name : '';
  }
  if (callee.type !== 'MemberExpression') return '';
  const name = memberName(callee);
  if (name === undefined || isBuiltIn(flow, name, callee.object)) return '';
  const effect = collectionEffect(name);
  if (effect && !isKeyed(effect) && !isAwaited && !isOfProgram(flow.analysis, name, effect, callee.object)) return '';
  if (BUILT_IN_OBJECT.test(containerName(callee.object)) || (effect && isBuiltInCollection(flow.analysis, callee.object))) return '';
  if (isOfTimer(flow.analysis, callee.object, name)) return '';
  const root = rootOf(callee);
  // What a child process is asked for goes back by a global.
  if (name === 'send' && root === callee.object && root.type === 'Identifier' && root.name === 'process') return name;
  const { resolved, relativeImports } = flow.analysis;
  const isNodes = (of: string): boolean => BUILT_IN_MODULES.has(of) && !relativeImports.has(of);
  return root.type === 'Identifier' && (!resolved.has(root) || isNodes(root.name)) ? '' : name;
}

/** A method that is called as one of a list is, and is none. */
function isOfProgram(analysis: Analysis, name: string, effect: CollectionEffect, object: AnyNode): boolean {
  return (isFinder(name) && isModuleState(analysis, object)) || (effect === 'read-all' && hasOwnMethods(analysis, object));
}

/**
 * `(dispatch, getState) => …`, `({ dispatch, getState }) => …`: of two functions that a later step is given and calls, the one may give what the other stores, under the names that they have
 * where they come from. So it is of those that a factory takes out of its options, `createMeter({ read, write })`, for the functions that it makes.
 */
function isOneOfTwo(flow: Flow, { fn, name }: Variable): boolean {
  const { node } = fn;
  if (!isFunction(node)) return false;
  const isCalled = (param: AnyNode): boolean =>
    param.type === 'Identifier' && flow.analysis.resolved.get(param)?.refs.some(({ role }) => (role & REF_CALLEE) !== 0) === true;
  const options = node.params.flatMap((param): AnyNode[] =>
    param.type === 'ObjectPattern' ? param.properties.flatMap((p) => (p.type === 'Property' && p.shorthand ? [p.value] : [])) : [],
  );
  const isOption = options.some((param) => param.type === 'Identifier' && param.name === name);
  if (!node.async && !isOption) return false;
  const positional = node.async ? node.params.filter((param) => param.type !== 'ObjectPattern') : [];
  return [...options, ...positional].filter(isCalled).length > 1;
}

/** Names under which a module exports what an array also has: `repo.find(id)`. */
function isFinder(name: string): boolean {
  return name === 'find' || name === 'values' || name === 'entries' || name === 'slice';
}

/** What another file of the program exports, by name, by default or as a whole: the values that it keeps there may change, and which is not known here yet. */
export function isModuleState(analysis: Analysis, object: AnyNode): boolean {
  const variable = object.type === 'Identifier' ? analysis.resolved.get(object) : undefined;
  if (!variable) return false;
  if (isFilled(analysis, object)) return true;
  if (variable.kind === 'import') return analysis.relativeImports.has(variable.name);
  const value = variable.kind === 'const' ? variable.values[0] : undefined;
  return value ? isRelativeRequire(value) : isPartOfRequired(analysis, variable);
}

/** `connection.collections[name]` of what another file exports, and has others put something in. */
export function isFilledElsewhere(flow: Flow, container: AnyNode): boolean {
  const isExported = (object: AnyNode): boolean => isModuleState(flow.analysis, object);
  if (!isExported(container) && !(container.type === 'MemberExpression' && isExported(container.object))) return false;
  const contents = `${containerName(container)}<>`;
  if (!flow.foreign.has(contents)) flow.candidates.add(contents);
  return flow.foreign.has(contents);
}

/** An object made here of a class of another file (`orCalled`: or by a function), or what it holds: what its methods store in it is not known here either. */
export function isMadeElsewhere(analysis: Analysis, object: AnyNode, orCalled = false): boolean {
  const variable = analysis.resolved.get(rootOf(object));
  const value = onlyValue(variable);
  const isMade = value?.type === 'NewExpression' || (orCalled && value?.type === 'CallExpression');
  if (!isMade || value.callee.type !== 'Identifier') return false;
  const cls = analysis.resolved.get(value.callee);
  if (cls?.kind === 'import') return analysis.relativeImports.has(cls.name);
  // A name out of what `require` gives: of which file is not noted.
  return cls?.kind === 'const' && cls.scope.kind === 'module' && (cls.values[0] === undefined || isModuleState(analysis, value.callee));
}

/**
 * What a function of another file has read decides about a write here, or is what is stored: `const b = balanceOf(id)` … `accounts.get(id).balance = b - n`.
 * Only of what that file can have, too: it is from there, or the function was called with it (`requirePlace(course)` … `course.students.push(name)`).
 */
export function linkWrite(flow: Flow, { access, location, value, late, validated, fresh }: SummaryWrite): void {
  if (validated || fresh.some((f) => overlaps(f, location))) return;
  const isElsewhere = isFromElsewhere(flow.analysis, rootLocation(location).variable);
  const { guards } = flow.state;
  const nameOf = (taint: number): string => {
    const { call } = flow.origins.get(taint);
    return call ? linkedName(flow, call.callee, true) : '';
  };
  const all = [value, ...guards.map((g) => g.value)];
  if (all.every((v) => v.length === 0)) return;
  // The same function has been asked again.
  const asked = new Set(all.flatMap((v) => v.filter((t) => !hasAged(t, late)).map(nameOf)));
  const add = (taint: number, kind: Link['kind']): void => {
    const { call } = flow.origins.get(taint);
    if (!call || !hasAged(taint, late) || asked.has(nameOf(taint)) || flow.links.size >= MAX_LINKS) return;
    if (!isElsewhere && (!isGiven(flow, call, location) || isTakenBy(call, location))) return;
    const key = `${call.end}:w${access.id}`;
    if (kind === 'value' || !flow.links.has(key)) flow.links.set(key, { read: call, write: access, kind });
    // Only the calls themselves tell which callback stores what goes by which answer.
    followCallback(flow, homeOf(access.fn));
  };
  for (const taint of value) add(taint, taint & CONTROL ? 'guard' : 'value');
  for (const guard of guards) for (const taint of guard.value) add(taint, 'guard');
  for (const taint of late ? [] : all.flat()) noteTaken(flow, taint, location);
}

/** The call is given what the location is a part of. */
function isGiven(flow: Flow, call: CallExpression, location: Location): boolean {
  return call.arguments.some((argument) => {
    const given = flow.locations.find(argument);
    return given !== null && (given === location || isWithin(location, given));
  });
}

/** Calls of functions of other files → what was written to what they were given, in their step. */
const TAKEN = new WeakMap<CallExpression, Location[]>();

/** What is written in the step of the call whose answer allows it is taken with that: what is written to the place later relies on its own write. */
function noteTaken(flow: Flow, taint: number, location: Location): void {
  const { call } = flow.origins.get(taint);
  if (!call || (taint & CROSSED) !== 0 || !isGiven(flow, call, location)) return;
  const known = TAKEN.get(call);
  if (!known) TAKEN.set(call, [location]);
  else if (!known.includes(location)) known.push(location);
}

function isTakenBy(call: CallExpression, location: Location): boolean {
  return TAKEN.get(call)?.some((l) => mayOverlap(l, location) || isWithin(l, location) || isWithin(location, l)) ?? false;
}

/** Imported from another file of the program, or a variable that only a path from there, or a call of one of its functions, has given; or that of a method of a field or parameter. */
export function isFromElsewhere(analysis: Analysis, variable: Variable | null, depth = 0): boolean {
  if (!variable || depth > 2) return false;
  if (variable.kind === 'import') return analysis.relativeImports.has(variable.name);
  // `while ((job = board.next()))` has it from there each time.
  const value = /^(?:const|let|var)$/.test(variable.kind) ? onlyValue(variable) : undefined;
  if (!value) return variable.kind === 'const' && variable.scope.kind === 'module';
  let at = unchain(value.type === 'AwaitExpression' ? value.argument : value);
  const isCall = at.type === 'CallExpression';
  let steps = 0;
  for (; at.type === 'CallExpression' || at.type === 'MemberExpression'; steps++) {
    at = unchain(at.type === 'CallExpression' ? at.callee : at.object);
  }
  // `this.board.next()`: what a field is, another file may say.
  if (at.type === 'ThisExpression') return isCall && steps > 2;
  if (at.type !== 'Identifier') return false;
  if (at.name === 'require' && !analysis.resolved.has(at)) return true;
  const root = analysis.resolved.get(at) ?? null;
  return (isCall && steps > 1 && root?.kind === 'param') || isFromElsewhere(analysis, root, depth + 1);
}

function receiverOf(call: AnyNode): string {
  const callee = call.type === 'CallExpression' ? unchain(call.callee) : call;
  return callee.type === 'MemberExpression' ? containerName(callee.object) : '';
}

/** A call of a function that this file does not have: notes what reaches it, and returns what its result is known by. */
export function linkCall(flow: Flow, node: AnyNode, values: readonly Value[], isAwaited = false): Value {
  if (node.type !== 'CallExpression') return NOTHING;
  if (linkedName(flow, node.callee, isAwaited) === '') {
    noteRelay(flow, node, values);
    return NOTHING;
  }
  // What goes round and calls itself, at once or later, looks again itself.
  const target = flow.resolveCall(unchain(node.callee));
  if (target && flow.isRunning(target.info)) return NOTHING;
  // What a callback asks before it does something else decides nothing about the call that it is given to.
  const isCallback = (i: number): boolean => node.arguments[i] !== undefined && isFunction(node.arguments[i]);
  const given = values.map((value, i) => (isCallback(i) ? value.filter((taint) => (taint & CONTROL) === 0) : value));
  noteLinks(flow, node, given);
  notePass(flow, node, given);
  return flow.origins.call(node);
}

/** A function of this file hands on what it is called with: what reaches it as one of these arguments reaches the call in it. */
export function linkThrough(flow: Flow, { node: fn }: FunctionInfo, passes: Summary['passes'], values: readonly Value[]): void {
  const last = isFunction(fn) ? fn.params.length - 1 : 0;
  const rest = isFunction(fn) && fn.params[last]?.type === 'RestElement' ? last : Infinity;
  for (const [node, given] of passes) {
    const handed = values.filter((_, i) => given.has(Math.min(i, rest)));
    noteLinks(flow, node, handed);
    notePass(flow, node, handed);
  }
}

function notePass(flow: Flow, node: CallExpression, values: readonly Value[]): void {
  for (let frame: Frame | null = flow.frame; frame; frame = frame.outer) {
    const { fn, summary } = frame;
    if (summary.passes.size >= MAX_PASSES) continue;
    const given = summary.passes.get(node) ?? new Set();
    for (const taint of values.flat()) if (isParameter(flow, taint, fn)) given.add(flow.origins.get(taint).index);
    summary.passes.set(node, given);
  }
}

function noteLinks(flow: Flow, node: CallExpression, values: readonly Value[]): void {
  noteAnswer(flow, node, values);
  const add = (taint: number, kind: Link['kind'], isEmpty = false, isFound = false): void => {
    const { call, access } = flow.origins.get(taint);
    const read = call ?? access;
    if (!read || read === node || (taint & DISCHARGED) !== 0 || flow.links.size >= MAX_LINKS) return;
    // What is handed on may have allowed the call, too: of what that stores by itself, only this says something.
    const key = `${call ? call.end : `r${access?.id ?? -1}`}:${node.end}:${kind}`;
    const on = kind === 'value' && isReceiver(taint);
    const known = flow.links.get(key);
    // Not on every way to the call.
    const { found, ...rest } = known ?? {};
    if (known && found && !isFound) flow.links.set(key, rest as Link);
    if (!isEmpty && known && (on || known.on !== true)) return;
    const again = kind === 'guard' && (taint & CROSSED) !== 0 && call !== null && anew.has(nameOf(call));
    // `{ id: all.length + 1 }` says as much of a list as that nothing was in it.
    const isCounted = kind === 'value' && (taint & CHANGED) !== 0;
    flow.links.set(key, {
      read,
      write: node,
      kind,
      ...(again && { again }),
      ...((isEmpty || isCounted) && { empty: true }),
      ...(isFound && !known && { found: true }),
      ...(on && { on }),
    });
    // Only the caller's own calls tell which of its callbacks goes on with what.
    const caller = homeOf(flow.fn);
    const isElsewhere = call !== null && !isOwnCollection(flow, call) && !isOwnCollection(flow, node);
    if (isElsewhere && (taint & CROSSED) !== 0) followCallback(flow, caller);
  };
  const nameOf = (call: CallExpression): string => linkedName(flow, call.callee, true);
  const isReceiver = (taint: number): boolean => values.findIndex((value) => value.includes(taint)) === RECEIVER;
  const all = values.reduce(union, NOTHING);
  const isNew = (taint: number): boolean => (taint & (CONTROL | CROSSED)) === 0;
  const anew = new Set(
    all
      .filter(isNew)
      .flatMap((taint) => flow.origins.get(taint).call ?? [])
      .map(nameOf),
  );
  const { guards } = flow.state;
  // Behind a test that things still are as they were, what was read before is what there is now.
  const validated = guards.some((g) => g.validated);
  for (const taint of all) if (!validated || (taint & CROSSED) === 0) add(taint, taint & CONTROL ? 'guard' : 'value');
  const own = receiverOf(node);
  const isFresh = (taint: number): boolean => {
    const { call } = flow.origins.get(taint);
    return call !== null && (taint & CROSSED) === 0 && own !== '' && receiverOf(call) === own;
  };
  const rechecked = validated || guards.some((g) => g.value.some(isFresh));
  // The same function has been asked once more since, and that answer allows the call.
  const looked = new Set(
    guards.flatMap((g) => g.value.flatMap((taint) => ((taint & CROSSED) === 0 ? (flow.origins.get(taint).call ?? []) : []))).map(nameOf),
  );
  const isOld = (taint: number): boolean => {
    const { call } = flow.origins.get(taint);
    return (taint & CROSSED) !== 0 && call !== null && looked.has(nameOf(call));
  };
  // What is done about a failure (`catch { breaker.failed(); }`) has not been allowed by what was asked before.
  for (const guard of guards.slice(flow.caught)) {
    for (const taint of guard.value) {
      if (!isOld(taint) && (!rechecked || isFresh(taint))) add(taint, 'guard', isEmptyBehind(guard, taint), guard.found === true);
    }
  }
}

/** Interprets the functions whose reads and writes other files may reach and that nothing else made interesting. */
export function interpretEntries(flow: Flow): void {
  const { analysis, watch } = flow;
  // Without state of its own a file can still hand on.
  const watches = watch.variables.size + watch.names.size + watch.contents.size + flow.foreign.size > 0;
  const linked = new Set<FunctionInfo>();
  for (const { node, fn } of analysis.calls) if (linkedName(flow, node.callee) !== '') linked.add(homeOf(fn));
  let left = MAX_ENTRIES;
  for (const fn of analysis.functions) {
    if (fn.parent !== analysis.module || fn.usage === 'inline' || flow.summaries.has(fn)) continue;
    if (!watches && !linked.has(fn)) continue;
    if (fn.node.end - fn.node.start <= MAX_LENGTH && --left >= 0) flow.start(fn);
  }
}

/** A function that another file may know by its name. */
function isEntry({ name, constructs }: FunctionInfo): boolean {
  return name !== '' && name !== '(anonymous)' && !constructs;
}

/** Loops through all of a list by which a function comes to what it gives: whoever calls it from another file has that from there, so all of them have to be told. */
export function markGivenLoops(flow: Flow): void {
  for (const [info, { returns, calls, asserts }] of flow.summaries) {
    if (!isEntry(info)) continue;
    for (const taint of [returns, ...calls.flatMap(({ values }) => values), ...asserts.map(({ value }) => value)].flat()) {
      const { access } = flow.origins.get(taint);
      if (access && flow.accesses.findCopy(access.node) === access) access.paired = true;
    }
  }
}

/** Where an element stands: `rows[rows.findIndex(isIt)] = row` stores nothing of what was there. */
const FINDS_PLACE = /^(?:findIndex|findLastIndex|indexOf|lastIndexOf)$/;

/** What each named function reads for its result, and writes. Sites are those that were emitted. */
export function entriesOf(flow: Flow, siteOf: (node: AnyNode) => number | undefined): SiteEntry[] {
  const { analysis } = flow;
  const entries: SiteEntry[] = [];
  const presences = presencesOf(flow);
  for (const [info, summary] of flow.summaries) {
    if (!isEntry(info) || entries.length >= MAX_ENTRIES) continue;
    const [reads, chosen] = [new Set<number>(), new Set<number>()];
    // Handing it to a callback is another way to return it, and to throw because of it one to tell.
    const calls = summary.calls.filter((c) => !c.isHandedOn);
    for (const taint of [summary.returns, ...calls.flatMap((c) => c.values), ...summary.asserts.map((a) => a.value)].flat()) {
      const { kind, access, call } = flow.origins.get(taint);
      const site = !call ? access?.readSite : isOwnCollection(flow, call) ? undefined : siteOf(call);
      if ((kind !== 'read' && kind !== 'call') || site === undefined || site < 0) continue;
      if (!reads.has(site) && (taint & CONTROL) !== 0) chosen.add(site);
      else if ((taint & CONTROL) === 0) chosen.delete(site);
      reads.add(site);
    }
    const writes = new Map<number, boolean>();
    const there = new Set<number>();
    for (const write of summary.writes) {
      const site = write.access.writeSite;
      // Computed anew in the step of the write: what the caller read before can only have decided about it.
      const isFresh = (taint: number): boolean => {
        const { kind, access, location } = flow.origins.get(taint);
        if (kind !== 'read' || (taint & CROSSED) !== 0 || location === null) return false;
        const isPlace = access !== null && FINDS_PLACE.test(methodOf(access.node));
        return !isPlace && overlaps(location, write.location);
      };
      const isRemoval = flow.withoutOne.has(write.access.node);
      // What is put over what is there now was computed, and allowed, by the caller.
      const merge = flow.merges.get(write.access);
      const merges = merge !== undefined && merge.isCopy !== true;
      // `rows[id] = rows[id] || []` has looked again; `const log = logs.get(id) ?? []; …; logs.set(id, log)` stores what the caller gave.
      const isAgain = write.access.node.type !== 'CallExpression' && write.value.some((taint) => (taint & CONTROL) !== 0 && isFresh(taint));
      const isRechecked = !merges && (isAgain || (write.fresh.some((f) => overlaps(f, write.location)) && !isAskedFor(write)));
      // What the caller has computed is no newer for that.
      const isOnlyThere = isRechecked && !isAgain && write.there;
      if (site < 0 || write.validated || isRemoval || (isRechecked && !isOnlyThere)) continue;
      const isOwn = merge === undefined && write.value.some(isFresh) && !isGivenAlone(analysis, storedBy(analysis, write.access.node));
      const given = !isOwn && write.value.some((taint) => isParameter(flow, taint, info));
      if ((write.noted || isOnlyThere) && !given) continue;
      if (isOnlyThere && !writes.has(site)) there.add(site);
      else there.delete(site);
      writes.set(site, given || writes.get(site) === true);
    }
    for (const [call, given] of summary.passes) {
      const site = isOwnCollection(flow, call) ? undefined : siteOf(call);
      if (site !== undefined && site >= 0) writes.set(site, given.size > 0);
    }
    const looks = [...(presences.get(info.index) ?? [])].map(({ readSite }) => readSite).filter((site) => site >= 0 && !reads.has(site));
    if (reads.size + writes.size + looks.length > 0) {
      const more = { ...(looks.length > 0 && { any: looks }), ...(chosen.size > 0 && { chosen: [...chosen] }) };
      entries.push({
        fn: info.index,
        reads: [...reads],
        writes: [...writes].map(([site, given]) => ({ site, given, ...(there.has(site) && { there: true as const }) })),
        ...more,
      });
    }
  }
  return entries;
}

/** Looks at lists that tests in the step of a write make again, and for each such write one of itself: `rechecked`. */
export function recheckedLinks(flow: Flow): SiteLink[] {
  const found = new Map<string, SiteLink>();
  const looks = [...flow.summaries.values()].flatMap(({ returns, asserts }) => [returns, ...asserts.map(({ value }) => value)].flat());
  for (const { writes } of flow.summaries.values()) {
    for (const write of writes) {
      const mark = write.access.writeSite;
      if (!isAskedFor(write) || mark < 0) continue;
      found.set(`${mark}`, { read: mark, write: mark, kind: 'rechecked' });
      for (const taint of looks) {
        const { access, location } = flow.origins.get(taint);
        const read = access?.readSite ?? -1;
        if (!access || !location || read < 0 || found.size >= MAX_LINKS) continue;
        if (isAskedAnew(write.asked, access.node)) found.set(`${read}:${mark}`, { read, write: mark, kind: 'rechecked' });
      }
    }
  }
  return [...found.values()];
}

/** `this.rows.get(id)` of a collection that this file changes: its accesses say what it does. */
function isOwnCollection(flow: Flow, call: CallExpression): boolean {
  const callee = unchain(call.callee);
  if (callee.type !== 'MemberExpression') return false;
  return collectionEffect(memberName(callee) ?? '') !== undefined && flow.watch.contents.has(containerName(callee.object));
}

function isParameter(flow: Flow, taint: number, info: FunctionInfo): boolean {
  const origin = flow.origins.get(taint);
  return origin.kind === 'param' && origin.fn === info;
}

/** The links of a file, with the numbers of their call sites. */
export function siteLinks(links: Iterable<Link>, siteOf: (node: AnyNode) => number | undefined): SiteLink[] {
  const found: SiteLink[] = [];
  for (const link of links) {
    const read = 'readSite' in link.read ? link.read.readSite : (siteOf(link.read) ?? -1);
    const write = 'writeSite' in link.write ? link.write.writeSite : (siteOf(link.write) ?? -1);
    const { kind, at, empty, found: isFound, again, on } = link;
    const more = {
      ...(again === true && { again: true as const }),
      ...(at !== undefined && { at }),
      ...(empty && { empty }),
      ...(isFound && { found: true as const }),
      ...(on && { on }),
    };
    if (read >= 0 && write >= 0) found.push({ read, write, kind, ...more });
  }
  return found;
}
