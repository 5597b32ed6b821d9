/** One place in the source that reads or writes something that tasks may share. Found by the flow analysis, numbered and probed by the emitter. */
import type { AnyNode } from 'acorn';
import type { FunctionInfo } from '../scope/bindings';

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
  /** Of a guard: the same access is made again for the value, in the step of the write. */
  again: boolean;
  /** The two are made by two calls of one function, and only by those. */
  apart: boolean;
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

  paired(): Access[] {
    return [...this.#byNode.values(), ...this.#copies.values()].filter((access) => access.paired);
  }
}
