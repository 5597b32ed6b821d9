// expect: nothing
// Whoever uses it has waited until it was there, by a helper that asks again and again: in a loop, in a timer, by a property of what is perhaps not there yet.
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
function eventually(isSo) {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!isSo()) return;
      clearInterval(timer);
      resolve();
    }, 2);
  });
}
class Plan {
  page;
  open() {
    readFile(here, 'utf8').then((text) => {
      this.page = { size: text.length, lines: text.split('\n') };
    });
    return this;
  }
}

const plan = new Plan().open();
await waitFor(() => plan.page?.lines?.length > 1);
console.log(plan.page.lines[0].length > 0);

const other = new Plan().open();
await eventually(() => other.page && other.page.size > 10);
console.log(other.page.size > 0);

let title;
readFile(here, 'utf8').then((text) => {
  title = { text };
});
await eventually(() => Boolean(title?.text));
console.log(title.text.length > 0);

let note;
readFile(here, 'utf8').then((text) => {
  note = { text };
});
await waitFor(() => note?.text.length > 3);
console.log(note.text.length > 0);
