// expect: nothing
// never: io.no-timeout
// stop-after: 5
'use strict';
const http = require('node:http');

function length(url) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { timeout: 60_000 }, (answer) => {
      let size = 0;
      answer.on('data', (part) => (size += part.length));
      answer.on('end', () => resolve(size));
    });
    request.on('timeout', () => request.destroy(new Error('late')));
    request.on('error', reject);
  });
}

async function text(url) {
  const signal = AbortSignal.timeout(60_000);
  const answer = await new Promise((resolve, reject) => http.get(url, { signal }, resolve).on('error', reject));
  let all = '';
  for await (const part of answer) all += part;
  return all;
}

// A stream of events goes on as long as it likes.
async function follow(url) {
  const answer = await new Promise((resolve, reject) => http.get(url, resolve).on('error', reject));
  for await (const part of answer) console.log(String(part));
}

const server = http.createServer((request, response) => {
  response.write('begin');
  if (request.url === '/whole') response.end();
});
server.listen(0, async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  console.log(await text(`${base}/whole`), await length(`${base}/whole`));
  for (const ask of [length, text, follow]) void ask(`${base}/half`);
});
