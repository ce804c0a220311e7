import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { API_VERSION } from '#app/shopify/api-version.ts';
import { projectRoot } from '../files/project-files.ts';

let built: GraphQLSchema | null = null;

/**
 * Shopify's own description of the Admin API in the version that the app speaks, from the npm package @shopify/dev-mcp. Built once a process (1.5 s).
 * @throws Error naming the versions that the package has, when it has not ours
 */
export function publishedSchema(): GraphQLSchema {
  built ??= read();
  return built;
}

function read(): GraphQLSchema {
  const folder = path.join(projectRoot, 'node_modules', '@shopify', 'dev-mcp', 'dist', 'data');
  let packed: Buffer;
  try {
    packed = readFileSync(path.join(folder, `admin_${API_VERSION}.json.gz`));
  } catch (cause) {
    throw new Error(`@shopify/dev-mcp has no Admin schema of ${API_VERSION}: update the package, or API_VERSION in app/shopify/api-version.ts.`, { cause });
  }
  const { data } = JSON.parse(gunzipSync(packed).toString('utf8')) as { data: IntrospectionQuery };
  // Trusted as it is: validating 4,000 types takes seconds, and could only find fault with Shopify.
  return buildClientSchema(data, { assumeValid: true });
}
