// expect: nothing
const http = require('http');
const { setTimeout: sleep } = require('timers/promises');
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const views = new Map();
const routes = { article: async (slug) => { await sleep(2); views.set(slug, (views.get(slug) ?? 0) + 1); return 'article ' + slug; }, health: async () => 'ok' };
const server = http.createServer(async (req, res) => {
  const slug = req.url.slice(1);
  if (!SLUG.test(slug)) { res.statusCode = 400; return res.end('bad slug'); }
  res.end(await (slug === 'health' ? routes.health() : routes.article(slug)));
});
async function hit(base, path, times, width) {
  let left = times;
  const texts = [];
  await Promise.all(Array.from({ length: width }, async () => {
    while (left-- > 0) texts.push(await (await fetch(base + (typeof path === 'function' ? path(left) : path))).text());
  }));
  return texts.length;
}

server.listen(0, async () => {
  const base = `http://127.0.0.1:${server.address().port}/`;
  console.log(await hit(base, (n) => (n % 7 === 0 ? 'health' : 'article-' + (n % 5)), 150, 10));
  server.close(); server.closeAllConnections();
});
