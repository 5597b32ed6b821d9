// expect: loop.sync-api main.js:8
// never: loop.blocked
'use strict';
const http = require('http');
const { execFileSync } = require('child_process');
// Each request comes when the one before is answered: the call blocks, but nobody was kept waiting by it.
const server = http.createServer((req, res) => {
  const out = execFileSync(process.execPath, ['-e', 'setTimeout(() => console.log("v1"), 100)'], { env: {} });
  res.end(out);
});
server.listen(0, '127.0.0.1', async () => {
  for (let i = 0; i < 3; i++) {
    const res = await fetch(`http://127.0.0.1:${server.address().port}`);
    await res.text();
  }
  server.closeAllConnections();
  server.close();
});
