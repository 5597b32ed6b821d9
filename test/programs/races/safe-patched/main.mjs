// expect: nothing
// A store that puts a patch over what is there: each caller patches something else, or under a lock, or goes by a version.
import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { change, findPost, OrderStore, updatePost, updateVersion } from './store.mjs';
import { Users } from './users.mjs';

const lock = new Mutex();

function like(id) {
  return lock.runExclusive(async () => {
    const post = await findPost(id);
    return updatePost(id, { likes: post.likes + 1 });
  });
}

// There is such a post, and there still is when another part of it has changed.
async function rename(id, title) {
  const post = await findPost(id);
  if (!post) throw new Error('no such post');
  return updatePost(id, { title: title.trim() });
}

async function tag(id, tags) {
  const post = await findPost(id);
  if (post.title === '') throw new Error('without a title');
  return updatePost(id, { tags });
}

async function share(id) {
  for (;;) {
    const { version, shares = 0 } = await findPost(id);
    if (await updateVersion(id, version, { shares: shares + 1 })) return;
  }
}

const view = (id) => change(id, (post) => ({ views: (post.views ?? 0) + 1 }));

const orders = new OrderStore();
async function annotate(id, text) {
  const order = await orders.get(id);
  if (order.note === text) return;
  await orders.update(id, { note: text });
}

// One after the other.
async function pay(id) {
  const order = await orders.get(id);
  if (order.status !== 'open') throw new Error('not open');
  await orders.update(id, { status: 'paid' });
}

async function close(id) {
  const order = await orders.get(id);
  await orders.update(id, { closed: order.status !== 'open' });
}

class Wallets {
  rows = { ann: { coins: 10, name: 'Ann', seen: 0 } };

  async find(id) {
    await delay(2);
    return { ...this.rows[id] };
  }

  async save(id, changes) {
    await delay(2);
    this.rows[id] = { ...this.rows[id], ...changes };
  }

  async take(id, n) {
    const wallet = await this.find(id);
    if (wallet.coins < n) throw new Error('too little');
    await this.save(id, { coins: wallet.coins - n });
  }

  async call(id, name) {
    const wallet = await this.find(id);
    if (wallet.name !== name) await this.save(id, { name });
  }
}

const users = new Users();
async function spend(id, n) {
  const user = await users.find(id);
  if (user.credits < n) throw new Error('too few');
  await users.update(id, { credits: user.credits - n });
}
async function callUser(id, name) {
  const user = await users.find(id);
  if (user.name !== name) await users.update(id, { name });
}

// Whether it is there is asked again by the store, in the step in which it is changed.
async function greet(id) {
  const user = await users.find(id);
  if (!user.name) throw new Error('no such user');
  await users.update(id, { greeted: true });
}

const wallets = new Wallets();
await Promise.all([like('a'), like('a'), rename('a', ' New '), tag('a', ['x']), tag('a', ['y']), view('a'), view('a')]);
await Promise.all([share('a'), share('a')]);
await Promise.all([pay(7), annotate(7, 'soon'), wallets.take('ann', 4), wallets.call('ann', 'Anna')]);
await Promise.all([close(7), annotate(7, 'sooner')]);
await wallets.take('ann', 5);
await Promise.all([spend('ann', 3), spend('bob', 3), callUser('ann', 'Anna')]);
await Promise.allSettled([greet('bob'), users.remove('bob'), greet('ann')]);
console.log((await findPost('a')).likes, (await orders.get(7)).closed, (await wallets.find('ann')).coins);
