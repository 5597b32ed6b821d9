// expect: none signal
// The shelf is read to its end before the first cover is asked for; what the program waits for in the end is a visitor.
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
async function textOf(path) {
  let text = '';
  for await (const piece of await ask(path)) text += piece;
  return text;
}
async function* books(shelf) {
  yield* (await textOf(`/shelf/${shelf}`)).trim().split('\n');
}
async function colours(shelf) {
  const found = [];
  for await (const book of books(shelf)) found.push(await textOf(`/cover/${book}`));
  return found.join();
}
server.listen(0, async () => {
  console.log(await Promise.all([colours('north'), colours('south'), colours('west')]));
});
