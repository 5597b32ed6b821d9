// expect: nothing
// never: io.no-timeout
// stop-after: 6
'use strict';
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');

// Whatever waits long here is ended by something sometime, or is meant to wait: events that come when they come, and connections that are kept.
const LONG = 60_000;
const asks = {
  signal: (base) => fetch(`${base}/a`, { signal: AbortSignal.timeout(LONG) }),
  raced: (base) => Promise.race([fetch(`${base}/b`), new Promise((_, reject) => setTimeout(reject, LONG, new Error('late')))]),
  async controlled(base) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), LONG);
    try {
      return await fetch(`${base}/c`, { signal: controller.signal });
    } finally {
      clearTimeout(timer);
    }
  },
  option: (base) =>
    new Promise((resolve, reject) => {
      const request = http.get(`${base}/d`, { timeout: LONG }, resolve);
      request.on('timeout', () => request.destroy(new Error('late')));
      request.on('error', reject);
    }),
  async subscription(base) {
    const socket = net.connect(Number(new URL(base).port), '127.0.0.1');
    socket.write('tell me when something happens\n');
    await once(socket, 'data');
  },
};

async function ask(name, base) {
  return (await asks[name](base)).status;
}

const silent = net.createServer(() => {});
const server = http.createServer((request, response) => response.end('hello'));
silent.listen(0, () =>
  server.listen(0, async () => {
    console.log(await (await fetch(`http://127.0.0.1:${server.address().port}`)).text());
    for (const name of Object.keys(asks)) ask(name, `http://127.0.0.1:${silent.address().port}`).catch(() => {});
  }),
);
