// expect: lock.order-inversion 30,38,28 exit 0
function tokens(count) {
  let left = count;
  const line = [];
  return {
    async get() {
      if (left > 0) {
        left -= 1;
        return;
      }
      await new Promise((resolve) => {
        line.push(resolve);
      });
    },
    put() {
      const next = line.shift();
      if (next === undefined) left += 1;
      else next();
    },
  };
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const [menu, till] = [tokens(1), tokens(1)];
const bill = [];

async function order(dish) {
  await menu.get();
  await later(2);
  await till.get();
  bill.push(dish);
  till.put();
  menu.put();
}
async function close() {
  await till.get();
  await later(2);
  await menu.get();
  bill.push('total');
  menu.put();
  till.put();
}
later(1).then(() => order('soup'));
later(300).then(close);
later(400).then(() => console.log(bill.join()));
