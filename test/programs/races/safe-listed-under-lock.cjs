// expect: nothing
// The lock lies in the folder that is listed under it. It is nothing that the listing names: who holds it has made it, and removes it when done.
const fs = require('fs/promises');
const os = require('os');
const path = require('path');

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function withLock(file, work) {
  for (;;) {
    try {
      await (await fs.open(file, 'wx')).close();
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await sleep(3);
    }
  }
  try {
    return await work();
  } finally {
    await fs.unlink(file);
  }
}

// The newest two jars are kept.
function putUp(cellar, jam) {
  return withLock(path.join(cellar, 'lock'), async () => {
    const jars = (await fs.readdir(cellar)).filter((name) => name.startsWith('jar-')).sort();
    const name = `jar-${jars.length === 0 ? 1 : Number(jars.at(-1).slice(4)) + 1}`;
    await fs.writeFile(path.join(cellar, name), jam);
    const old = jars.slice(0, -1);
    await Promise.all(old.map((jar) => fs.unlink(path.join(cellar, jar))));
  });
}

async function main() {
  const cellar = await fs.mkdtemp(path.join(os.tmpdir(), 'il-cellar-'));
  await Promise.all(['plum', 'quince', 'pear', 'cherry'].map((jam, i) => sleep(i * 2).then(() => putUp(cellar, jam))));
  console.log((await fs.readdir(cellar)).sort().join());
  await fs.rm(cellar, { recursive: true });
}

void main();
