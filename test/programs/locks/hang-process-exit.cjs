// expect: none exit 0
async function main() {
  await new Promise(() => {});
}
main();
setTimeout(() => process.exit(0), 5);
