// expect: nothing
// Who comes late sees that the card has gone, and reads the next one.
import { setTimeout as delay } from 'node:timers/promises';
import { Tray } from './tray.mjs';

const tray = new Tray();
for (const name of ['ash', 'birch', 'cedar', 'dogwood']) tray.lay({ name });

async function clerk(read) {
  for (;;) {
    const card = tray.top();
    if (card === undefined) return;
    await delay(card.name.length);
    if (tray.top() !== card) continue;
    read.push(card.name);
    tray.discard();
  }
}

const read = [];
await Promise.all([clerk(read), clerk(read)]);
console.log('read', read.join(' '));
