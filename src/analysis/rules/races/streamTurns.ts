/** What a stream does for one chunk: Node calls `_write` or `_transform` of one stream again only when the call before has said that it is done. */
import { NONE } from '../../../model/ids.ts';
import { ROOT_CONNECTION, ROOT_HTTP_REQUEST } from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import { addToSet } from '../../../base/lists.ts';
import { atomOf, functionOf } from '../../shared/accesses.ts';
import { callersUpFrom } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { rootOf } from '../../roots.ts';
import { callsNamed } from '../../siteIndex.ts';

const METHOD = /\._(?:writev?|transform|flush|final)$/;
/** Given to the one stream that is made with it: `new Writable({ write(chunk, encoding, done) { … } })`. */
const OPTION = /^(?:Writable|Transform|Duplex)\.(?:writev?|transform|flush|final)$/;

/** What callbacks call the stream: `var self = this`. */
const OF_ITSELF = /^(?:this|self|that|_this|me)\./;

const OPENS = /(?:^(?:Readable|Writable|Transform|Duplex)\.|\._)(?:construct|open)$/;
const WORKS = /(?:^(?:Readable|Writable|Transform|Duplex)\.|\._)(?:read|writev?|transform|flush|final|destroy)$/;

/** What a stream is opened with is there when it is given its first chunk, or closed: both stand in one object, `{ open(done) { … }, write(chunk, done) { … } }`, or in one class. */
export function isOpenedBefore(trace: Trace, set: number, use: number): boolean {
  const [opens, works] = [around(trace, functionOf(trace, set), OPENS), around(trace, functionOf(trace, use), WORKS)];
  const streamOf = (fn: number): string => nameOf(trace, fn).replace(/\w+$/, '');
  return opens !== NONE && works !== NONE && parentOf(trace, opens) === parentOf(trace, works) && streamOf(opens) === streamOf(works);
}

/**
 * All accesses (a read, its write, another one) are to properties of one stream, within these methods and what they call back; or within those of one stream that the module makes; or the other one is made
 * in another turn of the stream than the read: before it, or after a write that is made in the turn of the read; or before anybody had asked for the body that the read has waited for.
 */
export function isInStreamTurns(trace: Trace, accesses: readonly number[]): boolean {
  const [read, write, other] = accesses;
  if (read !== undefined && write !== undefined && other !== undefined) {
    if (isInAnotherTurn(trace, read, write, other) || isBeforeBody(trace, other, read)) return true;
    if (isOpenedBefore(trace, other, read) && accesses.every((row) => isOfEachStream(trace, row))) return true;
  }
  const sites = accesses.map((row) => trace.accesses.site.at(row));
  const isOwn = (site: number): boolean => OF_ITSELF.test(trace.site(site)?.text ?? '') && isInTurn(trace, trace.functionAt(site));
  if (sites.every(isOwn)) return true;
  const [option = NONE, ...others] = sites.map((site) => optionOf(trace, trace.functionAt(site)));
  return option !== NONE && others.every((other) => other === option);
}

/** A property of the stream, or a variable of the function that makes it: `function open(path) { let fd; return new Writable({ … }); }`. */
function isOfEachStream(trace: Trace, row: number): boolean {
  const site = trace.site(trace.accesses.site.at(row));
  return site !== undefined && (OF_ITSELF.test(site.text) || trace.variables[site.variableIndex]?.module === false);
}

const ASKS_FOR_DATA = /(?:^|\.)(?:on|once|addListener|resume|pipe)$/;

/** Callback runs in which a stream begins to give what it has: `request.on('data', keep)`. Node does that in a tick of its own, but only where nobody has asked before. */
const beginnings = remembered(byEvents, (trace): ReadonlySet<number> => {
  const { segments, tasks } = trace;
  const found = new Set<number>();
  for (let task = 0; task < tasks.length; task++) {
    if (!ASKS_FOR_DATA.test(trace.site(tasks.site.at(task))?.text ?? '') || trace.taskType(task) !== 'TickObject') continue;
    found.add(segments.atom.at(tasks.initSegment.at(task)));
  }
  return found;
});

