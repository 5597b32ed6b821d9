// expect: await.sequential@info main.mjs:27
// Three stand-ins of one class are started for their addresses, each after the one before.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class StandIn {
  #server = http.createServer((req, res) => res.end('ok'));

  async start(warmUp) {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    await sleep(warmUp);
    return this.#server.address().port;
  }

  stop() {
    this.#server.close();
  }
}

class World {
  payments = new StandIn();
  mail = new StandIn();
  maps = new StandIn();

  async open() {
    const payments = await this.payments.start(80);
    const mail = await this.mail.start(80);
    const maps = await this.maps.start(80);
    return { payments, mail, maps };
  }
}

const world = new World();
const ports = await world.open();
console.log(Object.values(ports).every((port) => port > 0));
for (const standIn of Object.values(world)) standIn.stop();
