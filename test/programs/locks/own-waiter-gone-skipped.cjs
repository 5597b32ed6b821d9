// expect: none exit 0
const lines = new Map();

function take(table, patience) {
  const line = lines.get(table);
  if (!line) {
    lines.set(table, []);
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      line.splice(line.indexOf(seat), 1);
      reject(new Error(`${table} is taken`));
    }, patience);
    const seat = () => {
      clearTimeout(limit);
      resolve();
    };
    line.push(seat);
  });
}
function give(table) {
  const next = lines.get(table).shift();
  if (next) next();
  else lines.delete(table);
}

async function dine(table, ms, patience = 1000) {
  await take(table, patience);
  await new Promise((resolve) => setTimeout(resolve, ms));
  give(table);
  return table;
}
async function evening() {
  const first = await Promise.allSettled([dine('oak', 300), dine('oak', 1, 30), dine('elm', 1)]);
  const later = await Promise.allSettled([dine('oak', 1, 200), dine('elm', 1)]);
  console.log([...first, ...later].map((s) => s.value ?? s.reason.message).join(', '));
}
evening();
