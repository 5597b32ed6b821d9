// expect: deadlock.actual 13 signal
// Both sockets carry a shelf, of which the books are handed out one by one, and each book asks for its cover by the same agent.
const http = require('node:http');
const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
const server = http.createServer((request, response) => {
  if (!request.url.startsWith('/shelf')) return response.end('blue');
  response.write('a\n');
  setTimeout(() => response.end('b\nc\n'), 20);
});

const ask = (path) =>
  new Promise((resolve, reject) => {
    http.get({ port: server.address().port, path, agent }, resolve).on('error', reject);
  });
async function* books(shelf) {
  for await (const piece of await ask(`/shelf/${shelf}`)) yield* String(piece).trim().split('\n');
}
async function cover(book) {
  let text = '';
  for await (const piece of await ask(`/cover/${book}`)) text += piece;
  return text;
}
async function colours(shelf) {
  const found = [];
  for await (const book of books(shelf)) found.push(await cover(book));
  return found.join();
}
server.listen(0, async () => {
  console.log(await Promise.all([colours('north'), colours('south')]));
  agent.destroy();
  server.close();
});
