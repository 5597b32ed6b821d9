// expect: nothing
const parcels = [];

// A plain function with a promise of its own.
const weigh = (grams) =>
  new Promise((resolve) => {
    setTimeout(() => {
      parcels.push({ grams });
      resolve(grams);
    }, 6);
  });

async function weighAll(list) {
  let heaviest = 0;
  for (const grams of list) {
    heaviest = Math.max(heaviest, grams);
    await weigh(grams);
  }
  return heaviest;
}

const heaviest = await weighAll([120, 900, 40]);
console.log(heaviest, parcels.length);
