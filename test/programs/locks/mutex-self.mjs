// expect: lock.self-deadlock 6 exit 13
import { Mutex } from 'async-mutex';
const ledger = new Mutex();
const entries = [];
function append(entry) {
  return ledger.runExclusive(() => entries.push(entry));
}
async function appendAll(list) {
  await ledger.runExclusive(async () => {
    for (const entry of list) await append(entry);
  });
}
await appendAll(['a', 'b']);
