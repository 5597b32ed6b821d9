/**
 * The events: opcode constants, and one row per event that says what its fields are. The reader is driven by this table; the
 * writer's hot opcodes are written by hand (preload/record*.ts) and checked against it by a property test.
 *
 * Ids. Promises and all other async resources ("resources") have separate id spaces, both per thread, both > 0, growing in
 * creation order. 0 means none. Activations (calls of async functions, and of callbacks that take part in a data dependence)
 * are numbered per thread in order of ENTER/CALLBACK, from 1, implicitly. Locks, lock requests, locations, strings, operations:
 * per-thread numbers chosen by the writer, from 1. Sites and functions: per-process numbers from the site tables (sites.ts), 0 = unknown.
 *
 * The *execution* (which task runs) is implicit: BEFORE_x pushes, AFTER pops; below all is the main script of the thread.
 */

/**
 * How a field is written:
 * - `uint`  varint
 * - `int`   zigzag varint
 * - `time`  varint, ticks (64 ns) since the previous time of this chunk; decoded to absolute nanoseconds (monotonic clock of the machine)
 * - `promise`, `resource`  varint: 0 = none, else 1 + zigzag distance back from the newest id of that space (newest - id)
 * - `newPromise`, `newResource`  zigzag varint, id - (newest + 1); becomes the newest of its space
 * - `string` varint index of an interned string, 0 = ''
 */
export type FieldKind = 'uint' | 'int' | 'time' | 'promise' | 'resource' | 'newPromise' | 'newResource' | 'string';

// --- async life (hot) ---------------------------------------------------------------------------------------------------
export const OP_INIT_PROMISE = 1;
export const OP_INIT = 2;
export const OP_BEFORE_PROMISE = 3;
export const OP_BEFORE = 4;
export const OP_AFTER = 5;
export const OP_RESOLVE = 6;
export const OP_LONG = 7;
export const OP_TIME = 8;
// --- activations, from transformed code ---------------------------------------------------------------------------------
export const OP_ENTER = 10;
export const OP_SUSPEND = 11;
export const OP_RESUME = 12;
export const OP_EXIT = 13;
export const OP_CALLBACK = 14;
export const OP_HANDED = 15;
// --- accesses, from transformed code --------------------------------------------------------------------------------------
export const OP_LEAVE = 27;
export const OP_LOOP = 28;
export const OP_VALUE = 29;
export const OP_CONTENT = 31;
export const OP_READ = 16;
export const OP_WRITE = 17;
export const OP_LOCATION_VAR = 18;
export const OP_LOCATION_PROP = 19;
export const OP_FLOATING = 20;
export const OP_SHARED = 21;
export const OP_LATE_READ = 22;
export const OP_LATE_WRITE = 23;
export const OP_SHARED_BUFFER = 24;
export const OP_SHARED_PASS = 25;
export const OP_SHARED_LOCK = 26;
// --- definitions ----------------------------------------------------------------------------------------------------------
export const OP_STRING = 30;
// --- locks and queues (adapters) --------------------------------------------------------------------------------------------
export const OP_LOCK_NEW = 40;
export const OP_LOCK_REQUEST = 41;
export const OP_LOCK_ACQUIRE = 42;
export const OP_LOCK_RELEASE = 43;
export const OP_LOCK_CANCEL = 44;
export const OP_LOCK_JOB = 45;
export const OP_LOCK_JOB_END = 46;
export const OP_LOCK_PROMISE = 47;
export const OP_LOCK_LENT = 48;
// --- combinators ------------------------------------------------------------------------------------------------------------
export const OP_COMBINE = 50;
export const OP_COMBINE_MEMBER = 51;
// --- timers, I/O, roots -------------------------------------------------------------------------------------------------------
export const OP_TIMER = 60;
export const OP_TIMER_STATE = 61;
export const OP_BLOCK_ENTER = 62;
export const OP_BLOCK_EXIT = 63;
export const OP_FS = 64;
export const OP_FS_DONE = 65;
export const OP_ROOT = 66;
export const OP_HANDLE = 67;
export const OP_HANDLE_CLOSE = 68;
export const OP_GC = 69;
export const OP_LISTENERS = 70;
export const OP_CONTEXT = 71;
export const OP_BLOCK_ON = 72;
export const OP_STILL = 73;
export const OP_DESCRIPTOR = 74;
export const OP_FS_RANGE = 75;
// --- threads, processes, messages -----------------------------------------------------------------------------------------------
export const OP_WORKER = 80;
export const OP_WORKER_STATE = 81;
export const OP_POST = 82;
export const OP_RECEIVE = 83;
export const OP_CHILD = 84;
export const OP_CHILD_EXIT = 85;
export const OP_ATOMIC = 86;
// --- life of the program ----------------------------------------------------------------------------------------------------------
export const OP_UNHANDLED = 90;
export const OP_HANDLED_LATE = 91;
export const OP_UNCAUGHT = 92;
export const OP_BEFORE_EXIT = 93;
export const OP_EXIT_PROCESS = 94;
export const OP_READY = 95;
export const OP_SAMPLE = 96;
export const OP_MODULE = 97;
export const OP_NOTE = 98;
export const OP_ORPHAN = 99;
export const OP_STUCK = 100;
export const OP_USAGE = 101;
export const OP_TEST_TIMEOUT = 102;

