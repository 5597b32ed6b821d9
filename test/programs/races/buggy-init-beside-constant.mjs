// expect: race.order.use-before-init 12,17
// A rule is looked for that a plugin puts there when it has been loaded; until then every order is answered as if there were none.
import http from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

const rules = new Map();
let begin;
const begun = new Promise((resolve) => (begin = resolve));
async function loadRules() {
  const [text] = await Promise.all([readFile(new URL(import.meta.url), 'utf8'), begun]);
  rules.set('de', { rate: text.length });
}
const loading = loadRules();

function taxFor(country, net) {
  const rule = rules.get(country);
  return rule ? net * rule.rate : 0;
}
const server = http.createServer((request, response) => response.end(String(taxFor('de', 100))));
await once(server.listen(0, '127.0.0.1'), 'listening');

async function ask() {
  const [response] = await once(http.get({ port: server.address().port, agent: false }), 'response');
  return Number((await response.toArray()).join(''));
}
console.log((await ask()) > 0);
begin();
await loading;
console.log((await ask()) > 0);
server.close();
