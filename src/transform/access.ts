/** One place in the source that reads or writes something that tasks may share. Found by the flow analysis, numbered and probed by the emitter. */
import type { AnyNode } from 'acorn';
import type { FunctionInfo } from './bindings';

/** Bits of `Site.flags`. */
export const FLAG_CONDITION = 1;
export const FLAG_NEEDS_INIT = 2;
/** For a write: dominated, in its segment, by a comparison of a captured token with its shared location. */
export const FLAG_TOKEN_GUARD = 4;
/** For a write: the stored value came out of an await of the same activation. */
export const FLAG_AWAITED = 8;
/** For a write: the path starts at a binding of a function around, or of the module: what is written outlives the call. */
export const FLAG_OUTER = 32;
/** For `new Promise`: the executor takes no parameters, so nobody can ever settle the promise. */
export const FLAG_NEVER = 16;
/** In a loop that only looks whether somebody else has changed something. */
export const FLAG_SPIN = 1024;
/** For a read that is the whole test of a branch, or what it negates: the branch for a true, or for a false, value throws. */
export const FLAG_THROWS_IF_SET = 64;
export const FLAG_THROWS_UNLESS_SET = 128;
/** For a read whose value must be an object, function or number: no test of it since the last await. */
export const FLAG_UNCHECKED = 256;
/** For a write of a property or element: as far as the file says it has no value before its first write. */
export const FLAG_FIRST_VALUE = 512;
/** And the file says so: a field without a value, or `this.pool = null` in the constructor, or `exports.pool = null`. */
export const FLAG_DECLARED_EMPTY = 8192;
/** For an await: the loop around it comes to an end by itself (`for` over something, or with a test that counts). */
export const FLAG_BOUNDED = 2048;
/** For a call in the executor of `new Promise`: it settles the promise, or it is given what does. */
export const FLAG_WAKES = 4096;
/** For a write: a test of something that came out of an await of the same activation decides about it. */
export const FLAG_DECIDED = 16384;
/** For a call that makes a promise: only the function that makes it settles it; or only who gets what that function returns. */
export const FLAG_SETTLED_BY_MAKER = 32768;
export const FLAG_SETTLED_BY_CALLER = 65536;
/** For a write: a later statement of the same list takes it back. */
export const FLAG_UNDONE = 131072;
/** For an await: the function has something to do when it comes back, with its value or after it. */
export const FLAG_FOLLOWED = 262144;
/** For a call: the code around it expects that it fails (`catch` without the error, or for `ENOENT`). */
export const FLAG_EXPECTED = 524288;
/** For a write: what is stored stands in the code, such as 'paid', or changes what an element was chosen for. */
export const FLAG_MARK = 1_048_576;

export interface Access {
  readonly id: number;
  /** Identifier, member, property of a pattern, or call of a collection method. */
  readonly node: AnyNode;
  readonly fn: FunctionInfo;
  /** Local site numbers once a probe was emitted, -1 before. */
  readSite: number;
  writeSite: number;
  readFlags: number;
  writeFlags: number;
  /** Part of a pair: probed whatever the pruning by name says. */
  paired: boolean;
}

export interface Pair {
  readonly read: Access;
  readonly write: Access;
  kind: 'value' | 'guard' | 'stale' | 'reset';
}

export class Accesses {
  readonly #byNode = new Map<AnyNode, Access>();
  /** Reads of all that a collection holds, by the expression that gives the collection: that is an access of its own. */
  readonly #copies = new Map<AnyNode, Access>();

  /** The access of a node, made on first use. */
  get(node: AnyNode, fn: FunctionInfo): Access {
    return this.#get(this.#byNode, node, fn);
  }

  copy(node: AnyNode, fn: FunctionInfo): Access {
    return this.#get(this.#copies, node, fn);
  }

  #get(known: Map<AnyNode, Access>, node: AnyNode, fn: FunctionInfo): Access {
    let access = known.get(node);
    if (!access) {
      const id = this.#byNode.size + this.#copies.size;
      access = { id, node, fn, readSite: -1, writeSite: -1, readFlags: 0, writeFlags: 0, paired: false };
      known.set(node, access);
    }
    return access;
  }

  find(node: AnyNode): Access | undefined {
    return this.#byNode.get(node);
  }

  findCopy(node: AnyNode): Access | undefined {
    return this.#copies.get(node);
  }
}
