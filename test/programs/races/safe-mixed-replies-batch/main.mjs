// expect: nothing
// A thread packs what comes within 40 ms into one parcel, and says the number of that once, to all who have sent something for it.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const thread = new Worker(new URL('./packer.mjs', import.meta.url));

async function pack(item) {
  thread.postMessage({ item });
  const [{ parcel, items }] = await once(thread, 'message');
  return `${item} in ${parcel} of ${items}`;
}

console.log((await Promise.all([pack('cup'), pack('pot'), pack('jar')])).join(', '));
await thread.terminate();
