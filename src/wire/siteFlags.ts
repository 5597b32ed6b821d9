/** Bits of `Site.flags` (sites.ts): what the transform knows about one place in the source, and the rules ask. No site is a read and a write: those share bits. */

/** Among the names of SiteMerge and SitePatch: all of what was found, or all of what the function is given. */
export const ALL_NAMES = '*';
/** Among them: an entry whose key the run tells, `{ ...held, [seat]: who }`. */
export const ANY_ENTRY = '[]';

// --- reads --------------------------------------------------------------------------------------------------------------------

/** It decides a branch. */
export const FLAG_CONDITION = 1;
/** Its value must be an object, function or number (it, or the result of a call, is called, awaited, calculated with, or has a member taken), and no test of it stands before. */
export const FLAG_NEEDS_INIT = 1 << 1;
/** It is the whole test of a branch, or what it negates: the branch for a true, or for a false, value throws. */
export const FLAG_THROWS_IF_SET = 1 << 6;
export const FLAG_THROWS_UNLESS_SET = 1 << 7;
/** The branch for a true value ends by giving an error to somebody (`callback(new Error('closed'))`). (A bit that among writes is FLAG_OUTER.) */
export const FLAG_FAILS_IF_SET = 1 << 5;
/** The same of the branch for a false value: both bits. */
export const FAILS_UNLESS_SET = FLAG_FAILS_IF_SET | FLAG_THROWS_UNLESS_SET;
/** As FLAG_NEEDS_INIT, with no test of it since the last await. */
export const FLAG_UNCHECKED = 1 << 8;

/** Compared with what the activation itself stored or read there before, or by a function that only says whether it is what it is given: the place says whose turn it is. */
export const FLAG_TOKEN = 1 << 2;
/** It is compared with 0, or negated: whether a count has come to its end. (A bit that among writes is FLAG_COUNTS_DOWN.) */
export const FLAG_AT_END = 1 << 27;
/** It is compared by size with something that does not stand in the code (`running < limit`), or is more than 1, or only decides whether something is marked (`if (running > 0) this.again = true`). (A bit that among calls is FLAG_WAKES.) */
export const FLAG_LIMITED = 1 << 12;
/** With FLAG_NEEDS_INIT: the file gives a property of this name a value where it makes an object. (A bit that among writes is FLAG_DECLARED_EMPTY.) */
export const FLAG_HAS_VALUE = 1 << 13;
/** Something empty stands in for what it may not find (`names[db] || []`, `names[db]?.includes(name)`). */
export const FLAG_STANDS_IN = 1 << 30;
/** With FLAG_STANDS_IN: where it is not there its function ends at once, with a constant (`if (!this.rules) return 0`). (A bit that among writes is FLAG_DECIDED.) */
export const FLAG_ENDS_WITHOUT = 1 << 14;
/** It is used where it is there, and else made in its place (`rows[id] || (rows[id] = [])`). (A bit that among writes is FLAG_CLAIMS.) */
export const FLAG_MADE_IF_MISSING = 1 << 24;

/** All of a list, by a loop that waits in between; and an await in such a loop. (A bit that among writes is FLAG_LEFT.) */
export const FLAG_WALKED = 1 << 28;

/** What is pushed into a stream for a chunk with which the stream has said to be done. (A bit that among awaits is FLAG_FOLLOWED.) */
export const FLAG_PUSHED_LATE = 1 << 18;

/** All that its function does is to give what is there, or to say whether something is. (A bit that among calls is FLAG_NEVER.) */
export const FLAG_GIVEN = 1 << 4;

/** Of an entry: what is done after the test is done where something is there. */
export const FLAG_FOUND = 1 << 3;

// --- writes -------------------------------------------------------------------------------------------------------------------

