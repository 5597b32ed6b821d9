// expect: race.stale-compound 9
let total = 0;

function fetchPrice(item) {
  return new Promise((resolve) => setTimeout(resolve, item, item));
}

async function add(item) {
  total += await fetchPrice(item);
}

Promise.all([add(1), add(3)]).then(() => console.log(total));
