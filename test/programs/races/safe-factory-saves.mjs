// expect: nothing
// The same, and what is there is read in the step that stores.
import { execFile } from 'node:child_process';

function makeTill() {
  let cents = 1000;

  function keep(amount, done) {
    execFile(process.execPath, ['-v'], (error) => {
      cents = cents - amount;
      done(error);
    });
  }

  function pay(amount, done) {
    if (amount <= 0) return done(new Error('nothing to pay'));
    keep(amount, done);
  }
  return { pay, balance: () => cents };
}

const till = makeTill();
setTimeout(() => till.pay(250, () => console.log('paid')), 1);
setTimeout(() => till.pay(100, () => console.log('paid', till.balance() > 0)), 150);
