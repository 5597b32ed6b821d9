// expect: race.order.use-before-init tariffs.mjs:17,12
// The first caller is charged as if there were no night tariff: the book of tariffs is opened, and nobody waits for it.
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { TariffBook } from './tariffs.mjs';

const book = new TariffBook();
book.open();

const server = createServer((request, response) => {
  const zone = new URL(request.url, 'http://taxi').searchParams.get('zone');
  response.end(String(10 * book.factor(zone)));
});

async function ask() {
  const [response] = await once(get({ host: '127.0.0.1', port: server.address().port, path: '/?zone=night', agent: false }), 'response');
  return (await response.setEncoding('utf8').toArray()).join('');
}

server.listen(0, '127.0.0.1', async () => {
  const early = await ask();
  await book.opened;
  console.log(early, await ask());
  server.close();
});
