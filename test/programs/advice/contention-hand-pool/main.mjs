// expect: lock.contention@info desk.mjs:12
// Two clerks for all visitors: each visitor waits far longer than the clerk takes.
import http from 'node:http';
import { Desk } from './desk.mjs';

const desk = new Desk(['ada', 'bob']);
const server = http.createServer((req, res) => {
  serve(req.url).then((text) => res.end(text));
});

async function serve(paper) {
  return desk.stamp(paper);
}

await new Promise((resolve) => server.listen(0, resolve));
const { port } = server.address();
const visit = (i) =>
  new Promise((resolve, reject) => {
    http.get({ port, path: `/${i}`, agent: false }, (res) => res.resume().on('end', resolve)).on('error', reject);
  });
await Promise.all(Array.from({ length: 24 }, (_, i) => visit(i)));
server.close();
