// expect: nothing
// The lists that are read when the program starts are some of those that requests read as well: one that is not there yet is read.
import http from 'node:http';
import { readFile } from 'node:fs/promises';
const names = {};
async function load(kind) {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  names[kind] = text.match(/\w+/g);
}
load('words');
const server = http.createServer(async (req, res) => {
  const [, kind, name] = req.url.split('/');
  if (!names[kind]?.includes(name)) await load(kind);
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
