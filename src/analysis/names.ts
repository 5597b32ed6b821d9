/** What tasks and locks are called in messages: the names that the author gave them. */
import { addToSet } from '../base/lists.ts';
import { heldName } from '../model/heldNames.ts';
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import { LOCK_INFERRED } from '../model/vocabulary.ts';

/** What a function is called: its name, `the callback in checkout`, `the callback at line 12`, or `the main module`. */
export function functionLabel(trace: Trace, fn: number): string {
  const row = trace.functions[fn];
  if (row !== undefined && row.name !== '' && row.name !== '(anonymous)') return row.name;
  if (row === undefined || isMainModule(trace, fn)) return 'the main module';
  for (let at = row.parentFunction; at !== NONE; at = trace.functions[at]?.parentFunction ?? NONE) {
    const name = trace.functions[at]?.name ?? '';
    if (name !== '' && name !== '(anonymous)') return `the callback in ${name}`;
  }
  const line = writtenLine(trace, row);
  return line === undefined ? 'the callback' : `the callback at line ${line}`;
}

/** The line, undefined in a file that was compiled: that of the result says nothing to its author. For names, which are made without a look at source maps. */
export function writtenLine(trace: Trace, { file, line }: { readonly file: number; readonly line: number }): number | undefined {
  return (trace.files[file]?.map ?? '') === '' ? line : undefined;
}

/** A name of which the first word is one of these: `stop`, `stopTimer`, `stop_all`; not `stopped`. */
export function isLedBy(words: RegExp, name: string): boolean {
  const [found] = words.exec(name) ?? [];
  return found !== undefined && !/^[a-z]/.test(name.slice(found.length));
}

/** The last of the names in `this.pool.release`, `Pool.release`, `Pool.#release`; the whole text where it ends in no name. */
export function lastName(text: string): string {
  return /[\p{ID_Continue}$]+$/u.exec(text)?.[0] ?? text;
}

/** Is the function the top level of a module? */
export function isMainModule(trace: Trace, fn: number): boolean {
  const row = trace.functions[fn];
  return row === undefined || (row.parentFunction === NONE && (row.name === '' || row.name === '(anonymous)'));
}

/** Name of the task that an activation is part of. */
export function taskName(trace: Trace, activation: number): string {
  return functionLabel(trace, activation === NONE ? NONE : trace.activations.fn.at(activation));
}

/** Name of the code at a site, for requests that belong to no activation. */
function nameAtSite(trace: Trace, site: number): string {
  return functionLabel(trace, trace.functionAt(site));
}

/** Name of the task that made a request. */
export function requesterName(trace: Trace, request: number): string {
  const activation = trace.requests.activation.at(request);
  const site = trace.requests.site.at(request);
  // The function of a hand-written lock acts for its caller.
  const isHandWritten = trace.locks.kind.at(trace.requests.lock.at(request)) === LOCK_INFERRED;
  if (activation === NONE || isHandWritten) return nameAtSite(trace, site);
  // A plain function that asks for the task, by its name: that is where the reader finds it.
  const fn = trace.functionAt(site);
  const name = trace.functions[fn]?.name ?? '';
  return fn !== trace.activations.fn.at(activation) && name !== '' && name !== '(anonymous)' ? name : taskName(trace, activation);
}

/** Methods that are called on a lock; anything else in a call's text is the lock itself (`limit(job)`). */
const METHOD =
  /\??\.\s*(?:acquire|runExclusive|waitForUnlock|lock|withLock|request|add|addAll|onIdle|onEmpty|push|pushAsync|unshift|schedule|submit|run|use|execute|query|wait|waitFor|connect|getConnection|[A-Za-z]*[aA]cquire[A-Za-z]*)\s*$/;

