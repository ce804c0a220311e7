/**
 * Runs before `npm run demo`, `npm test` and the other commands: makes a fresh clone ready, and does nothing (in some milliseconds) where that was done before.
 *
 * Plain JavaScript without dependencies, because it runs before there are any, under whatever Node from 20 up the machine has.
 * The packages it installs bring the Node that the script after it runs under: npm puts node_modules/.bin first on that script's PATH.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 10];
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const inRoot = (/** @type {string[]} */ ...parts) => path.join(root, ...parts);
/** Inside node_modules, so that whoever deletes or reinstalls the packages deletes the stamp with them. */
const stampFile = inRoot('node_modules', '.regulars-prepared.json');
/** Outside node_modules, because `npm ci` empties that. */
const lockFile = inRoot('.cache', 'prepare.lock');
const HEARTBEAT_MS = 2_000;
const LOCK_DEAD_AFTER_MS = 30_000;

/** An error whose message is all that the user needs to see. */
class PlainError extends Error {}

try {
  await prepare();
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
}

async function prepare() {
  refuseOldNode();
  // An image was set up when it was built, and holds no development packages on purpose.
  if (process.env.npm_lifecycle_event === 'prestart' && process.env.NODE_ENV === 'production') return;
  if (isReady()) return;
  const unlock = await takeLock();
  try {
    // Asked again: whoever held the lock may have done the work meanwhile.
    await installPackages();
    await ensureOwnNode();
    await generatePrismaClient();
  } finally {
    unlock();
  }
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new PlainError(`This is Node ${process.versions.node}; Regulars needs Node ${OLDEST_NODE.join('.')} or newer to set itself up. Install it from nodejs.org, then run the same command again.`);
}

function isReady() {
  return packagesAreInstalled() && ownNodeVersion() !== null && prismaClientIsFresh();
}

/* Packages */

function lockHash() {
  const file = inRoot('package-lock.json');
  if (!existsSync(file)) throw new PlainError(`There is no package-lock.json in ${root}: this is not a whole clone. Clone the repository again.`);
  return sha256(readFileSync(file));
}

function packagesAreInstalled() {
  return readStamp().packages === lockHash() || installedByHand();
}

/** True where someone ran `npm ci` or `npm install` themselves: npm leaves a list of what it finished installing, and it is the same as our lock. */
function installedByHand() {
  const listFile = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(listFile)) return false;
  try {
    const installed = JSON.parse(readFileSync(listFile, 'utf8')).packages;
    const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
    for (const [place, entry] of Object.entries(wanted)) {
      if (place === '' || entry.optional || entry.devOptional) continue;
      if (installed[place]?.version !== entry.version) return false;
    }
  } catch {
    return false;
  }
  writeStamp({ packages: lockHash() });
  return true;
}

async function installPackages() {
  if (packagesAreInstalled()) return;
  const npm = npmCommand();
  // --include=dev: NODE_ENV=production in the user's shell would leave out the very packages that run the demo and the tests.
  const outcome = await runQuietly('Installing the packages (about a minute, once)', npm.file, [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', '--no-progress']);
  if (outcome.code !== 0) throw new PlainError(`${outcome.output.trim()}\n\n${whyInstallFailed(outcome.output)}`);
  writeStamp({ packages: lockHash() });
}

/** @param {string} output what npm said */
function whyInstallFailed(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EIDLETIMEOUT/.test(output)) {
    return 'npm could not reach its registry: check the network (or the registry and proxy in your .npmrc), then run the same command again.';
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: the packages take about 1 GB. Make room, then run the same command again.';
  if (/EACCES|EPERM|EROFS/.test(output)) return `npm may not write to ${root}: run the command as the owner of that folder.`;
  if (/EUSAGE|in sync/.test(output)) return 'package.json and package-lock.json do not agree: run `npm install`, look at what changed in package-lock.json and commit it.';
  if (/E401|E403/.test(output)) return 'The registry in your .npmrc refused the request: check the login it wants, then run the same command again.';
  return '`npm ci` failed; what it said is above. Run the same command again once that is put right.';
}

/** npm as it was started, run by a Node from outside this folder: `npm ci` deletes the one inside. */
function npmCommand() {
  const started = process.env.npm_execpath ?? '';
  if (/npm-cli\.c?js$/.test(started)) return { file: nodeFromOutside(), args: [started] };
  return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

function nodeFromOutside() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '').map((folder) => path.join(folder, name));
  for (const candidate of [process.env.npm_node_execpath, process.execPath, ...onPath]) {
    if (candidate && existsSync(candidate) && !realpathSync(candidate).startsWith(realRoot() + path.sep)) return candidate;
  }
  return process.execPath;
}

function realRoot() {
  return realpathSync(root);
}

/* The Node that the next script runs under */

function ownNode() {
  return process.platform === 'win32' ? inRoot('node_modules', 'node', 'bin', 'node.exe') : inRoot('node_modules', '.bin', 'node');
}

function wantedNodeVersion() {
  return JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).devDependencies?.node ?? '';
}

/** The version of the Node among the packages if it is there and is what the next script will find, else null. Asking it costs 30 ms, so the answer is stamped. */
function ownNodeVersion() {
  const file = ownNode();
  if (!existsSync(file)) return null;
  return readStamp().node === wantedNodeVersion() ? wantedNodeVersion() : null;
}

