// expect: handle.leak main.js:8
// stop-after: 5
'use strict';
const http = require('node:http');

async function withServer(work) {
  const server = http.createServer((request, response) => response.writeHead(request.url === '/' ? 200 : 404, { connection: 'close' }).end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  await work(`http://127.0.0.1:${server.address().port}`);
  server.close();
}

async function check(path) {
  try {
    await withServer(async (base) => {
      const { status } = await fetch(base + path);
      if (status !== 200) throw new Error(`${status} for ${path}`);
    });
    console.log('ok');
  } catch (error) {
    console.log(error.message);
  }
}

check('/').then(() => check('/none'));