/** Access flags of READ/WRITE `how`. */
export const ACCESS_PLAIN = 0;
/** Read and write in one step (`x++`, `x += 1`, array push): recorded as one WRITE. */
export const ACCESS_RMW = 1;
/** A delete, Map.delete or clear. */
export const ACCESS_DELETE = 2;

/** Kinds of SHARED. */
export const SHARED_READ = 0;
export const SHARED_WRITE = 1;
export const SHARED_ATOMIC_READ = 2;
export const SHARED_ATOMIC_WRITE = 3;
/** Atomics.notify. */
export const SHARED_NOTIFY = 4;
/** The element was 0 behind an Atomics operation that wrote it. */
export const SHARED_ATOMIC_ZERO = 5;

/** Bits of BLOCK_ON `how`: it gives up by itself after a while; it waits for the element to be something else than 0. */
export const WAIT_LIMITED = 1;
export const WAIT_NOT_ZERO = 2;

/** Ways of SHARED_PASS: sent with a message, sent with a worker's start data, found in the own start data. */
export const PASS_MESSAGE = 0;
export const PASS_START = 1;
export const PASS_FOUND = 2;

/** Changes of SHARED_LOCK. */
export const LOCK_TAKEN = 1;
export const LOCK_GIVEN_BACK = 2;
export const LOCK_AWAITED = 3;

/** Kinds of LOCATION_PROP. */
export const LOCATION_PROPERTY = 0;
export const LOCATION_ENTRY = 1;
export const LOCATION_WHOLE = 2;
/** Bits beside these, of a property: at its first access, a read, it held something (neither undefined nor null), or a getter stood there; or it held nothing. Neither: it is not known. */
export const LOCATION_HAD_VALUE = 4;
export const LOCATION_HAD_NOTHING = 8;

/** Lock kinds of LOCK_NEW. */
export const LOCK_MUTEX = 1;
export const LOCK_RW = 2;
export const LOCK_SEMAPHORE = 3;
export const LOCK_QUEUE = 4;
export const LOCK_POOL = 5;
export const LOCK_FILE = 6;
export const LOCK_INFERRED = 7;
/** Lock modes of LOCK_REQUEST. TRY and TIMEOUT may be or-ed to a mode: such a request does not wait (for ever). */
export const MODE_EXCLUSIVE = 0;
export const MODE_SHARED = 1;
export const MODE_TRY = 2;
export const MODE_TIMEOUT = 4;
/** A request that waits for the lock to be free (waitForUnlock, onIdle) and never holds it. */
export const MODE_OBSERVE = 8;
/** Nobody sees the grant being made: the request is granted when its promise resolves, and no LOCK_ACQUIRE is written. */
export const MODE_BY_PROMISE = 16;

