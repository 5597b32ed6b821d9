// expect: race.order.last-write 15
// A round goes through all drafts, saves each, and removes it: what was typed meanwhile stands in its place, and goes unsaved.
import { setTimeout as sleep } from 'node:timers/promises';

class Drafts {
  #drafts = new Map();

  type(page, text) {
    this.#drafts.set(page, { text, at: text.length });
  }

  async saveAll(save) {
    for (const [page, draft] of this.#drafts) {
      await save(page, draft.text);
      this.#drafts.delete(page);
    }
  }
}

const drafts = new Drafts();
const saved = [];
const save = async (page, text) => {
  await sleep(50);
  saved.push(`${page}: ${text}`);
};
drafts.type('a', 'once');
setTimeout(() => drafts.type('a', 'once upon'), 60);
await sleep(30);
await drafts.saveAll(save);
await sleep(20);
await drafts.saveAll(save);
console.log(saved);
