// expect: await.sequential@info main.mjs:17
import http from 'node:http';
import { once } from 'node:events';

// What a page shows is decided in between, which the next question does not need.
const answers = { '/route': { stops: 9, minutes: 70 }, '/weather': { rain: 80 }, '/crew': { names: ['Ann', 'Ida'] }, '/seats': { left: 4 } };
const backend = http.createServer((req, res) => setTimeout(() => res.end(JSON.stringify(answers[req.url])), 70));
await once(backend.listen(0, '127.0.0.1'), 'listening');
const base = `http://127.0.0.1:${backend.address().port}`;

async function ask(path) {
  return (await fetch(base + path)).json();
}

async function board() {
  const view = { notes: [], crew: [], left: 0 };
  const route = await ask('/route');
  if (route.minutes > 60) view.notes.push('long ride');
  else view.short = true;

  const weather = await ask('/weather');
  switch (weather.rain > 50) {
    case true:
      view.notes.push('umbrella');
      break;
    default:
      view.notes.push('hat');
  }

  const crew = await ask('/crew');
  for (const name of crew.names) view.crew.push(name.toUpperCase());

  const seats = await ask('/seats');
  view.left = seats.left;
  return view;
}

await ask('/route');
console.log(await board());
backend.close();
backend.closeAllConnections();
