// expect: promise.floating 17,11,17
// The answer is filled by a piece of work that nobody waits for: who sends it finds nothing in it.
import { setTimeout as delay } from 'node:timers/promises';

class Answer {
  lines = undefined;
}

const chain = (parts) => {
  let count = 0;
  for (const part of parts) count += part.lines?.length ?? 0;
  return count;
};

const handler = async () => {
  const answer = new Answer();
  delay(200).then(() => (answer.lines = ['one', 'two']));
  return { body: answer };
};

const serve = async () => {
  const answer = await handler();
  const count = chain([answer.body]);
  await delay(300);
  return count;
};

console.log(await serve());
