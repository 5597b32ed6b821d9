// expect: await.in-loop@info main.js:24; await.in-loop@info main.js:36; await.in-loop@info main.js:49; await.in-loop@info main.js:59; await.in-loop@info main.js:69
// never: await.sequential
'use strict';
const http = require('http');
const backend = http.createServer((req, res) => setTimeout(() => res.end(JSON.stringify({ url: req.url, rows: [req.url] })), 60));
let base;

async function getUser(id) {
  const res = await fetch(`${base}/users/${id}`);
  return res.json();
}
const getPage = async (n) => (await fetch(`${base}/pages/${n}`)).json();
async function isUp(host, port) {
  const res = await fetch(`${base}/health/${host}/${port}`);
  return res.ok;
}

/** An index of its own, and an entry that is left out. */
async function users(ids) {
  const found = [];
  let i = -1;
  while (++i < ids.length) {
    if (ids[i] === 3) continue;
    const user = await getUser(ids[i]);
    if (user.rows.length === 0) continue;
    found.push(user);
  }
  return found;
}

/** As many pages as were said before. */
async function pages(total) {
  const rows = [];
  let page = 1;
  do {
    const { rows: part } = await getPage(page);
    rows.push(...part);
    page += 1;
  } while (page <= Math.ceil(total / 10));
  return rows;
}

/** An iterator by hand. */
async function health(hosts) {
  const status = new Map();
  const entries = hosts.entries();
  for (let step = entries.next(); !step.done; step = entries.next()) {
    const [host, port] = step.value;
    status.set(host, (await isUp(host, port)) ? 'up' : 'down');
  }
  return status;
}

/** A list that is worked off. */
async function workOff(ids) {
  const todo = [...ids];
  const done = [];
  while (todo.length > 0) {
    done.push(await getUser(todo.shift()));
  }
  return done;
}

/** Two awaits a round: the second needs the first of the same round only. */
async function sizes(ids) {
  const found = [];
  for (let at = 0; ; ) {
    if (at >= ids.length) break;
    const res = await fetch(`${base}/size/${ids[at]}`);
    const body = await res.text();
    found.push(body.length);
    at++;
  }
  return found;
}

backend.listen(0, '127.0.0.1', async () => {
  base = `http://127.0.0.1:${backend.address().port}`;
  const ids = [1, 2, 3, 4, 5, 6, 7];
  await getUser(0);
  await users(ids);
  await pages(60);
  await health(new Map(ids.map((id) => [`host${id}`, id])));
  await workOff(ids);
  await sizes(ids);
  console.log('done');
  backend.closeAllConnections();
  backend.close();
});
