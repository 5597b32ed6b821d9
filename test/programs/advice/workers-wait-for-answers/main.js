// expect: worker.useless-for-io@info main.js:12
'use strict';
// Three threads ask a shop for prices, one after the other each, by callbacks: none of them has anything to compute.
const http = require('node:http');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

class Askers {
  #free = [];
  #waiting = [];
  constructor(size) {
    for (let i = 0; i < size; i++) {
      this.#free.push(new Worker(__filename));
    }
  }
  ask(url) {
    return new Promise((resolve) => {
      this.#waiting.push({ url, resolve });
      this.#next();
    });
  }
  #next() {
    if (this.#waiting.length === 0 || this.#free.length === 0) return;
    const worker = this.#free.pop();
    const { url, resolve } = this.#waiting.shift();
    worker.once('message', (size) => {
      this.#free.push(worker);
      resolve(size);
      this.#next();
    });
    worker.postMessage(url);
  }
  end() {
    for (const worker of this.#free) worker.postMessage('');
  }
}

if (isMainThread) {
  const shop = http.createServer((request, response) => setTimeout(() => response.end(request.url), 600));
  shop.listen(0, async () => {
    const askers = new Askers(3);
    const base = `http://localhost:${shop.address().port}`;
    const sizes = await Promise.all(Array.from({ length: 9 }, (_, i) => askers.ask(`${base}/price/${i}`)));
    console.log(sizes.length, 'prices');
    askers.end();
    shop.close();
    shop.closeAllConnections();
  });
} else {
  parentPort.on('message', (url) => {
    if (url === '') return parentPort.close();
    http.get(url, { agent: false }, (answer) => {
      let size = 0;
      answer.on('data', (chunk) => (size += chunk.length));
      answer.on('end', () => parentPort.postMessage(size));
    });
  });
}
