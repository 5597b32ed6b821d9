// expect: worker.spawn-per-task@info main.mjs:12
import http from 'node:http';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

// A thread for each request, of which a few come at once: not enough to be a crowd, but no pool is started by requests.
const code = `const { parentPort, workerData } = require('node:worker_threads');
parentPort.postMessage(workerData.toUpperCase());`;

const server = http.createServer(async (request, response) => {
  const text = request.url.slice(1);
  const worker = new Worker(code, { eval: true, workerData: text });
  const [answer] = await once(worker, 'message');
  response.end(answer);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const url = `http://127.0.0.1:${server.address().port}`;
const ask = async (text) => (await fetch(`${url}/${text}`)).text();
console.log(await Promise.all(['a', 'b', 'c'].map(ask)), await Promise.all(['d', 'e', 'f'].map(ask)));
server.close();
server.closeAllConnections();
