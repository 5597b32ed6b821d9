// expect: race.order.last-write 15
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
    delete this.clients[client.id];
  }

  isHere(id) {
    return this.clients[id] !== undefined;
  }
}

const broker = new Broker();
const leaving = broker.leave(await broker.join('a'));
await broker.join('a');
await leaving;
console.log(broker.isHere('a'));
