// expect: race.atomicity 10 ; race.atomicity 17 ; race.check-then-act 24 ; race.check-then-act 30 ; race.atomicity 49 ; race.atomicity 55 ; race.check-then-act 61 ; race.atomicity 68
// A store that puts a patch over what is there: what the patch names was worked out from an older look.
import { setTimeout as delay } from 'node:timers/promises';
import { findPost, findSeat, OrderStore, setHolder, setLeft, updatePost } from './store.mjs';
import { Users } from './users.mjs';

async function like(id) {
  const post = await findPost(id);
  if (!post) throw new Error('no such post');
  return updatePost(id, { likes: post.likes + 1 });
}

async function share(id) {
  const { shares = 0 } = await findPost(id);
  const next = shares + 1;
  const patch = { shares: next };
  await updatePost(id, patch);
}

const orders = new OrderStore();
async function pay(id) {
  const order = await orders.get(id);
  if (order.status !== 'open') throw new Error('not open');
  await orders.update(id, { status: 'paid' });
}

const isOpen = (order) => order.status === 'open';
async function cancel(id) {
  const order = await orders.get(id);
  if (isOpen(order)) await orders.update(id, { status: 'cancelled' });
}

class Wallets {
  rows = { ann: { coins: 10, name: 'Ann' } };

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
}

async function use(id) {
  const seat = await findSeat(id);
  await setLeft(id, seat.left - 1);
}

async function hold(id, who) {
  const { by } = await findSeat(id);
  if (by !== '') throw new Error('taken');
  await setHolder(id, who);
}

const users = new Users();
async function spend(id, n) {
  const user = await users.find(id);
  if (user.credits < n) throw new Error('too few');
  await users.update(id, { credits: user.credits - n });
}

const wallets = new Wallets();
await Promise.allSettled([like('a'), like('a'), share('b'), share('b'), pay(7), pay(7), cancel(7), wallets.take('ann', 4), wallets.take('ann', 5), use('1a'), use('1a'), hold('1a', 'ann'),
  spend('ann', 3),
  spend('ann', 4), hold('1a', 'bob')]);
console.log((await findPost('a')).likes > 0, (await orders.get(7)).id, (await wallets.find('ann')).coins < 10);
