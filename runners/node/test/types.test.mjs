import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

// What must not compile is marked in the steps with @ts-expect-error, so it is checked too.
test('steps, generated types and a configuration compile against the types of motia', () => {
  const program = ts.createProgram([path('types/steps.ts'), path('types/project.d.ts'), path('../types/motia.d.ts')], {
    strict: true, noUncheckedIndexedAccess: true, noEmit: true, skipLibCheck: false,
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: ['node'], typeRoots: [path('../node_modules/@types')],
  });
  const errors = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file === undefined ? '' : `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1}: `;
    return line + ts.flattenDiagnosticMessageText(messageText, '\n');
  });
  assert.deepEqual(errors, []);
});
