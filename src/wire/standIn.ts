/** Where host and preload agree that the stand-in of `node` is (host/standIn.ts): within the private folder of the run. */
export const STAND_IN_FOLDER = 'bin';
