// expect: race.order.use-after-close 11,20
// What was taken away is used for its value, although it is asked elsewhere of what class it is.
import { setTimeout as sleep } from 'node:timers/promises';

class Cookie {
  expires = new Date(5);
  get isDate() {
    return this.expires instanceof Date;
  }
  get maxAge() {
    return this.expires.valueOf();
  }
}

const cookies = [];
async function login() {
  const cookie = new Cookie();
  cookies.push(cookie);
  await sleep(5);
  cookie.expires = null;
}
async function report() {
  await sleep(20);
  for (const cookie of cookies) console.log(cookie.isDate, cookie.maxAge);
}
await Promise.allSettled([login(), report()]);
