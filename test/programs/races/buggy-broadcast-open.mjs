// expect: race.order.use-before-init 15,10
// The desk says that it is open before the shelves are there; the reader in the same thread, who looks for his card first, finds them now and then.
import { setTimeout as sleep } from 'node:timers/promises';
const desk = new BroadcastChannel('library');
const reader = new BroadcastChannel('library');
const library = { shelves: null };
async function arrange() {
  desk.postMessage('open');
  await sleep(4);
  library.shelves = new Map([['maps', 2]]);
}
let lent = 0;
reader.onmessage = async () => {
  await sleep(12);
  lent += library.shelves.get('maps');
  reader.close();
};
await arrange();
await sleep(30);
desk.close();
console.log('lent', lent);
