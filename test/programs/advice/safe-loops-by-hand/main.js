// expect: nothing
// never: await.in-loop
'use strict';
const http = require('http');
let asked = 0;
const backend = http.createServer((req, res) => {
  asked++;
  const n = Number(req.url.slice(1));
  const body = { n, ready: asked % 8 === 0, next: n < 7 ? n + 1 : null, links: n < 6 ? [n * 2, n * 2 + 1] : [] };
  setTimeout(() => res.end(JSON.stringify(body)), 30);
});
let base;
const get = async (n) => (await fetch(`${base}/${n}`)).json();

/** Each page names the next one. */
async function cursor() {
  const found = [];
  let next = 0;
  while (next !== null) {
    const page = await get(next);
    found.push(page.n);
    next = page.next;
  }
  return found;
}
/** Until a page is empty. */
async function untilEmpty() {
  const rows = [];
  let page = 0;
  for (;;) {
    const { links } = await get(page++);
    if (links.length === 0) break;
    rows.push(...links);
  }
  return rows;
}
async function whileItGrows() {
  const rows = [];
  let before = 0;
  let page = 0;
  do {
    before = rows.length;
    rows.push(...(await get(page++)).links);
  } while (rows.length > before);
  return rows;
}
/** Again until it works. */
async function retry() {
  let attempt = 0;
  while (attempt < 20) {
    try {
      const { ready } = await get(attempt);
      if (!ready) throw new Error('not yet');
      return attempt;
    } catch {
      attempt++;
    }
  }
  return undefined;
}
/** The same again and again. */
async function poll() {
  let tries = 0;
  while (tries < 50) {
    const { ready } = await get(1);
    if (ready) break;
    tries++;
  }
  return tries;
}
/** What is found adds to the list. */
async function crawl() {
  const list = [1];
  for (let i = 0; i < list.length; i++) {
    const { links } = await get(list[i]);
    for (const link of links) if (!list.includes(link)) list.push(link);
  }
  const queue = [1];
  const seen = new Set();
  while (queue.length > 0) {
    const n = queue.shift();
    if (seen.has(n)) continue;
    seen.add(n);
    queue.push(...(await get(n)).links);
  }
  return [list, seen];
}
/** Each result goes into the next request. */
async function chain() {
  let at = 1;
  let i = 0;
  while (i < 6) {
    at = ((await get(at)).next ?? 0) + i;
    i++;
  }
  return at;
}
/** The work itself says when it is over. */
class Feed {
  constructor() {
    this.page = 0;
    this.hasMore = true;
  }
  async loadNext() {
    const { next } = await get(this.page);
    this.page++;
    this.hasMore = next !== null;
  }
  async loadAll() {
    while (this.hasMore) await this.loadNext();
  }
}
async function pieces() {
  const res = await fetch(`${base}/3`);
  const reader = res.body.getReader();
  let size = 0;
  while (size < 1e6) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
  }
  return size;
}

backend.listen(0, '127.0.0.1', async () => {
  base = `http://127.0.0.1:${backend.address().port}`;
  await cursor();
  await untilEmpty();
  await whileItGrows();
  await retry();
  await poll();
  await crawl();
  await chain();
  await new Feed().loadAll();
  await pieces();
  console.log('done');
  backend.closeAllConnections();
  backend.close();
});
