// expect: nothing
/**
 * tegg: tegg #336: a second request gets an object whose dependencies are not there yet.
 * Root cause: the object is in the container before it has been initialised.
 * Original fix: the promise of the initialisation is kept, and awaited by all.
 */
import { setTimeout as sleep } from 'node:timers/promises';

class Service {
  dependencies = null;
  find(id) {
    return this.dependencies.database.rows[id];
  }
}

const container = new Map();
const starting = new Map();

async function inject(object) {
  await sleep(15);
  object.dependencies = { database: { rows: { 1: 'ann', 2: 'bob' } } };
}

async function getOrCreate(name) {
  if (!container.has(name)) {
    const object = new Service();
    container.set(name, object);
    starting.set(name, inject(object));
  }
  await starting.get(name);
  return container.get(name);
}

async function handle(id) {
  const service = await getOrCreate('users');
  return service.find(id);
}
const late = sleep(5).then(() => handle(2));
const results = await Promise.allSettled([handle(1), late]);
console.log(results.length);
