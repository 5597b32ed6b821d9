// expect: hang.exit-pending 11 exit 0
function decode(kind) {
  return new Promise((resolve) => {
    setImmediate(() => {
      if (kind === 1) resolve('one');
    });
  });
}
async function main() {
  await decode(1);
  await decode(2);
  console.log('never');
}
main();