/** Dominated, in its segment, by a comparison of a captured token with its shared location, or by a check for an abort. */
export const FLAG_TOKEN_GUARD = 1 << 2;
/** It does not follow from an earlier look: a test of the same place in its own step decides about it, or it notes a failure. */
export const FLAG_ANEW = 1 << 6;
/** The stored value came out of an await of the same activation. */
export const FLAG_AWAITED = 1 << 3;
/** The path starts at a binding of a function around, or of the module: what is written outlives the call. */
export const FLAG_OUTER = 1 << 5;
/** Of a variable of a function: it comes in the step in which that is called, and so before whatever else sees the variable. (A bit that among calls is FLAG_SETTLED_BY_CALLER.) */
export const FLAG_AT_ONCE = 1 << 16;
/** Of a property or element that, as far as the file says, has no value before its first write. */
export const FLAG_FIRST_VALUE = 1 << 9;
/** And the file says so: a field without a value, or `this.pool = null` in the constructor, or `exports.pool = null`. */
export const FLAG_DECLARED_EMPTY = 1 << 13;
/** It takes the place of an empty collection that the file declares, puts nothing in and does not count. (A bit that among reads is FLAG_LIMITED.) */
export const FLAG_HOLLOW = 1 << 12;
/** The call fills what is there, from its start, and stores nothing else. (A bit that among calls is FLAG_SETTLED_BY_MAKER.) */
export const FLAG_FILLS = 1 << 15;
/** A test of something that came out of an await of the same activation decides about it. */
export const FLAG_DECIDED = 1 << 14;
/** A later statement of the same list takes it back. */
export const FLAG_UNDONE = 1 << 17;
/** Whoever comes to the end of its async function has made it: else the function threw. (A bit that among calls is FLAG_EXPECTED.) */
export const FLAG_CERTAIN = 1 << 19;
/** Whoever waits at an await with FLAG_COMES_TO_STORE, in the list of statements that it stands in, has made it afterwards: else the function threw. */
export const FLAG_CERTAIN_HERE = 1 << 0;
/** The async function has found nothing there in the step in which it was called, stores this at once, and waits for something later. */
export const FLAG_CLAIMS = 1 << 24;
/** What is stored stands in the code, such as 'paid', or changes what an element was chosen for. */
export const FLAG_MARK = 1 << 20;
/** What the collection held is taken out in the same step: together they store a new whole. */
export const FLAG_REPLACES_ALL = 1 << 4;
/** What is stored is what the function was given, as it is: where a call gives a mark, that is one. */
export const FLAG_HANDED_ON = 1 << 1;
/** What is stored was asked for with a parameter of the function (`user = await load(request)`): it is the answer for this call. */
export const FLAG_FOR_CALL = 1 << 23;
/** A time, from a clock, that a function without parameters stores: until when, or since when, something else is good. (A bit that among reads is FLAG_UNCHECKED.) */
export const FLAG_TIME = 1 << 8;
/** It counts up, or down, by a number that stands in the code (`left--`, `done += 1`). */
export const FLAG_COUNTS_UP = 1 << 26;
export const FLAG_COUNTS_DOWN = 1 << 27;
/** It is made less by something else (`left -= done.length`, `list.splice(0, done.length)`), or bits of it are set or taken back. (A bit that among reads is FLAG_NEEDS_INIT.) */
export const FLAG_SUBTRACTS = 1 << 11;
/** What an update gives decides a branch (`if (--left === 0)`, `const next = waiting.shift(); if (next)`). */
export const FLAG_TESTED = 1 << 30;
/** All that a call leaves: its function returns nothing, and stores this once. */
export const FLAG_LEFT = 1 << 28;
/** It is made only where what is there is older than what the activation has. */
export const FLAG_NEWEST = 1 << 22;
/** What is stored is made of what is there: it adds to that. (A bit that among reads is FLAG_THROWS_UNLESS_SET.) */
export const FLAG_ADDS = 1 << 7;
/** It takes one, of its own choice, out of a set of what is free; a read with it finds one by its key, and only where there is none a new one is opened. (A bit that among calls is FLAG_REJECTS.) */
export const FLAG_TAKES_ONE = 1 << 21;
/** It adds the first listener for messages of what an async function is called with, which nobody else was given before. (A bit that among reads is FLAG_PUSHED_LATE.) */
export const FLAG_FIRST_LISTENER = 1 << 18;

// --- awaits -------------------------------------------------------------------------------------------------------------------

