import { setTimeout as delay } from 'node:timers/promises';
const shelves = { captain: [], pilot: [], guide: [], cook: [] };

export async function firstOf(role) {
  await delay(2);
  return shelves[role][0] ?? null;
}

export async function someoneAs(role) {
  await delay(2);
  const [someone] = shelves[role];
  return someone;
}

export async function everyone(role) {
  await delay(2);
  return shelves[role];
}

export const copyOf = async (role) => {
  await delay(2);
  return [...shelves[role]];
};

export async function sign(role, name) {
  await delay(3);
  const entry = { at: shelves[role].length, name };
  shelves[role].push(entry);
  return entry;
}
