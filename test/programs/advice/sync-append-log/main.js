// expect: loop.sync-api@info main.js:10
'use strict';
const fs = require('fs');
const http = require('http');
const os = require('os');
const path = require('path');
// A log of its own, a line at a time: unlike standard output this is a file that the program itself has chosen to write so.
const log = fs.openSync(path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'log-')), 'log.txt'), 'w');
const server = http.createServer((req, res) => {
  for (let i = 0; i < 100; i++) fs.writeSync(log, `step ${i} of ${req.url}\n`);
  res.end('ok');
});
server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  await Promise.all(['/a', '/b', '/c'].map(async (page) => (await fetch(base + page)).text()));
  server.closeAllConnections();
  server.close();
});
