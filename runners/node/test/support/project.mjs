import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/**
 * Writes a project into a folder of its own.
 * @param {import('node:test').TestContext} test
 * @param {Record<string, string>} files content by path
 * @param {Record<string, string>} dependencies of its node_modules: name to the folder in ours
 */
export async function writeProject(test, files, dependencies = {}) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'project-')));
  test.after(() => rm(root, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  for (const [name, source] of Object.entries(dependencies)) {
    await mkdir(join(root, 'node_modules'), { recursive: true });
    await symlink(join(packages, source), join(root, 'node_modules', name));
  }
  return { root, path: (name) => join(root, name) };
}

export const module = '{ "type": "module" }';
