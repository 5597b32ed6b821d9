// expect: nothing
// What is replaced is there before and after, whoever else replaces it: nobody passed a check that another one made untrue.
import { stat } from 'node:fs/promises';

const tenants = new Map();
async function replace(id, plan) {
  if (!tenants.has(id)) return false;
  const { size } = await stat(process.execPath);
  tenants.set(id, { plan, size });
  return true;
}

tenants.set('acme', { plan: 'free', size: 0 });
const done = await Promise.all([replace('acme', 'team'), replace('acme', 'gold'), replace('none', 'gold')]);
console.log(done.filter(Boolean).length, tenants.size);
