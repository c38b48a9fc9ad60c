/*
 * Generates what the API's description implies: the types of the client and the
 * validated router of the backend. `--check` writes nothing and fails on drift.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import prettier from 'prettier';
import { parse } from 'yaml';

const root = new URL('../', import.meta.url);
const source = new URL(
  'plugins/shift-down-backend/src/schema/openapi.yaml',
  root,
);
const clientTypes = new URL(
  'plugins/shift-down-common/src/client/openapi.generated.ts',
  root,
);
const router = new URL(
  'plugins/shift-down-backend/src/schema/openapi.generated.ts',
  root,
);

const HEADER = `// Generated from plugins/shift-down-backend/src/schema/openapi.yaml by
// \`yarn generate:api\`; edit that file instead.
`;
const METHODS = ['get', 'put', 'post', 'delete'];

/** Every exported type belongs to the public API of its package. */
async function renderClientTypes(spec) {
  // The words stay in openapi.yaml: theirs are no TSDoc, and API reports mind.
  const types = astToString(await openapiTypescript(spec))
    .replace(/\/\*\*[\s\S]*?\*\/\s*/g, '')
    .replace(/export type \$defs = .*;\s*/, '');
  return (
    HEADER +
    types.replace(
      /^export (interface|type) (\w+)/gm,
      '/** @public */\nexport $1 $2',
    )
  );
}

function renderRouter(spec) {
  const endpoints = Object.entries(spec.paths).flatMap(([path, item]) =>
    METHODS.filter(method => item[method]).map(method =>
      renderEndpoint(path, method, item[method], spec),
    ),
  );
  return `${HEADER}import { createValidatedOpenApiRouterFromGeneratedEndpointMap } from '@backstage/backend-openapi-utils';
import type { operations } from '@shift-down/plugin-shift-down-common/client';

type ParametersOf<Operation extends keyof operations> = operations[Operation]['parameters'];
type Success<Operation extends keyof operations> = operations[Operation]['responses'][200]['content']['application/json'];
type Failure<Operation extends keyof operations> = operations[Operation]['responses']['default']['content']['application/json'];

/** Parameters, bodies and answers of every route. */
export type EndpointMap = {
${endpoints.join('\n')}
};

/** The API's description. */
export const spec = ${JSON.stringify(spec)} as const;

type RouterOptions = NonNullable<
  Parameters<typeof createValidatedOpenApiRouterFromGeneratedEndpointMap>[1]
>;

/** An Express router that refuses what the description doesn't allow. */
export function createOpenApiRouter(options?: RouterOptions) {
  return createValidatedOpenApiRouterFromGeneratedEndpointMap<EndpointMap>(spec, options);
}
`;
}

function renderEndpoint(path, method, operation, spec) {
  const id = JSON.stringify(operation.operationId);
  const parameters = (operation.parameters ?? []).map(parameter =>
    parameter.$ref
      ? spec.components.parameters[parameter.$ref.split('/').pop()]
      : parameter,
  );
  const has = place => parameters.some(({ in: where }) => where === place);
  const fields = [];
  if (has('path')) {
    fields.push(`path: ParametersOf<${id}>['path']`);
  }
  if (has('query')) {
    fields.push(`query: NonNullable<ParametersOf<${id}>['query']>`);
  }
  if (operation.requestBody) {
    fields.push(
      `body: operations[${id}]['requestBody']['content']['application/json']`,
    );
  }
  fields.push(`response: Success<${id}> | Failure<${id}>`);
  // Backstage's endpoint map spells the method as its own generator does.
  const verb = method === 'delete' ? '_delete' : method;
  return `'#${verb}|${path}': { ${fields.join('; ')} };`;
}

async function format(text, target) {
  const filepath = fileURLToPath(target);
  const options = await prettier.resolveConfig(filepath);
  return prettier.format(text, { ...options, filepath });
}

const spec = parse(await readFile(source, 'utf8'));
const check = process.argv.includes('--check');
let drifted = false;
for (const [target, text] of [
  [clientTypes, await renderClientTypes(spec)],
  [router, renderRouter(spec)],
]) {
  const wanted = await format(text, target);
  const current = await readFile(target, 'utf8').catch(() => '');
  const name = fileURLToPath(target).slice(fileURLToPath(root).length);
  if (wanted === current) {
    console.log(`${name} is up to date`);
  } else if (check) {
    drifted = true;
    console.error(`${name} differs from openapi.yaml: run yarn generate:api`);
  } else {
    await writeFile(target, wanted);
    console.log(`${name} written`);
  }
}
process.exitCode = drifted ? 1 : 0;