/** The loop around it comes to an end by itself (`for` over something, or with a test that counts). */
export const FLAG_BOUNDED = 1 << 11;
/** The function has something to do when it comes back, with its value or after it. */
export const FLAG_FOLLOWED = 1 << 18;
/** Its value is used by the function. (A bit that among reads is FLAG_WALKED.) */
export const FLAG_USED = 1 << 28;
/** The loop around it has no end (`for (;;)`), and nothing comes after it. (A bit that among writes is FLAG_FIRST_VALUE.) */
export const FLAG_ENDLESS = 1 << 9;

/** A write with FLAG_CERTAIN_HERE comes after it, or in its statement. */
export const FLAG_COMES_TO_STORE = 1 << 27;

/** Its answer belongs to what an object held before, and the object is asked again along with it. (A bit that among reads is FLAG_STANDS_IN.) */
export const FLAG_ASKED_AGAIN = 1 << 30;

// --- calls --------------------------------------------------------------------------------------------------------------------

/** `new Promise` whose executor takes no parameters: nobody can ever settle the promise, and it is meant so. */
export const FLAG_NEVER = 1 << 4;
/** In the executor of `new Promise`: it settles the promise, or it is given what does. */
export const FLAG_WAKES = 1 << 12;
/** It makes a promise: only the function that makes it settles it; or only who gets what that function returns. */
export const FLAG_SETTLED_BY_MAKER = 1 << 15;
export const FLAG_SETTLED_BY_CALLER = 1 << 16;
/** The code around it expects that it fails (`catch` without the error, or for `ENOENT`). */
export const FLAG_EXPECTED = 1 << 19;

/** One of its arguments stands in the code, such as 'paid', or is an object with such a property. (A bit that among writes is FLAG_TIME.) */
export const FLAG_GIVES_MARK = 1 << 8;

/** A `then` or `catch` whose handler for errors ends the program, or sets its exit status. (A bit that among reads is FLAG_NEEDS_INIT.) */
export const FLAG_EXITS = 1 << 1;

/** It makes a promise that can only be rejected. */
export const FLAG_REJECTS = 1 << 21;
/** Its arguments say that it changes something elsewhere (`method: 'POST'`). */
export const FLAG_SENDS = 1 << 24;
/** Along with FLAG_SENDS: what it changes is gone then (`method: 'DELETE'`). (A bit that among reads is FLAG_CONDITION.) */
export const FLAG_REMOVES = 1 << 0;

/** It makes a timer that its own callback sets again, whatever happens. (A bit that among writes is FLAG_OUTER.) */
export const FLAG_AGAIN = 1 << 5;
/** It makes a timer, or a watcher of a file, whose callback only takes out what is old. (A bit that among writes is FLAG_ANEW.) */
export const FLAG_FORGETS = 1 << 6;
/** It reads lines, and not from the standard input. (A bit that among writes is FLAG_ADDS.) */
export const FLAG_OTHER_INPUT = 1 << 7;
/** Of a connection with FLAG_OWN: it is opened only to see whether it can be. (A bit that among writes is FLAG_MARK.) */
export const FLAG_PROBES = 1 << 20;

/**
 * It opens a file, or a connection for one answer, for the function alone: what it gives is used there, and given to nobody. Of a timer with FLAG_FORGETS: it takes out the entry that is put in
 * beside it, and nobody has what could clear it. (A bit that among reads and writes is of tokens.)
 */
export const FLAG_OWN = 1 << 2;

/** What it gives when it is awaited, its function only calls, and hands to nobody. (A bit that among writes is FLAG_NEWEST.) */
export const FLAG_KEPT = 1 << 22;

/** It makes something that its function closes at its end, if it comes so far, and gives to nobody who could. (A bit that among writes is FLAG_UNDONE.) */
export const FLAG_CLOSED_AT_END = 1 << 17;

/** It asks another machine, and of the answer everything is taken but the body. (A bit that among writes is FLAG_DECIDED.) */
export const FLAG_BODY_LEFT = 1 << 14;

