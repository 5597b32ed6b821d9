// expect: race.check-then-act 32,21
// A pass for the ferry is good for one day, and the old one is handed in for the next. Those who find that it has run out hand it in at once: one gets the next one, and the others are turned away.
import { setTimeout as sleep } from 'node:timers/promises';

const office = { valid: 'pass 0', given: 0 };

async function handIn(old) {
  await sleep(3);
  if (old.name !== office.valid) throw new Error(`${old.name} was handed in`);
  office.valid = `pass ${++office.given}`;
  return { name: office.valid, until: Date.now() + 60_000 };
}

class Ferry {
  pass = { name: 'pass 0', until: 0 };
  stamp = 'none';
  renewing = null;

  async current() {
    // Good for today.
    if (this.pass.until > Date.now()) return this.pass;
    return this.renew(this.pass);
  }

  async renew(old) {
    const next = await handIn(old);
    this.keep(next);
    return next;
  }

  keep(next) {
    this.pass = next;
  }

  async stampOnce(name) {
    if (this.stamp !== 'none') return this.stamp;
    const stamp = await sleep(2, name === 'ann' ? name : undefined);
    if (stamp) this.put(stamp);
    return stamp;
  }

  put(stamp) {
    this.stamp = stamp;
  }
}

const ferry = new Ferry();
async function cross(name) {
  const pass = await ferry.current();
  await ferry.stampOnce(name);
  return `${name} with ${pass.name}`;
}

const crossings = await Promise.allSettled(['ann', 'bea', 'cem'].map(cross));
console.log(crossings.map(({ value, reason }) => value ?? reason.message).join());
