// expect: nothing
'use strict';

const listen = () => new Promise((resolve) => setTimeout(resolve, 40, { port: 7 }));

function createHost() {
  let asked = false;
  let host;
  // The one who comes second comes when the host is there.
  return {
    async get() {
      if (!asked) {
        asked = true;
        host = await listen();
      }
      return host;
    },
  };
}

const { get } = createHost();
const show = (host) => console.log(host?.port);
get()
  .then(show)
  .then(() => get())
  .then(show);
