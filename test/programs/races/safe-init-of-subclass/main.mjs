// expect: nothing
import { Small } from './small.mjs';

const box = new Small();
const growing = box.grow();
console.log(box.fits(3), box.fits(30));
await growing;
console.log(box.fits(30));
