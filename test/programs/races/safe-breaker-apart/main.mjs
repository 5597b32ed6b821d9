// expect: nothing
// A breaker in another file counts what has failed: that it let a call through says nothing about the count, however the failure is told to it.
import { setTimeout as sleep } from 'node:timers/promises';
import { Breaker } from './breaker.mjs';

const breaker = new Breaker(2, 30);
let isUp = false;

async function backend(n) {
  await sleep(4 + n);
  if (!isUp) throw new Error(`down for ${n}`);
  return n;
}

async function call(n) {
  if (!breaker.allow(Date.now())) return 'rejected';
  try {
    const value = await backend(n);
    breaker.success();
    return value;
  } catch {
    breaker.failure(Date.now());
    return 'failed';
  }
}

function ask(n) {
  if (!breaker.allow(Date.now())) return Promise.resolve('rejected');
  return backend(n)
    .then((value) => {
      breaker.success();
      return value;
    })
    .catch(() => {
      breaker.failure(Date.now());
      return 'failed';
    });
}

async function settle(n) {
  if (!breaker.allow(Date.now())) return 'rejected';
  const [result] = await Promise.allSettled([backend(n)]);
  if (result.status === 'fulfilled') breaker.success();
  else breaker.failure(Date.now());
  return result.status;
}

const rounds = [];
rounds.push(await Promise.all([call(1), ask(2), settle(3)]));
rounds.push(await Promise.all([ask(1), call(2)]));
isUp = true;
await sleep(60);
rounds.push(await Promise.all([call(1), ask(2), settle(3), ask(4)]));
rounds.push(await Promise.all([call(1), ask(2)]));
console.log(rounds.length);
