// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
class Link {
  sent = [];
  socket = null;
  closed = false;
  async connect() {
    await delay(2);
    this.socket = { send: (text) => this.sent.push(text) };
  }
  async login(name) {
    const token = await this.token(name);
    if (this.socket === null) return;
    this.socket.send(`login ${token}`);
  }
  async ping() {
    await delay(4);
    if (this.closed) return;
    this.socket.send('ping');
  }
  async token(name) { await delay(4); return name.length; }
  async close() {
    await delay(1);
    this.closed = true;
    this.socket = null;
  }
}
const link = new Link();
await link.connect();
const work = [link.login('ann'), link.ping()];
setTimeout(() => link.close(), 30);
await Promise.all(work);
console.log(link.sent.length);
