// expect: race.stale-compound 20
// The balance is taken before the wait for the interest, in one expression.
import { setTimeout as sleep } from 'node:timers/promises';

class Money {
  constructor(cents) {
    this.cents = cents;
  }
  plus(other) {
    return new Money(this.cents + other.cents);
  }
}

let balance = new Money(100);
async function interestOn(money) {
  await sleep(40);
  return new Money(Math.round(money.cents / 10));
}
async function addInterest() {
  balance = balance.plus(await interestOn(balance));
}
async function pay(cents) {
  await sleep(20);
  balance = balance.plus(new Money(cents));
}

await Promise.all([addInterest(), pay(50), pay(7)]);
console.log(balance.cents);
