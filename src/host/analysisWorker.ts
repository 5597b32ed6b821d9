/** Entry of the engine worker: loads the engine (engineServer.ts) with what V8 compiled of it before, which is half of what its start takes. */
import path from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { loadCompiled } from '../preload/compiled.ts';
import type { EngineServer } from './engineServer.ts';
import type { WorkerData } from './workerProtocol.ts';

const file = path.join(__dirname, 'engineServer.js');
const settings = workerData as WorkerData;
const { body, save } = loadCompiled(file, 'require, module', file, settings.cacheDir);
const bundle = { exports: {} as { EngineServer: typeof EngineServer } };
body(require, bundle);
new bundle.exports.EngineServer({ port: parentPort as MessagePort, settings, distDir: __dirname, saveCompiled: save });
