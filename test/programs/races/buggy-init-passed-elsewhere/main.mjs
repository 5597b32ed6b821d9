// expect: race.order.use-before-init main.mjs:9,main.mjs:20
// What a setup function has begun to load, and returns nothing to wait for, is passed to a function of another file, which needs it.
import http from 'node:http';
import { priceOf, readTariff } from './tariff.mjs';

let tariff;

function setUp() {
  readTariff(new URL(import.meta.url)).then((loaded) => { tariff = loaded; });
}

function quote(zone) {
  http.get({ port: server.address().port, host: '127.0.0.1', path: `/${zone}`, agent: false }, (answer) => {
    answer.on('data', (data) => console.log(String(data))).on('end', () => server.close());
  });
}

setUp();
const server = http.createServer((request, response) => {
  response.end(String(priceOf(tariff, request.url.slice(1), 2)));
});
server.listen(0, '127.0.0.1', () => setTimeout(quote, 150, 'zone2'));
