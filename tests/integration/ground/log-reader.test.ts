import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('./write-to-nobody.ts', import.meta.url));

async function endAfter(reader: 'gone' | 'stuck' | 'there'): Promise<{ ended: boolean; lines: number }> {
  const child = spawn(process.execPath, [script], { env: { ...process.env, LOG_LEVEL: 'info' }, stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
  try {
    let text = '';
    if (reader === 'there') child.stdout?.on('data', (piece: Buffer) => (text += piece.toString()));
    await once(child, 'message');
    if (reader === 'gone') child.stdout?.destroy();
    child.kill('SIGTERM');
    const ended = await Promise.race([once(child, reader === 'there' ? 'close' : 'exit').then(() => true), new Promise<boolean>((done) => setTimeout(() => done(false), 8_000))]);
    return { ended, lines: text.split('\n').length - 1 };
  } finally {
    child.kill('SIGKILL');
  }
}

it('a process ends although whoever read its log has gone, or reads no more', async () => {
  expect((await endAfter('gone')).ended).toBe(true);
  expect((await endAfter('stuck')).ended).toBe(true);
});

it('a process that ends writes the last line of its log to whoever reads it', async () => {
  expect(await endAfter('there')).toEqual({ ended: true, lines: 5_000 });
});
