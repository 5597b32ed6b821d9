// expect: nothing
// What may not be there yet is tested before it is passed on, or passed to functions that do with or without.
import http from 'node:http';
import { label, note, priceOf, readTariff, zonesOf } from './tariff.mjs';

let tariff;
const seen = [];

function setUp() {
  readTariff(new URL(import.meta.url)).then((loaded) => { tariff = loaded; });
}

function quote(zone) {
  http.get({ port: server.address().port, host: '127.0.0.1', path: `/${zone}`, agent: false }, (answer) => {
    answer.on('data', (data) => console.log(String(data))).on('end', () => server.close());
  });
}

function answer(zone) {
  if (!tariff) return 'later';
  return priceOf(tariff, zone, 2);
}

setUp();
const server = http.createServer((request, response) => {
  note(seen, tariff);
  response.end([answer(request.url.slice(1)), zonesOf(tariff).length, label(tariff)].join());
});
server.listen(0, '127.0.0.1', () => setTimeout(quote, 150, 'zone2'));
