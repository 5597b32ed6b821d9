// expect: nothing
// The interest is worked out from an older balance, and added to the one that is there by then.
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
  const interest = await interestOn(balance);
  balance = balance.plus(interest);
}
async function pay(cents) {
  await sleep(20);
  balance = balance.plus(new Money(cents));
}

await Promise.all([addInterest(), pay(50), pay(7)]);
console.log(balance.cents);
