// expect: race.check-then-act 14,10
// Two calls find no session and open one each. That the one to be stored differs from what is there keeps nobody from storing it.
import { setTimeout as delay } from 'node:timers/promises';

let opened = 0;
class Client {
  session = null;
  async connect() {
    // Whether somebody has been faster is not asked.
    if (!this.session) {
      await delay(8);
      const session = { id: ++opened };
      if (!this.session || this.session.id !== session.id) {
        this.session = session;
      }
    }
    return this.session;
  }
}

const client = new Client();
const [one, two] = await Promise.all([client.connect(), client.connect()]);
console.log(one.id === two.id, opened);
