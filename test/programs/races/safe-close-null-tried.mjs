// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
class Link {
  sent = [];
  socket = null;
  unsent = '';
  async connect() {
    await delay(2);
    this.socket = { send: (text) => this.sent.push(text) };
  }
  async login(name) {
    if (this.socket === null) throw new Error('not connected');
    const token = await this.token(name);
    // The connection may have gone while the token was made.
    const text = `login ${token}`;
    try {
      this.socket.send(text);
    } catch {
      this.unsent = text;
    }
  }
  async token(name) { await delay(4); return name.length; }
  async close() {
    await delay(1);
    this.socket = null;
  }
}
const link = new Link();
await link.connect();
const login = link.login('ann');
setTimeout(() => link.close(), 30);
await login;
console.log(link.sent.length);
