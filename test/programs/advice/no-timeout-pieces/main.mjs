// expect: io.no-timeout main.mjs:12 ; io.no-timeout main.mjs:22
// stop-after: 9
// Answers that are read piece by piece, of which the second one does not come to its end.
import http from 'node:http';

async function pulled(url) {
  const answer = await fetch(url);
  const reader = answer.body.getReader();
  let size = 0;
  // The first answer ends.
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return size;
    size += value.length;
  }
}

async function iterated(url) {
  const answer = await fetch(url);
  let size = 0;
  // The same.
  for await (const chunk of answer.body) size += chunk.length;
  return size;
}

const server = http.createServer((request, response) => {
  response.write('first');
  if (request.url === '/whole') response.end('last');
});
server.listen(0, async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  for (const read of [pulled, iterated]) console.log(await read(`${url}/whole`));
  for (const read of [pulled, iterated]) void read(`${url}/part`);
});
