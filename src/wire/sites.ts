/** The static side of a trace: what the transform knows about one file. Written once per file as a CHUNK_SITES (JSON). */

/** What a site is. */
export type SiteKind = 'call' | 'new' | 'await' | 'yield' | 'for-await' | 'return' | 'read' | 'write' | 'update' | 'statement';

export interface Site {
  /** 1-based line and 0-based column in the file as it was before our transform (see `map` for the author's position). */
  readonly line: number;
  readonly column: number;
  readonly kind: SiteKind;
  /** Index into `functions` of the innermost enclosing function; 0 is the module itself. */
  readonly fn: number;
  /** Short source text: `this.balance`, `stock`, `lock.acquire`, `cache.get`. At most 80 characters, one line. */
  readonly text: string;
  /** Bits of siteFlags.ts. */
  readonly flags?: number;
  /** For an access that takes part in a pair: the other static facts the rules need. */
  readonly variable?: number;
  /** The value of this call is the value of an expression statement (its promise, if any, floats); of an update: nobody takes what it gives. */
  readonly floating?: boolean;
  /** The variable, property or field that is given the value of this call: `stock` of `const stock = new Mutex()`. */
  readonly held?: string;
  /** MORE_*, left out when there is none. */
  readonly more?: number;
}

export interface SiteFunction {
  /** The author's name for it, or what it was registered for (`get('/orders')`); '' for the module, '(anonymous)' otherwise. Methods: `Account.debit`. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly async: boolean;
  readonly generator: boolean;
  /** Index of the enclosing function; -1 for the module. */
  readonly parent: number;
  /** It has a name by which it is called, and which is used for nothing else, is a method of what the function around it returns, or a getter or setter: whoever calls it goes on with it. */
  readonly called?: true;
  /** Places of parameters that it still uses once it has waited, or by what it leaves behind. */
  readonly later?: readonly number[];
  /** Places of parameters for which it needs objects: the first thing that it does with one is to take a member of it, or to call it. */
  readonly needs?: readonly number[];
  /** Parts of a request that it needs (`store` of `request.store.find(id)`), and with a `!` those that it first does something else with. */
  readonly parts?: readonly string[];
  /** Names of functions and properties whose answer it holds, after a wait, against what it had before (`if (editor.getText() !== text) return`). */
  readonly rechecks?: readonly string[];
}

/** A watched variable (one binding in the source; each closure instance is a location of its own). */
export interface SiteVariable {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** Declared at module level: exactly one instance. */
  readonly module: boolean;
  /** Declared without a value (`let x;`), or with undefined or null. */
  readonly uninitialised?: boolean;
  /** Declared with what was loaded (`let config = await load()`). */
  readonly loaded?: boolean;
}

/**
 * The value written at `write` (or whether it is written) depends on what was read at `read`, with an await, yield or callback boundary
 * between the two on some path.
 */
export interface SitePair {
  readonly read: number;
  readonly write: number;
  /** `value`: the stored value is computed from it. `guard`: it decides whether the write happens. `stale`: compound assignment across an await.
   * `reset`: all that a collection held was read, and then it is emptied (itself, or an empty one takes its place).
   * A read of the same location after the last await that re-checks the guard (F5) or feeds the value kills the pair; such pairs are not emitted. */
  readonly kind: 'value' | 'guard' | 'stale' | 'reset';
  /** What is stored is read by the same place, in the step of the write (a helper that is asked twice): the check is an earlier read than that. */
  readonly again?: true;
  /** A function that calls another one twice: what the one call has read decides what the other one writes, and nothing of what the same call writes. */
  readonly apart?: true;
}

