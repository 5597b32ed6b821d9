// expect: race.atomicity 16,12
// The same with keys that are added together, in methods.
'use strict';
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

class Accounts {
  constructor() {
    this.rows = { 'account:ann': 10 };
  }

  balance(name) {
    return this.rows['account:' + name];
  }

  store(name, balance) {
    this.rows['account:' + name] = balance;
  }

  async deposit(name, amount) {
    const before = this.balance(name);
    await settle();
    this.store(name, before + amount);
  }
}

const accounts = new Accounts();
Promise.all([accounts.deposit('ann', 5), accounts.deposit('ann', 7)]).then(() => {
  console.log(accounts.balance('ann'));
});
