import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** A program and a package of it that import the same name. */
function newProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-quick-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = {
    'tools/quick.mjs': '',
    'node_modules/.package-lock.json': '{}',
    'node_modules/.cache/packages/list.json': '{"shelf":"key/shelf.mjs"}',
    'node_modules/.cache/packages/key/shelf.mjs': "export default 'kept';",
    'node_modules/shelf/index.mjs': "export default 'installed';",
    'node_modules/shelf/package.json': '{"exports":"./index.mjs"}',
    'node_modules/other/index.mjs': "export { default } from 'shelf';",
    'node_modules/other/package.json': '{"exports":"./index.mjs"}',
    'package.json': '{"type":"module"}',
    'part.ts': "import shelf from 'shelf'; import other from 'other'; console.log(shelf, other as string);",
    'main.ts': "import './part.ts';",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  cpSync('tools/quick.mjs', join(folder, 'tools/quick.mjs'));
  return folder;
}

const madeAfterInstalling = (folder: string, seconds: number): void => {
  const at = Date.now() / 1000;
  utimesSync(join(folder, 'node_modules/.package-lock.json'), at, at);
  utimesSync(join(folder, 'node_modules/.cache/packages/list.json'), at + seconds, at + seconds);
};

test('a program reads what is kept, its packages read each other, and what was installed since counts', () => {
  const folder = newProgram();
  const run = () => {
    const args = ['--import', './tools/quick.mjs', 'main.ts'];
    return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trim();
  };
  madeAfterInstalling(folder, 1);
  expect(run()).toBe('kept installed');
  madeAfterInstalling(folder, -1);
  expect(run()).toBe('installed installed');
  rmSync(join(folder, 'node_modules/.cache/packages'), { recursive: true });
  expect(run()).toBe('installed installed');
});
