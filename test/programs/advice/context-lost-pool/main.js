// expect: context.lost@info main.js:17
const http = require('http');
const { AsyncLocalStorage } = require('async_hooks');
const ctx = new AsyncLocalStorage();
const lines = [];
const log = (m) => lines.push(`${ctx.getStore()?.id ?? '-'} ${m}`);
// A pool of connections, each made before any request; callers wait in a line.
class Connections {
  constructor(n) { this.free = Array.from({ length: n }, (_, i) => i); this.line = []; setInterval(() => this.pump(), 5).unref(); }
  use(job) { this.line.push(job); }
  pump() { while (this.free.length > 0 && this.line.length > 0) { const c = this.free.pop(); this.line.shift()(c, () => this.free.push(c)); } }
}
const connections = new Connections(2);
function handle(req, res) {
  log('in');
  connections.use((connection, release) => {
    log('got connection');
    setTimeout(() => { release(); res.end('ok'); }, 10);
  });
}
const server = http.createServer((req, res) => ctx.run({ id: req.url }, () => handle(req, res)));
async function hit(base, path, times, width) {
  let left = times;
  const texts = [];
  await Promise.all(Array.from({ length: width }, async () => {
    while (left-- > 0) texts.push(await (await fetch(base + (typeof path === 'function' ? path(left) : path))).text());
  }));
  return texts.length;
}

server.listen(0, async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  console.log(await hit(base, (n) => '/' + n, 12, 4));
  server.close(); server.closeAllConnections();
});
