// expect: nothing
// never: await.sequential await.in-loop
// What is started first may be needed by what follows: by another class, by one that looks for it, and where nobody takes what it gives.
import { setTimeout as sleep } from 'node:timers/promises';

const registry = new Map();

class Store {
  async start() {
    await sleep(80);
    return 'store';
  }
}

class Api {
  async start() {
    await sleep(80);
    return 'api';
  }
}

class Node {
  constructor(name) {
    this.name = name;
  }

  async start() {
    const others = [...registry.keys()];
    await sleep(80);
    registry.set(this.name, others);
    return others.length;
  }
}

async function services() {
  const store = await new Store().start();
  const api = await new Api().start();
  return [store, api];
}

async function cluster(first, second, third) {
  const a = await first.start();
  const b = await second.start();
  const c = await third.start();
  return [a, b, c];
}

async function inOrder(first, second, third) {
  await first.start();
  await second.start();
  await third.start();
}

const started = await services();
const joined = await cluster(new Node(started[0]), new Node('b'), new Node('c'));
await inOrder(new Store(), new Store(), new Store());
console.log(started.join(), joined.join());
