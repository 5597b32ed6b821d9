// expect: nothing
// What is asked of what class it is, is not used: nothing is of none, and no error.
import { setTimeout as sleep } from 'node:timers/promises';

class Cookie {
  constructor(ms) {
    this.maxAge = ms;
  }
  set maxAge(ms) {
    this.expires = typeof ms === 'number' ? new Date(ms) : ms;
  }
  get maxAge() {
    return this.expires instanceof Date ? this.expires.valueOf() : this.expires;
  }
}

const cookies = [];
async function login() {
  const cookie = new Cookie(5);
  cookies.push(cookie);
  await sleep(5);
  cookie.maxAge = null;
}
async function report() {
  await sleep(20);
  for (const cookie of cookies) console.log(cookie.maxAge);
}
await Promise.all([login(), report()]);
