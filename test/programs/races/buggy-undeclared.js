// expect: race.atomicity 21,24
// A bakery bakes an order tray by tray. The tray has been written without a declaration, so that all orders have one.
const { setTimeout: sleep } = require('timers/promises');

const recipes = { rye: ['sour', 'malt'], spelt: ['seeds', 'honey', 'salt'] };

async function recipeOf(bread) {
  await sleep(2);
  return recipes[bread];
}

async function knead(part) {
  await sleep(3);
  return part.toUpperCase();
}

async function bake(bread) {
  const parts = await recipeOf(bread);
  // One tray for an order.

  tray = [];
  for (const part of parts) {
    const dough = await knead(part);
    tray.push(`${bread} with ${dough}`);
  }
  const baked = tray.length;
  return `${bread}: ${baked}`;
}

Promise.all([bake('rye'), bake('spelt')]).then((orders) => console.log(orders.join(', ')));
