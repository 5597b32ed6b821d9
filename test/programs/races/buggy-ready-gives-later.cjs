// expect: race.order.use-before-init 13,16,14
'use strict';

const listen = () => new Promise((resolve) => setTimeout(resolve, 40, { port: 7 }));

function createHost() {
  let asked = false;
  let host;
  // The one who comes second, a little later, finds `asked` set, and gets no host.
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
get().then(show);
setTimeout(() => get().then(show), 10);
