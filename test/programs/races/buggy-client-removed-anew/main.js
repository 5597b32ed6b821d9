// expect: race.order.last-write 20,15
'use strict';
// The client has come back while its last goodbye was being said, and nobody makes it a new entry: the removal takes the newer one.
const { setTimeout: sleep } = require('node:timers/promises');

class Desk {
  clients = new Map();

  find(name) {
    return this.clients.get(name);
  }
  async join(name) {
    await sleep(5);
    const client = { name, sent: 0 };
    this.clients.set(name, client);
    return client;
  }
  async leave(name) {
    await sleep(60);
    this.clients.delete(name);
  }
}

async function main() {
  const desk = new Desk();
  await desk.join('ann');
  const left = new Promise((resolve) => setTimeout(() => resolve(desk.leave('ann')), 10));
  setTimeout(() => void desk.join('ann'), 30);
  await left;
  console.log(desk.find('ann') ? 'there' : 'gone');
}

main();