/** It calls an async function that fills what the function around returns right after it, without having waited. (A bit that among writes is FLAG_DECLARED_EMPTY.) */
export const FLAG_GIVEN_EARLY = 1 << 13;
/** The same of parts of it, while others are there at once. (A bit that among writes is FLAG_COUNTS_UP.) */
export const FLAG_GIVEN_IN_PART = 1 << 26;

/** The callback that it ends gives nothing, and what that gives is waited for (`Promise.all(rows.map((row) => { save(row); }))`). (A bit that among writes is FLAG_FOR_CALL.) */
export const FLAG_NOT_GIVEN = 1 << 23;

/** What it gives is taken for an answer: it is a test, or all that the test of a list (`filter`, `some`) says. (A bit that among reads is FLAG_FOUND.) */
export const FLAG_ASKED = 1 << 3;

/** It closes something, or takes it out of a list of what is free, in two callbacks: the second comes when the close is over. */
export const FLAG_GONE_LATE = 1 << 29;

// --- any ----------------------------------------------------------------------------------------------------------------------

/** In a loop that looks at the same again after each await, until somebody else has changed it: its test, or the await. */
export const FLAG_POLL = 1 << 25;
/** In a loop that only looks whether somebody else has changed something. */
export const FLAG_SPIN = 1 << 10;

// --- more ---------------------------------------------------------------------------------------------------------------------
// Bits of `Site.more`: of calls and awaits, all of whose flags are taken, and of what is rare.

/** An await with FLAG_ASKED_AGAIN: nothing but the answer itself is looked at before. */
export const MORE_TAKEN_AS_IS = 1;
/** A call that is given what the function around it was called with, or what a loop goes through, and nothing that the called object has itself. */
export const MORE_GIVES_OWN = 1 << 1;
/** It adds a listener that only stores into variables at which nobody but the function around looks: of no use when that has ended. */
export const MORE_VAIN = 1 << 2;
/** An await with FLAG_ASKED_AGAIN: the elements of its answer are joined with those of a list by their place. */
export const MORE_BY_INDEX = 1 << 3;
/** In a condition of a loop that waits, or of a function that hands itself to a timer, and gives up after a time or a number of rounds. */
export const MORE_LIMITED = 1 << 4;
/** A read, or a call of a function of another file, that decides whether somebody is turned away (`throw`, an answer with an error, `return false`). */
export const MORE_REFUSES = 1 << 5;
/** In a listener that may be called again at any time: a call on what was there before, or a write of it. */
export const MORE_IN_LISTENER = 1 << 7;
/** A call or write in a `finally` whose `try` returns what a call gives, and does not wait for that; or what opens the resource of a `using` in such a block, whose end closes it. */
export const MORE_BEHIND_RETURN = 1 << 8;
/** An await, a `JSON.parse`, or a read with FLAG_NEEDS_INIT: what it throws is caught around it in its function, and not passed on but by its `code`. */
export const MORE_CAUGHT = 1 << 9;
/** A read that decides whether something is added to what outlives the call: the other way keeps nothing and tells nobody. */
export const MORE_LEAVES_OUT = 1 << 12;
/** A look whether there is something under a key: where there is, the function does nothing, and gives nothing of it (`if (seen.has(url)) return;`, `if (handled[id]) return 'twice'`). */
export const MORE_PASSES_OVER = 1 << 13;
/** A use of what can be closed, in a function that asks whether something is open (`if (link.destroyed) return`). */
export const MORE_ASKS_OPEN = 1 << 14;
/** A look whether there is more than something, behind which its function goes on; and a write that puts something beside all that is there (`list = [...list, line]`). */
export const MORE_GROWS = 1 << 17;
/** A read of all that a collection holds, in a function that closes each. */
export const MORE_CLOSES_EACH = 1 << 18;
/** With FLAG_ASKED_AGAIN, a call: it is in the callback with its answer that it is asked again. */
export const MORE_ASKED_BACK = 1 << 19;
/** It waits for the 'end' of what nobody reads: a response, or a file, of which everything is taken but the content. */
export const MORE_UNREAD_END = 1 << 20;
/** A look for a file that only decides whether it is removed; an await, a `catch` or a `then` whose failure is handled by who knows that a file may have gone (`ENOENT`). */
export const MORE_MAY_BE_GONE = 1 << 21;
/** With MORE_REFUSES: it is who finds nothing that is turned away. */
export const MORE_WITHOUT = 1 << 22;
/** It is given what has been waited for. */
export const MORE_GIVES_ANSWER = 1 << 23;
/** `Atomics.load` whose result is compared with what stood there before. */
export const MORE_VERSION = 1 << 24;
/** A write that stores the word for an end (`this.state = 'closed'`); a read that decides whether something is thrown, as it is where such a word stands there (`if (this.state !== 'open') throw …`); a call whose failure is asked whether it came because of an end (`if (error.code !== 'ERR_CLOSED') throw error`), or whose failure is told to its callback alone, which looks for it (`link.send(text, (error) => { if (error) … })`). */
export const MORE_ENDED = 1 << 25;
/** A call with arguments whose result must be an object (`connectionOf(id).query(text)`). */
export const MORE_NEEDED = 1 << 26;
/** It writes a file anew, with what stands in the code: the same each time, and made of nothing that was read. */
export const MORE_FIXED_TEXT = 1 << 27;
/** A read of what a test asserts, of what has been (`expect(count).to.equal(4)`): who goes on has found it so. And what is used in a function that a test calls to see it fail (`assert.throws(() => link.socket.write(text))`). */
export const MORE_ASSERTED = 1 << 28;
/** It stores an empty collection in the place of what was there (`this.links = {}`). */
export const MORE_EMPTIES = 1 << 29;

