/** The large tables of a trace: columns of typed arrays, one class a table. Invariants: trace.ts. */
import { Float64Column, Int32Column, Uint8Column } from '../base/columns.ts';

/** Positions of late accesses lie between those of two events. */
const HALF = 0.5;

/** One row a piece of execution. */
export class SegmentTable {
  readonly thread = new Int32Column();
  /** The task whose callback runs; NONE for the main script. */
  readonly task = new Int32Column();
  readonly startNs = new Float64Column();
  readonly endNs = new Float64Column();
  /** Number of the macrotask of this thread; the main script is turn 0. Promise reactions and ticks share the turn they drain in. */
  readonly turn = new Int32Column();
  /** First piece of the same callback run (itself for most). */
  readonly atom = new Int32Column();
  /** The piece that was running when this one started nested in it, NONE for outermost ones. */
  readonly outer = new Int32Column();
  /** The previous piece of this thread in stream order. */
  readonly previous = new Int32Column();
  /** ROOT row that starts here, NONE. Its order comes from outside: not after the piece before it, nor after the socket's earlier callbacks. */
  readonly root = new Int32Column();
  /** The lock request whose job starts here, NONE. Exclusion, not order: it follows its request, not the release that let it in. */
  readonly jobOf = new Int32Column();
  get length(): number {
    return this.thread.length;
  }
}

export const TASK_PROMISE = 1;
/** Bits of TaskTable.flags. */
export const TASK_REPEAT = 2;
export const TASK_UNREF = 4;
export const TASK_CLEARED = 8;
export const TASK_ORPHAN = 16;
export const TASK_UNHANDLED = 32;
/** Some reaction (then, await) is attached to this promise. */
export const TASK_OBSERVED = 64;
export const TASK_FLOATING = 128;
/** The result of a combinator. */
export const TASK_COMBINED = 256;
/** The throw-away promise of an await. */
export const TASK_AWAIT = 512;

/** Promises and async resources. */
export class TaskTable {
  readonly thread = new Int32Column();
  /** StringIndex of the async_hooks type ('PROMISE', 'Timeout', ...). */
  readonly type = new Int32Column();
  readonly flags = new Int32Column();
  readonly site = new Int32Column();
  /** Promise this one derives from, or trigger of a resource. NONE if none. */
  readonly parent = new Int32Column();
  readonly initSegment = new Int32Column();
  readonly initNs = new Float64Column();
  /** Stream position, as AccessTable.position. */
  readonly initPosition = new Int32Column();
  /** Segment of the newest RESOLVE; NONE while pending. For resources: NONE. */
  readonly resolveSegment = new Int32Column();
  readonly resolveNs = new Float64Column();
  /** Segment of the first RESOLVE (earlier than resolveSegment when resolved with a thenable). */
  readonly firstResolve = new Int32Column();
  /** Promises: the activation whose result this is. NONE. */
  readonly activation = new Int32Column();
  /** Promises with TASK_AWAIT: the suspension that it ends. NONE. */
  readonly suspension = new Int32Column();
  /** Segment of its first / newest callback run, NONE. */
  readonly firstRun = new Int32Column();
  readonly lastRun = new Int32Column();
  /** Timers: delay in ms, else -1. */
  readonly delayMs = new Int32Column();
  /** StringIndex of a label ('listen :3000'), 0 if none. */
  readonly label = new Int32Column();
  /** The activation that was on top when it was created, NONE. */
  readonly creator = new Int32Column();
  get length(): number {
    return this.thread.length;
  }
}

export class ActivationTable {
  readonly thread = new Int32Column();
  readonly fn = new Int32Column();
  readonly startSegment = new Int32Column();
  readonly startNs = new Float64Column();
  /** The activation on top of the stack when it was entered (its caller), or the lexically enclosing one for callbacks; NONE. */
  readonly parent = new Int32Column();
  /** The activation on top of the stack when it was entered, also for callbacks; NONE where nothing that is recorded called it. */
  readonly caller = new Int32Column();
  /** The promise it returned, NONE if not known or none. */
  readonly promise = new Int32Column();
  /** NONE while it runs or waits. */
  readonly endSegment = new Int32Column();
  readonly endNs = new Float64Column();
  /** Newest suspension, NONE; it waits there now iff that one's resumeSegment is NONE. */
  readonly lastSuspension = new Int32Column();
  /** The lock request under which it runs as a job, NONE. */
  readonly job = new Int32Column();
  /** 1 for a synchronous callback. */
  readonly sync = new Uint8Column();
  get length(): number {
    return this.thread.length;
  }
}

