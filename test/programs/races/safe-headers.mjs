// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
async function handle(n) {
  const headers = new Headers({ n: String(n) });
  const params = new URLSearchParams('a=1');
  if (!headers.has('etag')) {
    await delay(2);
    headers.set('etag', `${headers.get('n')}-x`);
  }
  const a = params.get('a');
  await delay(1);
  params.set('a', a + n);
  return `${headers.get('etag')} ${params}`;
}
console.log((await Promise.all([1, 2, 3].map(handle))).join('; '));
