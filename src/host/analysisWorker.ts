/** Entry of the engine worker: loads the engine (analysisThread.ts) with what V8 compiled of it before, which is half of what its start takes. */
import path from 'node:path';
import { workerData } from 'node:worker_threads';
import { loadCompiled } from '../preload/compiled.ts';
import type { WorkerData } from './workerProtocol.ts';

const file = path.join(__dirname, 'analysisThread.js');
const { body, save } = loadCompiled(file, 'require, __dirname, saveCompiled', file, (workerData as WorkerData).cacheDir);
body(require, __dirname, save);
