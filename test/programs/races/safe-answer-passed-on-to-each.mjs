// expect: nothing
// Each that finds the list unknown gets a promise of its own, but all of them stand behind the one question that was asked.
import { setTimeout as sleep } from 'node:timers/promises';
let asked = 0;
class Server {
  #asking = undefined;
  ask() {
    this.#asking ??= this.#load();
    return this.#asking.then((rows) => [...rows]);
  }
  async #load() {
    asked++;
    await sleep(10);
    return ['a', 'b'];
  }
}
class Store {
  isKnown = false;
  async read(server) {
    if (!this.isKnown) {
      const rows = await server.ask();
      if (rows.length !== 2) throw new Error('no list');
      this.isKnown = true;
    }
    return asked;
  }
}
const [server, store] = [new Server(), new Store()];
console.log(await Promise.all([store.read(server), store.read(server), store.read(server)]));
