// expect: none exit 0
import { Mutex } from 'async-mutex';
const lock = new Mutex();
async function open() {
  const release = await lock.acquire();
  setTimeout(release, 5);
}
await open();
await open();
await open();
