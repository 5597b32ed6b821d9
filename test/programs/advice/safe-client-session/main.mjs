// expect: nothing
// never: await.sequential
import http from 'node:http';
import net from 'node:net';

const backend = http.createServer((req, res) => {
  const body = req.url === '/me' ? { token: 't7' } : { path: req.url, token: req.headers['x-token'] };
  setTimeout(() => res.end(JSON.stringify(body)), 60);
});
await new Promise((resolve) => backend.listen(0, '127.0.0.1', resolve));

// Who asks second says what the first answer said.
class Client {
  token = '';

  async ask(path) {
    const response = await fetch(`http://127.0.0.1:${backend.address().port}${path}`, { headers: { 'x-token': this.token } });
    return response.json();
  }

  async identify() {
    const answer = await this.ask('/me');
    this.token = answer.token;
    return answer;
  }

  list(folder) {
    return this.ask(`/${folder}`);
  }
}

async function inbox() {
  const client = new Client();
  const me = await client.identify();
  const mails = await client.list('inbox');
  return me.token === mails.token;
}

for (let i = 0; i < 3; i++) if (!(await inbox())) throw new Error('not known');
backend.close();
backend.closeAllConnections();

// One connection answers one question after the other.
const store = net.createServer((socket) => {
  let last = Promise.resolve();
  socket.on('data', (text) => {
    last = last.then(() => new Promise((resolve) => setTimeout(resolve, 60))).then(() => socket.write(text));
  });
});
await new Promise((resolve) => store.listen(0, '127.0.0.1', resolve));
const socket = net.connect(store.address().port, '127.0.0.1');
const waiting = [];
socket.setEncoding('utf8').on('data', (text) => waiting.shift()(text));
const dbClient = {
  read(name) {
    return new Promise((resolve) => {
      waiting.push(resolve);
      socket.write(name);
    });
  },
};

async function report() {
  const sales = await dbClient.read('sales');
  const visits = await dbClient.read('visits');
  return sales.length / visits.length;
}

for (let i = 0; i < 3; i++) await report();
console.log('done');
socket.end();
store.close();
