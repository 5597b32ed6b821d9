// An interval takes the jobs out: each asks for its user itself, and there is none.
// expect: context.lost main.mjs:16
import { AsyncLocalStorage } from 'node:async_hooks';

const users = new AsyncLocalStorage();
const jobs = [];
const done = [];

const timer = setInterval(() => {
  for (const job of jobs.splice(0)) job();
}, 5);

for (const id of [1, 2, 3]) {
  users.run({ id }, () => {
    jobs.push(() => {
      const user = users.getStore();
      done.push(user ? user.id : 'nobody');
    });
  });
}

setTimeout(() => {
  clearInterval(timer);
  console.log(done.join());
}, 40);
