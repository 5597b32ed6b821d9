// expect: race.fs.toctou 12,11
"use strict";
// What a compiler makes of `import { appendFile, stat } from 'node:fs/promises'`: each entry of a guest book is found by where it begins, and that is looked up before it is added.
Object.defineProperty(exports, "__esModule", { value: true });
const promises_1 = require("node:fs/promises");
const os_1 = require("node:os");
const path_1 = require("node:path");
const places = new Map();
async function sign(book, guest, words) {
    const line = `${guest}: ${words}\n`;
    const { size } = await (0, promises_1.stat)(book);
    await (0, promises_1.appendFile)(book, line);
    places.set(guest, { at: size, length: line.length });
}
async function find(book, guest) {
    const { at, length } = places.get(guest);
    const text = await (0, promises_1.readFile)(book, "utf8");
    return text.slice(at, at + length).startsWith(guest);
}
async function main() {
    const folder = await (0, promises_1.mkdtemp)((0, path_1.join)((0, os_1.tmpdir)(), "il-guests-"));
    const book = (0, path_1.join)(folder, "book.txt");
    await (0, promises_1.writeFile)(book, "");
    const guests = ["ann", "bo", "cy"];
    await Promise.all(guests.map((guest) => sign(book, guest, "it was lovely")));
    console.log((await Promise.all(guests.map((guest) => find(book, guest)))).length);
    await (0, promises_1.rm)(folder, { recursive: true });
}
main();
