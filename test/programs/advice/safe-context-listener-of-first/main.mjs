// expect: nothing
// The first request makes the client for all: its listener belongs to none of them, and does without a store.
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';

const requests = new AsyncLocalStorage();
const seen = [];
let client;

function clientOf() {
  if (client === undefined) {
    client = new EventEmitter();
    client.on('fault', (text) => seen.push([requests.getStore()?.id ?? 'nobody', text]));
  }
  return client;
}

async function handle(id) {
  await requests.run({ id }, async () => {
    clientOf();
    await null;
  });
}

await handle(1);
await handle(2);
setTimeout(() => clientOf().emit('fault', 'first'), 5);
setTimeout(() => clientOf().emit('fault', 'second'), 15);
setTimeout(() => console.log(seen.join()), 30);
