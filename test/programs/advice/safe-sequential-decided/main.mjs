// expect: nothing
// never: await.sequential
import http from 'node:http';
import { once } from 'node:events';

// What is decided in between is what the next question is asked with, or whether it is asked at all.
const backend = http.createServer((req, res) => {
  const body = req.url === '/me' ? { token: 't7', locale: 'de', plan: 'basic' } : { path: req.url, token: req.headers['x-token'] ?? '' };
  setTimeout(() => res.end(JSON.stringify(body)), 60);
});
await once(backend.listen(0, '127.0.0.1'), 'listening');
const base = `http://127.0.0.1:${backend.address().port}`;

class Shop {
  token = '';
  locale = 'en';

  async ask(path) {
    const response = await fetch(`${base}${path}?l=${this.locale}`, { headers: { 'x-token': this.token } });
    return response.json();
  }

  use(token) {
    this.token = token;
  }
}

async function me() {
  return (await fetch(`${base}/me`)).json();
}

async function signedIn(shop) {
  const user = await me();
  if (user.token) shop.use(user.token);
  const cart = await shop.ask('/cart');
  return cart.token;
}

async function translated(shop) {
  const user = await me();
  if (user.locale !== shop.locale) shop.locale = user.locale;
  const start = await shop.ask('/start');
  return start.path;
}

let locale = 'en';
const setLocale = (name) => {
  locale = name;
};
async function start() {
  return (await fetch(`${base}/${locale}/start`)).json();
}
async function greeted() {
  const user = await me();
  if (user.locale !== 'en') setLocale(user.locale);
  const page = await start();
  return page.path;
}

async function planned() {
  const query = { path: '/offers' };
  const user = await me();
  if (user.plan === 'basic') query.path = '/basic';
  const offers = await find(query);
  return offers.path;
}
async function find({ path }) {
  return (await fetch(base + path)).json();
}

async function listed() {
  const paths = [];
  const user = await me();
  [user.plan, user.locale].forEach((name) => paths.push(`/${name}`));
  const all = await findAll(paths);
  return all.length;
}
async function findAll(paths) {
  return Promise.all(paths.map((path) => find({ path })));
}

async function stopped() {
  const user = await me();
  if (user.plan === 'none') return undefined;
  const page = await start();
  return page.path;
}

for (let i = 0; i < 3; i++) {
  console.log(await signedIn(new Shop()));
  console.log(await translated(new Shop()));
  console.log(await greeted());
  console.log(await planned());
  console.log(await listed());
  console.log(await stopped());
}
backend.close();
backend.closeAllConnections();
