// expect: nothing
// never: io.no-timeout
// stop-after: 5
'use strict';
const http = require('node:http');

const LONG = 60_000;

async function items(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(LONG) });
  return (await answer.json()).length;
}

async function length(url) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LONG);
  try {
    const answer = await fetch(url, { signal: stop.signal });
    return (await answer.text()).length;
  } finally {
    clearTimeout(timer);
  }
}

const size = (url) =>
  Promise.race([fetch(url).then((answer) => answer.arrayBuffer()), new Promise((_, reject) => setTimeout(reject, LONG, new Error('late')))]);

// Text that does not come from a request at all.
async function input() {
  const text = new Response(new ReadableStream({ start() {} }));
  return text.text();
}

const server = http.createServer((request, response) => {
  response.writeHead(200, { 'content-length': 400 });
  response.write('[{"id":1},');
});
server.listen(0, () => {
  const url = `http://127.0.0.1:${server.address().port}/items`;
  console.log('asking');
  for (const ask of [items, length, size, input]) void ask(url).then(console.log);
});
