// expect: race.atomicity 33,29
// A ticket is given to the desk, which takes each once, and replaced by the next one: the answer comes in a response, and is read from it. Two readers give the same ticket away.
import http from 'node:http';
import { once } from 'node:events';

let valid = 'first';
let given = 0;
const desk = http.createServer((request, response) => {
  const ticket = request.headers['x-ticket'];
  setTimeout(() => {
    if (ticket !== valid) response.writeHead(403).end('{}');
    else response.end(JSON.stringify({ page: `page ${++given}`, next: (valid = `ticket ${given}`) }));
  }, 5);
});
desk.listen(0, '127.0.0.1');
await once(desk, 'listening');

class Reader {
  #url;
  #held = { ticket: 'first', until: 0 };

  constructor(url) {
    this.#url = url;
  }

  async page() {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'x-ticket': this.#held.ticket },
    });
    if (!response.ok) throw new Error(`refused: ${response.status}`);
    const { page, next } = await response.json();
    this.#held = { ticket: next, until: Date.now() + 1000 };
    return page;
  }
}

const reader = new Reader(`http://127.0.0.1:${desk.address().port}/`);
const pages = await Promise.allSettled([reader.page(), reader.page()]);
console.log(pages.map(({ status }) => status).sort().join(' '));
desk.close();
desk.closeAllConnections();
