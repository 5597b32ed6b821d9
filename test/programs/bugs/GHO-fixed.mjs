// expect: nothing
/**
 * GHO, repaired.
 */
import { setTimeout as sleep } from 'node:timers/promises';

class Model {
  static table = new Map();
  static async forge(record) {
    await sleep(3);
    if (this.table.has(record.email)) throw new Error('already registered');
    this.table.set(record.email, record);
    return record;
  }
}

class User extends Model {
  static async add(data) {
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
