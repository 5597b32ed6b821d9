// expect: lock.not-released 6 exit 13
import { Mutex } from 'async-mutex';
const files = new Mutex();
async function save(name) {
  // an early return forgets the lock
  const release = await files.acquire();
  if (name === '') return false;
  await null;
  release();
  return true;
}
await save('a');
await save('');
await save('b');
