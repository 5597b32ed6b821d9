// expect: race.order.use-before-init 23,38
// Looms sign up by their first message; orders are taken as soon as one of them has.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const PATTERNS = ['twill', 'satin'];

if (isMainThread) main();
else weave();

function weave() {
  parentPort.on('message', ({ order, rows }) => parentPort.postMessage({ order, cloth: `${workerData}:${rows}` }));
  setTimeout(() => parentPort.postMessage({ pattern: workerData }), workerData === 'twill' ? 400 : 0);
}

function main() {
  const looms = {};
  const orders = new Map();

  const server = createServer((req, res) => {
    const [pattern, rows] = req.url.slice(1).split('/');
    const loom = looms[pattern];
    loom.orders += 1;
    orders.set(loom.orders, (cloth) => res.end(cloth));
    loom.worker.postMessage({ order: loom.orders, rows });
  });

  function openShop() {
    if (Object.keys(looms).length > 1) return;
    server.listen(0, '127.0.0.1', () => setTimeout(buy, 800));
  }

  const workers = PATTERNS.map((pattern) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: pattern });
    worker.on('message', ({ pattern: ready, order, cloth }) => {
      if (ready !== undefined) {
        looms[ready] = { worker, orders: 0 };
        openShop();
        return;
      }
      orders.get(order)(cloth);
      orders.delete(order);
    });
    return worker;
  });

  async function buy() {
    const { port } = server.address();
    const asked = request({ port, host: '127.0.0.1', path: '/twill/12', agent: false }).end();
    const [answer] = await once(asked, 'response');
    let text = '';
    for await (const part of answer) text += part;
    console.log(text);
    server.close();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
