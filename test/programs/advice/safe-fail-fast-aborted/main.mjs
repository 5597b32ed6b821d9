// expect: promise.all-fail-fast@info main.mjs:31
// The printing of the other sheet finds that the session is gone, and stops; so it should.
import { setTimeout as sleep } from 'node:timers/promises';

const sessions = new Map();
const seen = new Map();

async function print(id) {
  await sleep(10);
  const session = sessions.get(id);
  if (!session) return false;
  session.pages++;
  return true;
}

async function sheet(id, pages) {
  if (pages < 0) throw new Error('no such sheet');
  for (let page = 0; page < pages; page++) {
    if (!(await print(id))) break;
  }
  // What never was there is no loss.
  for (let i = 0; i < 3; i++) {
    await sleep(5);
    seen.get(id);
  }
}

async function run(id, list) {
  sessions.set(id, { pages: 0 });
  try {
    await Promise.all(list.map((pages) => sheet(id, pages)));
  } catch {
    sessions.delete(id);
    seen.delete(id);
  }
}

await run('all', [2, 3]);
await run('some', [5, -1, 4]);
await sleep(120);
console.log(sessions.size);
