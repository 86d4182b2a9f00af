// Which imports of a project the runner answers itself, the same for import and require.
'use strict';
const path = require('node:path');

const motia = path.join(__dirname, 'motia.cjs');
const absentPackage = path.join(__dirname, 'absent-package.cjs');

// These belong to Motia's own server: here they would start Redis connections and Workbench pages that nothing uses,
// so ours stand in even when they are installed.
const serverPackage = /^@motiadev\/(?:plugin-|adapter-|workbench(?:\/|$))/;

/** The file that stands in for a bare import, or undefined. */
function substituteFor(specifier) {
  if (specifier === 'motia' || specifier === '@motiadev/core') {
    return motia;
  }
  return serverPackage.test(specifier) ? absentPackage : undefined;
}

/** What stands in for an import that cannot be found, or undefined. */
function substituteForMissing(specifier) {
  return specifier.startsWith('@motiadev/') ? absentPackage : undefined;
}

module.exports = { substituteFor, substituteForMissing };
