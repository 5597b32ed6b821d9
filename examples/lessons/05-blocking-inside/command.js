'use strict';
const { execFileSync } = require('node:child_process');
const http = require('node:http');
const wait = process.env.LESSONS_FAST === '1' ? 100 : 1000;

// Node's own version, from another process: until it has ended nobody else is served.
async function version() {
  return execFileSync(process.execPath, ['-e', `setTimeout(() => console.log(process.version), ${wait})`], { env: {} });
}

const server = http.createServer(async (request, response) => {
  response.end(await version());
});

async function ask(base, guest) {
  const response = await fetch(base);
  console.log(guest, 'reads', (await response.text()).trim());
}

server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  // One guest after the other: each finds the counter free, and yet closed to everybody else meanwhile.
  for (const guest of ['Alice', 'Bob', 'Charlie']) await ask(base, guest);
  server.closeAllConnections();
  server.close();
});