// --- moreOfWrites ---------------------------------------------------------------------------------------------------------------
// No other site has one of these.

/** What it stores is worked out in its step from what stands there for all calls: it is as of then, whatever has decided that it is made. */
export const MORE_AS_OF_NOW = 1 << 11;
/** It empties a collection with which its function does nothing else: what was in it is dropped, and needs no end. */
export const MORE_DROPS = 1 << 16;
/**
 * A write of what is left of what stands there: from a place that was found in what stood there before a wait (`this.text = this.text.slice(end)`), or without the element that was seen at one end of it
 * before a wait (`idle = idle.filter((one) => one !== first)`), or without whatever stands at one end (`queue = queue.slice(1)`).
 */
export const MORE_CUTS = 1 << 30;
/** Of what it stores over, its step has looked for another value only (`if (order.status === 'cancelled') return; order.status = 'paid';`): a second such write is let pass. */
export const MORE_LOOKS_ASIDE = 1 << 15;
/** A write after a wait that puts back, as it was, what its function has read there before the wait. */
export const MORE_RESTORES = 1 << 6;
/** It stores an empty collection where its function has taken what was there, and does not put that back (`const batch = this.rows; this.rows = [];`). */
export const MORE_LEAVES_EMPTY = 1 << 10;

// --- moreOfReads ----------------------------------------------------------------------------------------------------------------
// No write has one of these.

/** A read that a call with parameters answers with: it returns it, or gives it to the callback that it was called with (`done(null, this.token)`). */
export const MORE_ANSWERS = 1 << 15;
/** The method by which something is pushed into a stream for a chunk with which the stream has said to be done; the access holds `false` where the stream has ended. */
export const MORE_PUSHED = 1 << 16;
/** A read in a function that only says whether something is so (`get isOpen() { return this.status === 'open'; }`). */
export const MORE_SAYS = 1 << 11;
/** A read of a collection of which one entry is taken, and another value where there is none (`names[key] ?? key`): it is given on, and nothing else is done without it. */
export const MORE_OR_VALUE = 1 << 30;
/** A call without whose yes somebody is turned away (`if (!pump.isOn()) throw …`). */
export const MORE_NEEDS_YES = 1 << 6;
/** A call, or a read of a property, of which it is asked how many, or how much, it gives, up to a limit. */
export const MORE_COUNTED = 1 << 10;

// --- moreOfAwaits ---------------------------------------------------------------------------------------------------------------
// Neither reads, writes nor calls have one of these.

/** An await with FLAG_ASKED_AGAIN, though nothing is asked again: the answer is stored beside what it belongs to, in the same object (`page.notes = await check(page.text)`). */
export const MORE_BESIDE = 1 << 16;
