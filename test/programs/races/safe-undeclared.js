// expect: nothing
// A bakery bakes an order tray by tray, each order on trays of its own. The last loaf that was baked is one for all, and nobody waits before it is shown.
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

  const tray = [];
  for (const part of parts) {
    const dough = await knead(part);
    tray.push(`${bread} with ${dough}`);
  }
  lastLoaf = tray[0];
  const baked = lastLoaf && tray.length;
  return `${bread}: ${baked}`;
}

Promise.all([bake('rye'), bake('spelt')]).then((orders) => console.log(orders.join(', ')));
