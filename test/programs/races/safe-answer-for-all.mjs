// expect: nothing
// What a request looks up for itself is its own; what it renews for all is as good when another request did.
import http from 'node:http';

const waiting = [];
const meet = () => new Promise((resolve) => waiting.push(resolve) === 2 && waiting.splice(0).forEach((go) => go()));
const userOf = async (request) => ({ name: request.headers['x-user'] });
let loads = 0;
const loadRates = async () => ({ load: ++loads, eur: 2 });

const state = { rates: null };

async function price(request) {
  const user = await userOf(request);
  state.rates = await loadRates();
  await meet();
  return `${user.name} pays ${state.rates.eur}`;
}

const server = http.createServer(async (request, response) => response.end(await price(request)));
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const visit = (name) => fetch(url, { headers: { 'x-user': name, connection: 'close' } }).then((answer) => answer.text());
  const answers = await Promise.all([visit('ann'), visit('bob')]);
  console.log(answers.join(', '));
  server.close();
});
