// expect: nothing
// A name is looked for in the list and reserved in one step, and stored after a wait: others reserve other names.
const users = [];
const reserved = new Set();
const hash = (text) => new Promise((resolve) => setImmediate(resolve, `#${text}`));

async function register(name, password) {
  if (users.some((user) => user.name === name)) return 'taken';
  if (reserved.has(name)) return 'taken';
  reserved.add(name);
  try {
    users.push({ name, password: await hash(password) });
    return 'ok';
  } finally {
    reserved.delete(name);
  }
}

const answers = await Promise.all([register('ann', 'a'), register('ann', 'b'), register('bob', 'c'), register('cy', 'd')]);
console.log(answers.join(), users.length, await register('bob', 'e'));
