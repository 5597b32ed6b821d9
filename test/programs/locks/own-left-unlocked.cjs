// expect: none exit 0
function createLock() {
  let held = false;
  const waiting = [];
  return {
    acquire() {
      if (!held) { held = true; return Promise.resolve(); }
      return new Promise((resolve) => waiting.push(resolve));
    },
    release() {
      const next = waiting.shift();
      if (next) next(); else held = false;
    },
  };
}
const lock = createLock();
async function save(text) {
  await lock.acquire();
  try {
    return await Promise.resolve(text).then(JSON.parse);
  } finally {
    lock.release();
  }
}
async function main() {
  for (const text of ['{"a":1}', '{oops', '{"b":2}']) {
    try {
      await save(text);
    } catch (error) {
      console.log(error.name);
    }
  }
}
main();
