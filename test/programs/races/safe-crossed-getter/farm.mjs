import { setTimeout as pause } from 'node:timers/promises';

class Server {
  load = 0;
  done = 0;
  async run(cost) {
    this.load += cost;
    try {
      await pause(15 + cost);
      this.done += cost;
    } finally {
      this.load -= cost;
    }
  }
}

export class Farm {
  constructor(limit, size) {
    this.limit = limit;
    this.promised = 0;
    this.servers = Array.from({ length: size }, () => new Server());
  }

  get load() {
    return this.servers.reduce((sum, server) => sum + server.load, 0);
  }

  get done() {
    return this.servers.reduce((sum, server) => sum + server.done, 0);
  }

  async submit(at, cost) {
    if (this.load + cost > this.limit) return false;
    await this.servers[at].run(cost);
    return true;
  }

  async submitLater(at, cost) {
    if (this.done + this.promised + cost > this.limit * 10) return false;
    this.promised += cost;
    await pause(20);
    this.servers[at].done += cost;
    this.promised -= cost;
    return true;
  }
}
