// HOT
/** Marks on promises that nobody else sees, and sets of async ids. */
import { safeMap } from '../builtins.ts';

const NO_BLOCK: Uint8Array = new Uint8Array(0);

class Returned {
  constructor(target: object) {
    // Returning another object makes the private fields of a subclass land on that object.
    return target;
  }
}

/** Private numbers on promises: invisible to user code, allowed on frozen objects. */
export class Stamp extends Returned {
  #id = 0;
  #trigger = 0;
  static id(target: object): number | undefined {
    return #id in target ? target.#id : undefined;
  }
  static setId(target: object, id: number): void {
    if (#id in target) {
      if (target.#id === 0) target.#id = id;
      else {
        // Node looks for an own property, finds none, and gives a parent a second id: the first one stays.
        secondId = id;
        firstId = target.#id;
      }
      return;
    }
    const stamped = new Stamp(target) as Stamp;
    stamped.#id = id;
  }
  static trigger(target: object): number | undefined {
    return #trigger in target ? target.#trigger : undefined;
  }
  static setTrigger(target: object, id: number): void {
    const stamped = #trigger in target ? target : (new Stamp(target) as Stamp);
    if (id === secondId) {
      stamped.#trigger = firstId;
      parentOfNext = firstId;
    } else stamped.#trigger = id;
  }
}

let nextNumber = 0;

/** The same where only an id is needed (ours, not Node's). It is handed to the field's initialiser, which saves a second write. */
export class Numbered extends Returned {
  #id = nextNumber;
  static id(target: object): number {
    return #id in target ? target.#id : 0;
  }
  static mark(target: object, id: number): void {
    nextNumber = id;
    void new Numbered(target);
  }
}

/** The second id that Node has just given to a promise, and the one it keeps. */
let secondId = -1;
let firstId = 0;
/** The promise that the promise in creation is derived from. */
let parentOfNext = 0;

/** Id of the parent of the promise that is being created (0: none), for one call. */
export function takeParent(): number {
  const parent = parentOfNext;
  parentOfNext = 0;
  return parent;
}

/** Sends the two ids that Node stores as symbol properties of promises into private fields. */
export function hideSymbols(): void {
  const [id, trigger] = Object.getOwnPropertySymbols(new Promise(() => {}));
  if (id === undefined || trigger === undefined) return;
  void Object.defineProperty(Promise.prototype, id, {
    configurable: true,
    enumerable: false,
    get(this: object) {
      return Stamp.id(this);
    },
    set(this: object, value: number) {
      Stamp.setId(this, value);
    },
  });
  void Object.defineProperty(Promise.prototype, trigger, {
    configurable: true,
    enumerable: false,
    get(this: object) {
      return Stamp.trigger(this);
    },
    set(this: object, value: number) {
      Stamp.setTrigger(this, value);
    },
  });
}

/** Async ids, which come in growing order: one bit an id, in blocks of 2^23 ids; nearly every question is about the newest block. */
export class IdSet {
  readonly #blocks = safeMap<number, Uint8Array>();
  #newestKey = -1;
  #newestBlock: Uint8Array = NO_BLOCK;

  add(id: number): void {
    const key = Math.floor(id / 0x800000);
    let block = this.#blockOf(key);
    if (block === NO_BLOCK) {
      this.#blocks.set(key, (block = new Uint8Array(0x100000)));
      this.#newestKey = key;
      this.#newestBlock = block;
    }
    const bit = id % 0x800000;
    block[bit >>> 3] = (block[bit >>> 3] as number) | (1 << (bit & 7));
  }

  has(id: number): boolean {
    const block = this.#blockOf(Math.floor(id / 0x800000));
    const bit = id % 0x800000;
    return block !== NO_BLOCK && ((block[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
  }

  #blockOf(key: number): Uint8Array {
    if (key === this.#newestKey) return this.#newestBlock;
    return this.#blocks.get(key) ?? NO_BLOCK;
  }
}
