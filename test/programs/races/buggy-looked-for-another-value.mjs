// expect: race.check-then-act 16,21
// Claims of an insurance are paid once they are approved. Before it pays, the step looks whether the claim was withdrawn meanwhile, but not whether it was paid.
import { setTimeout as delay } from 'node:timers/promises';

const State = { Approved: 'approved', Withdrawn: 'withdrawn', Paid: 'paid' };
const claims = new Map();
const transfers = [];

async function accountOf(claim) {
  await delay(30);
  return `account of ${claim.holder}`;
}

async function settle(number) {
  const claim = claims.get(number);
  if (claim.state !== State.Approved) return false;
  const account = await accountOf(claim);
  if (claim.state === State.Withdrawn) {
    return false;
  }
  claim.state = State.Paid;
  transfers.push({ account, cents: claim.cents });
  return true;
}

async function withdraw(number) {
  await delay(10);
  claims.get(number).state = State.Withdrawn;
}

claims.set(7, { holder: 'Ines', cents: 45_000, state: State.Approved });
claims.set(8, { holder: 'Olaf', cents: 12_000, state: State.Approved });
const answers = await Promise.all([settle(7), settle(8), withdraw(8), settle(7)]);
console.log(answers.join(' '), transfers.length);