/** Combinators of COMBINE. */
export const COMBINE_ALL = 1;
export const COMBINE_ALL_SETTLED = 2;
export const COMBINE_RACE = 3;
export const COMBINE_ANY = 4;

/** TIMER_STATE changes. */
export const TIMER_CLEAR = 0;
export const TIMER_UNREF = 1;
export const TIMER_REF = 2;
export const TIMER_REFRESH = 3;

/** States of STILL: its loop waits for something to do, it sits in a blocking built-in, it is inside a callback or its script; or in one that writes to its standard output, or errors, at once. */
export const STILL_IDLE = 0;
export const STILL_BLOCKED = 1;
export const STILL_RUNNING = 2;
export const STILL_OUTPUT = 3;
export const STILL_ERRORS = 4;

/** Operation classes of FS (detection.md §3.6). */
export const FS_CHECK = 1;
export const FS_READ = 2;
export const FS_WRITE = 3;
export const FS_APPEND = 4;
export const FS_CREATE = 5;
export const FS_CREATE_EXCLUSIVE = 6;
export const FS_DELETE = 7;
export const FS_RENAME = 8;
export const FS_LIST = 9;
export const FS_META = 10;
export const FS_MKDIR_RECURSIVE = 11;

/** Kinds of CONTEXT: a store is set for a callback, from here on, or taken away; a store was read, or none was found. */
export const CONTEXT_RUN = 1;
export const CONTEXT_ENTER = 2;
export const CONTEXT_LEAVE = 3;
export const CONTEXT_FOUND = 4;
export const CONTEXT_EMPTY = 5;

/** Root kinds of ROOT. */
export const ROOT_HTTP_REQUEST = 1;
export const ROOT_CONNECTION = 2;
export const ROOT_MESSAGE = 3;
export const ROOT_TEST = 4;
export const ROOT_USER = 5;

/** WORKER_STATE values. */
export const WORKER_ONLINE = 1;
export const WORKER_EXIT = 2;
export const WORKER_TERMINATE = 3;
export const WORKER_ERROR = 4;

/** Channel numbers from here on mean the same in every process: IPC_CHANNELS + 2 * pid of the child is from parent to child, the next one back. */
export const IPC_CHANNELS = 2 ** 40;

/** `bytes` of a POST that takes back the one before on the same channel and thread: the message could not be sent. */
export const POST_FAILED = 0xffffffff;

/** Thread number of the watchdog's own stream: its samples are of thread 0 of the same process. */
export const WATCHDOG_THREAD = 0xffff;

export interface EventSpec {
  readonly op: number;
  readonly name: string;
  readonly fields: readonly (readonly [name: string, kind: FieldKind])[];
}

