// expect: nothing
// What is stored is read after the wait, by a key that is added together.
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
    await settle();
    this.store(name, this.balance(name) + amount);
  }
}

const accounts = new Accounts();
Promise.all([accounts.deposit('ann', 5), accounts.deposit('ann', 7)]).then(() => {
  console.log(accounts.balance('ann'));
});
