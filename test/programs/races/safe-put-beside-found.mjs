// expect: nothing
// What is made of one element of a list and put beside it; and a store that compares versions before it replaces one.
import { setTimeout as sleep } from 'node:timers/promises';

const links = { '/': ['/a', '/b'], '/a': ['/a/1'], '/b': ['/'], '/a/1': [] };

class Crawler {
  queue = [{ url: '/', status: 'queued' }];
  open = 0;

  step() {
    const item = this.queue.find((entry) => entry.status === 'queued');
    if (!item) return;
    item.status = 'fetching';
    this.open++;
    setTimeout(() => {
      this.discover(item, links[item.url]);
      item.status = 'done';
      this.open--;
    }, 10);
  }
  discover(from, found) {
    for (const path of found) {
      const url = new URL(path, `http://host${from.url}`).pathname;
      if (!this.queue.some((entry) => entry.url === url)) this.queue.push({ url, status: 'queued' });
    }
  }
}

class Account {
  sum = 0;
  version = 0;
  static replay(amounts, account) {
    for (const amount of amounts) account.apply(amount);
    return account;
  }
  apply(amount) {
    this.sum += amount;
    this.version++;
  }
}

const log = [];
class Bank {
  snapshots = new Map();
  async load(id) {
    const account = Object.assign(new Account(), this.snapshots.get(id));
    return Account.replay(await this.read(account.version), account);
  }
  async read(from) {
    await sleep(2);
    return log.slice(from);
  }
  async add(id, amount) {
    for (;;) {
      const account = await this.load(id);
      await sleep(1);
      if (log.length !== account.version) continue;
      log.push(amount);
      account.apply(amount);
      await sleep(1);
      this.keep(id, account);
      return;
    }
  }
  keep(id, { sum, version }) {
    const known = this.snapshots.get(id);
    if (!known || known.version < version) this.snapshots.set(id, { sum, version });
  }
}

const crawler = new Crawler();
const timer = setInterval(() => crawler.step(), 5);
const bank = new Bank();
await Promise.all([1, 2, 3].map((amount) => bank.add('ada', amount)));
await bank.add('ada', 4);
while (crawler.open > 0 || crawler.queue.some((entry) => entry.status !== 'done')) await sleep(5);
clearInterval(timer);
console.log(crawler.queue.length, bank.snapshots.get('ada').sum);
