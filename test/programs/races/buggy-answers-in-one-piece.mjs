// expect: race.check-then-act 21,24
// Each that finds the list unknown asks for it, and marks it as known when the answer has come; the server answers all of them in one piece.
import { setTimeout as sleep } from 'node:timers/promises';
let asked = 0;
class Server {
  #waiting = [];
  async ask() {
    asked++;
    const answered = new Promise((resolve) => this.#waiting.push(resolve));
    if (this.#waiting.length === 1) void this.#answer();
    return answered;
  }
  async #answer() {
    await sleep(10);
    for (const resolve of this.#waiting.splice(0)) resolve('list');
  }
}
class Store {
  isKnown = false;
  async read(server) {
    if (!this.isKnown) {
      const list = await server.ask();
      if (list !== 'list') throw new Error('no list');
      this.isKnown = true;
    }
    return asked;
  }
}
const [server, store] = [new Server(), new Store()];
console.log(await Promise.all([store.read(server), store.read(server), store.read(server)]));
