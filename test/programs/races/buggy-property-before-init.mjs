// expect: race.order.use-before-init 7,12
import { setTimeout as delay } from 'node:timers/promises';
class Service {
  constructor() { this.database = null; this.answered = 0; }
  async start() {
    await delay(150);
    this.database = { find: (id) => ({ id }) };
  }
  answer(id) {
    try {
      // Requests that come before start() has ended find nothing here.
      return this.database.find(id);
    } catch { return undefined; } finally { this.answered++; }
  }
}
const service = new Service();
const starting = service.start();
setTimeout(() => service.answer(1), 5);
setTimeout(() => service.answer(2), 400);
await starting;
await delay(420);
console.log(service.answered);
