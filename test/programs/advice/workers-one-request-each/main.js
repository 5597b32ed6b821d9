// expect: worker.useless-for-io@info main.js:12
// Each station gets a thread of its own, which asks for its weather as soon as it is loaded and does nothing else.
'use strict';
const http = require('node:http');
const { once } = require('node:events');
const path = require('node:path');
const { Worker } = require('node:worker_threads');

const stations = http.createServer((request, response) => setTimeout(() => response.end('12.5'), 600));

async function weather(station, base) {
  const worker = new Worker(path.join(__dirname, 'ask.js'), { workerData: `${base}/${station}` });
  const [degrees] = await once(worker, 'message');
  return `${station}: ${degrees}`;
}

stations.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${stations.address().port}`;
  const names = ['bergen', 'oslo', 'voss', 'moss'];
  console.log((await Promise.all(names.map((name) => weather(name, base)))).join(', '));
  stations.close();
  stations.closeAllConnections();
});
