// expect: race.check-then-act 7,9
// What is stored only where nothing is must be found by the next one.
import { stat } from 'node:fs/promises';

const tenants = new Map();
async function create(id, plan) {
  if (tenants.has(id)) return false;
  const { size } = await stat(process.execPath);
  tenants.set(id, { plan, size });
  return true;
}

tenants.set('acme', { plan: 'free', size: 0 });
const done = await Promise.all([create('none', 'team'), create('none', 'gold'), create('acme', 'gold')]);
console.log(done.length, tenants.size);
