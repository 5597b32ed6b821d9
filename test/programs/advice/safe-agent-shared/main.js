// expect: nothing
// never: handle.leak
'use strict';
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

// One agent for all calls: its connections serve the next ones.
const agent = new http.Agent({ keepAlive: true });
function get(url) {
  return new Promise((resolve, reject) => {
    http.get(url, { agent }, (res) => res.resume().on('end', () => resolve(res.statusCode))).on('error', reject);
  });
}

const server = http.createServer((req, res) => res.end('ok'));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', async () => {
  let good = 0;
  for (let i = 0; i < 40; i++) {
    if ((await get(`http://127.0.0.1:${server.address().port}/${i}`)) === 200) good++;
    await sleep(10);
  }
  console.log(good);
  process.exit();
});
