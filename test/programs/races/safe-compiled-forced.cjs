// expect: nothing
"use strict";
// What a compiler makes of `import { readdir, rm } from 'node:fs/promises'`: a sweep of a folder of thumbnails, while somebody drops one. A picture that is gone by then is none that `force` minds.
Object.defineProperty(exports, "__esModule", { value: true });
const promises_1 = require("node:fs/promises");
const promises_2 = require("node:timers/promises");
const os_1 = require("node:os");
const path_1 = require("node:path");
const OLD = /\.(?:jpg|png)$/;
async function sweep(folder, pause) {
    let seen = 0;
    for (const name of await (0, promises_1.readdir)(folder)) {
        if (!OLD.test(name))
            continue;
        await (0, promises_2.setTimeout)(pause);
        await (0, promises_1.rm)((0, path_1.join)(folder, name), { force: true, recursive: true });
        seen++;
    }
    return seen;
}
async function drop(folder, name, after) {
    await (0, promises_2.setTimeout)(after);
    await (0, promises_1.unlink)((0, path_1.join)(folder, name));
}
async function main() {
    const folder = await (0, promises_1.mkdtemp)((0, path_1.join)((0, os_1.tmpdir)(), "il-thumbs-"));
    try {
        for (let i = 0; i < 4; i++)
            await (0, promises_1.writeFile)((0, path_1.join)(folder, `${i}.png`), "picture");
        const [seen] = await Promise.all([sweep(folder, 20), drop(folder, "3.png", 5)]);
        console.log(seen);
    }
    finally {
        await (0, promises_1.rm)(folder, { recursive: true });
    }
}
main();
