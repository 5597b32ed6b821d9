// expect: race.order.last-write 10
// A lamp takes its colour from the file of a scene; two buttons are pressed one after the other, and nothing keeps the file of the first from being read last.
import { readFile } from 'node:fs';

const lamp = { colour: 0, watts: 7 };

function glow(scene, shown) {
  readFile(scene.file, (err, bytes) => {
    const tint = err ? 0 : bytes.length % scene.shades;
    lamp.colour = tint;
    shown(tint);
  });
}

function press(shades) {
  glow({ file: new URL(import.meta.url), shades }, (tint) => console.log(tint < shades));
}

setTimeout(press, 3, 12);
setTimeout(press, 80, 90);
setTimeout(() => console.log(lamp.colour > 0), 200);
