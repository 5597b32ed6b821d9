// expect: nothing
// never: await.sequential await.in-loop
// Each call changes something at the other side, which only the arguments of the request say: their order may matter.
import http from 'node:http';
import { once } from 'node:events';

const server = http.createServer((request, response) => setTimeout(() => response.end(request.method), 60)).listen(0);
await once(server, 'listening');
const base = `http://localhost:${server.address().port}`;

const ask = async (path, init) => (await fetch(base + path, init)).text();

async function reservation(id) {
  const response = await fetch(`${base}/seats/${id}`, { method: 'POST', body: 'mine' });
  return response.text();
}

async function payment(id) {
  const response = await fetch(`${base}/bills/${id}`, { method: 'PUT', body: '12' });
  return response.text();
}

async function book(id) {
  const seat = await reservation(id);
  const bill = await payment(id);
  return [seat, bill];
}

async function order(id) {
  const stock = await ask(`/stock/${id}`, { method: 'POST' });
  const parcel = await ask(`/parcel/${id}`, { method: 'POST' });
  return [stock, parcel];
}

class Api {
  async request(method, path) {
    const response = await fetch(base + path, { method });
    return response.text();
  }
  account(id) {
    return this.request('POST', `/accounts/${id}`);
  }
  invoice(id) {
    return this.request('POST', `/invoices/${id}`);
  }
}

const api = new Api();
async function welcome(id) {
  const account = await api.account(id);
  const invoice = await api.invoice(id);
  return [account, invoice];
}

for (const id of [1, 2, 3]) console.log((await welcome(id)).length);
for (const id of [1, 2, 3]) console.log((await book(id)).concat(await order(id)).join(' '));
server.close();
server.closeAllConnections();
