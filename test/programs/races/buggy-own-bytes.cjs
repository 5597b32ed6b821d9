// expect: race.check-then-act 13,17
// A vault makes a key for a room when it has none. Two who come at once each make one, as long as the other, and what the first has sealed nobody can open.
const { createCipheriv, createDecipheriv, randomBytes } = require('node:crypto');
const { promisify } = require('node:util');
const { setTimeout: sleep } = require('node:timers/promises');

const makeKey = promisify(randomBytes);

class Vault {
  keys = new Map();

  async keyOf(room) {
    const known = this.keys.get(room);
    if (known !== undefined) return known;
    await sleep(20);
    const key = await makeKey(32);
    this.keys.set(room, key);
    return key;
  }

  async seal(room, text) {
    const cipher = createCipheriv('aes-256-ctr', await this.keyOf(room), Buffer.alloc(16));
    return cipher.update(text);
  }

  async open(room, sealed) {
    const decipher = createDecipheriv('aes-256-ctr', await this.keyOf(room), Buffer.alloc(16));
    return decipher.update(sealed).toString('latin1');
  }
}

const vault = new Vault();
async function main() {
  const sealed = await Promise.all([vault.seal('attic', 'gold'), vault.seal('attic', 'silver')]);
  for (const one of sealed) console.log((await vault.open('attic', one)).length);
}
main();
