// expect: lock.self-deadlock 4 exit 13 node 24
const { locks } = navigator;
async function update() {
  await locks.request('settings', async () => {
    await update();
  });
}
await update();
