// expect: worker.useless-for-io@info main.js:9
'use strict';
const http = require('http');
const path = require('path');
const { Worker } = require('worker_threads');
const backend = http.createServer((req, res) => setTimeout(() => res.end(JSON.stringify({ url: req.url })), 250));
backend.listen(0, '127.0.0.1', () => {
  const base = `http://127.0.0.1:${backend.address().port}`;
  const worker = new Worker(path.join(__dirname, 'loader.js'), { workerData: base });
  worker.once('message', (count) => {
    console.log(count);
    backend.closeAllConnections();
    backend.close();
  });
});
