/** Where host and preload agree that the stand-in of `node` is (host/standIn.ts), and when a program is started with it on its PATH. */

/** Within the private folder of the run. */
export const STAND_IN_FOLDER = 'bin';

/** `NODE_OPTIONS=--no-warnings node app.js`, as an argument of a shell or of what starts one. */
export const SETS_NODE_OPTIONS = /NODE_OPTIONS\s*=/;
