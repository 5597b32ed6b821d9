// expect: nothing
// A dispatcher keeps what it found at first, and each of its layers, set off by the one before, makes something new of that: nobody else comes in between.
import http from 'node:http';

const merge = (params, outer) => ({ ...outer, ...params });
const wait = (request, next) => setImmediate(next);
const layers = [
  { params: { a: 1 }, merges: false, run: wait },
  { params: { b: 1 }, merges: true, run: wait },
  { params: { id: 1 }, merges: true, run: wait },
];
function handle(request, done) {
  const outer = request.params;
  let index = 0;
  next();
  function next() {
    if (index >= layers.length) {
      setImmediate(done);
      return;
    }
    const layer = layers[index++];
    request.params = layer.merges ? merge(layer.params, outer) : layer.params;
    layer.run(request, next);
  }
}

const server = http.createServer((request, response) => {
  handle(request, () => response.end(JSON.stringify(request.params)));
});
server.listen(0, '127.0.0.1', async () => {
  const at = `http://127.0.0.1:${server.address().port}`;
  const texts = await Promise.all([1, 2, 3].map(() => fetch(at).then((response) => response.text())));
  console.log(texts.join());
  server.close();
});