/**
 * The result of the call `read` reaches the call `write`, or decides whether it is made (`guard`); both are of functions that the file does not have. Joined
 * with the entries of other files by name, the last one in the text of the site. One of the two can also be an access of the file itself.
 * `look`: the call `read` looks at a file, and the call `write` adds to one, or not, by what was found.
 * `refill`: the access `read` empties a collection, and `write` fills it again after an await.
 * `reset`: what the call `read` gives is handed to something that is waited for, and then the call `write` is made of the same thing, without arguments. Or the other half, in the file of the two
 * functions: the access `read` is of all that a collection holds, for the result of its function, and the access `write`, in another function, empties it.
 * `halves`: the accesses `read` and `write` both store, before and after an await, places that belong together; `kept`: such two that have had values since they were made.
 * `joined`: reads of such two places, the one that is stored first as `read`, which one expression joins.
 * `moved`: the access `read` takes something out of one collection, and `write`, after an await, puts it into another one. `summed`: reads of the sizes of such two, the first one's as `read`, of
 * which the sum is compared.
 * `apart`: the reads `read` and `write`, before and after an await, are of two parts of one thing, or of that thing, and are used together.
 * `untaken`: the search `read` does not take what the call `write` adds.
 * `copied`: of the list under a key at which `read` looks, only what stood in it in that step is used; a link of the look with itself.
 * `own`: the look `read` searches for the element that the removal `write` takes out; what it searches for is recorded as its value.
 * `rechecked`: a test in the step of the write looks again at what the read has asked for; of other reads of that list it does not. Each such write has one link of itself.
 * `given`: the list of which `read` is all is handed as argument `at` to the call `write`, of a function that the file does not have.
 * `passed`: what is read, and nothing has looked at before, is argument `at` of the call `write`, of a function of another file of the program.
 * `reserved`: what is read is compared with the sum of which the write, in the same step, changes another part: whoever looks next finds less.
 * `exchanged`: what is read is given away by a call, and whoever comes back from it stores its answer in the same place: the write of that, and the await between the two.
 * `peeked`: a function gives the element at one end of a list, and another one takes it from there; which calls of the two go together, a `reset` of another file tells.
 * `idle`: the read is of a part of an object, and decides, before a wait, whether the removal `write` takes the object out of a collection.
 * `entered`: the read looks under a key, and decides, before a wait, what the call `write` puts into the list that stands there.
 * `lacked`: the read is of a flag, and who finds it set waits; what `write` (a write, or a call of a parameter, or one that it is given to) gives its own caller on the other ways, it never gives.
 * `place`: calls that run side by side push into a list as they end (`write`), and its elements are taken by the places of the list that the calls were made from (`read`).
 */
export interface SiteLink {
  readonly read: number;
  readonly write: number;
  readonly kind:
    | 'value'
    | 'guard'
    | 'look'
    | 'refill'
    | 'reset'
    | 'halves'
    | 'kept'
    | 'joined'
    | 'moved'
    | 'summed'
    | 'apart'
    | 'untaken'
    | 'copied'
    | 'sought'
    | 'rechecked'
    | 'given'
    | 'passed'
    | 'idle'
    | 'entered'
    | 'exchanged'
    | 'reserved'
    | 'walked'
    | 'peeked'
    | 'lacked'
    | 'place';
  /** Of a guard: what the call `write` is given was asked of the same function once more, after the check. */
  readonly again?: true;
  /** Of `given` and `passed`: the place of the argument. */
  readonly at?: number;
  /** Of a `guard`: where the call `write` is made, `read` is certain to have found nothing. Of a `value`: it was calculated with. Of a `look` at a folder: there is none of that name. */
  readonly empty?: true;
  /** Of a `guard`: where the call `write` is made, `read` has found something. */
  readonly found?: true;
  /** Of a `value`: it is what the call is made on, and none of its arguments. */
  readonly on?: true;
  /** Of `sought`: the properties of the elements by which a list is searched. Of `lacked`: the name of the parameter. */
  readonly by?: string;
}

/**
 * Half of the way of a value from one function to another, in an object that both are given. `into`: what is read (or a call gives) is written to a property of a parameter;
 * `value`, `guard`: what is read from such a property is written, or decides about a write. Joined by the name of the property.
 */
export interface SiteCarry {
  readonly read: number;
  readonly write: number;
  readonly kind: 'into' | 'value' | 'guard';
}

/**
 * What a function reads for its result (or for a callback), and writes; `given`: the stored value comes from its arguments. A call among the reads is one of a
 * function of another file, whose result it is; among the writes one that gets what this function is given.
 */
export interface SiteEntry {
  readonly fn: number;
  readonly reads: readonly number[];
  /** `there`: made where something is there already, whatever that is. */
  readonly writes: readonly { readonly site: number; readonly given: boolean; readonly there?: true }[];
  /** Reads by which it gives a list, or its first element: whoever has them may see that there is none. */
  readonly any?: readonly number[];
  /** Those of the reads that only decide what it gives: nothing of that is made of them. */
  readonly chosen?: readonly number[];
}

/**
 * A write that puts an object over what is there now (`rows.set(id, { ...rows.get(id), likes, ...patch })`): it takes from others only what it names (`names`) and what its callers name.
 * `values`: those that the function has worked out from an older look at the same property. '*': whatever it is called with.
 */
