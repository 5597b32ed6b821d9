import { bikesHere, bring } from './dock.mjs';

export async function giveBack(bike) {
  const here = await bikesHere();
  if (here.length === 0) throw new Error('closed');

  await bring(bike);
}
