// expect: race.order.use-before-init main.mjs:12,6
import http from 'node:http';

const checks = new Map();
for (const name of ['length', 'words']) {
  import(`./${name}.mjs`).then((plugin) => checks.set(name, plugin.check));
}

const server = http.createServer((request, response) => {
  const [, name, text] = request.url.split('/');
  // Nobody says that it has been loaded by then.
  response.end(String(checks.get(name)(decodeURIComponent(text))));
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, host: '127.0.0.1', path: '/words/two%20words', agent: false }, (response) => {
      response.resume().on('end', () => server.close());
    });
  }, 90);
});