export class SuspensionTable {
  readonly activation = new Int32Column();
  readonly site = new Int32Column();
  readonly segment = new Int32Column();
  readonly startNs = new Float64Column();
  /** The await's throw-away promise; NONE for yields and for await. */
  readonly reaction = new Int32Column();
  /** The promise waited for, NONE if not seen. */
  readonly awaited = new Int32Column();
  readonly resumeSegment = new Int32Column();
  readonly resumeNs = new Float64Column();
  /** Previous suspension of the same activation. */
  readonly previous = new Int32Column();
  get length(): number {
    return this.activation.length;
  }
}

/** One row a watched location: a variable instance, a property, or an entry of a collection. */
export class LocationTable {
  readonly thread = new Int32Column();
  /** VariableIndex, NONE for properties. */
  readonly variable = new Int32Column();
  /** Object number within the thread, 0 for variables. */
  readonly object = new Int32Column();
  readonly key = new Int32Column();
  /** 0 property, 1 Map/Set entry, 2 whole collection. */
  readonly kind = new Uint8Column();
  /** LOCATION_HAD_VALUE, LOCATION_HAD_NOTHING: what a property held at its first access, a read; 0 where that is not known. */
  readonly had = new Uint8Column();
  readonly className = new Int32Column();
  get length(): number {
    return this.thread.length;
  }
}

export const ACCESS_IS_READ = 0;
export const ACCESS_IS_WRITE = 1;

/** Accesses in stream order of their thread (late ones are sorted into place when the trace is sealed). */
export class AccessTable {
  readonly location = new Int32Column();
  readonly site = new Int32Column();
  readonly segment = new Int32Column();
  /** Innermost activation, NONE for plain code of callbacks and main script. */
  readonly activation = new Int32Column();
  /** ACCESS_IS_READ or ACCESS_IS_WRITE. */
  readonly write = new Uint8Column();
  /** ACCESS_RMW, ACCESS_DELETE of the wire. */
  readonly how = new Uint8Column();
  readonly value = new Int32Column();
  /** Order within the thread: stream position (event ordinal). Compare across threads by segment order only. */
  readonly position = new Float64Column(HALF);
  get length(): number {
    return this.location.length;
  }
}

export class LockTable {
  readonly thread = new Int32Column();
  readonly kind = new Uint8Column();
  readonly permits = new Int32Column();
  readonly library = new Int32Column();
  readonly name = new Int32Column();
  readonly site = new Int32Column();
  /** 0 one object, 1 process-wide by name, 2 machine-wide by name. Locks of equal library, name and scope > 0 are one row. */
  readonly scope = new Uint8Column();
  get length(): number {
    return this.thread.length;
  }
}

export class RequestTable {
  readonly lock = new Int32Column();
  readonly mode = new Uint8Column();
  readonly weight = new Int32Column();
  readonly site = new Int32Column();
  /** What the caller got back, NONE. */
  readonly promise = new Int32Column();
  /** The activation that asked, NONE. */
  readonly activation = new Int32Column();
  /** The request whose job function was running when it asked, NONE: known without any activation. */
  readonly under = new Int32Column();
  readonly requestSegment = new Int32Column();
  readonly requestNs = new Float64Column();
  /** NONE until granted. */
  readonly acquireSegment = new Int32Column();
  readonly acquireNs = new Float64Column();
  readonly releaseSegment = new Int32Column();
  readonly releaseNs = new Float64Column();
  readonly releaseSite = new Int32Column();
  /** Where in the stream of its thread it was made, granted and given back, as AccessTable.position says of accesses; NaN where that is not known. */
  readonly requestPosition = new Float64Column(HALF);
  readonly acquirePosition = new Float64Column(HALF);
  readonly releasePosition = new Float64Column(HALF);
  /** The activation that runs as the job, NONE for acquire/release style. */
  readonly job = new Int32Column();
  /** Segment in which LOCK_JOB_END came, NONE. */
  readonly jobEndSegment = new Int32Column();
  /** What the job's function returned, when that is a promise: the job ends when it settles. NONE. */
  readonly jobPromise = new Int32Column();
  /** 1: the job goes on after it returned, until the release (callback style). */
  readonly open = new Uint8Column();
  /** -1 not cancelled, 0 refused, 1 timed out, 2 cancelled. */
  readonly cancelled = new Int32Column();
  /** Times released (2 = double release). */
  readonly releases = new Uint8Column();
  /** The activation that released it, and the site of the second release; NONE. */
  readonly releasedBy = new Int32Column();
  readonly againSite = new Int32Column();
  get length(): number {
    return this.lock.length;
  }
}
