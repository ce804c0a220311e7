import { spawn } from 'node:child_process';
import { projectRoot } from '../files/project-files.ts';

export interface Outcome {
  passed: boolean;
  /** What to show when it did not pass; empty where the command wrote to the terminal itself. */
  output: string;
}

export interface ProcessOptions {
  /** A script of node_modules and its arguments, from the project's root; run by the Node that runs this. */
  script: readonly string[];
  /** After this the process and its children are ended, and the step has failed: a hanging test must not hold a night's run. */
  limitMinutes: number;
  /** Whether its output goes to the terminal as it comes. */
  live?: boolean;
  env?: Readonly<Record<string, string>>;
}

/** Runs a Node script to its end. Passed is status 0 within the limit. */
export function runProcess({ script, limitMinutes, live = false, env = {} }: ProcessOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    // A group of its own, so that what the script started ends with it.
    const child = spawn(process.execPath, script, { cwd: projectRoot, env: { ...process.env, ...env }, detached: process.platform !== 'win32', stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'] });
    let output = '';
    let late = false;
    const end = (signal: NodeJS.Signals): void => {
      if (child.pid === undefined || child.exitCode !== null) return;
      try {
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
      } catch {
        // It has ended between the question and the signal.
      }
    };
    const limit = setTimeout(() => {
      late = true;
      end('SIGTERM');
      setTimeout(() => end('SIGKILL'), 10_000).unref();
    }, limitMinutes * 60_000);
    const forward = (signal: NodeJS.Signals): void => end(signal);
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const done = (passed: boolean, more: string): void => {
      clearTimeout(limit);
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve({ passed, output: `${output}${more}`.trim() });
    };
    child.on('error', (error) => done(false, `${script[0]} could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      if (late) done(false, `\nStopped after ${limitMinutes} minutes, its limit.`);
      else done(code === 0, code === 0 ? '' : `\nEnded with ${signal ?? `status ${code}`}.`);
    });
  });
}
