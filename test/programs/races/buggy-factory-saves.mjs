// expect: race.atomicity 11,17
// Functions that share the variables of the one that made them: what `pay` has read, `keep` stores later, in the callback of a command.
import { execFile } from 'node:child_process';

function makeTill() {
  let cents = 1000;

  // Writes the balance down, then believes it.
  function keep(next, done) {
    execFile(process.execPath, ['-v'], (error) => {
      cents = next;
      done(error);
    });
  }

  function pay(amount, done) {
    const before = cents;
    keep(before - amount, done);
  }
  return { pay, balance: () => cents };
}

const till = makeTill();
setTimeout(() => till.pay(250, () => console.log('paid')), 1);
setTimeout(() => till.pay(100, () => console.log('paid', till.balance() > 0)), 150);
