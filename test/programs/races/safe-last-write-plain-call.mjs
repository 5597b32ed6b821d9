// expect: nothing
// A lamp takes its colour from the file of a scene; two buttons are pressed one after the other, and what the last one has asked for stays.
import { readFile } from 'node:fs';

const lamp = { colour: 0, watts: 7 };

let pressed = 0;

function glow(scene, shown) {
  const mine = ++pressed;
  readFile(scene.file, (err, bytes) => {
    if (mine !== pressed) return;
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
