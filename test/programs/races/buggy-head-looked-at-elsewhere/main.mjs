// expect: race.atomicity main.mjs:11,main.mjs:15
// Two clerks read the same card, and each throws one away: the second one was read by nobody, or twice. The tray of another file has no length to ask for.
import { setTimeout as delay } from 'node:timers/promises';
import { Tray } from './tray.mjs';

const tray = new Tray();
for (const name of ['ash', 'birch', 'cedar', 'dogwood']) tray.lay({ name });

async function clerk(read) {
  for (;;) {
    const card = tray.top();
    if (card === undefined) return;
    await delay(card.name.length);
    read.push(card.name);
    tray.discard();
  }
}

const read = [];
await Promise.all([clerk(read), clerk(read)]);
console.log('read', read.join(' '));
