import { setTimeout as sleep } from 'node:timers/promises';

const rows = new Map();

export async function find(id) {
  await sleep(2);
  const row = rows.get(id);
  return row && { ...row };
}

export async function upsert(id, { visits = 0, plan, credits }) {
  await sleep(2);
  const row = rows.get(id) ?? { id, visits: 0, plan: 'free', credits: 3 };
  rows.set(id, { ...row, visits: row.visits + visits, plan: plan ?? row.plan, credits: credits ?? row.credits });
}
