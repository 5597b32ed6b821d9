import { bikesHere, ride } from './dock.mjs';

export async function rent(rider) {
  // What is broken stays.
  const isSubscriber = rider !== '';
  const here = await bikesHere();
  if (here.length === 0 || !isSubscriber) throw new Error('no bike');

  return ride(rider);
}
