// expect: race.order.last-write 15,8
// A driver forgets the route that he has planned, and with it the one which the dispatcher has planned anew since.
import { setTimeout as sleep } from 'node:timers/promises';
class Routes {
  routes = new Map();
  async plan(goal) {
    await sleep(3);
    this.routes.set(goal, { goal, legs: 4 });
  }
  async find(goal) {
    await sleep(1);
    return this.routes.get(goal);
  }
  forget(goal) {
    this.routes.delete(goal);
  }
}
const routes = new Routes();
async function driver() {
  await routes.plan('depot');
  const first = await routes.find('depot');
  await sleep(30);
  routes.forget('depot');
  return first.legs;
}
async function dispatcher() {
  await sleep(12);
  await routes.plan('depot');
  await sleep(40);
  return (await routes.find('depot'))?.legs;
}
console.log(await Promise.all([driver(), dispatcher()]));
