// expect: nothing
// A chain of nodes: whoever puts one at its end finds the one before it there, in the same step.
'use strict';
const { stat } = require('node:fs/promises');

class Chain {
  constructor() {
    this.head = null;
    this.tail = null;
    this.length = 0;
  }

  push(node) {
    if (this.tail === null) {
      this.head = node;
      this.tail = node;
      this.length++;
    } else {
      this.insertAfter(this.tail, node);
    }
  }

  insertAfter(node, newNode) {
    newNode.prev = node;
    newNode.next = node.next;
    if (node.next === null) this.tail = newNode;
    else node.next.prev = newNode;
    node.next = newNode;
    this.length++;
  }
}

class Pool {
  constructor() {
    this.idle = new Chain();
    this.old = 0;
  }

  make(id) {
    return Promise.resolve({ id }).then((resource) => this.give(resource));
  }

  give(resource) {
    const node = { prev: null, next: null, resource };
    const { length } = this.idle;
    this.idle.push(node);
    setImmediate(() => {
      if (length > 1) this.old = length;
    });
  }
}

const pool = new Pool();
Promise.all([1, 2, 3, 4].map((id) => pool.make(id))).then(() => {
  console.log(pool.idle.length);
});
