// expect: nothing
// Conditional requests that give the known version by its place among the arguments, or under its own name: the answer is that nothing is newer, or all that is.
import { setTimeout as delay } from 'node:timers/promises';

const remote = { rev: 1, hash: 'h1', rows: ['one'] };

async function fetchTable(name, rev) {
  await delay(5);
  return rev === remote.rev ? undefined : { name, ...remote };
}

const tables = new Map([['a', { rev: 0, rows: [] }]]);
async function table(name) {
  const known = tables.get(name);
  const newer = await fetchTable(name, known.rev);
  if (newer) tables.set(name, newer);
  return tables.get(name).rows;
}

let settings = { updatedAt: 0, rows: [] };
async function load() {
  const { updatedAt } = settings;
  const answer = await fetchTable('settings', updatedAt);
  if (answer === undefined) return settings.rows;
  settings = { updatedAt: answer.rev, rows: answer.rows };
  return settings.rows;
}

class Client {
  #pages = new Map();
  async page(path) {
    const kept = this.#pages.get(path);
    const answer = await this.#ask({ path, hash: kept?.hash ?? '' });
    if (answer.same) return kept.rows;
    this.#pages.set(path, answer);
    return answer.rows;
  }
  async #ask({ path, hash }) {
    await delay(5);
    return hash === remote.hash ? { same: true } : { path, ...remote };
  }
}

const client = new Client();
for (let round = 0; round < 3; round++) {
  const all = await Promise.all([table('a'), table('a'), load(), load(), client.page('/a'), client.page('/a')]);
  console.log(all.join(' '));
  if (round === 1) Object.assign(remote, { rev: 2, hash: 'h2', rows: ['two'] });
}
