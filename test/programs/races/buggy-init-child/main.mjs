// expect: race.order.use-before-init classify.mjs:14
import { fork } from 'node:child_process';
import { once } from 'node:events';

const child = fork(new URL('./classify.mjs', import.meta.url));
await once(child, 'message');
setTimeout(() => child.send({ x: 4 }), 200);
const [answer] = await once(child, 'message');
console.log(`label ${answer.label}`);
child.disconnect();
