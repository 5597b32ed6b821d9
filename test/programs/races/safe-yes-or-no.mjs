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

/** Who is gone is not asked again. */
async function refresh(peer) {
  if (!peer.alive) return;
  peer.alive = await lookUp(peer.name);
}

const resolver = new Resolver();
const hosts = ['printer.local', 'printer.local', 'example.org', 'example.org'];
const answers = await Promise.all(hosts.map((host) => resolver.isLocal(host)));
const online = await Promise.all([resolver.isOnline(), resolver.isOnline()]);
const peers = [
  { name: 'desk.local', alive: true },
  { name: 'door.test', alive: true },
];
await Promise.all([...peers, peers[1]].map(refresh));
console.log(peers.filter((peer) => peer.alive).length, answers.join(), online.join());
