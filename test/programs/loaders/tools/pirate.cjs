// Replaces a word in the files that are required after this one, as Babel's and other register hooks do.
require('pirates').addHook((code) => code.replaceAll('BEFORE', 'AFTER'), { exts: ['.js'], ignoreNodeModules: true });
