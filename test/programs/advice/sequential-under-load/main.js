// expect: await.sequential@info main.js:6
const http = require('http');
const { setTimeout: sleep } = require('timers/promises');
const db = { async user(id) { await sleep(40); return { id }; }, async posts(id) { await sleep(60); return [id]; }, async friends(id) { await sleep(50); return [id]; } };
async function profile(id) {
  const user = await db.user(id);
  const posts = await db.posts(id);
  const friends = await db.friends(id);
  return { ...user, posts, friends };
}
const server = http.createServer(async (req, res) => res.end(JSON.stringify(await profile(req.url))));
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
  console.log(await hit(base, (n) => '/' + n, 30, 5));
  server.close(); server.closeAllConnections();
});
