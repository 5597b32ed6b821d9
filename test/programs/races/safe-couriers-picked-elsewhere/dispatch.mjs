import { setTimeout as delay } from 'node:timers/promises';
import { freeCouriers } from './depot.mjs';

async function brief(courier, tour) {
  courier.duty = 'tour';
  await delay(6, tour);
  courier.tours.push(tour);
}

export async function dispatch(tour) {
  for (const courier of freeCouriers()) {
    await brief(courier, tour);
    return courier.name;
  }
  return undefined;
}
