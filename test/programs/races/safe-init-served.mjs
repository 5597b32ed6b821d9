// expect: nothing
// What is set at the start is there before the first request is answered, for that waits for it: whoever has the answer may use it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

class Kiosk {
  #opened = null;
  menu = null;

  ready() {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async #open() {
    await delay(60);
    this.menu = { soups: 3 };
  }

  async serve(request, response) {
    await this.ready();
    await delay(150);
    response.end('menu');
  }
}

const kiosk = new Kiosk();
const server = createServer((request, response) => kiosk.serve(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
kiosk.ready();
const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
console.log(await answer.text());
server.closeAllConnections();
server.close();
console.log(kiosk.menu.soups);
