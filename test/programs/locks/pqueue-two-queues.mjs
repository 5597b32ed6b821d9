// expect: none exit 0
import PQueue from 'p-queue';
const outer = new PQueue({ concurrency: 1 });
const inner = new PQueue({ concurrency: 1 });
const run = (n) => outer.add(async () => (await inner.add(async () => n)) + 1);
console.log(await Promise.all([1, 2, 3].map(run)));
await outer.onIdle();
