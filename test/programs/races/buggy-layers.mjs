// expect: race.atomicity 14
// As safe-layers.mjs, but the layers are all begun at once: each makes its own of what was there at first.
import http from 'node:http';
import { stat } from 'node:fs';

const layers = ['a', 'b', 'c'];
function handle(request, done) {
  const outer = request.params;
  let left = layers.length;
  for (const name of layers) load(name);
  function load(name) {
    stat(new URL(import.meta.url), (error, { size }) => {
      if (error) throw error;
      request.params = { ...outer, [name]: size > 0 };
      if (--left === 0) done();
    });
  }
}

const server = http.createServer((request, response) => {
  handle(request, () => response.end(JSON.stringify(request.params)));
});
server.listen(0, '127.0.0.1', async () => {
  const at = `http://127.0.0.1:${server.address().port}`;
  const texts = await Promise.all([1, 2, 3].map(() => fetch(at).then((response) => response.text())));
  console.log(texts.length);
  server.close();
});
