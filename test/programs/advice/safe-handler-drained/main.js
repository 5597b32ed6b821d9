// expect: nothing
// never: promise.floating
'use strict';
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

const saved = [];
const open = new Set();

async function remember(name) {
  await sleep(60);
  saved.push(name);
}

function inBackground(work) {
  open.add(work);
  work.then(
    () => open.delete(work),
    (error) => console.error(error),
  );
}

// It answers when it is ready, and is asked nothing any more when the process ends.
async function watch(res) {
  res.write('watching\n');
  await sleep(30_000);
  res.end('nothing happened');
}

const server = http.createServer((req, res) => {
  if (req.url === '/watch') {
    watch(res);
    return;
  }
  inBackground(remember(req.url));
  res.end('noted');
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  http.get({ port, host: '127.0.0.1', path: '/watch', agent: false }, (res) => res.resume().on('error', () => {}));
  http.get({ port, host: '127.0.0.1', path: '/lamp', agent: false }, (res) => {
    res.resume().on('end', async () => {
      while (open.size > 0) await Promise.all(open);
      console.log('saved', saved.length);
      process.exit(0);
    });
  });
});
