// A test that waits for what never comes, in a program that goes on.
setInterval(() => undefined, 1e6);
async function reply() {
  await new Promise(() => undefined);
}
it('asks', async function () {
  this.timeout(200);
  await reply();
});
