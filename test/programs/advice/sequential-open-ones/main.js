// expect: await.sequential@info main.js:27 ; await.sequential@info main.js:34
// What is open is asked for, which opens nothing: the board of a help desk, for several who look at it at once, and that of a harbour.
const http = require('node:http');
const { once } = require('node:events');

const tickets = new Map([['anna', ['printer', 'login']]]);
const shifts = new Map([['anna', 'late']]);
const notices = ['Lift out of order'];

const after = (value) => new Promise((resolve) => setTimeout(resolve, 50, value));

const desk = {
  openTickets: (agent) => after(tickets.get(agent)),
  shiftOf: (agent) => after(shifts.get(agent)),
  notices: () => after(notices.slice()),
};

async function openBerths(quay) {
  return after([quay + 1, quay + 4]);
}

async function tides(day) {
  return after([day, day + 6]);
}

async function board(agent) {
  const shift = await desk.shiftOf(agent);
  const open = await desk.openTickets(agent);
  const news = await desk.notices();
  return { shift, open: open.length, news };
}

async function harbour(quay, day) {
  const berths = await openBerths(quay);
  const water = await tides(day);
  return [berths, water];
}

const server = http.createServer(async (request, response) => {
  response.end(JSON.stringify(await board(request.url.slice(1))));
});

async function main() {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/anna`;
  const boards = await Promise.all([1, 2, 3].map(() => fetch(url).then((reply) => reply.json())));
  console.log(boards[0].open);
  let day = boards.length;
  for (let i = 0; i < 3; i++) day += (await harbour(3, day)).length;
  console.log(day);
  server.close();
  server.closeAllConnections();
}

main();
