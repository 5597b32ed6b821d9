// expect: nothing
// Whoever calls the function that uses the value has looked in the same step: what comes too early is kept.
import { once, EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Client extends EventEmitter {
  #session;
  #backlog = [];
  sent = [];

  async connect() {
    await delay(30);
    this.#session = { id: 'one', next: 0 };
    for (const sample of this.#backlog.splice(0)) this.#send(sample);
    this.emit('ready');
  }

  publish(sample) {
    if (!this.#session) this.#backlog.push(sample);
    else this.#send(sample);
  }

  #send(sample) {
    this.sent.push({ number: this.#session.next++, sample });
  }
}

const client = new Client();
client.connect().catch((error) => client.emit('error', error));
let n = 0;
const timer = setInterval(() => {
  client.publish(n);
  if (++n === 3) clearInterval(timer);
}, 20);
await once(client, 'ready');
await delay(100);
console.log('sent', client.sent.length);
