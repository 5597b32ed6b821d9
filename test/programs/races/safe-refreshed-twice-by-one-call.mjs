// expect: nothing
// What one call of the helper has loaded decides whether it is called again, which says nothing of what that first call writes at its end.
import { setTimeout as sleep } from 'node:timers/promises';
let loads = 0;
const remember = (load) => {
  let loading;
  let kept;
  const refresh = async () => {
    if (!loading) loading = load();
    try {
      kept = await loading;
    } finally {
      loading = undefined;
    }
    return kept;
  };
  return async () => {
    if (!kept) await refresh();
    if (kept.until < Date.now()) await refresh();
    return kept;
  };
};
const token = remember(async () => {
  loads++;
  await sleep(10);
  return { text: `t${loads}`, until: Date.now() + 60_000 };
});
await Promise.all([token(), token(), token()]);
console.log('loads', loads);
