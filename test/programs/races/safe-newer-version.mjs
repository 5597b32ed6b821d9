// expect: nothing
// What was read is a start that may be old: what is stored takes the place of an older version only.
import { setTimeout as sleep } from 'node:timers/promises';

class Conflict extends Error {}

class Log {
  #rows = new Map();
  async read(id, from) {
    await sleep(1);
    return (this.#rows.get(id) ?? []).slice(from);
  }
  async append(id, expected, rows) {
    await sleep(1);
    const all = this.#rows.get(id) ?? [];
    if (all.length !== expected) throw new Conflict(id);
    this.#rows.set(id, [...all, ...rows]);
  }
}

class Page {
  words = 0;
  version = 0;
  static replay(rows, page) {
    for (const row of rows) page.apply(row);
    return page;
  }
  apply(text) {
    this.words += text.split(' ').length;
    this.version++;
  }
}

class Pages {
  drafts = new Map();
  constructor(log) {
    this.log = log;
  }
  async load(id) {
    const draft = this.drafts.get(id);
    const page = Object.assign(new Page(), draft);
    return Page.replay(await this.log.read(id, page.version), page);
  }
  async edit(id, decide) {
    for (let tries = 0; tries < 10; tries++) {
      const page = await this.load(id);
      const rows = decide(page);
      try {
        await this.log.append(id, page.version, rows);
        for (const row of rows) page.apply(row);
        this.keep(id, page);
        return page.words;
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        await sleep(1 + tries);
      }
    }
    throw new Error('too many conflicts');
  }
  keep(id, { words, version }) {
    const known = this.drafts.get(id);
    if (!known || known.version < version) this.drafts.set(id, { words, version });
  }
}

const pages = new Pages(new Log());
await pages.edit('home', () => ['hello world']);
await Promise.all(['one', 'two words', 'and three words'].map((text) => pages.edit('home', () => [text])));
console.log((await pages.load('home')).words);
