// A store that counts how often each thing has been stored.
import { setTimeout as delay } from 'node:timers/promises';

export class Store {
  things = new Map();
  versions = new Map();

  put(name, thing) {
    this.things.set(name, thing);
    this.versions.set(name, (this.versions.get(name) ?? 0) + 1);
  }

  async version(name) {
    await delay(3);
    return this.versions.get(name);
  }

  async get(name) {
    await delay(3);
    return this.things.get(name);
  }

  async swap(name, thing, seen) {
    await delay(3);
    if (this.versions.get(name) !== seen) return false;
    this.put(name, thing);
    return true;
  }
}
