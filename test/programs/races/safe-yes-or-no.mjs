// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

async function lookUp(host) {
  await delay(30);
  return host.endsWith('.local');
}

class Resolver {
  #known = new Map();
  online = null;

  async isLocal(host) {
    const known = this.#known.get(host);
    if (known !== undefined) return known;
    const answer = await lookUp(host);
    this.#known.set(host, answer);
    return answer;
  }

  async isOnline() {
    if (this.online === null) this.online = await lookUp('gateway.local');
    return this.online;
  }
}

const resolver = new Resolver();
const hosts = ['printer.local', 'printer.local', 'example.org', 'example.org'];
const answers = await Promise.all(hosts.map((host) => resolver.isLocal(host)));
const online = await Promise.all([resolver.isOnline(), resolver.isOnline()]);
console.log(answers.join(), online.join());
