import { setTimeout as delay } from 'node:timers/promises';

const shelf = [{ title: 'moby-dick', binding: 'cloth', copy: 1 }];

export async function copiesOf(title) {
  const found = shelf.filter((row) => row.title === title);
  await delay(25);
  return found;
}

export const marks = () => shelf.map(({ title, copy }) => `${title}/${copy}`);

export function shelve(session, row) {
  session.later(async () => {
    await delay(25);
    shelf.push(row);
  });
}
