import { setTimeout as delay } from 'node:timers/promises';

export class Posts {
  #byName = new Map();
  list = [];

  async holderOf(isIt) {
    await delay(2);
    for (const entry of this.#byName.values()) if (isIt(entry)) return entry;
    return undefined;
  }

  async inList(isIt) {
    await delay(2);
    for (const entry of this.list) {
      if (isIt(entry)) return entry;
    }
    return null;
  }

  first() {
    return delay(2).then(() => this.list[0] ?? null);
  }

  async enter(entry) {
    await delay(3);
    this.#byName.set(entry.name, entry);
    return entry;
  }

  append(entry) {
    return delay(3).then(() => {
      this.list.push(entry);
      return this.list.length;
    });
  }

  get held() {
    return this.#byName.size + this.list.length;
  }
}
