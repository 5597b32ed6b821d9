class Node {
  constructor(value) {
    this.value = value;
    this.next = null;
  }
}

class LinkedList {
  constructor() {
    this.head = null;
    this.tail = null;
    this.length = 0;
  }

  push(value) {
    const node = new Node(value);
    if (!this.length) this.head = node;
    else this.tail.next = node;
    this.tail = node;
    this.length += 1;
    return node;
  }

  shift() {
    if (!this.length) return null;
    const head = this.head;
    this.head = this.head.next;
    this.length -= 1;
    return head;
  }
}

/** Gives what promises give in the order in which they have it. */
exports.FifoQueue = class FifoQueue {
  constructor() {
    this.queue = new LinkedList();
    this.pending = new Set();
    this.renew();
  }

  add(promise) {
    this.pending.add(promise);
    promise.then((data) => {
      this.pending.delete(promise);
      if (this.queue.length === 0) {
        this.resolve(data);
        this.renew();
      }
      this.queue.push(data);
    });
  }

  total() {
    return this.pending.size + this.queue.length;
  }

  queued() {
    return this.queue.length;
  }

  renew() {
    this.next = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  async wait() {
    return this.next;
  }

  async fetch() {
    if (this.pending.size === 0 && this.queue.length === 0) return undefined;
    while (this.queue.length === 0) await this.wait();
    return this.queue.shift()?.value;
  }
};
