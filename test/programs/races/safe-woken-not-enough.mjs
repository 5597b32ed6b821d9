// expect: nothing
// Who is woken looks again.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const barn = { hay: 0 };
const news = new EventEmitter();

async function feed(animal, bales) {
  while (barn.hay < bales) await once(news, 'delivery');
  barn.hay -= bales;
  console.log(animal, 'is fed');
}

const fed = Promise.all([feed('horse', 3), feed('cow', 4)]);
for (let day = 0; day < 2; day++) {
  await delay(10);
  barn.hay += 5;
  news.emit('delivery');
}
await fed;
console.log(barn.hay < 0 ? 'too much' : 'enough');
