// expect: race.check-then-act 11,14
// The name is reserved, but how many there may be in all is no matter of a name.
const users = [];
const MAX = 2;
const reserved = new Set();
const hash = (text) => new Promise((resolve) => setImmediate(resolve, `#${text}`));

async function register(name, password) {
  if (reserved.has(name)) return 'taken';
  reserved.add(name);
  if (users.length >= MAX) return 'full';
  try {
    const secret = await hash(password);
    users.push({ name, secret });
    return 'ok';
  } finally {
    reserved.delete(name);
  }
}

const answers = await Promise.all([register('ann', 'a'), register('ann', 'b'), register('bob', 'c'), register('cy', 'd')]);
console.log(answers.join(), users.length, reserved.size);
