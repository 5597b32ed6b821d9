// expect: none exit 0
// Who asks a generator for the next packet waits for so long only; the last one never comes, and nobody cares for it any more.
import { EventEmitter } from 'node:events';

const wire = new EventEmitter();

async function* packets() {
  for (;;) {
    const packet = await new Promise((resolve) => wire.once('packet', resolve));
    yield packet;
  }
}

const feed = packets();

async function nextPacket() {
  const { value } = await feed.next();
  return value;
}

const late = new Promise((resolve) => setTimeout(resolve, 50, 'late'));
console.log(await Promise.race([nextPacket(), late]));
