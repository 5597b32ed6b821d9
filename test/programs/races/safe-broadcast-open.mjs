// expect: nothing
// The desk says over a channel that the shelves are there; the reader in the same thread uses them when he has heard it.
import { setTimeout as sleep } from 'node:timers/promises';
const desk = new BroadcastChannel('library');
const reader = new BroadcastChannel('library');
const library = { shelves: null };
async function arrange() {
  await sleep(4);
  library.shelves = new Map([['maps', 2]]);
  desk.postMessage('open');
}
let lent = 0;
reader.onmessage = async () => {
  lent += library.shelves.get('maps');
  reader.close();
};
await arrange();
await sleep(30);
desk.close();
console.log('lent', lent);
