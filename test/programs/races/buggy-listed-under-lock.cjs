// expect: race.fs.toctou 32,40
// What is put up is listed and tasted under the lock; who clears away does so without it, and takes a jar that has been listed.
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

function taste(cellar) {
  return withLock(path.join(cellar, 'lock'), async () => {
    const jars = (await fs.readdir(cellar)).filter((name) => name.startsWith('jar-')).sort();
    const tastes = [];
    for (const jar of jars) {
      await sleep(2);
      tastes.push(await fs.readFile(path.join(cellar, jar), 'utf8'));
    }
    return tastes.length;
  });
}

async function clear(cellar, jar) {
  await sleep(250);
  await fs.unlink(path.join(cellar, jar));
}

async function main() {
  const cellar = await fs.mkdtemp(path.join(os.tmpdir(), 'il-cellar-'));
  await Promise.all(['plum', 'pear', 'fig'].map((jam, i) => fs.writeFile(path.join(cellar, `jar-${i}`), jam)));
  const tasted = await Promise.all([taste(cellar), taste(cellar), clear(cellar, 'jar-1')]).catch((error) => error.code);
  console.log(String(tasted));
  await sleep(20);
  await fs.rm(cellar, { recursive: true });
}

void main();
