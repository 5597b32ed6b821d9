// expect: nothing
'use strict';
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

const metrics = { requests: 0, errors: 0, inFlight: 0, lastMs: 0 };
const log = [];

const server = http.createServer(async (req, res) => {
  metrics.requests++;
  metrics.inFlight++;
  const started = performance.now();
  try {
    await delay(4);
    res.end('ok');
  } catch {
    metrics.errors++;
  } finally {
    metrics.inFlight--;
    metrics.lastMs = performance.now() - started;
    log.push(`${req.method} ${req.url}`);
  }
});

server.listen(0, '127.0.0.1', async () => {
  const get = (p) =>
    new Promise((resolve) => http.get({ port: server.address().port, path: p, agent: false }, (r) => r.resume().on('end', resolve)));
  await Promise.all(['/a', '/b', '/c'].map(get));
  console.log(metrics.requests, metrics.inFlight, log.length);
  server.close();
});
