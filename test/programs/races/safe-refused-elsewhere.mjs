// expect: nothing
// Whether there is such a dish is asked first, and does not change; who has eaten is turned away by the second question.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Kitchen {
  dishes = new Map([['soup', 0], ['pie', 0]]);
  guests = new Set();

  serve(guest, dish) {
    if (!this.dishes.has(dish)) return Promise.resolve(404);
    if (this.guests.has(guest)) return Promise.resolve(403);
    this.guests.add(guest);
    return this.cook(dish);
  }

  async cook(dish) {
    await delay(4);
    this.dishes.set(dish, this.dishes.get(dish) + 1);
    return 200;
  }
}

const kitchen = new Kitchen();
const server = http.createServer(async (request, response) => {
  const [, guest, dish] = request.url.split('/');
  response.statusCode = await kitchen.serve(guest, dish);
  response.end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const ask = async (path, ms) => {
  await delay(ms);
  return (await fetch(`http://127.0.0.1:${server.address().port}${path}`)).status;
};
const asked = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(`/guest${i % 5}/${i % 3 === 0 ? 'pie' : 'soup'}`, i * 2)));
console.log(asked.filter((status) => status === 200).length);
server.close();
server.closeAllConnections();
