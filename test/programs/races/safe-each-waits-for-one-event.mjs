// expect: nothing
// Each that finds the link not open waits for the event that says so, by a promise of its own, and notes that it is open.
import { EventEmitter, once } from 'node:events';
class Link extends EventEmitter {
  #waiting = [];
  constructor() {
    super();
    setTimeout(() => {
      this.emit('open');
      for (const resolve of this.#waiting.splice(0)) resolve();
    }, 10);
  }
  whenOpen() {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
class Store {
  isOpen = false;
  isReady = false;
  async read(link, name) {
    if (!this.isOpen) {
      await once(link, 'open');
      this.isOpen = true;
    }
    return name;
  }
  async write(link, name) {
    if (!this.isReady) {
      await link.whenOpen();
      this.isReady = true;
    }
    return name;
  }
}
const [link, store] = [new Link(), new Store()];
console.log(await Promise.all([store.read(link, 'a'), store.read(link, 'b'), store.write(link, 'c'), store.write(link, 'd')]));
