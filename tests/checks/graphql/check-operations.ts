import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectFiles, projectRoot } from '../files/project-files.ts';
import { GENERATED_FOLDER, generateOperation, generatedName } from './generate.ts';
import { OPERATIONS_FOLDER, operationFaults, operationFiles } from './operations.ts';
import { publishedSchema } from './published-schema.ts';

/**
 * Holds every .graphql file of the project to the published schema, and the generated types to the .graphql files.
 * @returns how many operations were read, and one line for each fault
 */
export async function checkOperations(root: string = projectRoot): Promise<{ operations: number; faults: string[] }> {
  const schema = publishedSchema();
  const operations = operationFiles(root);
  const faults = [...misplaced(projectFiles(root)), ...operations.flatMap((operation) => operationFaults(schema, operation))];
  if (faults.length > 0) return { operations: operations.length, faults };
  faults.push(...sameNames(operations.map((operation) => operation.file)));
  const wanted = new Set<string>();
  for (const operation of operations) {
    const file = generatedName(operation.file);
    wanted.add(path.posix.basename(file));
    const place = path.join(root, file);
    if (!existsSync(place)) faults.push(`${file} is missing: run \`npm run codegen\` and commit it`);
    else if (readFileSync(place, 'utf8') !== (await generateOperation(schema, operation))) faults.push(`${file} is not what ${operation.file} gives now: run \`npm run codegen\` and commit it`);
  }
  const folder = path.join(root, GENERATED_FOLDER);
  const stale = existsSync(folder) ? readdirSync(folder).filter((name) => !wanted.has(name)) : [];
  faults.push(...stale.map((name) => `${GENERATED_FOLDER}/${name} comes from no .graphql file: run \`npm run codegen\` and commit that it is gone`));
  return { operations: operations.length, faults };
}

/** A .graphql file elsewhere in app/ would be neither checked nor generated from. */
export function misplaced(files: readonly string[]): string[] {
  return files
    .filter((file) => /^(app|extensions)\/.*\.(graphql|gql)$/.test(file) && !(file.startsWith(`${OPERATIONS_FOLDER}/`) && file.endsWith('.graphql')))
    .map((file) => `${file}: operations live in ${OPERATIONS_FOLDER}, as .graphql`);
}

function sameNames(files: readonly string[]): string[] {
  return files.filter((file, index) => files.findIndex((other) => generatedName(other) === generatedName(file)) !== index).map((file) => `${file}: another operation's file has this name, and both would generate ${generatedName(file)}`);
}
