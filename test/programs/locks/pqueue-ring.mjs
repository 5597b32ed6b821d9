// expect: deadlock.actual 8,13 exit 13
import PQueue from 'p-queue';
import { setTimeout as delay } from 'node:timers/promises';
const [disk, net] = [new PQueue({ concurrency: 1 }), new PQueue({ concurrency: 1 })];
async function upload() {
  await disk.add(async () => {
    await delay(1);
    await net.add(() => delay(1));
  });
}
async function download() {
  await net.add(async () => {
    await delay(1); await disk.add(() => delay(1));
  });
}
await Promise.all([upload(), download()]);
