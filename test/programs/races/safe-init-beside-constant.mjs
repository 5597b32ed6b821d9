// expect: nothing
// What a sensor says again and again is not there until it has; requests come when the rules are loaded.
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
begin();
await loadRules();
const latest = new Map();
let told;
const heard = new Promise((resolve) => (told = resolve));
const sensor = setInterval(() => {
  latest.set('roof', { degrees: latest.size + 1 });
  if (latest.get('roof').degrees > 1) clearInterval(sensor);
  told();
}, 100);

function taxFor(country, net) {
  const rule = rules.get(country);
  const roof = latest.get('roof');
  return (rule ? net * rule.rate : 0) + (roof ? roof.degrees : 0);
}
const server = http.createServer((request, response) => response.end(String(taxFor('de', 100))));
await once(server.listen(0, '127.0.0.1'), 'listening');

async function ask() {
  const [response] = await once(http.get({ port: server.address().port, agent: false }), 'response');
  return Number((await response.toArray()).join(''));
}
console.log((await ask()) > 0);
await heard;
console.log((await ask()) > 0);
server.close();
