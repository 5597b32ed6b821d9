// expect: race.check-then-act 17,13
/**
 * GHO: Ghost (Node.fz, table 2): signing up twice at the same time makes two users.
 * Root cause: whether the user is there is asked first and the user is stored later; both sign-ups are told that there is none.
 * Original fix: the store refuses the second one.
 */
import { setTimeout as sleep } from 'node:timers/promises';

class Model {
  static table = new Map();
  static async findOne(email) {
    await sleep(3);
    return this.table.get(email);
  }
  static async forge(record) {
    await sleep(3);
    this.table.set(record.email, record);
    return record;
  }
}

class User extends Model {
  static async add(data) {
    const existing = await User.findOne(data.email);
    if (existing) throw new Error('already registered');
    const hash = await hash_(data.password);
    return User.forge({ ...data, password: hash });
  }
}

async function hash_(text) {
  await sleep(4);
  return Buffer.from(text).toString('hex');
}

const outcome = await Promise.allSettled([
  User.add({ email: 'me@ghost.org', password: 'a' }),
  User.add({ email: 'me@ghost.org', password: 'b' }),
]);
console.log(outcome.length, User.table.size);
