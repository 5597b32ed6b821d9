// expect: race.order.use-before-init 12
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

async function inject(object) {
  await sleep(15);
  object.dependencies = { database: { rows: { 1: 'ann', 2: 'bob' } } };
}

async function getOrCreate(name) {
  if (!container.has(name)) {
    const object = new Service();
    container.set(name, object);
    await inject(object);
  }
  return container.get(name);
}

async function handle(id) {
  const service = await getOrCreate('users');
  return service.find(id);
}
const late = sleep(5).then(() => handle(2));
const results = await Promise.allSettled([handle(1), late]);
console.log(results.length);
