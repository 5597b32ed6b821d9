import { take } from '../src/typed';

test('takes', async () => {
  const who = { owner: 'me' };
  await Promise.all([take(who, 1), take(who, 2)]);
  expect(take.length).toBe(2);
});
test('fails', async () => { const x: number = 1; expect(x).toBe(2); });