const OWN_METHOD = /\??\.\s*[\w$#]+\s*$/;

/** How the program speaks of its locks, as far as their requests are known. */
interface SpokenNames {
  requests: number;
  readonly ofLock: Map<number, Set<string>>;
  readonly locksOf: Map<string, Set<number>>;
}

const spoken = new WeakMap<Trace, SpokenNames>();

function spokenNames(trace: Trace): SpokenNames {
  let names = spoken.get(trace);
  if (names === undefined) {
    names = { requests: 0, ofLock: new Map(), locksOf: new Map() };
    spoken.set(trace, names);
  }
  for (; names.requests < trace.requests.length; names.requests++) {
    const lock = trace.requests.lock.at(names.requests);
    const name = spokenAt(trace, names.requests);
    addToSet(names.ofLock, lock, name);
    addToSet(names.locksOf, name, lock);
  }
  return names;
}

/**
 * What a lock is called: its key, or how the program speaks of it where it asks for it. Where that is no name of its own (it goes by several, or others go by it, as
 * those of parameters do), the variable or property that it was made for.
 */
export function lockNameAt(trace: Trace, request: number): string {
  const name = spokenAt(trace, request);
  const lock = trace.requests.lock.at(request);
  const held = heldName(trace, lock);
  if (held === '' || held === lastName(name) || trace.string(trace.locks.name.at(lock)) !== '') return name;
  const { ofLock, locksOf } = spokenNames(trace);
  const isItsOwn = ofLock.get(lock)?.size === 1 && locksOf.get(name)?.size === 1;
  return isItsOwn ? name : held;
}

/** How the program speaks of the lock at this request: the variable or property it is held in there, or its key. */
function spokenAt(trace: Trace, request: number): string {
  const lock = trace.requests.lock.at(request);
  const key = trace.string(trace.locks.name.at(lock));
  if (key !== '') return key;
  const site = trace.site(trace.requests.site.at(request));
  const text = site?.text ?? '';
  const isInferred = trace.locks.kind.at(lock) === LOCK_INFERRED;
  // The flag itself, which is looked at and set without a call.
  const isFlag = isInferred && (site?.kind === 'read' || site?.kind === 'write');
  // What the methods of a hand-written lock are called is up to its author.
  const name = isFlag ? text : text.replace(isInferred ? OWN_METHOD : METHOD, '').trim();
  // A class that asks for its own: nobody knows which one `this` is.
  if (name === 'this') return className(trace, site?.function ?? NONE) ?? name;
  return name === '' ? trace.string(trace.locks.library.at(lock)) : name;
}

/** The class of the method that a function is, or stands in. */
function className(trace: Trace, fn: number): string | undefined {
  for (let at = fn; at !== NONE; at = trace.functions[at]?.parentFunction ?? NONE) {
    const name = /^(?<of>[\w$]+)\.#?[\w$]+$/.exec(trace.functions[at]?.name ?? '')?.groups?.['of'];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Names for several requests' locks: equal names of different locks get numbers. */
export function lockNames(trace: Trace, requests: readonly number[]): Map<number, string> {
  const names = new Map<number, string>();
  const used = new Map<string, Set<number>>();
  for (const request of requests) {
    const name = lockNameAt(trace, request);
    names.set(request, name);
    const locks = used.get(name) ?? new Set<number>();
    used.set(name, locks.add(trace.requests.lock.at(request)));
  }
  const numbers = [...new Set(requests.map((request) => trace.requests.lock.at(request)))].sort((a, b) => a - b);
  for (const [request, name] of names) {
    const ambiguous = (used.get(name)?.size ?? 0) > 1;
    const number = numbers.indexOf(trace.requests.lock.at(request)) + 1;
    names.set(request, ambiguous ? `${name} (lock ${number})` : name);
  }
  return names;
}

/** `the main thread`, `worker 2 (resize.js)`. */
export function threadName(trace: Trace, thread: number): string {
  const row = trace.threads[thread];
  if (row === undefined || row.threadId === 0) return 'the main thread';
  const path = trace.workers.find((w) => w.child === thread)?.file ?? row.name;
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return file === '' ? `worker ${row.threadId}` : `worker ${row.threadId} (${file})`;
}

/** The task that an access belongs to; the function, where it stands in a plain callback. */
export function workName(trace: Trace, access: number): string {
  const a = trace.accesses;
  const activation = a.activation.at(access);
  return activation === NONE ? functionLabel(trace, trace.functionAt(a.site.at(access))) : taskName(trace, activation);
}

/** Names of calls that change something outside. */
export const CHANGING_CALL =
  /^(?:await\s+)?(?:[\w$]+\s*\.\s*)*(?:post|put|patch|send|publish|write|append|save|store|insert|update|upsert|delete|remove|create|push|emit|log|print|say|charge|pay|debit|credit|deposit|withdraw|refund|transfer|move|apply|begin|commit|rollback|migrate|disconnect|close|run|exec(?:ute)?)(?:[A-Z_]\w*)?\s*(?:\(|$)/;

/** Names of calls that must not be made twice, whatever they give: who is sent something, or pays. Not those that say how much that is (`chargeRate`). */
export const ACTING_CALL =
  /(?:^|[\s.#])(?:send|publish|ship|deliver|notify|withdraw|redeem|pay|charge|refund|debit|deposit|transfer)(?!(?:For|Of|Rates?|Limits?|List|Plan|Schedule|Table|Types?|Status|Info|Details|History|Times?|Fees?|Config)(?![a-z]))(?:[A-Z_]\w*)?\s*(?:\(|$)/;
