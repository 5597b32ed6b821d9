// expect: race.order.use-before-init tariffs.mjs:17,12
// The first caller is charged as if there were no night tariff: the book of tariffs is opened, and nobody waits for it.
import { createServer } from 'node:http';
import { TariffBook } from './tariffs.mjs';

const book = new TariffBook();
book.open();

const server = createServer((request, response) => {
  const zone = new URL(request.url, 'http://taxi').searchParams.get('zone');
  response.end(String(10 * book.factor(zone)));
});

const ask = async () => (await fetch(`http://127.0.0.1:${server.address().port}/?zone=night`)).text();
server.listen(0, '127.0.0.1', async () => {
  const early = await ask();
  await book.opened;
  console.log(early, await ask());
  server.close();
  server.closeAllConnections();
});
