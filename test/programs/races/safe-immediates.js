// expect: nothing
let config;
setImmediate(() => {
  config = { size: 1 };
});
setImmediate(() => {
  console.log(config.size);
});
