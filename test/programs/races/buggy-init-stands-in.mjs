// expect: race.order.use-before-init 13,8
// The names are read from a file when the program starts; until then every name is answered as unknown, since something empty stands in for the list.
import http from 'node:http';
import { readFile } from 'node:fs/promises';
const names = {};
async function load(kind) {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  names[kind] = text.match(/\w+/g);
}
load('words');
const server = http.createServer((req, res) => {
  const [, kind, name] = req.url.split('/');
  const known = names[kind] ?? [];
  res.statusCode = known.includes(name) ? 200 : 404;
  res.end();
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, path: '/words/import', agent: false }, (res) =>
      res.resume().on('end', () => {
        console.log(res.statusCode);
        server.close();
      }),
    );
  }, 100);
});
