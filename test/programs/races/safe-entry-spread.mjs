// expect: nothing
// An entry that is not there yet adds nothing to the defaults, and the version says who was first.
import { setTimeout as delay } from 'node:timers/promises';

class Pages {
  #rows = new Map();
  async get(id) {
    await delay(2);
    return { id, views: 0, version: 0, ...this.#rows.get(id) };
  }
  async put(page) {
    await delay(2);
    if ((this.#rows.get(page.id)?.version ?? 0) !== page.version) return false;
    this.#rows.set(page.id, { ...page, version: page.version + 1 });
    return true;
  }
}

const pages = new Pages();

async function view(id) {
  for (;;) {
    const page = await pages.get(id);
    page.views += 1;
    if (await pages.put(page)) return;
  }
}

await Promise.all([view('home'), view('home'), view('home')]);
console.log((await pages.get('home')).views);
