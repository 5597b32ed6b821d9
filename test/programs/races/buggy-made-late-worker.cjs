// expect: race.check-then-act 13,19
'use strict';
// The worker that draws thumbnails is made for the first picture, by whichever request brings it. The second request came later.
const http = require('node:http');
const { Worker } = require('node:worker_threads');
const { readFile } = require('node:fs/promises');
const { setTimeout: delay } = require('node:timers/promises');

class Painter {
  #worker = null;

  async #ready() {
    if (this.#worker !== null) return this.#worker;
    console.error('starts to paint');
    const text = await readFile(__filename, 'utf8');
    const worker = new Worker(`require('node:worker_threads').parentPort.on('message', (m) => require('node:worker_threads').parentPort.postMessage(m * ${text.length > 0 ? 2 : 3}))`, {
      eval: true,
    });
    this.#worker = worker;
    return worker;
  }

  async paint(size) {
    const worker = await this.#ready();
    return new Promise((resolve) => {
      worker.once('message', resolve);
      worker.postMessage(size);
    });
  }

  close() {
    return this.#worker.terminate();
  }
}

const painter = new Painter();
const server = http.createServer(async (request, response) => {
  response.end(String(await painter.paint(Number(request.url.slice(1)))));
});

async function ask(size, afterMs) {
  await delay(afterMs);
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/${size}`);
  return answer.text();
}

server.listen(0, '127.0.0.1', async () => {
  console.log((await Promise.all([ask(4, 1), ask(8, 400)])).join());
  await painter.close();
  server.close();
});
