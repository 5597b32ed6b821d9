// expect: race.atomicity 10,12
import PQueue from 'p-queue';
import { setTimeout as delay } from 'node:timers/promises';

const queue = new PQueue({ concurrency: 2 });
const report = { ok: 0, failed: 0, names: [] };
let longest = '';

async function check(name) {
  const seen = queue.seen ?? 0;
  await delay(name.length);
  queue.seen = seen + 1;
  if (name.length > longest.length) longest = name;
  report.names.push(name);
  if (name.startsWith('x')) report.failed++;
  else report.ok++;
  return name.length;
}

const lengths = await Promise.all(['aa', 'xbbb', 'c', 'dddd'].map((n) => queue.add(() => check(n))));
console.log(lengths.join(), report.ok, report.failed, longest.length);
