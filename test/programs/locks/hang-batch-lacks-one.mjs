// expect: hang.tla-unsettled 21,11 exit 13
// Names are looked up together; who asks for one that does not exist is never told.
const asked = [];
let timer;

function lookUp(names) {
  return new Map(names.filter((name) => name !== 'nobody').map((name) => [name, name.length]));
}

const sizeOf = (name) =>
  new Promise((resolve) => {
    asked.push({ name, resolve });
    timer ??= setTimeout(() => {
      timer = undefined;
      const batch = asked.splice(0);
      const sizes = lookUp(batch.map((one) => one.name));
      for (const one of batch) if (sizes.has(one.name)) one.resolve(sizes.get(one.name));
    }, 10);
  });

console.log(await Promise.all([sizeOf('ann'), sizeOf('nobody'), sizeOf('bob')]));