export interface SiteMerge {
  readonly site: number;
  readonly names: readonly string[];
  readonly values: readonly string[];
  /** The names that the writer itself has tested before. */
  readonly guards?: readonly string[];
  /** What is stored is what a function makes of what is there and of what the caller gives (`state = reducer(state, action)`). */
  readonly isReduced?: true;
  /** What is stored is a copy of what is there with an entry in it that is made of something older, or is given (`counts = new Map(counts).set(kind, before + 1)`). */
  readonly isCopy?: true;
}

/**
 * What a call in `fn` of a function of that name (the last one of its path) gives, for a write of SiteMerge. `names`: the properties of the object that it gives. `values`: those whose value
 * follows from what the caller has found there; `guards`: those that it has tested. Where it gives no object: the names that what it gives was made of. '*': all of what was found.
 * `taken`: those that are made of what the caller took from there under that very name (`const { cart } = getState()` … `cart: [...cart, line]`).
 */
export interface SitePatch {
  readonly fn: number;
  readonly callee: string;
  readonly names: readonly string[];
  readonly values: readonly string[];
  readonly guards: readonly string[];
  readonly taken?: readonly string[];
  /** What it gives an action by other names is made of what it took from there under these (`payload: [...cart, line]`). */
  readonly madeOf?: readonly string[];
  /** What it has compared of the state that a function gave, by the names on the path, before it gives an action, and by what names the type of that goes (SiteReducer). */
  readonly asked?: readonly string[];
  /** Those that it gives an action, and has waited for. */
  readonly answers?: readonly string[];
  readonly actions?: readonly string[];
}

/** A reducer gives these properties of the state another value, whatever stands there, when it is given an action of that type: its text, or the name of a constant, `[PAID]`. */
export interface SiteReducer {
  readonly action: string;
  readonly names: readonly string[];
  /** What the action gives by these names takes the place of what was there. */
  readonly anew?: readonly string[];
}

/**
 * A call hands a function over: one of this file, or one of any file by its name. `in`: the function around the call. `site`: the call adds it as a listener, and OP_HANDED tells when.
 */
export interface SiteHanded {
  readonly in: number;
  readonly site?: number;
  readonly fn?: number;
  readonly name?: string;
}

/**
 * Two awaits of one function that follow each other with no data flow between them (await.sequential), an await in a loop whose iterations are independent, or in steps that `reduce` joins to
 * a chain; or calls of `then` of which each is made in the callback of the one before, and none needs what that was given (`nest`).
 */
export interface SiteSequence {
  readonly kind: 'sequence' | 'loop' | 'chain' | 'nest';
  /** The await sites, in order; of a loop those of one round, of `for await` with the wait for the next piece before them. Of a chain first where a step waits for the one before: an `await`, or the call of `then`. */
  readonly sites: readonly number[];
  /** Nobody takes what these awaits give: they are made for what they do. */
  readonly dropped?: boolean;
  /** Of a chain: what the steps call are the items, or methods of them (`tasks.reduce((before, task) => before.then(() => task()), …)`). */
  readonly ofItems?: boolean;
}

/** What objects hold from the start: those that a class of that name makes, or, where it is '', those of literals at the top of a module. `empty`: null, undefined, or a field without a value. */
export interface SiteBeginning {
  readonly owner: string;
  readonly given: readonly string[];
  readonly empty: readonly string[];
}

export interface SiteTable {
  readonly version: 1;
  /** file: URL or absolute path of what was loaded. */
  readonly file: string;
  /** Added to the local numbers below (which start at 0) to get process-wide numbers; all three spaces use the same base. Starts at 1. */
  readonly base: number;
  /** Digest of the source as loaded (16 hexadecimal digits), to detect edits. */
  readonly hash: string;
  readonly sites: readonly Site[];
  readonly functions: readonly SiteFunction[];
  readonly variables: readonly SiteVariable[];
  readonly pairs: readonly SitePair[];
  readonly links?: readonly SiteLink[];
  readonly carries?: readonly SiteCarry[];
  readonly entries?: readonly SiteEntry[];
  readonly merges?: readonly SiteMerge[];
  readonly patches?: readonly SitePatch[];
  readonly reducers?: readonly SiteReducer[];
  /** Reads, and calls of other files' functions, that decide whether a function lets a request through: a middleware that calls `next()`, a hook that does not answer. */
  readonly gates?: readonly number[];
  readonly handed?: readonly SiteHanded[];
  readonly beginnings?: readonly SiteBeginning[];
  readonly sequences: readonly SiteSequence[];
  /** Source map (JSON text, v3) from the loaded source to the author's, when the loaded source had one; '' otherwise. */
  readonly map: string;
  /** Suppression comments: line (of the loaded source) and kinds. */
  readonly ignores: readonly { readonly line: number; readonly kind: string; readonly reason: string }[];
}
