// expect: nothing
// Removes what is still its own; or waits before the next one comes.
import { setTimeout as sleep } from 'node:timers/promises';

class Broker {
  clients = {};

  async join(id) {
    await sleep(1);
    this.clients[id] = { id };
    return this.clients[id];
  }

  async leave(client) {
    await sleep(300);
    if (this.clients[client.id] === client) delete this.clients[client.id];
  }

  async drop(client) {
    await sleep(5);
    delete this.clients[client.id];
  }

  isHere(id) {
    return this.clients[id] !== undefined;
  }
}

const broker = new Broker();
const leaving = broker.leave(await broker.join('a'));
const again = await broker.join('a');
await leaving;
console.log(broker.isHere('a'));
await broker.drop(again);
await broker.join('a');
console.log(broker.isHere('a'));
