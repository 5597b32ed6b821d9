// expect: race.order.use-before-init 25,19
// Whoever opens the market has looked only whether it is open; the inspector goes round after a while, whether it is or not.
'use strict';
const http = require('node:http');

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Market {
  constructor() {
    this.stalls = null;
    this.rounds = 0;
  }

  async open(names) {
    if (this.stalls) return;
    await pause(25);
    const stalls = new Map();
    for (const name of names) stalls.set(name, names.length);
    this.stalls = stalls;
  }
  count(name) {
    this.rounds++;
    // Of an empty place there is nothing to say.
    if (name === '') return 0;
    return this.stalls.get(name);
  }
}

const market = new Market();
const server = http.createServer((request, response) => response.end(String(market.count(request.url.slice(1)))));
server.listen(0, '127.0.0.1', () => {
  market.open(['fish', 'cheese']);
  setTimeout(async () => {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/fish`, { headers: { connection: 'close' } });
    console.log(await answer.text());
    server.close();
  }, 80);
});
