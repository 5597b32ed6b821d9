// expect: promise.floating main.mjs:9
// The guard gives nothing, so each `await` of a guarded call is over at once.
const users = new Map();
const allowed = new Set(['ida']);

function guarded(act) {
  return (user, ...values) => {
    if (!allowed.has(user)) throw new Error(`${user} may not`);
    act(user, ...values);
  };
}

async function store(user, name) {
  await new Promise((resolve) => setTimeout(resolve, 6));
  users.set(name, { by: user });
}

const add = guarded(store);

async function main() {
  await add('ida', 'max');
  await add('ida', 'lea');
  console.log(users.size);
}
await main();
