// expect: nothing
import PQueue from 'p-queue';
import { setImmediate as turn } from 'node:timers/promises';

const queue = new PQueue({ concurrency: 2 });
const sheet = {
  rows: [],
  async append(row) {
    await turn();
    this.rows.push(row);
  },
};

for (const day of ['mon', 'tue', 'wed']) queue.add(() => sheet.append({ day }));
await queue.onIdle().then(async () => {
  await sheet.append({ total: sheet.rows.length });
});
console.log(sheet.rows.length);
