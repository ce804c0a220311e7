/** `npm run codegen`: makes app/shopify/generated/ again from app/shopify/operations/. Refuses to write anything while an operation has a fault. */
import { mkdirSync, readFileSync, rmSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../checks/files/project-files.ts';
import { GENERATED_FOLDER, generateOperation, generatedName } from '../checks/graphql/generate.ts';
import { operationFaults, operationFiles } from '../checks/graphql/operations.ts';
import { publishedSchema } from '../checks/graphql/published-schema.ts';

const schema = publishedSchema();
const operations = operationFiles();
const faults = operations.flatMap((operation) => operationFaults(schema, operation));

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
} else {
  const folder = path.join(projectRoot, GENERATED_FOLDER);
  mkdirSync(folder, { recursive: true });
  const wanted = new Set<string>();
  let written = 0;
  for (const operation of operations) {
    const file = generatedName(operation.file);
    wanted.add(path.basename(file));
    const text = await generateOperation(schema, operation);
    const place = path.join(projectRoot, file);
    if (existsSync(place) && readFileSync(place, 'utf8') === text) continue;
    writeFileSync(place, text);
    written += 1;
  }
  const stale = readdirSync(folder).filter((name) => !wanted.has(name));
  for (const name of stale) rmSync(path.join(folder, name));
  console.log(`${operations.length} operations, ${written} files written, ${stale.length} removed in ${GENERATED_FOLDER}.`);
}
