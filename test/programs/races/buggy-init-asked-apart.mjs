// expect: race.order.use-before-init buggy-init-asked-apart.mjs:24
// That another callback looks whether the value is there does not help the one that sends.
import { once, EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Client extends EventEmitter {
  #session;
  sent = [];

  async connect() {
    await delay(30);
    this.#session = { id: 'one', next: 0 };
    this.emit('ready');
  }

  report() {
    console.log(this.#session ? 'connected' : 'not connected');
  }

  publish(sample) {
    this.#send(sample);
  }
  #send(sample) {
    this.sent.push({ number: this.#session.next++, sample });
  }
}

const client = new Client();
client.connect().catch((error) => client.emit('error', error));
setTimeout(() => client.report(), 100);
setTimeout(() => client.publish(1), 150);
await once(client, 'ready');
await delay(250);
console.log('sent', client.sent.length);
