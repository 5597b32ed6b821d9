// expect: race.atomicity 13,19
// Who asks stands in a place that all requests share; the answer of the look-up is meant for this request.
import http from 'node:http';

const waiting = [];
const meet = () => new Promise((resolve) => waiting.push(resolve) === 2 && waiting.splice(0).forEach((go) => go()));
const userOf = async (request) => ({ name: request.headers['x-user'] });

const state = { user: null };

async function greet(request) {
  const user = await userOf(request);
  state.user = user;
  await meet();
  await meet();
  return `hello ${nameOf()}`;
}

const nameOf = () => state.user.name;

const server = http.createServer(async (request, response) => response.end(await greet(request)));
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const visit = (name) => fetch(url, { headers: { 'x-user': name, connection: 'close' } }).then((answer) => answer.text());
  const answers = await Promise.all([visit('ann'), visit('bob')]);
  console.log(answers.join(', '));
  server.close();
});
