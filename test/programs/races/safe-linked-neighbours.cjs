// expect: nothing
// A queue of jobs in a row: what a job has behind it is set by whoever comes next, and looked at when the job leaves the row.
const { setTimeout: sleep } = require('node:timers/promises');

class Node {
  constructor(name) {
    this.name = name;
    this.next = null;
    this.prev = null;
  }
  put(prev, next) {
    this.next = next;
    this.prev = prev;
    prev.next = this;
    next.prev = this;
  }
  leave() {
    const { prev, next } = this;
    this.next = null;
    this.prev = null;
    prev.next = next;
    next.prev = prev;
  }
}

class Row {
  constructor() {
    this.head = new Node('');
    this.tail = new Node('');
    this.head.next = this.tail;
    this.tail.prev = this.head;
  }
  async pass(name, ms) {
    const node = new Node(name);
    node.put(this.tail.prev, this.tail);
    await sleep(ms);
    const behind = node.next.name;
    node.leave();
    return `${name} before ${behind || 'nobody'}`;
  }
}

const row = new Row();
Promise.all([row.pass('a', 60), row.pass('b', 20), row.pass('c', 40)]).then((lines) => console.log(lines.join('\n')));
