// expect: await.in-loop@info main.js:14
const rows = new Map(Array.from({ length: 8 }, (_, i) => [i, { name: `customer ${i}` }]));

// A driver that answers when it has the row: what it gives is waited for, not the time that passes.
function query(id) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(rows.get(id)), 40);
  });
}

async function names(ids, missing) {
  const found = [];
  for (const id of ids) {
    const row = await query(id);
    if (row === undefined) missing.push(id);
    else found.push(row.name);
  }
  return found;
}

async function main() {
  const missing = [];
  const found = await names([0, 1, 2, 3, 4, 5, 6, 99], missing);
  console.log(found.length, missing.length);
}

main();