/** `request.body = ''; request.on('data', keep);`: what comes over the connection of the request after its head comes to nobody before that. */
function isBeforeBody(trace: Trace, other: number, read: number): boolean {
  const { accesses: a, roots } = trace;
  const [request, body] = [other, read].map((row) => roots[rootOf(trace, a.segment.at(row))]);
  if (request?.kind !== ROOT_HTTP_REQUEST || body?.kind !== ROOT_CONNECTION || request.channel !== body.channel) return false;
  return request.channel !== NONE && a.position.at(other) < a.position.at(read) && beginnings(trace).has(atomOf(trace, other));
}

/** The function that is an option of a stream of the module, around this one; else NONE. */
function optionOf(trace: Trace, fn: number): number {
  const option = around(trace, fn, OPTION);
  return option !== NONE && parentOf(trace, parentOf(trace, option)) === NONE ? option : NONE;
}

function isInTurn(trace: Trace, fn: number): boolean {
  const turn = around(trace, fn, METHOD);
  // An async method of such a name that the program itself calls may be no stream's.
  return turn !== NONE && (trace.functions[turn]?.async !== true || callsNamed(trace, lastName(nameOf(trace, turn))).length === 0);
}

/** The nearest function of such a name, from this one outwards; NONE. */
function around(trace: Trace, fn: number, name: RegExp): number {
  let at = fn;
  while (at !== NONE && !name.test(nameOf(trace, at))) at = parentOf(trace, at);
  return at;
}

function parentOf(trace: Trace, fn: number): number {
  return trace.functions[fn]?.parentFunction ?? NONE;
}

function nameOf(trace: Trace, fn: number): string {
  return trace.functions[fn]?.name ?? '';
}

function isInAnotherTurn(trace: Trace, read: number, write: number, other: number): boolean {
  const { position } = trace.accesses;
  const [mine, theirs] = [turnsAround(trace, read), turnsAround(trace, other)];
  if (theirs.some((turn) => mine.includes(turn))) return false;
  const isBefore = position.at(other) < position.at(read);
  const ends = isBefore ? mine : turnsAround(trace, write);
  return mine.some((turn) => ends.includes(turn) && theirs.some((another) => isOneStream(trace, turn, another)));
}

/** Calls of these methods around an access, up to one that Node made by itself. */
function turnsAround(trace: Trace, access: number): number[] {
  const { caller, fn } = trace.activations;
  const isTurn = (at: number): boolean => METHOD.test(nameOf(trace, at)) && isInTurn(trace, at);
  const turns = callersUpFrom(trace, trace.accesses.activation.at(access)).filter((activation) => isTurn(fn.at(activation)));
  const last = turns.findIndex((turn) => caller.at(turn) === NONE);
  return last < 0 ? turns : turns.slice(0, last + 1);
}

/** Both calls, of one method, come to properties of one stream. */
function isOneStream(trace: Trace, first: number, second: number): boolean {
  const { fn } = trace.activations;
  const others = ownLocations(trace).get(second);
  return fn.at(first) === fn.at(second) && [...(ownLocations(trace).get(first) ?? [])].some((location) => others?.has(location));
}

/** Call of one of these methods → locations of properties of its stream that it comes to, by itself or by other methods of the class. */
const ownLocations = remembered(byEvents, (trace) => {
  const { accesses: a, activations } = trace;
  const classOf = (fn: number): string => nameOf(trace, fn).split('.')[0] ?? '';
  const found = new Map<number, Set<number>>();
  for (let row = 0; row < a.length; row++) {
    const activation = a.activation.at(row);
    const fn = activation === NONE ? NONE : activations.fn.at(activation);
    if (fn === NONE || !METHOD.test(nameOf(trace, fn))) continue;
    const site = a.site.at(row);
    const isOwn = OF_ITSELF.test(trace.site(site)?.text ?? '') && classOf(functionOf(trace, row)) === classOf(fn);
    if (isOwn) addToSet(found, activation, a.location.at(row));
  }
  return found;
});