async function ensureOwnNode() {
  if (ownNodeVersion() !== null) return;
  const wanted = wantedNodeVersion();
  if (await ownNodeRuns(wanted)) return writeStamp({ node: wanted });
  // npm may have been told not to run install scripts, and the `node` package fetches its binary in one.
  const npm = npmCommand();
  const outcome = await runQuietly(`Fetching Node ${wanted} for this folder`, npm.file, [...npm.args, 'rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'], { npm_config_ignore_scripts: 'false' });
  if (await ownNodeRuns(wanted)) return writeStamp({ node: wanted });
  throw new PlainError(
    `${outcome.output.trim()}\n\nNode ${wanted}, which the packages should have brought, is not in node_modules/.bin. ` +
      'npm was probably told not to run install scripts: allow it for the package `node` (`npm config set ignore-scripts false`), delete node_modules and run the same command again.',
  );
}

/** @param {string} wanted the version it must tell */
async function ownNodeRuns(wanted) {
  if (!existsSync(ownNode())) return false;
  const { code, output } = await run(ownNode(), ['--version']);
  if (code !== 0 || output.trim() !== `v${wanted}`) return false;
  // npm puts the .bin of every folder above on PATH too; ours has to come first, or a clone inside another project runs under that one's Node.
  const first = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, 'node')).find((file) => existsSync(file));
  const startedByNpm = process.env.npm_lifecycle_event !== undefined;
  if (startedByNpm && process.platform !== 'win32' && first && realpathSync(first) !== realpathSync(ownNode())) {
    throw new PlainError(`The next script would run under ${first}, not under ${ownNode()}. Take ${path.dirname(first)} off the front of PATH, then run the same command again.`);
  }
  return true;
}

/* Prisma's client, which is generated and not in git */

function prismaInputs() {
  const folder = inRoot('prisma');
  const schemas = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(prisma|ts)$/.test(name)).sort().map((name) => path.join(folder, name)) : [];
  return [...schemas, inRoot('prisma.config.ts')].filter((file) => existsSync(file));
}

function prismaHash() {
  return sha256(Buffer.concat(prismaInputs().map((file) => readFileSync(file))));
}

function prismaClientIsFresh() {
  return readStamp().prisma === prismaHash() && existsSync(inRoot('app', 'database', 'generated'));
}

async function generatePrismaClient() {
  if (prismaClientIsFresh()) return;
  const hash = prismaHash();
  const outcome = await runQuietly('Generating the database client', ownNode(), [inRoot('node_modules', 'prisma', 'build', 'index.js'), 'generate', '--no-hints'], { CHECKPOINT_DISABLE: '1' });
  if (outcome.code !== 0) throw new PlainError(`${outcome.output.trim()}\n\n\`prisma generate\` failed; what it said is above. It reads prisma/schema.prisma and prisma.config.ts.`);
  writeStamp({ prisma: hash });
}

/* Stamp, lock, child processes */

/** @returns {{ packages?: string, node?: string, prisma?: string }} */
function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {{ packages?: string, node?: string, prisma?: string }} part */
function writeStamp(part) {
  writeFileSync(stampFile, `${JSON.stringify({ ...readStamp(), ...part })}\n`);
}

/** @param {string | Buffer} content */
function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Waits until no other command prepares this folder, then holds it. Two `npm ci` at once in one folder leave neither whole.
 * The holder touches the file while it works, so that the lock of a killed command is seen to be dead.
 * @returns {Promise<() => void>} lets go
 */
async function takeLock() {
  try {
    mkdirSync(path.dirname(lockFile), { recursive: true });
  } catch (error) {
    throw new PlainError(`Cannot write to ${root}: ${error instanceof Error ? error.message : error}. Run the command as the owner of that folder, on a disk with room.`);
  }
  let said = false;
  while (true) {
    try {
      const file = openSync(lockFile, 'wx');
      writeSync(file, JSON.stringify({ pid: process.pid, host: hostname() }));
      closeSync(file);
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw new PlainError(`Cannot write ${lockFile}: ${/** @type {Error} */ (error).message}`);
    }
    if (lockIsDead()) {
      rmSync(lockFile, { force: true });
      continue;
    }
    if (!said) console.log('Another command is setting this folder up; waiting for it.');
    said = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const heartbeat = setInterval(() => {
    try {
      utimesSync(lockFile, new Date(), new Date());
    } catch {
      // The file is gone only if someone deleted .cache; the work goes on.
    }
  }, HEARTBEAT_MS);
  const letGo = () => {
    clearInterval(heartbeat);
    rmSync(lockFile, { force: true });
  };
  for (const [signal, status] of /** @type {[NodeJS.Signals, number][]} */ ([['SIGINT', 130], ['SIGTERM', 143]])) {
    process.once(signal, () => {
      letGo();
      process.exit(status);
    });
  }
  return letGo;
}

function lockIsDead() {
  try {
    const silentFor = Date.now() - statSync(lockFile).mtimeMs;
    if (silentFor > LOCK_DEAD_AFTER_MS) return true;
    // A lock younger than this may not have its holder written in it yet.
    if (silentFor < 1_000) return false;
    const holder = JSON.parse(readFileSync(lockFile, 'utf8'));
    if (holder.host !== hostname()) return false;
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to this process' own
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(file, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], shell: file.endsWith('.cmd') });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: `${output}\n${file}: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * As run, with a line that says what is going on and, at the end, how long it took. What the command says is kept back unless it fails:
 * npm warns of engines (the machine's Node, not the one that will run) and of old packages, which tells the user nothing they could act on.
 * @param {string} what
 * @param {string} file
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
async function runQuietly(what, file, args, env) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const live = process.stdout.isTTY === true;
  process.stdout.write(`${what}...${live ? '' : '\n'}`);
  const ticker = setInterval(() => process.stdout.write(live ? `\r${what}... ${seconds()}` : `  ... ${seconds()}\n`), live ? 1_000 : 20_000);
  const outcome = await run(file, args, env);
  clearInterval(ticker);
  process.stdout.write(`${live ? '\r' : ''}${what}... ${outcome.code === 0 ? `done in ${seconds()}` : 'failed'}.\n`);
  return outcome;
}
