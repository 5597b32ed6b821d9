// expect: nothing
// never: io.no-timeout
// stop-after: 5
// A feed that never ends is read for ever, and what should end has a time limit.
import http from 'node:http';

async function feed(url) {
  const reader = (await fetch(url)).body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    console.log(value.length);
  }
}

async function lines(url) {
  const answer = await fetch(url);
  for await (const chunk of answer.body) console.log(chunk.length);
}

async function limited(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  let size = 0;
  for await (const chunk of answer.body) size += chunk.length;
  return size;
}

const server = http.createServer((request, response) => {
  response.write('first');
  if (request.url === '/whole') response.end('last');
});
server.listen(0, async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  console.log(await limited(`${url}/whole`));
  void limited(`${url}/part`);
  void feed(`${url}/feed`);
  void lines(`${url}/feed`);
});
