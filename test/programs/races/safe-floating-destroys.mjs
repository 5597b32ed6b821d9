// expect: nothing
// A source that breaks off on its own while it is being sent: who has it sent uses it before that, and wants no more of it.
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const chain = (parts) => {
  let from = parts[0];
  for (const to of parts.slice(1)) from = from.pipe(to);
  from.resume();
  return from;
};

const handler = async () => {
  const source = new Readable({ read() {} });
  source.push('half of it');
  delay(200).then(() => source.destroy());
  return { body: source };
};

const serve = async () => {
  const answer = await handler();
  const end = chain([answer.body, new PassThrough()]);
  await new Promise((resolve) => answer.body.on('close', resolve));
  end.destroy();
  return answer.body.destroyed;
};

console.log(await serve());
