// expect: nothing
// The tariff is there when the counter opens; a request that comes while it is read again goes by the one that holds until then.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

let editions = 0;

let told;
const answered = new Promise((resolve) => (told = resolve));

async function readTariff() {
  await (editions === 0 ? sleep(2) : answered);
  return { edition: ++editions, letter: 80 + editions, parcel: 400 };
}

let tariffSettings = await readTariff();

async function readAgain() {
  const next = await readTariff();
  if (next.edition > tariffSettings.edition) tariffSettings = next;
}

const counter = http.createServer(async (request, response) => {
  const { letter, parcel } = tariffSettings;
  await sleep(2);
  response.end(`${request.url} ${request.url === '/parcel' ? parcel : letter}`);
});
counter.listen(0);
await once(counter, 'listening');

async function ask(what) {
  const response = await fetch(`http://127.0.0.1:${counter.address().port}/${what}`);
  return response.text();
}

const reading = readAgain();
const answers = await Promise.all([ask('letter'), ask('parcel')]);
told();
await reading;
answers.push(await ask('letter'));
console.log(answers.length, 'answers');
counter.close();
counter.closeAllConnections();
