// expect: race.atomicity 19,17
// The settings are replaced as a whole by another file, between the look at one part and the look at the other.
import { setTimeout as sleep } from 'node:timers/promises';
import { Config } from './config.mjs';

async function lookUp(host) {
  await sleep(30);
  return `10.0.0.${host.length}`;
}

class Mailer {
  constructor(config) {
    this.config = config;
  }

  async send(text) {
    const { host } = this.config.current;
    const address = await lookUp(host);
    const { port } = this.config.current;
    return `${address} ${host}:${port} ${text}`;
  }
}

const config = new Config();
config.load({ host: 'one', port: 1 });
const sent = new Mailer(config).send('a');
setTimeout(() => config.load({ host: 'two', port: 2 }), 5);
console.log(await sent);