/** Every event except OP_STRING, whose bytes follow its header: `id:uint length:uint utf8[length]`. */
// prettier-ignore
export const EVENTS: readonly EventSpec[] = [
  /** A promise was created in the current execution. `parent`: the promise it derives from (then/await), else 0. `site`: the newest call or await site of user code in this execution, else 0. */
  { op: OP_INIT_PROMISE, name: 'initPromise', fields: [['id', 'newPromise'], ['parent', 'promise'], ['site', 'uint']] },
  /** An async resource other than a promise was created. `trigger`: triggerAsyncId when it is a resource, else 0. */
  { op: OP_INIT, name: 'init', fields: [['id', 'newResource'], ['type', 'string'], ['trigger', 'resource'], ['site', 'uint']] },
  /** A promise reaction (or the continuation of an await, whose throw-away promise this is) starts to run. */
  { op: OP_BEFORE_PROMISE, name: 'beforePromise', fields: [['id', 'promise'], ['time', 'time']] },
  /** A callback of a resource starts to run. */
  { op: OP_BEFORE, name: 'before', fields: [['id', 'resource'], ['time', 'time']] },
  /** The innermost running execution ends. */
  { op: OP_AFTER, name: 'after', fields: [['time', 'time']] },
  /** resolve or reject was called on the promise in the current execution (once for "resolved with a thenable", again when settled). */
  { op: OP_RESOLVE, name: 'resolve', fields: [['id', 'promise']] },

  /** The time, where nothing else tells it: before an activation starts in the main script. */
  { op: OP_TIME, name: 'time', fields: [['time', 'time']] },
  /** The callback that is about to end (AFTER follows) ran for long. `cpuUs`: processor time of this thread since a moment at most 10 ms before it started, 0 = not known.
   * `ownUs`: what of that the recorder itself used (transforming code). `site`: the newest call site of user code in it. */
  {
    op: OP_LONG,
    name: 'long',
    fields: [
      ['cpuUs', 'uint'],
      ['ownUs', 'uint'],
      ['site', 'uint'],
      ['time', 'time'],
    ],
  },

  /** An async function (or async generator body) starts: a new activation, on top of the activation stack of this segment. The promise that the
   * call returns is the newest promise of this thread if it was created by the event just before. */
  { op: OP_ENTER, name: 'enter', fields: [['fn', 'uint']] },
  /** The activation is about to suspend at an await (or yield); it leaves the activation stack. The awaiting promise reaction is the next promise created, or
   * the one after it when that one's parent is the next (await of a non-promise). */
  { op: OP_SUSPEND, name: 'suspend', fields: [['act', 'uint'], ['site', 'uint']] },
  /** The activation runs again, where that cannot be derived from the reaction (for await, yield, generators). */
  { op: OP_RESUME, name: 'resume', fields: [['act', 'uint'], ['site', 'uint']] },
  /** The activation ended. Only written for sync activations and where the returned promise is not known; otherwise its promise's first RESOLVE ends it. */
  { op: OP_EXIT, name: 'exit', fields: [['act', 'uint']] },
  /** The activation leaves the activation stack without an await: it returns `promise` and lasts until that settles, or it yields (0) and goes on with RESUME when it is asked for more. */
  { op: OP_LEAVE, name: 'leave', fields: [['act', 'uint'], ['site', 'uint'], ['promise', 'promise']] },
  /** The activation asks the iterator of its `for await` for the first time: the next promise created is the answer, the first one that derives from it the reaction with which the
   * activation waits. Later rounds need no word: they wait when their callback ends. */
  { op: OP_LOOP, name: 'loop', fields: [['act', 'uint'], ['site', 'uint']] },
  /** A synchronous callback that reads or writes what its enclosing activation `outer` also uses starts: a new activation. Ended by EXIT. */
  { op: OP_CALLBACK, name: 'callback', fields: [['fn', 'uint'], ['outer', 'uint']] },

  /** The listener of a call is about to be added. Said the first times for each site. */
  { op: OP_HANDED, name: 'handed', fields: [['site', 'uint']] },

  /** User code read a location. At most one per segment, location and site class. `value`: hash of the value, 0 = not known; of a write of a list as a whole, the object that is put there or taken
   * out. */
  { op: OP_READ, name: 'read', fields: [['site', 'uint'], ['location', 'uint'], ['value', 'uint']] },
  { op: OP_WRITE, name: 'write', fields: [['site', 'uint'], ['location', 'uint'], ['value', 'uint'], ['how', 'uint']] },
  /** An access that happened earlier in this thread, when its location was not known to be shared yet (a location that only one segment touches is never written).
   * `position`: number of events of this thread (all but OP_STRING, from 0) that had been written when it happened: it belongs to the segment and activation that
   * are current after that many events. Late events of one location come in the order in which they happened. */
  { op: OP_LATE_READ, name: 'lateRead', fields: [['site', 'uint'], ['location', 'uint'], ['value', 'uint'], ['position', 'uint']] },
  /** Also the last value of a WRITE that was repeated within its segment: the location had this value when that segment ended (value 0: not known,
   * its site ran so often that the recorder stopped looking). */
  { op: OP_LATE_WRITE, name: 'lateWrite', fields: [['site', 'uint'], ['location', 'uint'], ['value', 'uint'], ['how', 'uint'], ['position', 'uint']] },
  /** Only where values were asked for, once a thread: the text of a primitive whose hash is `hash`. '': two values have that hash. */
  { op: OP_VALUE, name: 'value', fields: [['hash', 'uint'], ['text', 'string']] },
  /** What stands in object `object` (per-thread object number), plain data that a call has waited for and keeps: equal hashes are equal data. `names`: of its properties, and of those of
   * the objects in it, the first ones, with blanks between. */
  { op: OP_CONTENT, name: 'content', fields: [['object', 'uint'], ['hash', 'uint'], ['names', 'string']] },
  /** Defines location `id`: one instance of the variable `binding` (number in the site tables' variables). */
  { op: OP_LOCATION_VAR, name: 'locationVar', fields: [['id', 'uint'], ['binding', 'uint']] },
  /** Defines location `id`: property or Map entry `key` of object `object` (per-thread object number). `kind`: 0 property, 1 Map/Set entry, 2 whole collection
   * (overlaps with every entry and element of the object). The same object, kind and key may be defined again under a new id (the writer forgets old entries):
   * it is the same location. An entry's key that is an object reads `#<object number>`. */
  { op: OP_LOCATION_PROP, name: 'locationProp', fields: [['id', 'uint'], ['object', 'uint'], ['key', 'string'], ['kind', 'uint'], ['className', 'string']] },
  /** The value of an expression statement is a promise. */
  { op: OP_FLOATING, name: 'floating', fields: [['promise', 'promise'], ['site', 'uint']] },
  /** Accesses of one site to elements of a SharedArrayBuffer in the current segment, with no synchronisation between them: `count` elements of `width` bytes from
   * byte `from` on, `stride` bytes apart; each was accessed at least once since `durationUs` before `time`, by `times` accesses in all (0: said by the record before,
   * which is of the same accesses). Kinds from SHARED_ATOMIC_READ on: Atomics operations, at the place of the OP_ATOMIC before; one that left 0 is told as a write, too. */
  { op: OP_SHARED, name: 'shared', fields: [['site', 'uint'], ['buffer', 'uint'], ['kind', 'uint'], ['from', 'uint'], ['count', 'uint'], ['stride', 'uint'], ['width', 'uint'], ['times', 'uint'], ['durationUs', 'uint'], ['time', 'time']] },
  /** Defines SharedArrayBuffer `buffer` (per-thread number, from 1). `own`: 1 this thread made it, 0 it came from another. `bytes`: its greatest length. */
  { op: OP_SHARED_BUFFER, name: 'sharedBuffer', fields: [['buffer', 'uint'], ['bytes', 'uint'], ['own', 'uint']] },
  /** A buffer was passed on. `channel`: as of POST, 0 = any thread of the process may get it. `buffer` 0: what was passed could not be looked through.
   * `way` PASS_START and PASS_FOUND: the `position`-th buffer (from 1) in the start data of a worker, as seen on either side. */
  { op: OP_SHARED_PASS, name: 'sharedPass', fields: [['channel', 'uint'], ['position', 'uint'], ['buffer', 'uint'], ['bytes', 'uint'], ['way', 'uint']] },
  /** An Atomics operation of this thread has made the element at byte `from` of `buffer` something else than 0 (LOCK_TAKEN), or 0 again (LOCK_GIVEN_BACK); or Atomics.wait is about to
   * wait for it while the thread holds others (LOCK_AWAITED). Only of elements that are held together with others, a few times for each pair; LOCK_TAKEN may come late, but before that of
   * the next one that was taken. `stack`: the frames above, innermost first, '' where they were not looked at. */
  { op: OP_SHARED_LOCK, name: 'sharedLock', fields: [['change', 'uint'], ['buffer', 'uint'], ['from', 'uint'], ['site', 'uint'], ['stack', 'string'], ['time', 'time']] },

  /** A lock, queue, semaphore or pool was first used. `permits`: how many may hold it at once, 0 = any number. `library`: e.g. 'async-mutex'. `name`: key or given name, '' if none. `site`: creation site, if known.
   * `scope`: 0 this object, 1 process-wide by name, 2 machine-wide by name. */
  { op: OP_LOCK_NEW, name: 'lockNew', fields: [['lock', 'uint'], ['kind', 'uint'], ['permits', 'uint'], ['library', 'string'], ['name', 'string'], ['site', 'uint'], ['scope', 'uint']] },
  /** The current activation asks for the lock. `promise`: what the caller gets back and usually awaits (0 if none). */
  { op: OP_LOCK_REQUEST, name: 'lockRequest', fields: [['request', 'uint'], ['lock', 'uint'], ['mode', 'uint'], ['weight', 'uint'], ['site', 'uint'], ['promise', 'promise'], ['time', 'time']] },
  /** The grant, in the segment that makes it (the releaser's, when it hands over). A request that ends without LOCK_ACQUIRE and whose promise settles was given up. */
  { op: OP_LOCK_ACQUIRE, name: 'lockAcquire', fields: [['request', 'uint'], ['time', 'time']] },
  /** Not written where the library releases when the job ends and nobody can see it: then the end of the job is the release. */
  { op: OP_LOCK_RELEASE, name: 'lockRelease', fields: [['request', 'uint'], ['site', 'uint'], ['time', 'time']] },
  /** The request ended without a grant. `reason`: 0 refused (try), 1 timed out, 2 cancelled. */
  { op: OP_LOCK_CANCEL, name: 'lockCancel', fields: [['request', 'uint'], ['reason', 'uint'], ['time', 'time']] },
  /** The job that runs under the request (runExclusive, queue.add) starts as an activation of its own: the next ENTER in this segment, if it comes at once, is the job's function. */
  { op: OP_LOCK_JOB, name: 'lockJob', fields: [['request', 'uint'], ['time', 'time']] },
  /** The job's function returned. `promise`: what it returned, when that is a promise: then the job ends when it settles; 0: the job has ended.
   * `open` 1: it ends later, when RELEASE comes (callback style). */
  { op: OP_LOCK_JOB_END, name: 'lockJobEnd', fields: [['request', 'uint'], ['promise', 'promise'], ['open', 'uint'], ['time', 'time']] },
  /** What the caller of the request got back, when it was not known at LOCK_REQUEST (the job ran before the call returned). */
  { op: OP_LOCK_PROMISE, name: 'lockPromise', fields: [['request', 'uint'], ['promise', 'promise']] },
  /** The request had this object of a pool, and gives it back. Only of objects whose properties somebody has used. */
  { op: OP_LOCK_LENT, name: 'lockLent', fields: [['request', 'uint'], ['object', 'uint']] },

  /** Promise.all and friends were called; its members follow. */
  { op: OP_COMBINE, name: 'combine', fields: [['kind', 'uint'], ['result', 'promise'], ['members', 'uint']] },
  { op: OP_COMBINE_MEMBER, name: 'combineMember', fields: [['promise', 'promise']] },

  /** What the Timeout/Immediate resource is. `delayMs`: after Node's coercion. `repeat`: 1 for setInterval. `refed`. */
  { op: OP_TIMER, name: 'timer', fields: [['id', 'resource'], ['delayMs', 'uint'], ['repeat', 'uint'], ['refed', 'uint']] },
  { op: OP_TIMER_STATE, name: 'timerState', fields: [['id', 'resource'], ['state', 'uint']] },
  /** A blocking built-in (fs.*Sync, execSync, Atomics.wait, ...) is entered; flushed at once so that a stuck thread shows where. */
  { op: OP_BLOCK_ENTER, name: 'blockEnter', fields: [['api', 'string'], ['site', 'uint'], ['time', 'time']] },
  /** The Atomics.wait that comes next waits for the element at byte `from` of SharedArrayBuffer `buffer` (0: not known). `how`: WAIT_* bits; WAIT_LIMITED is said also of spawnSync. */
  { op: OP_BLOCK_ON, name: 'blockOn', fields: [['buffer', 'uint'], ['from', 'uint'], ['how', 'uint']] },
  { op: OP_BLOCK_EXIT, name: 'blockExit', fields: [['time', 'time']] },
  /** An fs operation starts. `async`: 1 if it ends in another segment (FS_DONE). `path2`: rename target, what is copied, or, of what has no path, the file that the descriptor had before it was closed. */
  { op: OP_FS, name: 'fs', fields: [['operation', 'uint'], ['class', 'uint'], ['path', 'string'], ['path2', 'string'], ['site', 'uint'], ['async', 'uint'], ['time', 'time']] },
  /** Which bytes of the file an operation reads or writes, where it says so. */
  { op: OP_FS_RANGE, name: 'fsRange', fields: [['operation', 'uint'], ['at', 'uint'], ['length', 'uint']] },
  /** `error`: code such as ENOENT, '' when it worked. */
  { op: OP_FS_DONE, name: 'fsDone', fields: [['operation', 'uint'], ['error', 'string'], ['time', 'time']] },
  /** A plain descriptor (of fs.open, fs.openSync and what is built on them) that the operation opened is known to be there, or was closed; `operation` 0: of one that is not known. */
  { op: OP_DESCRIPTOR, name: 'descriptor', fields: [['operation', 'uint'], ['isClosed', 'uint']] },
  /** The current execution starts a root task (work that came from outside). `label`: 'GET /orders/:id', 'message', ... `channel`: number of the connection. */
  { op: OP_ROOT, name: 'root', fields: [['kind', 'uint'], ['label', 'string'], ['channel', 'uint'], ['time', 'time']] },
  /** Names what a resource is connected to: 'listen 127.0.0.1:3000', 'connect host:port', 'spawn ls', ... */
  { op: OP_HANDLE, name: 'handle', fields: [['id', 'resource'], ['label', 'string']] },
  { op: OP_HANDLE_CLOSE, name: 'handleClose', fields: [['id', 'resource']] },
  /** The thread stood still for garbage collection, `agoUs` before `time`. `kind`: as in Node's perf_hooks.constants (1 scavenge, 4 mark-sweep, 8 incremental, 16 weak callbacks). */
  { op: OP_GC, name: 'gc', fields: [['kind', 'uint'], ['durationUs', 'uint'], ['agoUs', 'uint'], ['time', 'time']] },
  /** An emitter or event target (per-thread number) has more listeners of one event than is usual: `count` after one was added or removed. */
  { op: OP_LISTENERS, name: 'listeners', fields: [['emitter', 'uint'], ['event', 'string'], ['count', 'uint'], ['site', 'uint'], ['time', 'time']] },
  /** What was done with an AsyncLocalStorage (per-thread number), a few times for each place. `inside`: of `run`, a site in the callback. `stack`: of reads, lines as V8
   * prints them, innermost first, with the columns of the transformed text. */
  { op: OP_CONTEXT, name: 'context', fields: [['storage', 'uint'], ['kind', 'uint'], ['site', 'uint'], ['inside', 'uint'], ['stack', 'string'], ['store', 'uint'], ['around', 'uint'], ['time', 'time']] },

  { op: OP_WORKER, name: 'worker', fields: [['threadId', 'uint'], ['file', 'string'], ['site', 'uint'], ['resource', 'resource'], ['time', 'time']] },
  { op: OP_WORKER_STATE, name: 'workerState', fields: [['threadId', 'uint'], ['state', 'uint'], ['code', 'int'], ['time', 'time']] },
  /** A message is posted to / received from `channel` (process-wide number of a directed pair of ports); the n-th post is the n-th receive. */
  { op: OP_POST, name: 'post', fields: [['channel', 'uint'], ['site', 'uint'], ['bytes', 'uint'], ['time', 'time']] },
  { op: OP_RECEIVE, name: 'receive', fields: [['channel', 'uint'], ['time', 'time']] },
  /** `pipes`: which of its descriptors are pipes to this process, as bits; of a call that waits for its end 0. */
  { op: OP_CHILD, name: 'child', fields: [['pid', 'uint'], ['command', 'string'], ['site', 'uint'], ['pipes', 'uint'], ['time', 'time']] },
  { op: OP_CHILD_EXIT, name: 'childExit', fields: [['pid', 'uint'], ['code', 'int'], ['signal', 'string'], ['time', 'time']] },
  /** Atomics operations on shared memory between plain accesses to it. A counter of the process is drawn before each operation that writes and read after each that reads:
   * `release` - 1 is what the first of the former drew since the previous plain access, `acquire` - 1 what the last of the latter saw; 0 = none, or said already.
   * One thread's operation can have seen another's only if its `acquire` is greater than the other's `release`. */
  { op: OP_ATOMIC, name: 'atomic', fields: [['release', 'uint'], ['acquire', 'uint'], ['time', 'time']] },

  /** A rejection that nobody handles reached the top. `promise` 0 when it is not known; `stack` of the reason, '' if it is not an Error. */
  { op: OP_UNHANDLED, name: 'unhandled', fields: [['promise', 'promise'], ['message', 'string'], ['stack', 'string'], ['time', 'time']] },
  { op: OP_HANDLED_LATE, name: 'handledLate', fields: [['promise', 'promise'], ['time', 'time']] },
  { op: OP_UNCAUGHT, name: 'uncaught', fields: [['message', 'string'], ['stack', 'string'], ['time', 'time']] },
  { op: OP_BEFORE_EXIT, name: 'beforeExit', fields: [['time', 'time']] },
  /** The thread ends. `reason`: 0 its loop is empty, 1 process.exit / reallyExit, 2 uncaught error, 3 unsettled top-level await. */
  { op: OP_EXIT_PROCESS, name: 'exitProcess', fields: [['reason', 'uint'], ['code', 'int'], ['time', 'time']] },
  /** The main module has been evaluated (start-up ends). */
  { op: OP_READY, name: 'ready', fields: [['time', 'time']] },
  /** The watchdog read the stack of a stuck thread: 'fn file:line:col' lines, innermost first. `stuckMs`: for how long it had not moved. */
  { op: OP_SAMPLE, name: 'sample', fields: [['stack', 'string'], ['stuckMs', 'uint'], ['time', 'time']] },
  /** Nothing in the process has moved for `stillMs`: the watchdog says so once, with what thread `thread` is doing (STILL_*). One for each thread, at one time. */
  { op: OP_STILL, name: 'still', fields: [['thread', 'uint'], ['state', 'uint'], ['stillMs', 'uint'], ['time', 'time']] },
  /** A user module starts (`end` 0) or ends (`end` 1) evaluation. */
  { op: OP_MODULE, name: 'module', fields: [['file', 'string'], ['end', 'uint'], ['time', 'time']] },
  /** Free text of the recorder: why it stepped aside, what it could not see. `kind`: 0 info, 1 gap (a barrier for claims). */
  { op: OP_NOTE, name: 'note', fields: [['kind', 'uint'], ['text', 'string'], ['time', 'time']] },
  /** Processor time of this thread (0: not known) and of its process so far, right before the thread ends. */
  { op: OP_USAGE, name: 'usage', fields: [['threadUs', 'uint'], ['processUs', 'uint'], ['time', 'time']] },
  /** The watchdog saw `thread` in one segment for long: `count` of the `of` looks so far found `site` as the newest call of user code, more than any other. */
  { op: OP_STUCK, name: 'stuck', fields: [['thread', 'uint'], ['site', 'uint'], ['count', 'uint'], ['of', 'uint'], ['time', 'time']] },
  /** A test runner gives up on the test (or hook) that runs in this thread: it took longer than it may. The last event of its chunk. */
  { op: OP_TEST_TIMEOUT, name: 'testTimeout', fields: [['time', 'time']] },
  /** Both resolving functions of a pending promise were garbage collected. */
  { op: OP_ORPHAN, name: 'orphan', fields: [['promise', 'promise'], ['time', 'time']] },
];
