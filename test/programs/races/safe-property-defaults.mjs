// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
class Service {
  database = { find: (id) => ({ id, from: 'memory' }) };
  ready = null;
  caches = {};
  async start() {
    await delay(40);
    this.database = { find: (id) => ({ id }) };
  }
  async open() {
    await (this.ready ??= this.start());
    this.cache('users').hits++;
    return this.database;
  }
  cache(name) {
    if (!this.caches[name]) this.caches[name] = { hits: 0 };
    return this.caches[name];
  }
  answer(id) { return this.database.find(id); }
}
const service = new Service();
const opened = [service.open(), service.open()];
setTimeout(() => service.answer(1), 5);
setTimeout(() => service.answer(2), 90);
setTimeout(() => { service.cache('users').hits++; }, 7);
await Promise.all(opened);
await delay(100);
console.log('done');
