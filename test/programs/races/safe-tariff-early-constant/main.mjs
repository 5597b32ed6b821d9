// expect: nothing
// The book of tariffs is open before anybody is let in. The radio is not up yet when the first caller comes: it says whether it has called, and how it is.
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { TariffBook } from './tariffs.mjs';

const radio = {
  channel: null,

  async tune() {
    await delay(600);
    this.channel = { calls: [] };
  },

  call(zone) {
    if (!this.channel) return false;
    this.channel.calls.push(zone);
    return true;
  },

  isReady() {
    if (!this.channel) return false;
    return this.channel.calls.length < 100;
  },
};

const book = new TariffBook();
book.open();
await book.opened;
const tuned = radio.tune();

const server = createServer((request, response) => {
  const zone = new URL(request.url, 'http://taxi').searchParams.get('zone');
  const told = radio.call(zone) ? 'called' : 'please wait';
  response.end(`${10 * book.factor(zone)} ${radio.isReady()} ${told}`);
});

async function ask() {
  const [response] = await once(get({ host: '127.0.0.1', port: server.address().port, path: '/?zone=night', agent: false }), 'response');
  return (await response.setEncoding('utf8').toArray()).join('');
}

server.listen(0, '127.0.0.1', async () => {
  const early = await ask();
  await tuned;
  console.log(early, await ask());
  server.close();
});
