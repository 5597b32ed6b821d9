// expect: nothing
// Conditional requests of a client's own making: the version of what is kept says how to ask, and what is stored is a fresh answer. Three ways to write it.
import { setTimeout as delay } from 'node:timers/promises';

const remote = { version: 1, limit: 10 };

async function get({ ifNewerThan }) {
  await delay(5);
  return ifNewerThan === remote.version ? null : { version: remote.version, limit: remote.limit };
}

let cached = { version: 0, limit: 0 };
async function limit() {
  const fresh = await get({ ifNewerThan: cached.version });
  if (fresh !== null) cached = fresh;
  return cached.limit;
}

const tables = new Map();
async function fetchTable(name, options = {}) {
  await delay(5);
  return options.knownVersion === remote.version ? { status: 'unchanged' } : { status: 'changed', name, ...remote };
}
async function table(name) {
  const known = tables.get(name);
  const answer = await fetchTable(name, known ? { knownVersion: known.version } : {});
  if (answer.status === 'unchanged') return known.limit;
  tables.set(name, { version: answer.version, limit: answer.limit });
  return answer.limit;
}

class Settings {
  #kept;
  async load() {
    const options = { timeout: 100 };
    if (this.#kept) options.ifVersionNot = this.#kept.version;
    const answer = await this.#fetch(options);
    if (answer.notModified) return this.#kept.limit;
    this.#kept = answer;
    return answer.limit;
  }
  async #fetch({ ifVersionNot }) {
    await delay(5);
    return ifVersionNot === remote.version ? { notModified: true } : { ...remote };
  }
}

const settings = new Settings();
for (let round = 0; round < 3; round++) {
  const all = await Promise.all([limit(), limit(), table('a'), table('a'), settings.load(), settings.load()]);
  console.log(all.join(' '));
  if (round === 1) Object.assign(remote, { version: 2, limit: 20 });
}
