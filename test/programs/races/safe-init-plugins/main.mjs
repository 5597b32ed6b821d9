// expect: nothing
import http from 'node:http';

const checks = new Map();
const names = ['length', 'words'];
const loading = Promise.all(names.map((name) => import(`./${name}.mjs`).then((plugin) => checks.set(name, plugin.check))));

const server = http.createServer((request, response) => {
  const [, name, text] = request.url.split('/');
  // All are there before the server listens.
  response.end(String(checks.get(name)(decodeURIComponent(text))));
});
await loading;
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, host: '127.0.0.1', path: '/words/two%20words', agent: false }, (response) => {
      response.resume().on('end', () => server.close());
    });
  }, 90);
});
