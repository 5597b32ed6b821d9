// expect: worker.useless-for-io@info main.js:19
'use strict';
const http = require('node:http');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

async function fetchAll(port) {
  let length = 0;
  for (let i = 0; i < 4; i++) {
    const response = await fetch(`http://localhost:${port}/${i}`);
    length += (await response.text()).length;
  }
  return length;
}

if (isMainThread) {
  const server = http.createServer((request, response) => setTimeout(() => response.end(request.url), 800));
  server.listen(0, () => {
    const { port } = server.address();
    const worker = new Worker(__filename, { workerData: port });
    worker.on('message', (length) => {
      console.log('length', length);
      server.close();
      server.closeAllConnections();
    });
  });
} else {
  fetchAll(workerData).then((length) => parentPort.postMessage(length));
}
