// expect: race.order.use-before-init 32,29
// It waits until one of the two is there, and uses both.
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const here = new URL(import.meta.url);

async function waitFor(isSo, { every = 2, limit = 900 } = {}) {
  const from = performance.now();
  for (;;) {
    if (await isSo()) return;
    if (performance.now() - from > limit) throw new Error('waited too long');
    await delay(every);
  }
}

let title;
let note;
readFile(here, 'utf8').then(async (text) => {
  await delay(60);
  title = { text };
});
async function writeNote() {
  const text = await readFile(here, 'utf8');
  await readFile(here);
  return text;
}
writeNote().then((text) => {
  note = { text };
});
await waitFor(() => title?.text.length > 3);
console.log(title.text.length > 0, note.text.length > 0);
