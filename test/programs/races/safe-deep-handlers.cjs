// expect: nothing
// Two thousand handlers of one request, each called by the one before: all of that is one piece of work, however deep the calls.
const http = require('node:http');

class Router {
  #layers = [];

  use(handler) {
    this.#layers.push({ handler, params: { layer: this.#layers.length } });
  }

  handle(request, response, done) {
    const layers = this.#layers;
    const given = request.params;
    let at = 0;
    let depth = 0;
    next();

    function next() {
      if (at >= layers.length) return setImmediate(done);
      if (++depth > 100) return setImmediate(next);
      const layer = layers[at++];
      request.params = { ...given, ...layer.params };
      layer.handler(request, response, next);
      depth = 0;
    }
  }
}

const router = new Router();
for (let i = 0; i < 2000; i++) router.use((request, response, next) => next());
router.use((request, response) => response.end(`layer ${request.params.layer}`));
const server = http.createServer((request, response) => router.handle(request, response, () => response.end('nobody')));
server.listen(0, '127.0.0.1', async () => {
  for (let i = 0; i < 2; i++) console.log(await (await fetch(`http://127.0.0.1:${server.address().port}`)).text());
  server.close();
});
