// The floor of everything that uses async hooks: four hooks that do nothing.
require('node:async_hooks')
  .createHook({ init() {}, before() {}, after() {}, promiseResolve() {} })
  .enable();
