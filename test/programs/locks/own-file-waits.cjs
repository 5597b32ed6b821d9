// expect: none signal
// The one who has the file that all wait for is at work, and waits for none of theirs.
const { rmSync } = require('node:fs');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

async function enter(file) {
  for (;;) {
    try {
      await (await fs.open(file, 'wx')).close();
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await sleep(10);
    }
  }
}
async function build(target, needed, root) {
  const files = [target, needed].map((name) => path.join(root, `${name}.lock`));
  await enter(files[0]);
  await sleep(20);
  if (needed !== '') {
    await enter(files[1]);
    await fs.unlink(files[1]);
  } else {
    for (let i = 0; i < 600; i++) await sleep(20);
  }
  await fs.unlink(files[0]);
}

async function main() {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'targets-'));
  process.once('exit', () => rmSync(root, { recursive: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  await Promise.all([build('core', '', root), build('web', 'core', root), build('docs', 'web', root)]);
}
main();
