// expect: none exit 0
// An executor that ignores its arguments says that it never settles.
const never = new Promise(() => {});
async function main() {
  console.log('waiting');
  await never;
}
main();
