// expect: nothing
let config;
setTimeout(() => {
  config = { size: 1 };
}, 5);
setTimeout(() => {
  console.log(config.size);
}, 5);
