// Generated from plugins/shift-down-backend/src/schema/openapi.yaml by
// `yarn generate:api`; edit that file instead.
import { createValidatedOpenApiRouterFromGeneratedEndpointMap } from '@backstage/backend-openapi-utils';
import type { operations } from '@shift-down/plugin-shift-down-common/client';

type ParametersOf<Operation extends keyof operations> =
  operations[Operation]['parameters'];
type Success<Operation extends keyof operations> =
  operations[Operation]['responses'][200]['content']['application/json'];
type Failure<Operation extends keyof operations> =
  operations[Operation]['responses']['default']['content']['application/json'];

/** Parameters, bodies and answers of every route. */
export type EndpointMap = {
  '#get|/entities/by-name/{kind}/{namespace}/{name}/posture': {
    path: ParametersOf<'GetPosture'>['path'];
    response: Success<'GetPosture'> | Failure<'GetPosture'>;
  };
  '#get|/postures': {
    query: NonNullable<ParametersOf<'ListPostures'>['query']>;
    response: Success<'ListPostures'> | Failure<'ListPostures'>;
  };
  '#post|/posture/by-refs': {
    body: operations['GetPosturesByRefs']['requestBody']['content']['application/json'];
    response: Success<'GetPosturesByRefs'> | Failure<'GetPosturesByRefs'>;
  };
  '#get|/findings': {
    query: NonNullable<ParametersOf<'ListFindings'>['query']>;
    response: Success<'ListFindings'> | Failure<'ListFindings'>;
  };
  '#get|/findings/{id}': {
    path: ParametersOf<'GetFinding'>['path'];
    response: Success<'GetFinding'> | Failure<'GetFinding'>;
  };
  '#get|/images': {
    query: NonNullable<ParametersOf<'ListImages'>['query']>;
    response: Success<'ListImages'> | Failure<'ListImages'>;
  };
  '#get|/golden-images': {
    response: Success<'ListGoldenImages'> | Failure<'ListGoldenImages'>;
  };
  '#get|/golden-images/{name}': {
    path: ParametersOf<'GetGoldenImage'>['path'];
    response: Success<'GetGoldenImage'> | Failure<'GetGoldenImage'>;
  };
  '#get|/golden-images/{name}/users': {
    path: ParametersOf<'ListGoldenImageUsers'>['path'];
    query: NonNullable<ParametersOf<'ListGoldenImageUsers'>['query']>;
    response: Success<'ListGoldenImageUsers'> | Failure<'ListGoldenImageUsers'>;
  };
  '#get|/golden-images/{name}/advice': {
    path: ParametersOf<'GetUpgradeAdvice'>['path'];
    query: NonNullable<ParametersOf<'GetUpgradeAdvice'>['query']>;
    response: Success<'GetUpgradeAdvice'> | Failure<'GetUpgradeAdvice'>;
  };
  '#get|/campaigns': {
    response: Success<'ListCampaigns'> | Failure<'ListCampaigns'>;
  };
  '#post|/campaigns': {
    body: operations['PlanCampaign']['requestBody']['content']['application/json'];
    response: Success<'PlanCampaign'> | Failure<'PlanCampaign'>;
  };
  '#get|/campaigns/{id}': {
    path: ParametersOf<'GetCampaign'>['path'];
    response: Success<'GetCampaign'> | Failure<'GetCampaign'>;
  };
  '#post|/campaigns/{id}/{action}': {
    path: ParametersOf<'ChangeCampaign'>['path'];
    response: Success<'ChangeCampaign'> | Failure<'ChangeCampaign'>;
  };
  '#post|/image-bumps': {
    body: operations['BumpImage']['requestBody']['content']['application/json'];
    response: Success<'BumpImage'> | Failure<'BumpImage'>;
  };
  '#get|/sources': {
    response: Success<'ListSources'> | Failure<'ListSources'>;
  };
  '#post|/sources/{name}/test': {
    path: ParametersOf<'TestSource'>['path'];
    response: Success<'TestSource'> | Failure<'TestSource'>;
  };
  '#get|/namespaces': {
    query: NonNullable<ParametersOf<'ListNamespaces'>['query']>;
    response: Success<'ListNamespaces'> | Failure<'ListNamespaces'>;
  };
  '#get|/namespaces/{cluster}/{namespace}': {
    path: ParametersOf<'GetNamespace'>['path'];
    response: Success<'GetNamespace'> | Failure<'GetNamespace'>;
  };
  '#get|/policies': {
    query: NonNullable<ParametersOf<'ListPolicies'>['query']>;
    response: Success<'ListPolicies'> | Failure<'ListPolicies'>;
  };
  '#get|/exceptions': {
    query: NonNullable<ParametersOf<'ListExceptions'>['query']>;
    response: Success<'ListExceptions'> | Failure<'ListExceptions'>;
  };
  '#post|/exceptions': {
    body: operations['RequestException']['requestBody']['content']['application/json'];
    response: Success<'RequestException'> | Failure<'RequestException'>;
  };
  '#post|/exceptions/preview': {
    body: operations['PreviewException']['requestBody']['content']['application/json'];
    response: Success<'PreviewException'> | Failure<'PreviewException'>;
  };
  '#post|/exceptions/break-glass': {
    body: operations['BreakGlass']['requestBody']['content']['application/json'];
    response: Success<'BreakGlass'> | Failure<'BreakGlass'>;
  };
  '#get|/exceptions/settings': {
    response: Success<'GetExceptionSettings'> | Failure<'GetExceptionSettings'>;
  };
  '#get|/exceptions/reports': {
    response: Success<'GetExceptionReports'> | Failure<'GetExceptionReports'>;
  };
  '#post|/exceptions/import': {
    body: operations['ImportIgnoreFile']['requestBody']['content']['application/json'];
    response: Success<'ImportIgnoreFile'> | Failure<'ImportIgnoreFile'>;
  };
  '#get|/exceptions/keys': {
    response: Success<'GetExceptionKeys'> | Failure<'GetExceptionKeys'>;
  };
  '#get|/exceptions/{id}': {
    path: ParametersOf<'GetException'>['path'];
    response: Success<'GetException'> | Failure<'GetException'>;
  };
  '#put|/exceptions/{id}': {
    path: ParametersOf<'EditException'>['path'];
    body: operations['EditException']['requestBody']['content']['application/json'];
    response: Success<'EditException'> | Failure<'EditException'>;
  };
  '#post|/exceptions/{id}/{action}': {
    path: ParametersOf<'ChangeException'>['path'];
    body: operations['ChangeException']['requestBody']['content']['application/json'];
    response: Success<'ChangeException'> | Failure<'ChangeException'>;
  };
  '#get|/managed-namespaces': {
    query: NonNullable<ParametersOf<'ListManagedNamespaces'>['query']>;
    response:
      | Success<'ListManagedNamespaces'>
      | Failure<'ListManagedNamespaces'>;
  };
  '#post|/managed-namespaces': {
    body: operations['ProvisionNamespace']['requestBody']['content']['application/json'];
    response: Success<'ProvisionNamespace'> | Failure<'ProvisionNamespace'>;
  };
  '#get|/managed-namespaces/options': {
    response: Success<'GetNamespaceOptions'> | Failure<'GetNamespaceOptions'>;
  };
  '#post|/managed-namespaces/preview': {
    body: operations['PreviewNamespace']['requestBody']['content']['application/json'];
    response: Success<'PreviewNamespace'> | Failure<'PreviewNamespace'>;
  };
  '#get|/managed-namespaces/catalog': {
    response:
      | Success<'ListNamespacesForCatalog'>
      | Failure<'ListNamespacesForCatalog'>;
  };
  '#get|/managed-namespaces/{cluster}/{namespace}': {
    path: ParametersOf<'GetManagedNamespace'>['path'];
    response: Success<'GetManagedNamespace'> | Failure<'GetManagedNamespace'>;
  };
  '#post|/managed-namespaces/{cluster}/{namespace}/{action}': {
    path: ParametersOf<'ChangeManagedNamespace'>['path'];
    response:
      | Success<'ChangeManagedNamespace'>
      | Failure<'ChangeManagedNamespace'>;
  };
  '#post|/namespace-adoptions/preview': {
    body: operations['PreviewAdoption']['requestBody']['content']['application/json'];
    response: Success<'PreviewAdoption'> | Failure<'PreviewAdoption'>;
  };
  '#post|/namespace-adoptions': {
    body: operations['AdoptNamespace']['requestBody']['content']['application/json'];
    response: Success<'AdoptNamespace'> | Failure<'AdoptNamespace'>;
  };
  '#get|/baselines': {
    response: Success<'ListBaselines'> | Failure<'ListBaselines'>;
  };
  '#get|/rollouts': {
    response: Success<'ListRollouts'> | Failure<'ListRollouts'>;
  };
  '#post|/rollouts': {
    body: operations['PlanRollout']['requestBody']['content']['application/json'];
    response: Success<'PlanRollout'> | Failure<'PlanRollout'>;
  };
  '#get|/rollouts/{id}': {
    path: ParametersOf<'GetRollout'>['path'];
    response: Success<'GetRollout'> | Failure<'GetRollout'>;
  };
  '#post|/rollouts/{id}/{action}': {
    path: ParametersOf<'ChangeRollout'>['path'];
    response: Success<'ChangeRollout'> | Failure<'ChangeRollout'>;
  };
};

/** The API's description. */
export const spec = {
  openapi: '3.0.3',
  info: {
    title: 'shift-down',
    version: '1',
    description:
      'Security posture, findings, images and sources of catalog entities.',
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0.html',
    },
  },
  servers: [{ url: '/' }],
  paths: {
    '/entities/by-name/{kind}/{namespace}/{name}/posture': {
      get: {
        operationId: 'GetPosture',
        description:
          'The posture of one entity. An entity that is unknown and one that the user may not read answer alike, with 404.',
        parameters: [
          { $ref: '#/components/parameters/kind' },
          { $ref: '#/components/parameters/namespace' },
          { $ref: '#/components/parameters/name' },
        ],
        responses: {
          '200': {
            description: 'The posture.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Posture' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/postures': {
      get: {
        operationId: 'ListPostures',
        description:
          'Postures of all entities that the user may read, a page at a time.',
        parameters: [
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: "Part of the entity's name or title, in any case.",
            schema: { type: 'string', maxLength: 200 },
          },
          {
            name: 'kind',
            in: 'query',
            description: 'Entity kinds, lower case.',
            schema: {
              type: 'array',
              maxItems: 20,
              items: { type: 'string', maxLength: 63 },
            },
          },
          {
            name: 'owner',
            in: 'query',
            allowReserved: true,
            description: 'Refs of owners.',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { type: 'string', maxLength: 200 },
            },
          },
          {
            name: 'grade',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 6,
              items: { $ref: '#/components/schemas/Grade' },
            },
          },
          {
            name: 'severity',
            in: 'query',
            description: 'Severities of the worst failing finding.',
            schema: {
              type: 'array',
              maxItems: 6,
              items: { $ref: '#/components/schemas/Severity' },
            },
          },
          {
            name: 'sort',
            in: 'query',
            description:
              'A leading minus sorts descending. Worst first is `-grade`.',
            schema: {
              type: 'string',
              enum: [
                'name',
                '-name',
                'grade',
                '-grade',
                'worst',
                '-worst',
                'owner',
                '-owner',
              ],
              default: '-grade',
            },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'One page.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/PosturePage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/posture/by-refs': {
      post: {
        operationId: 'GetPosturesByRefs',
        description:
          'Postures of up to 100 entities, in the order asked for; an entity that is unknown or may not be read has no posture in its item.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['entityRefs'],
                properties: {
                  entityRefs: {
                    type: 'array',
                    maxItems: 100,
                    items: { type: 'string', maxLength: 400 },
                  },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'An item for each ref asked for.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: {
                        type: 'object',
                        required: ['entityRef'],
                        properties: {
                          entityRef: { type: 'string' },
                          posture: {
                            $ref: '#/components/schemas/PostureOverview',
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/findings': {
      get: {
        operationId: 'ListFindings',
        description:
          'Findings of the entities that the user may read, filtered, searched, sorted and paged in the database.',
        parameters: [
          {
            name: 'entityRef',
            in: 'query',
            allowReserved: true,
            description:
              "Only findings of this entity (or of a system's or domain's parts).",
            schema: { type: 'string', maxLength: 400 },
          },
          {
            name: 'type',
            in: 'query',
            schema: { type: 'string', enum: ['policy', 'vulnerability'] },
          },
          {
            name: 'area',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 3,
              items: { $ref: '#/components/schemas/Area' },
            },
          },
          {
            name: 'responsibility',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 3,
              items: { $ref: '#/components/schemas/Responsibility' },
            },
          },
          {
            name: 'severity',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 6,
              items: { $ref: '#/components/schemas/Severity' },
            },
          },
          {
            name: 'result',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 3,
              items: {
                type: 'string',
                enum: ['fail', 'unknown', 'not-applicable'],
              },
            },
          },
          {
            name: 'control',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 50,
              items: { type: 'string', maxLength: 100 },
            },
          },
          {
            name: 'engine',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 5,
              items: { type: 'string', maxLength: 50 },
            },
          },
          {
            name: 'policy',
            in: 'query',
            allowReserved: true,
            schema: {
              type: 'array',
              maxItems: 50,
              items: { type: 'string', maxLength: 512 },
            },
          },
          {
            name: 'repository',
            in: 'query',
            allowReserved: true,
            description: 'Image repository, in full.',
            schema: {
              type: 'array',
              maxItems: 50,
              items: { type: 'string', maxLength: 512 },
            },
          },
          {
            name: 'cluster',
            in: 'query',
            description: 'Cluster names.',
            schema: {
              type: 'array',
              maxItems: 50,
              items: { type: 'string', maxLength: 253 },
            },
          },
          {
            name: 'namespace',
            in: 'query',
            description: 'Kubernetes namespaces.',
            schema: {
              type: 'array',
              maxItems: 50,
              items: { type: 'string', maxLength: 63 },
            },
          },
          {
            name: 'fixable',
            in: 'query',
            description:
              'Only vulnerabilities with (or without) a fixed version.',
            schema: { type: 'boolean' },
          },
          {
            name: 'layer',
            in: 'query',
            description:
              'Only vulnerabilities of the golden base, or of what was put on it.',
            schema: {
              type: 'string',
              enum: ['base', 'application', 'unknown'],
            },
          },
          {
            name: 'overdue',
            in: 'query',
            description: 'Only those past their due date.',
            schema: { type: 'boolean' },
          },
          {
            name: 'suppressed',
            in: 'query',
            description:
              'Only vulnerabilities that a trusted VEX statement suppresses, or only others.',
            schema: { type: 'boolean' },
          },
          {
            name: 'exempt',
            in: 'query',
            description:
              'Only those under an active exception, or only others.',
            schema: { type: 'boolean' },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description:
              'Part of title, policy, rule, advisory, package or subject name, in any case.',
            schema: { type: 'string', maxLength: 200 },
          },
          {
            name: 'sort',
            in: 'query',
            schema: {
              type: 'string',
              enum: [
                'severity',
                '-severity',
                'firstSeen',
                '-firstSeen',
                'policy',
                '-policy',
                'due',
                '-due',
              ],
              default: '-severity',
            },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'One page.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FindingPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/findings/{id}': {
      get: {
        operationId: 'GetFinding',
        description:
          'One finding with where it is seen, as far as the user may read those entities. Unknown and forbidden answer alike, with 404.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', pattern: '^[0-9a-f]{32}$' },
          },
        ],
        responses: {
          '200': {
            description: 'The finding.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FindingDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/images': {
      get: {
        operationId: 'ListImages',
        description: 'Images that run in the entities that the user may read.',
        parameters: [
          {
            name: 'entityRef',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', maxLength: 400 },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of the repository, in any case.',
            schema: { type: 'string', maxLength: 200 },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'One page, most vulnerable first.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ImagePage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/golden-images': {
      get: {
        operationId: 'ListGoldenImages',
        description:
          'Golden images with how the workloads that the user may read stand on them. With the permission shift-down.golden-images.read.',
        responses: {
          '200': {
            description: 'All of them, by name.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/GoldenImageList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/golden-images/{name}': {
      get: {
        operationId: 'GetGoldenImage',
        description:
          'One golden image with its releases, what they carry, who stands on them as far as the user may read, and what the platform has to fix.',
        parameters: [{ $ref: '#/components/parameters/name' }],
        responses: {
          '200': {
            description: 'The golden image.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/GoldenImageDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/golden-images/{name}/users': {
      get: {
        operationId: 'ListGoldenImageUsers',
        description:
          'Workloads of entities that the user may read which stand on a golden image: whom it would hit to retire a release.',
        parameters: [
          { $ref: '#/components/parameters/name' },
          {
            name: 'version',
            in: 'query',
            allowReserved: true,
            schema: {
              type: 'array',
              maxItems: 50,
              items: { type: 'string', maxLength: 128 },
            },
          },
          {
            name: 'owner',
            in: 'query',
            allowReserved: true,
            schema: {
              type: 'array',
              maxItems: 100,
              items: { type: 'string', maxLength: 200 },
            },
          },
          {
            name: 'state',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 4,
              items: {
                type: 'string',
                enum: ['current', 'behind', 'out-of-support', 'retired'],
              },
            },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'One page, furthest behind first.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/GoldenImageUserPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/golden-images/{name}/advice': {
      get: {
        operationId: 'GetUpgradeAdvice',
        description:
          'What moving to another release changes: for the page, and for the text of a pull request. With the permission shift-down.golden-images.read.',
        parameters: [
          { $ref: '#/components/parameters/name' },
          {
            name: 'from',
            in: 'query',
            required: true,
            allowReserved: true,
            schema: { type: 'string', maxLength: 128 },
          },
          {
            name: 'to',
            in: 'query',
            allowReserved: true,
            description:
              'The newest supported release of the channel if not given.',
            schema: { type: 'string', maxLength: 128 },
          },
        ],
        responses: {
          '200': {
            description: 'The advice.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/UpgradeAdvice' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/campaigns': {
      get: {
        operationId: 'ListCampaigns',
        description:
          'Campaigns that bump a golden image over many repositories; counts are over the repositories of entities that the user may read.',
        responses: {
          '200': {
            description: 'Newest first, at most 100.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items', 'mayManage'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/CampaignOverview' },
                    },
                    mayManage: { type: 'boolean' },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'PlanCampaign',
        description:
          'Plans a campaign: reads every repository concerned and says what would change in it. Opens nothing. With the permission shift-down.campaigns.manage; users only.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['image', 'to'],
                properties: {
                  image: { type: 'string', maxLength: 63 },
                  to: { type: 'string', maxLength: 128 },
                  from: {
                    type: 'array',
                    description:
                      'Releases to leave; all others of the channel if not given.',
                    maxItems: 50,
                    items: { type: 'string', maxLength: 128 },
                  },
                  title: { type: 'string', maxLength: 200 },
                  atOnce: {
                    type: 'integer',
                    minimum: 1,
                    maximum: 50,
                    default: 5,
                  },
                  stopAfterFailures: {
                    type: 'integer',
                    minimum: 1,
                    maximum: 50,
                    default: 3,
                  },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The plan.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Campaign' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/campaigns/{id}': {
      get: {
        operationId: 'GetCampaign',
        description:
          'One campaign with the repositories of entities that the user may read. Unknown and forbidden answer alike, with 404.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
          },
        ],
        responses: {
          '200': {
            description: 'The campaign.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Campaign' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/campaigns/{id}/{action}': {
      post: {
        operationId: 'ChangeCampaign',
        description:
          'Starts, pauses, goes on with or stops a campaign; retry has what failed tried again. With the permission shift-down.campaigns.manage; users only.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
          },
          {
            name: 'action',
            in: 'path',
            required: true,
            schema: {
              type: 'string',
              enum: ['start', 'pause', 'resume', 'stop', 'retry'],
            },
          },
        ],
        responses: {
          '200': {
            description: 'The campaign as it is now.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Campaign' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/image-bumps': {
      post: {
        operationId: 'BumpImage',
        description:
          "Opens or updates the one pull request that moves an entity's repository to another release of a golden image. For owners of the entity, and for those with the permission shift-down.campaigns.manage; users only.",
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['entityRef', 'image'],
                properties: {
                  entityRef: { type: 'string', maxLength: 512 },
                  image: { type: 'string', maxLength: 63 },
                  to: {
                    type: 'string',
                    description:
                      'The newest supported release of the channel if not given.',
                    maxLength: 128,
                  },
                  dryRun: {
                    type: 'boolean',
                    description: 'Says only what would change',
                  },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'What was opened, or why not.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ImageBump' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/sources': {
      get: {
        operationId: 'ListSources',
        description:
          "Freshness of every source of the clusters that the user's entities run in; with the permission shift-down.sources.read of all clusters, with errors in full, unowned workloads and namespaces without an owner.",
        responses: {
          '200': {
            description: 'Clusters and their sources.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SourceList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/sources/{name}/test': {
      post: {
        operationId: 'TestSource',
        description:
          'Tries now what collecting from a cluster needs, and what its credential may do beyond that. Stores nothing. With the permission shift-down.sources.test.',
        parameters: [
          {
            name: 'name',
            in: 'path',
            required: true,
            description: 'Name of the cluster in config.',
            schema: { type: 'string', maxLength: 63 },
          },
        ],
        responses: {
          '200': {
            description: 'What was tried and what came of it.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SourceTest' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces': {
      get: {
        operationId: 'ListNamespaces',
        description:
          'Pod Security readiness of namespaces, by our own evaluation: how many of the workloads meet each level. Only namespaces with workloads of entities that the user may read; counts are over those workloads only.',
        parameters: [
          {
            name: 'cluster',
            in: 'query',
            description: 'Cluster names.',
            schema: {
              type: 'array',
              maxItems: 50,
              items: { type: 'string', maxLength: 253 },
            },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: "Part of the namespace's name, in any case.",
            schema: { type: 'string', maxLength: 200 },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'One page, by cluster and name.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/NamespacePage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{cluster}/{namespace}': {
      get: {
        operationId: 'GetNamespace',
        description:
          "One namespace with the workloads in it that the user may read, and why those that do not meet a level don't; for its owner and the platform with who can do what in it. Unknown and forbidden answer alike, with 404.",
        parameters: [
          {
            name: 'cluster',
            in: 'path',
            required: true,
            description: 'Name of the cluster in config.',
            schema: { type: 'string', maxLength: 253 },
          },
          { $ref: '#/components/parameters/namespace' },
        ],
        responses: {
          '200': {
            description: 'The namespace.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/NamespaceDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/policies': {
      get: {
        operationId: 'ListPolicies',
        description:
          'The ValidatingAdmissionPolicies and their bindings found in one cluster, with the labels of the namespaces that the caller may know of, as Kubernetes objects: for `shift-down check --policies`. With the permission shift-down.policies.read, or as a service that shiftDown.pipelines in config names. A cluster that is unknown and one that may not be read answer alike, with 404.',
        parameters: [
          {
            name: 'cluster',
            in: 'query',
            required: true,
            description: 'Name of the cluster in config.',
            schema: { type: 'string', maxLength: 253 },
          },
        ],
        responses: {
          '200': {
            description: 'Policies, bindings and namespaces.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/PolicyExport' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/exceptions': {
      get: {
        operationId: 'ListExceptions',
        description:
          'Exceptions for entities that the user may read, and all of them for who may decide; filtered, sorted and paged in the database.',
        parameters: [
          {
            name: 'view',
            in: 'query',
            description:
              'mine: asked for by the user, or for what the user owns. to-decide: those that the user could decide now, soonest overdue first.',
            schema: {
              type: 'string',
              enum: ['mine', 'to-decide', 'all'],
              default: 'all',
            },
          },
          {
            name: 'entityRef',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', maxLength: 400 },
          },
          {
            name: 'findingId',
            in: 'query',
            description: 'Only those that reach this finding.',
            schema: { type: 'string', pattern: '^[0-9a-f]{32}$' },
          },
          {
            name: 'state',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 9,
              items: { $ref: '#/components/schemas/ExceptionState' },
            },
          },
          {
            name: 'phase',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 5,
              items: { $ref: '#/components/schemas/ExceptionPhase' },
            },
          },
          {
            name: 'severity',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 6,
              items: { $ref: '#/components/schemas/Severity' },
            },
          },
          {
            name: 'enforcement',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 8,
              items: { $ref: '#/components/schemas/EnforcementState' },
            },
          },
          {
            name: 'report',
            in: 'query',
            description: 'Only those that a report names.',
            schema: { $ref: '#/components/schemas/ExceptionReportName' },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description:
              'Part of what is excepted, entity, ticket or requester, in any case.',
            schema: { type: 'string', maxLength: 200 },
          },
          {
            name: 'sort',
            in: 'query',
            schema: {
              type: 'string',
              enum: [
                'requested',
                '-requested',
                'review',
                'until',
                '-until',
                'severity',
              ],
            },
            description:
              'By default review for what is to be decided, and -requested for the rest.',
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'One page.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'RequestException',
        description:
          'Asks for an exception. Users only, for entities that they own and whose claims are confirmed; who asks is who is signed in.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/ExceptionRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The exception, not decided.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/exceptions/preview': {
      post: {
        operationId: 'PreviewException',
        description:
          'What a request would reach, by what limits it is measured; changes nothing.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/ExceptionDraft' },
            },
          },
        },
        responses: {
          '200': {
            description: 'What it would come to.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionPreview' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/exceptions/break-glass': {
      post: {
        operationId: 'BreakGlass',
        description:
          'Excepts at once and alone, for a day at most. Reviewed by a decider on the next working day, or it lapses.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/ExceptionRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The exception, active.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/exceptions/settings': {
      get: {
        operationId: 'GetExceptionSettings',
        description:
          'What the user may do with exceptions, and within which limits.',
        responses: {
          '200': {
            description: 'Settings.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionSettings' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/exceptions/reports': {
      get: {
        operationId: 'GetExceptionReports',
        description:
          'What deserves a look, of the exceptions that the user may read.',
        responses: {
          '200': {
            description: 'Reports.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionReports' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/exceptions/import': {
      post: {
        operationId: 'ImportIgnoreFile',
        description:
          'Reads an ignore file of a scanner; each line becomes an exception that nobody has reviewed, with a due date. It exempts nothing.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['entityRef', 'format', 'text'],
                properties: {
                  entityRef: { type: 'string', maxLength: 400 },
                  repository: { type: 'string', maxLength: 512 },
                  format: {
                    type: 'string',
                    enum: ['trivy', 'trivy-yaml', 'grype'],
                  },
                  text: { type: 'string', maxLength: 262144 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'What became of it.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionImport' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/exceptions/keys': {
      get: {
        operationId: 'GetExceptionKeys',
        description: 'Public keys that exports are signed with, as a JWK set.',
        responses: {
          '200': {
            description: 'JWK set.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['keys'],
                  properties: {
                    keys: { type: 'array', items: { type: 'object' } },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/exceptions/{id}': {
      get: {
        operationId: 'GetException',
        description:
          'One exception. Unknown and forbidden answer alike, with 404.',
        parameters: [{ $ref: '#/components/parameters/exceptionId' }],
        responses: {
          '200': {
            description: 'The exception.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      put: {
        operationId: 'EditException',
        description:
          'Changes what is asked for, while it is not decided. Voids approvals that are there.',
        parameters: [{ $ref: '#/components/parameters/exceptionId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                allOf: [
                  { $ref: '#/components/schemas/ExceptionRequest' },
                  {
                    type: 'object',
                    required: ['version'],
                    properties: { version: { type: 'integer', minimum: 1 } },
                  },
                ],
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The exception as it is now.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/exceptions/{id}/{action}': {
      post: {
        operationId: 'ChangeException',
        description:
          'Does something to an exception. What is refused answers 403 (who), 409 (changed meanwhile, or not in this state) or 400 (what), with a code beside the message.',
        parameters: [
          { $ref: '#/components/parameters/exceptionId' },
          {
            name: 'action',
            in: 'path',
            required: true,
            schema: {
              type: 'string',
              enum: [
                'comment',
                'ask',
                'answer',
                'propose',
                'accept',
                'approve',
                'reject',
                'withdraw',
                'revoke',
                'confirm',
                'enforce',
              ],
            },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/ExceptionChange' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The exception as it is now.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExceptionDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/managed-namespaces': {
      get: {
        operationId: 'ListManagedNamespaces',
        description:
          "Namespaces that the portal made or took over: those of the user's own groups, and all for who may read all sources.",
        parameters: [
          {
            name: 'cluster',
            in: 'query',
            description: 'Cluster names.',
            schema: {
              type: 'array',
              maxItems: 50,
              items: { type: 'string', maxLength: 253 },
            },
          },
          {
            name: 'state',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 5,
              items: { $ref: '#/components/schemas/ManagedNamespaceState' },
            },
          },
          {
            name: 'baselineVersion',
            in: 'query',
            schema: { type: 'string', maxLength: 64 },
          },
          { name: 'drifted', in: 'query', schema: { type: 'boolean' } },
          {
            name: 'behind',
            in: 'query',
            description:
              'Those that are not on the current baseline; false for those that are.',
            schema: { type: 'boolean' },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: "Part of the namespace's name, in any case.",
            schema: { type: 'string', maxLength: 200 },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'One page, by cluster and name.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ManagedNamespacePage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'ProvisionNamespace',
        description:
          'Makes a namespace, or goes on where an earlier attempt for the same group was cut off. Name, cluster and group are judged anew. What could not be written is told object by object. With the permission shift-down.namespaces.create; users only.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/NamespaceRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The namespace as it is now.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ManagedNamespace' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/managed-namespaces/options': {
      get: {
        operationId: 'GetNamespaceOptions',
        description: 'What the user may ask for, as the platform team decided.',
        responses: {
          '200': {
            description: 'The options.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/NamespaceOptions' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/managed-namespaces/preview': {
      post: {
        operationId: 'PreviewNamespace',
        description:
          "Every manifest that would be made, what the guardrails of the cluster say about it, and what it takes of the team's quota. Makes nothing.",
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/NamespaceRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: "The preview; problems say why it can't be made so.",
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/NamespacePreview' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/managed-namespaces/catalog': {
      get: {
        operationId: 'ListNamespacesForCatalog',
        description:
          'All managed namespaces as the catalog needs them; for services only.',
        responses: {
          '200': {
            description: 'All of them.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items', 'isComplete'],
                  properties: {
                    isComplete: {
                      type: 'boolean',
                      description:
                        'False while what is there is not known in full.',
                    },
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/CatalogNamespace' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/managed-namespaces/{cluster}/{namespace}': {
      get: {
        operationId: 'GetManagedNamespace',
        description:
          'One managed namespace with its objects and how they differ from what was applied. Unknown and forbidden answer alike, with 404.',
        parameters: [
          { $ref: '#/components/parameters/cluster' },
          { $ref: '#/components/parameters/namespace' },
        ],
        responses: {
          '200': {
            description: 'The namespace.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ManagedNamespace' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/managed-namespaces/{cluster}/{namespace}/{action}': {
      post: {
        operationId: 'ChangeManagedNamespace',
        description:
          'verify proves by dry runs what is refused there; register tells the catalog; both for the owner. repair applies again what was applied, upgrade the current baseline, forget ends the record of one that is gone: with the permission shift-down.namespaces.manage. Users only.',
        parameters: [
          { $ref: '#/components/parameters/cluster' },
          { $ref: '#/components/parameters/namespace' },
          {
            name: 'action',
            in: 'path',
            required: true,
            schema: {
              type: 'string',
              enum: ['verify', 'repair', 'upgrade', 'register', 'forget'],
            },
          },
        ],
        responses: {
          '200': {
            description: 'The namespace as it is now.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ManagedNamespace' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespace-adoptions/preview': {
      post: {
        operationId: 'PreviewAdoption',
        description:
          'An existing namespace against the baseline: what is met, what is missing, the manifests that bring it up, and which declared dependencies default-deny would cut. For its owner and the platform. Unknown and forbidden answer alike, with 404.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/NamespaceRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The plan.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AdoptionPlan' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespace-adoptions': {
      post: {
        operationId: 'AdoptNamespace',
        description:
          'Takes an existing namespace over and applies what is missing; what is there and says something else is left alone and told. With the permission shift-down.namespaces.manage; users only.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/NamespaceRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The namespace as it is now.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ManagedNamespace' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/baselines': {
      get: {
        operationId: 'ListBaselines',
        description:
          'Versions of the baseline, what changed in each, and how many of the namespaces that the user may read are on it.',
        responses: {
          '200': {
            description: 'Newest first.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/BaselineList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/rollouts': {
      get: {
        operationId: 'ListRollouts',
        description:
          'Rollouts of new baselines; counts are over namespaces that the user may read.',
        responses: {
          '200': {
            description: 'Newest first, at most 100.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items', 'mayManage'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/RolloutOverview' },
                    },
                    mayManage: { type: 'boolean' },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'PlanRollout',
        description:
          'Plans a rollout and says what would change in each namespace. Changes nothing. With the permission shift-down.namespaces.manage; users only.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['to'],
                properties: {
                  to: { type: 'string', maxLength: 64 },
                  clusters: {
                    type: 'array',
                    description: 'Names; all if not given.',
                    maxItems: 50,
                    items: { type: 'string', maxLength: 253 },
                  },
                  environments: {
                    type: 'array',
                    description: 'All if not given.',
                    maxItems: 50,
                    items: { type: 'string', maxLength: 63 },
                  },
                  atOnce: {
                    type: 'integer',
                    minimum: 1,
                    maximum: 50,
                    default: 5,
                  },
                  stopAfterFailures: {
                    type: 'integer',
                    minimum: 1,
                    maximum: 50,
                    default: 1,
                  },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The plan.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Rollout' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/rollouts/{id}': {
      get: {
        operationId: 'GetRollout',
        description:
          'One rollout with the namespaces that the user may read. Unknown and forbidden answer alike, with 404.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
          },
        ],
        responses: {
          '200': {
            description: 'The rollout.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Rollout' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/rollouts/{id}/{action}': {
      post: {
        operationId: 'ChangeRollout',
        description:
          'Starts, pauses, goes on with or stops a rollout; retry has what failed tried again. With the permission shift-down.namespaces.manage; users only.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
          },
          {
            name: 'action',
            in: 'path',
            required: true,
            schema: {
              type: 'string',
              enum: ['start', 'pause', 'resume', 'stop', 'retry'],
            },
          },
        ],
        responses: {
          '200': {
            description: 'The rollout as it is now.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Rollout' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
  },
  components: {
    parameters: {
      cluster: {
        name: 'cluster',
        in: 'path',
        required: true,
        description: 'Name of the cluster in config.',
        schema: { type: 'string', maxLength: 253 },
      },
      exceptionId: {
        name: 'id',
        in: 'path',
        required: true,
        schema: {
          type: 'string',
          pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
        },
      },
      kind: {
        name: 'kind',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 63 },
      },
      namespace: {
        name: 'namespace',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 63 },
      },
      name: {
        name: 'name',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 63 },
      },
      limit: {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 25 },
      },
      cursor: {
        name: 'cursor',
        in: 'query',
        description:
          'The nextCursor or previousCursor of an earlier page, unchanged.',
        schema: { type: 'string', maxLength: 4000 },
      },
    },
    responses: {
      Error: {
        description: 'What went wrong and what to do about it.',
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
          },
        },
      },
    },
    schemas: {
      Error: {
        type: 'object',
        required: ['error', 'response'],
        properties: {
          error: {
            type: 'object',
            required: ['name', 'message'],
            properties: {
              name: { type: 'string' },
              message: { type: 'string' },
              code: { type: 'string', description: 'Of what rules refuse' },
            },
          },
          response: {
            type: 'object',
            required: ['statusCode'],
            properties: { statusCode: { type: 'number' } },
          },
        },
      },
      Area: {
        type: 'string',
        enum: ['vulnerabilities', 'misconfigurations', 'supply-chain'],
      },
      Responsibility: {
        type: 'string',
        enum: ['platform', 'application', 'security'],
      },
      Severity: {
        type: 'string',
        enum: ['critical', 'high', 'medium', 'low', 'info', 'unknown'],
      },
      Result: {
        type: 'string',
        enum: ['fail', 'unknown', 'pass', 'not-applicable'],
      },
      Grade: { type: 'string', enum: ['A', 'B', 'C', 'D', 'F', 'unknown'] },
      FreshnessState: {
        type: 'string',
        enum: ['fresh', 'stale', 'forbidden', 'not-installed', 'failed'],
      },
      PostureState: {
        type: 'string',
        description:
          "pending: not assessed yet. not-claimed: the entity has no annotation that claims workloads. unconfirmed: it claims, but the namespace's owner does not confirm it. no-workloads: nothing runs that matches. assessed: the rest holds.",
        enum: [
          'pending',
          'not-claimed',
          'unconfirmed',
          'no-workloads',
          'assessed',
        ],
      },
      PostureShare: {
        type: 'object',
        required: ['coverage', 'passing', 'failing', 'unknown'],
        properties: {
          score: { type: 'integer', description: '0 to 100' },
          coverage: { type: 'number', description: '0 to 1' },
          passing: { type: 'integer' },
          failing: { type: 'integer' },
          unknown: { type: 'integer' },
        },
      },
      PostureOverview: {
        type: 'object',
        required: [
          'entityRef',
          'state',
          'grade',
          'coverage',
          'passing',
          'failing',
          'unknown',
        ],
        properties: {
          entityRef: { type: 'string' },
          title: { type: 'string' },
          kind: { type: 'string' },
          ownerRef: { type: 'string' },
          systemRef: { type: 'string' },
          state: { $ref: '#/components/schemas/PostureState' },
          score: { type: 'integer' },
          grade: { $ref: '#/components/schemas/Grade' },
          coverage: { type: 'number' },
          passing: { type: 'integer', description: 'Controls that pass' },
          failing: { type: 'integer', description: 'Controls that fail' },
          unknown: {
            type: 'integer',
            description: 'Controls that are unknown',
          },
          worstFinding: {
            type: 'object',
            required: ['id', 'title', 'severity'],
            properties: {
              id: { type: 'string' },
              title: { type: 'string' },
              severity: { $ref: '#/components/schemas/Severity' },
            },
          },
          assessedAt: { type: 'string' },
        },
      },
      PosturePage: {
        type: 'object',
        required: ['items', 'total', 'totalIsLowerBound'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/PostureOverview' },
          },
          total: { type: 'integer' },
          totalIsLowerBound: { type: 'boolean' },
          nextCursor: { type: 'string' },
        },
      },
      ControlReference: {
        type: 'object',
        required: ['standard', 'id'],
        properties: {
          standard: { type: 'string' },
          version: { type: 'string' },
          id: { type: 'string' },
          url: { type: 'string' },
        },
      },
      ControlResult: {
        type: 'object',
        required: [
          'id',
          'title',
          'area',
          'responsibility',
          'severity',
          'result',
          'failing',
          'unknown',
          'rationale',
          'remediation',
          'references',
        ],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          area: { $ref: '#/components/schemas/Area' },
          responsibility: { $ref: '#/components/schemas/Responsibility' },
          severity: { $ref: '#/components/schemas/Severity' },
          result: { $ref: '#/components/schemas/Result' },
          reason: {
            type: 'string',
            description: 'In words why it is unknown or not applicable.',
          },
          unverified: {
            type: 'boolean',
            description:
              'Set where it is unknown only because others than the platform may write, or may have emptied, the reports that speak about it.',
          },
          failing: {
            type: 'integer',
            description: 'Distinct findings that fail',
          },
          unknown: {
            type: 'integer',
            description: 'Distinct findings that are unknown',
          },
          exempt: {
            type: 'integer',
            description:
              'Of those that fail, how many an exception is active over now.',
          },
          worstSeverity: { $ref: '#/components/schemas/Severity' },
          since: { type: 'string' },
          disagreements: {
            type: 'array',
            description:
              'The worse of two sources stands; this says where they differ.',
            items: { $ref: '#/components/schemas/Disagreement' },
          },
          rationale: { type: 'string' },
          remediation: { type: 'string' },
          references: {
            type: 'array',
            items: { $ref: '#/components/schemas/ControlReference' },
          },
        },
      },
      Source: {
        type: 'object',
        required: ['cluster', 'kind', 'state'],
        properties: {
          cluster: { type: 'string', description: 'Name in config' },
          kind: { type: 'string' },
          state: { $ref: '#/components/schemas/FreshnessState' },
          since: { type: 'string' },
          lastSuccessAt: { type: 'string' },
          recordedAt: {
            type: 'string',
            description: 'Set where the cluster is a recording',
          },
          error: { type: 'string' },
          warnings: { type: 'array', items: { type: 'string' } },
          objects: {
            type: 'integer',
            description: 'Only with shift-down.sources.read',
          },
          cut: {
            type: 'array',
            description:
              'Lists that the engine cut. Only with shift-down.sources.read',
            items: {
              type: 'object',
              required: ['policy', 'listed', 'total'],
              properties: {
                policy: { type: 'string' },
                listed: { type: 'integer' },
                total: { type: 'integer' },
              },
            },
          },
          dropped: {
            type: 'integer',
            description:
              'Results about objects outside the namespace of their report. Only with shift-down.sources.read',
          },
          writers: {
            type: 'array',
            description:
              "Who may write these reports, by the cluster's RBAC; those who are not trusted first; at most 50. Only with shift-down.sources.read",
            items: { $ref: '#/components/schemas/ReportWriter' },
          },
          writersTotal: { type: 'integer' },
        },
      },
      ReportWriter: {
        type: 'object',
        required: ['writer', 'via', 'namespace', 'trusted'],
        properties: {
          writer: {
            type: 'string',
            description: 'user:, group: or serviceaccount: and the name',
          },
          via: {
            type: 'string',
            description: 'Binding and role that grant it',
          },
          namespace: {
            type: 'string',
            description: 'Empty for every namespace',
          },
          trusted: { type: 'boolean' },
        },
      },
      SourceEvent: {
        type: 'object',
        required: ['at', 'level', 'message'],
        properties: {
          at: { type: 'string' },
          kind: { type: 'string', description: 'Absent for the whole cluster' },
          level: { type: 'string', enum: ['info', 'warning'] },
          message: { type: 'string' },
        },
      },
      SourceTest: {
        type: 'object',
        required: ['checks', 'at'],
        properties: {
          at: { type: 'string' },
          checks: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'outcome', 'message'],
              properties: {
                name: { type: 'string' },
                outcome: {
                  type: 'string',
                  enum: ['passed', 'warning', 'failed', 'skipped'],
                },
                message: { type: 'string' },
              },
            },
          },
        },
      },
      Exemption: {
        type: 'object',
        description:
          'An exception that an engine honours and the portal did not make.',
        required: [
          'cluster',
          'engine',
          'namespace',
          'name',
          'policies',
          'scope',
          'reason',
          'createdAt',
        ],
        properties: {
          cluster: { type: 'string' },
          engine: { type: 'string' },
          namespace: { type: 'string' },
          name: { type: 'string' },
          policies: {
            type: 'array',
            items: {
              type: 'object',
              required: ['policy', 'rules'],
              properties: {
                policy: { type: 'string' },
                rules: { type: 'array', items: { type: 'string' } },
              },
            },
          },
          scope: {
            type: 'string',
            description: 'In words what it lets through',
          },
          reason: { type: 'string' },
          createdAt: { type: 'string' },
          expiresAt: { type: 'string' },
        },
      },
      Disagreement: {
        type: 'object',
        description: 'Where one source fails what another one passes.',
        required: ['failedBy', 'passedBy', 'places'],
        properties: {
          failedBy: { type: 'string', description: 'Kind of source' },
          passedBy: { type: 'string', description: 'Kind of source' },
          places: { type: 'integer' },
        },
      },
      Claim: {
        type: 'object',
        required: ['annotation', 'value'],
        properties: {
          annotation: { type: 'string' },
          value: { type: 'string' },
        },
      },
      RunningWorkload: {
        type: 'object',
        required: [
          'cluster',
          'namespace',
          'kind',
          'name',
          'pods',
          'containers',
        ],
        properties: {
          cluster: { type: 'string' },
          namespace: { type: 'string' },
          kind: { type: 'string' },
          name: { type: 'string' },
          podSecurityEnforce: {
            type: 'string',
            description: 'Level that the namespace enforces, if any.',
          },
          pods: {
            type: 'object',
            required: ['total', 'ready'],
            properties: {
              total: { type: 'integer' },
              ready: { type: 'integer' },
            },
          },
          containers: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'type', 'image'],
              properties: {
                name: { type: 'string' },
                type: { type: 'string', enum: ['init', 'main', 'ephemeral'] },
                image: { type: 'string' },
                digest: { type: 'string' },
              },
            },
          },
        },
      },
      Posture: {
        allOf: [
          { $ref: '#/components/schemas/PostureOverview' },
          {
            type: 'object',
            required: [
              'trust',
              'notApplicable',
              'byArea',
              'byResponsibility',
              'controls',
              'claims',
              'workloads',
              'sources',
              'trend',
              'changes',
              'parts',
            ],
            properties: {
              trust: {
                type: 'string',
                enum: ['namespace-owner', 'annotations'],
                description:
                  'What confirms claims; annotations means that nothing does.',
              },
              notApplicable: { type: 'integer' },
              exceptions: {
                type: 'object',
                description:
                  "Of the entity, or of a system's parts, as far as the user may read.",
                required: ['active', 'open', 'exemptFindings'],
                properties: {
                  active: { type: 'integer' },
                  open: { type: 'integer', description: 'Not decided' },
                  exemptFindings: { type: 'integer' },
                },
              },
              byArea: {
                type: 'array',
                items: {
                  allOf: [
                    { $ref: '#/components/schemas/PostureShare' },
                    {
                      type: 'object',
                      required: ['area'],
                      properties: {
                        area: { $ref: '#/components/schemas/Area' },
                      },
                    },
                  ],
                },
              },
              byResponsibility: {
                type: 'array',
                items: {
                  allOf: [
                    { $ref: '#/components/schemas/PostureShare' },
                    {
                      type: 'object',
                      required: ['responsibility'],
                      properties: {
                        responsibility: {
                          $ref: '#/components/schemas/Responsibility',
                        },
                      },
                    },
                  ],
                },
              },
              controls: {
                type: 'array',
                items: { $ref: '#/components/schemas/ControlResult' },
              },
              claims: {
                type: 'array',
                items: { $ref: '#/components/schemas/Claim' },
              },
              unconfirmedClaim: {
                type: 'boolean',
                description:
                  'Some claim of the entity is not confirmed. It reveals nothing more.',
              },
              workloads: {
                type: 'array',
                description: 'At most 200.',
                items: { $ref: '#/components/schemas/RunningWorkload' },
              },
              sources: {
                type: 'array',
                items: { $ref: '#/components/schemas/Source' },
              },
              trend: {
                type: 'array',
                description:
                  'Oldest first; at most 90 points, daily and then hourly for the last days.',
                items: {
                  type: 'object',
                  required: ['at', 'grade', 'coverage'],
                  properties: {
                    at: { type: 'string' },
                    score: { type: 'integer' },
                    grade: { $ref: '#/components/schemas/Grade' },
                    coverage: { type: 'number' },
                  },
                },
              },
              changes: {
                type: 'array',
                description: 'The last 50 changes of a control, newest first.',
                items: {
                  type: 'object',
                  required: ['controlId', 'at', 'to'],
                  properties: {
                    controlId: { type: 'string' },
                    at: { type: 'string' },
                    from: { $ref: '#/components/schemas/Result' },
                    to: { $ref: '#/components/schemas/Result' },
                  },
                },
              },
              parts: {
                type: 'array',
                description:
                  'What a system or domain is rolled up from, as far as the user may read it.',
                items: { $ref: '#/components/schemas/PostureOverview' },
              },
            },
          },
        ],
      },
      Subject: {
        type: 'object',
        required: ['namespace', 'kind', 'name'],
        properties: {
          cluster: { type: 'string', description: 'Name in config' },
          namespace: { type: 'string' },
          kind: { type: 'string' },
          name: { type: 'string' },
          component: { type: 'string' },
        },
      },
      Finding: {
        type: 'object',
        required: [
          'id',
          'type',
          'controlId',
          'title',
          'severity',
          'area',
          'responsibility',
          'engine',
          'result',
          'firstSeen',
          'lastSeen',
          'occurrences',
        ],
        properties: {
          id: { type: 'string' },
          type: { type: 'string', enum: ['policy', 'vulnerability'] },
          controlId: { type: 'string' },
          title: { type: 'string' },
          severity: { $ref: '#/components/schemas/Severity' },
          area: { $ref: '#/components/schemas/Area' },
          responsibility: { $ref: '#/components/schemas/Responsibility' },
          engine: { type: 'string' },
          category: { type: 'string' },
          policy: { type: 'string' },
          rule: { type: 'string' },
          advisory: { type: 'string' },
          packageName: { type: 'string' },
          packageUrl: { type: 'string' },
          installedVersion: { type: 'string' },
          fixedVersion: { type: 'string' },
          repository: { type: 'string' },
          subject: { $ref: '#/components/schemas/Subject' },
          result: {
            type: 'string',
            description:
              'not-applicable where a trusted VEX statement suppresses it.',
            enum: ['fail', 'unknown', 'not-applicable'],
          },
          reason: { type: 'string' },
          unverified: {
            type: 'boolean',
            description:
              'Set where it is unknown only because others than the platform may write, or may have emptied, the reports that speak about it.',
          },
          message: {
            type: 'string',
            description: "One of the report's own messages.",
          },
          firstSeen: { type: 'string' },
          lastSeen: { type: 'string' },
          lastFailedAt: { type: 'string' },
          occurrences: {
            type: 'integer',
            description: 'Places that the user may read',
          },
          entityRefs: {
            type: 'array',
            description:
              'Entities that the user may read and the finding belongs to; at most 20.',
            items: { type: 'string' },
          },
          layer: {
            type: 'string',
            description:
              'Of a vulnerability: whether the golden base brought it, or what was put on it.',
            enum: ['base', 'application', 'unknown'],
          },
          layerEvidence: {
            type: 'string',
            description: "How that is known; a package's class is only a hint.",
            enum: ['layer', 'release-report', 'package-class', 'none'],
          },
          dueAt: {
            type: 'string',
            description:
              'When it has to be dealt with, by the SLA of its severity.',
          },
          overdue: { type: 'boolean' },
          knownExploited: { type: 'boolean' },
          upgradeTo: {
            allOf: [{ $ref: '#/components/schemas/GoldenReleaseReference' }],
            description:
              "The release that lacks it; from then on it is the entity's to upgrade.",
          },
          suppression: { $ref: '#/components/schemas/VexStatement' },
          vexClaims: {
            type: 'array',
            description:
              'Statements about it by authors who are not trusted; they change nothing.',
            items: { $ref: '#/components/schemas/VexStatement' },
          },
          exempt: {
            type: 'boolean',
            description:
              'Everywhere that the user may read; it shows its real result, and its clock stands still.',
          },
          exceptions: {
            type: 'array',
            description:
              'Those that are active over it, scheduled or asked for; at most 5.',
            items: { $ref: '#/components/schemas/FindingException' },
          },
        },
      },
      FindingPage: {
        type: 'object',
        required: ['items', 'total', 'totalIsLowerBound'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Finding' },
          },
          total: { type: 'integer' },
          totalIsLowerBound: { type: 'boolean' },
          nextCursor: { type: 'string' },
          facets: {
            type: 'object',
            description:
              'How many findings each filter value would leave, without the filter on that same field. Only where one entity is named.',
            additionalProperties: {
              type: 'array',
              items: {
                type: 'object',
                required: ['value', 'count'],
                properties: {
                  value: { type: 'string' },
                  count: { type: 'integer' },
                },
              },
            },
          },
        },
      },
      Occurrence: {
        type: 'object',
        required: [
          'cluster',
          'namespace',
          'kind',
          'name',
          'result',
          'message',
          'reportedBy',
          'observedAt',
          'entityRefs',
        ],
        properties: {
          cluster: { type: 'string' },
          namespace: { type: 'string' },
          kind: { type: 'string' },
          name: { type: 'string' },
          component: { type: 'string' },
          result: { type: 'string', enum: ['fail', 'unknown'] },
          reason: { type: 'string' },
          unverified: {
            type: 'boolean',
            description:
              'Set where it is not reported any more, and others than the platform may have made it disappear.',
          },
          message: { type: 'string' },
          reportedBy: {
            type: 'string',
            description: 'Engine and policy or scanner that said so',
          },
          outcome: { type: 'string', description: "The engine's own word" },
          sourceKind: { type: 'string' },
          freshness: { $ref: '#/components/schemas/FreshnessState' },
          observedAt: { type: 'string' },
          detail: { type: 'object', additionalProperties: { type: 'string' } },
          entityRefs: { type: 'array', items: { type: 'string' } },
          fields: {
            type: 'object',
            description: 'What the allow-list kept of the object.',
            additionalProperties: true,
          },
        },
      },
      FindingDetail: {
        allOf: [
          { $ref: '#/components/schemas/Finding' },
          {
            type: 'object',
            required: ['control', 'remediation', 'occurrenceList'],
            properties: {
              control: { $ref: '#/components/schemas/ControlSummary' },
              remediation: { type: 'string' },
              url: { type: 'string' },
              occurrenceList: {
                type: 'array',
                description: 'At most 100.',
                items: { $ref: '#/components/schemas/Occurrence' },
              },
            },
          },
        ],
      },
      ControlSummary: {
        type: 'object',
        required: ['id', 'title', 'rationale', 'remediation', 'references'],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          rationale: { type: 'string' },
          remediation: { type: 'string' },
          references: {
            type: 'array',
            items: { $ref: '#/components/schemas/ControlReference' },
          },
        },
      },
      Image: {
        type: 'object',
        required: ['repository', 'scanned', 'workloads'],
        properties: {
          repository: { type: 'string' },
          tag: { type: 'string' },
          digest: { type: 'string' },
          scanned: {
            type: 'boolean',
            description:
              'Whether a scanner has reported on it; false is unknown, not clean.',
          },
          scanner: { type: 'string' },
          scannedAt: { type: 'string' },
          os: { type: 'string' },
          osEndOfLife: { type: 'boolean' },
          vulnerabilities: {
            type: 'object',
            description:
              'Distinct vulnerabilities by severity; absent if never scanned.',
            additionalProperties: { type: 'integer' },
          },
          workloads: {
            type: 'array',
            description: 'At most 20.',
            items: { $ref: '#/components/schemas/Subject' },
          },
          inspection: { $ref: '#/components/schemas/ImageInspection' },
          lineage: { $ref: '#/components/schemas/Lineage' },
          status: { $ref: '#/components/schemas/GoldenStatus' },
          layers: {
            type: 'array',
            description: 'Lowest first, of one platform.',
            items: {
              type: 'object',
              required: ['digest', 'size', 'isBase'],
              properties: {
                digest: { type: 'string' },
                size: { type: 'integer', description: 'Bytes as stored' },
                isBase: { type: 'boolean' },
              },
            },
          },
          advice: { $ref: '#/components/schemas/UpgradeAdvice' },
          signature: { $ref: '#/components/schemas/AttestationVerdict' },
          provenance: { $ref: '#/components/schemas/ProvenanceVerdict' },
          verificationSummary: {
            $ref: '#/components/schemas/AttestationVerdict',
          },
          sbom: { $ref: '#/components/schemas/SbomVerdict' },
          engineVerifications: {
            type: 'array',
            description:
              "What policy engines said about the image's signature or provenance.",
            items: { $ref: '#/components/schemas/EngineVerification' },
          },
          vulnerabilitiesByLayer: {
            type: 'object',
            description:
              'Distinct vulnerabilities by layer and severity; absent if never scanned.',
            required: ['base', 'application', 'unknown'],
            properties: {
              base: { $ref: '#/components/schemas/SeverityCounts' },
              application: { $ref: '#/components/schemas/SeverityCounts' },
              unknown: { $ref: '#/components/schemas/SeverityCounts' },
            },
          },
          suppressed: {
            type: 'integer',
            description: 'Vulnerabilities that VEX suppresses',
          },
          nextDueAt: { type: 'string' },
          overdue: { type: 'integer' },
          pipelineScan: {
            type: 'object',
            description:
              'The newest scan of this digest that a pipeline uploaded.',
            required: ['tool', 'observedAt'],
            properties: {
              tool: { type: 'string' },
              observedAt: { type: 'string' },
            },
          },
        },
      },
      ImagePage: {
        type: 'object',
        required: ['items', 'total', 'totalIsLowerBound'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Image' },
          },
          total: { type: 'integer' },
          totalIsLowerBound: { type: 'boolean' },
          nextCursor: { type: 'string' },
        },
      },
      SourceList: {
        type: 'object',
        required: ['complete', 'clusters'],
        properties: {
          complete: {
            type: 'boolean',
            description: 'Whether the user may read all sources.',
          },
          clusters: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'title', 'sources'],
              properties: {
                name: { type: 'string' },
                title: { type: 'string' },
                uid: { type: 'string' },
                recordedAt: { type: 'string' },
                duplicateOf: { type: 'string' },
                error: { type: 'string' },
                reportTrust: {
                  type: 'string',
                  enum: ['trusted', 'untrusted', 'rbac', 'unknown'],
                  description:
                    "How far a pass in this cluster's reports is believed; unknown while RBAC can not be read.",
                },
                reportTrustReason: { type: 'string' },
                testable: {
                  type: 'boolean',
                  description:
                    'Whether the user may test this source and it can be.',
                },
                events: {
                  type: 'array',
                  description:
                    'Newest first; at most 50. Only with shift-down.sources.read',
                  items: { $ref: '#/components/schemas/SourceEvent' },
                },
                sources: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/Source' },
                },
              },
            },
          },
          exemptions: {
            type: 'array',
            description:
              'Exempt outside the process. Only with shift-down.sources.read; at most 500.',
            items: { $ref: '#/components/schemas/Exemption' },
          },
          exemptionsTotal: { type: 'integer' },
          unowned: {
            type: 'object',
            description:
              'What belongs to no entity. Only with shift-down.sources.read',
            required: ['workloads', 'findings'],
            properties: {
              workloads: { type: 'integer' },
              findings: { type: 'integer' },
            },
          },
          unboundNamespaces: {
            type: 'array',
            description:
              'Namespaces without an owner, so that no claim in them can be confirmed. Only with shift-down.sources.read; at most 500.',
            items: {
              type: 'object',
              required: [
                'cluster',
                'namespace',
                'workloads',
                'label',
                'config',
              ],
              properties: {
                cluster: { type: 'string' },
                namespace: { type: 'string' },
                workloads: { type: 'integer' },
                label: {
                  type: 'string',
                  description: 'The label to put on the Namespace',
                },
                config: {
                  type: 'string',
                  description: 'The line of app-config instead',
                },
              },
            },
          },
        },
      },
      PodSecurityLevel: {
        type: 'string',
        enum: ['privileged', 'baseline', 'restricted'],
      },
      LevelReadiness: {
        type: 'object',
        description:
          'How many workloads meet one level of the Pod Security Standards.',
        required: ['level', 'meets', 'fails', 'unknown'],
        properties: {
          level: { $ref: '#/components/schemas/PodSecurityLevel' },
          meets: { type: 'integer' },
          fails: { type: 'integer' },
          unknown: { type: 'integer' },
        },
      },
      NamespaceReadiness: {
        type: 'object',
        required: [
          'cluster',
          'namespace',
          'freshness',
          'complete',
          'workloads',
          'levels',
          'labels',
        ],
        properties: {
          cluster: { type: 'string', description: 'Name in config' },
          namespace: { type: 'string' },
          ownerRef: { type: 'string', description: 'The group that owns it' },
          freshness: { $ref: '#/components/schemas/FreshnessState' },
          freshSince: { type: 'string' },
          complete: {
            type: 'boolean',
            description:
              'Whether the counts are over every workload of the namespace. Otherwise there may be others that the user may not read.',
          },
          version: {
            type: 'string',
            description:
              'Version of the standard that was evaluated, such as v1.36; absent before the first evaluation.',
          },
          workloads: {
            type: 'integer',
            description: 'Workloads that the counts are over',
          },
          levels: {
            type: 'array',
            description: 'baseline and restricted, in this order.',
            items: { $ref: '#/components/schemas/LevelReadiness' },
          },
          labels: {
            type: 'object',
            description: 'The Pod Security labels that the namespace has now.',
            additionalProperties: { type: 'string' },
          },
          enforces: {
            allOf: [{ $ref: '#/components/schemas/PodSecurityLevel' }],
            description:
              'The level that it enforces now; absent if none is set.',
          },
          suggestion: {
            type: 'object',
            description:
              'The strictest level that all workloads meet, if it is stricter than what is enforced or the version is not pinned. Only where the counts are complete and fresh.',
            required: ['level', 'labels'],
            properties: {
              level: { $ref: '#/components/schemas/PodSecurityLevel' },
              labels: {
                type: 'object',
                description: 'Labels to set on the Namespace.',
                additionalProperties: { type: 'string' },
              },
            },
          },
        },
      },
      NamespacePage: {
        type: 'object',
        required: ['items', 'total', 'totalIsLowerBound'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/NamespaceReadiness' },
          },
          total: { type: 'integer' },
          totalIsLowerBound: { type: 'boolean' },
          nextCursor: { type: 'string' },
        },
      },
      EvaluatedCheck: {
        type: 'object',
        description: 'One check that was not passed.',
        required: [
          'policy',
          'rule',
          'result',
          'reason',
          'message',
          'violations',
        ],
        properties: {
          policy: { type: 'string', description: 'Such as pod-security' },
          rule: { type: 'string', description: 'The check' },
          level: {
            allOf: [{ $ref: '#/components/schemas/PodSecurityLevel' }],
            description:
              'The lowest level that it belongs to; of Pod Security only.',
          },
          controlId: {
            type: 'string',
            description: 'The control that it bears on',
          },
          title: { type: 'string', description: 'Title of that control' },
          result: { type: 'string', enum: ['fail', 'unknown'] },
          reason: {
            type: 'string',
            description: 'Why it is unknown; else empty',
          },
          message: { type: 'string' },
          violations: {
            type: 'array',
            description: 'At most 50.',
            items: {
              type: 'object',
              required: ['component', 'field', 'message'],
              properties: {
                component: {
                  type: 'string',
                  description: 'Container; empty for the whole object',
                },
                field: {
                  type: 'string',
                  description: 'Path of the field to change',
                },
                message: { type: 'string' },
              },
            },
          },
        },
      },
      EvaluatedWorkload: {
        type: 'object',
        required: [
          'kind',
          'name',
          'entityRefs',
          'baseline',
          'restricted',
          'checks',
        ],
        properties: {
          kind: { type: 'string' },
          name: { type: 'string' },
          entityRefs: {
            type: 'array',
            description:
              'Entities that the user may read and it belongs to; at most 20.',
            items: { type: 'string' },
          },
          baseline: { $ref: '#/components/schemas/Result' },
          restricted: { $ref: '#/components/schemas/Result' },
          unreadable: {
            type: 'string',
            description: 'Why it could not be evaluated.',
          },
          checks: {
            type: 'array',
            items: { $ref: '#/components/schemas/EvaluatedCheck' },
          },
        },
      },
      TrafficIsolation: {
        type: 'object',
        description:
          "Whether network policies restrict one direction of a workload's traffic.",
        required: ['state', 'reason', 'policies', 'undoneBy'],
        properties: {
          state: {
            type: 'string',
            description:
              'isolated: only what policies allow; open: everything, since no policy selects it or one of them allows all.',
            enum: ['isolated', 'open', 'unknown'],
          },
          reason: { type: 'string' },
          policies: {
            type: 'array',
            description: 'Names of the policies that select it.',
            items: { type: 'string' },
          },
          undoneBy: {
            type: 'array',
            description: 'Those among them that allow everything again.',
            items: { type: 'string' },
          },
        },
      },
      WorkloadIsolation: {
        type: 'object',
        required: ['kind', 'name', 'ingress', 'egress'],
        properties: {
          kind: { type: 'string' },
          name: { type: 'string' },
          ingress: { $ref: '#/components/schemas/TrafficIsolation' },
          egress: { $ref: '#/components/schemas/TrafficIsolation' },
        },
      },
      ClusterObject: {
        type: 'object',
        required: ['namespace', 'kind', 'name'],
        properties: {
          namespace: {
            type: 'string',
            description: 'Empty for an object of the cluster',
          },
          kind: { type: 'string' },
          name: { type: 'string' },
        },
      },
      AccessPath: {
        type: 'object',
        required: ['binding', 'role', 'names'],
        properties: {
          binding: { $ref: '#/components/schemas/ClusterObject' },
          role: { $ref: '#/components/schemas/ClusterObject' },
          actingAs: {
            type: 'string',
            description:
              'The service account or group that has it and that they can act as; absent where they have it themselves.',
          },
          names: {
            type: 'array',
            description: 'Names that it is limited to; none for all.',
            items: { type: 'string' },
          },
        },
      },
      DangerousAccess: {
        type: 'object',
        description:
          'Somebody who can do something dangerous in the namespace.',
        required: [
          'who',
          'power',
          'title',
          'scope',
          'trusted',
          'anybody',
          'paths',
        ],
        properties: {
          who: {
            type: 'string',
            description:
              'user:, group: or serviceaccount:<namespace>: and the name; unknown',
          },
          power: { type: 'string', description: 'Such as read-secrets' },
          title: { type: 'string', description: 'In words that follow "may"' },
          scope: {
            type: 'string',
            enum: ['namespace', 'cluster'],
            description:
              'Whether in the namespace only or in all of the cluster.',
          },
          trusted: {
            type: 'boolean',
            description: 'The platform itself, or whom it trusts',
          },
          anybody: {
            type: 'boolean',
            description: 'Everybody or every program',
          },
          paths: {
            type: 'array',
            description: 'At most 10, the most direct first.',
            items: { $ref: '#/components/schemas/AccessPath' },
          },
        },
      },
      CloudIdentity: {
        type: 'object',
        description:
          'An identity of a cloud that Pods of a service account assume.',
        required: [
          'serviceAccount',
          'provider',
          'identity',
          'workloads',
          'assumableBy',
        ],
        properties: {
          serviceAccount: { type: 'string' },
          provider: { type: 'string', enum: ['aws', 'google-cloud', 'azure'] },
          identity: { type: 'string' },
          workloads: {
            type: 'array',
            items: { $ref: '#/components/schemas/ClusterObject' },
          },
          assumableBy: {
            type: 'array',
            description: 'Who else can get it, by RBAC; at most 50.',
            items: {
              type: 'object',
              required: ['who', 'trusted'],
              properties: {
                who: { type: 'string' },
                trusted: { type: 'boolean' },
              },
            },
          },
        },
      },
      NamespaceDetail: {
        allOf: [
          { $ref: '#/components/schemas/NamespaceReadiness' },
          {
            type: 'object',
            required: ['workloadList', 'isolation'],
            properties: {
              workloadList: {
                type: 'array',
                description: 'Those that meet least first; at most 200.',
                items: { $ref: '#/components/schemas/EvaluatedWorkload' },
              },
              isolation: {
                type: 'array',
                description:
                  'Of the workloads that the user may read; at most 200.',
                items: { $ref: '#/components/schemas/WorkloadIsolation' },
              },
              isolationProvider: {
                type: 'string',
                description:
                  'What enforces network policies in the cluster, by config; absent where nobody said so, and isolation is only declared.',
              },
              checks: {
                type: 'array',
                description:
                  'Checks of the namespace itself that do not pass. Only for its owner and who may read all sources, as what follows.',
                items: { $ref: '#/components/schemas/EvaluatedCheck' },
              },
              access: {
                type: 'array',
                description: 'At most 200, the worst first.',
                items: { $ref: '#/components/schemas/DangerousAccess' },
              },
              accessUnknown: {
                type: 'string',
                description: 'Why access is not known in full; absent if it is',
              },
              identities: {
                type: 'array',
                items: { $ref: '#/components/schemas/CloudIdentity' },
              },
            },
          },
        ],
      },
      PolicyExport: {
        type: 'object',
        required: ['cluster', 'freshness', 'objects', 'problems'],
        properties: {
          cluster: { type: 'string', description: 'Name in config' },
          recordedAt: { type: 'string' },
          kubernetesVersion: {
            type: 'string',
            description: 'Such as v1.36; absent if unknown',
          },
          freshness: {
            allOf: [{ $ref: '#/components/schemas/FreshnessState' }],
            description: "The worse of the two kinds'.",
          },
          freshSince: { type: 'string' },
          objects: {
            type: 'array',
            description:
              'ValidatingAdmissionPolicies, ValidatingAdmissionPolicyBindings and Namespaces (name and labels only).',
            items: { type: 'object', additionalProperties: true },
          },
          problems: {
            type: 'array',
            description:
              'What can not be evaluated as the API server does, such as an expression in which something was masked.',
            items: {
              type: 'object',
              required: ['policy', 'reason'],
              properties: {
                policy: { type: 'string' },
                reason: { type: 'string' },
              },
            },
          },
        },
      },
      SeverityCounts: {
        type: 'object',
        additionalProperties: { type: 'integer' },
      },
      ImageInspection: {
        type: 'object',
        required: ['state'],
        properties: {
          state: {
            type: 'string',
            description:
              'pending until the registry was asked for the first time.',
            enum: ['read', 'unknown', 'pending'],
          },
          problem: { type: 'string', description: 'Closed code of the reason' },
          reason: { type: 'string' },
          checkedAt: { type: 'string' },
        },
      },
      GoldenReleaseReference: {
        type: 'object',
        required: ['image', 'version'],
        properties: { image: { type: 'string' }, version: { type: 'string' } },
      },
      Lineage: {
        type: 'object',
        required: ['state'],
        properties: {
          state: { type: 'string', enum: ['golden', 'not-golden', 'unknown'] },
          release: { $ref: '#/components/schemas/GoldenReleaseReference' },
          alternatives: {
            type: 'array',
            items: { $ref: '#/components/schemas/GoldenReleaseReference' },
          },
          evidence: {
            type: 'string',
            enum: ['release', 'layers', 'provenance', 'patched'],
          },
          baseLayers: { type: 'integer' },
          reason: { type: 'string' },
          hint: {
            type: 'string',
            description: 'What the image says of its base itself; unproved',
          },
        },
      },
      GoldenStatus: {
        type: 'object',
        required: ['state'],
        properties: {
          state: {
            type: 'string',
            enum: [
              'current',
              'behind',
              'out-of-support',
              'retired',
              'not-golden',
              'unknown',
            ],
          },
          releases: {
            type: 'integer',
            description: 'Newer releases of its channel',
          },
          days: {
            type: 'integer',
            description: 'Since the first newer release',
          },
          newest: { $ref: '#/components/schemas/GoldenReleaseReference' },
          since: { type: 'string' },
          replacement: {
            type: 'string',
            description: 'Name of a golden image',
          },
          reason: { type: 'string' },
        },
      },
      AdvisoryReference: {
        type: 'object',
        required: ['advisory', 'packageName', 'severity'],
        properties: {
          advisory: { type: 'string' },
          packageName: { type: 'string' },
          severity: { $ref: '#/components/schemas/Severity' },
        },
      },
      UpgradeAdvice: {
        type: 'object',
        description: 'What moving from one release to another changes.',
        required: ['from', 'to', 'fromLine', 'compared'],
        properties: {
          from: { $ref: '#/components/schemas/GoldenReleaseReference' },
          to: { $ref: '#/components/schemas/GoldenReleaseReference' },
          fromLine: {
            type: 'string',
            description: 'The line for a Dockerfile, exactly',
          },
          compared: {
            type: 'boolean',
            description:
              'Whether both releases have a report; if not, nothing can be said.',
          },
          reason: {
            type: 'string',
            description: 'Why they could not be compared',
          },
          removes: {
            type: 'array',
            items: { $ref: '#/components/schemas/AdvisoryReference' },
          },
          leaves: {
            type: 'array',
            items: { $ref: '#/components/schemas/AdvisoryReference' },
          },
          adds: {
            type: 'array',
            items: { $ref: '#/components/schemas/AdvisoryReference' },
          },
        },
      },
      AttestationVerdict: {
        type: 'object',
        required: ['state', 'reason'],
        properties: {
          state: {
            type: 'string',
            enum: ['verified', 'unverified', 'absent', 'unset', 'unknown'],
          },
          reason: { type: 'string' },
          code: { type: 'string' },
          by: { type: 'string', description: 'Name of the trust rule' },
          signer: { type: 'string' },
          signedAt: { type: 'string' },
        },
      },
      ProvenanceVerdict: {
        type: 'object',
        required: ['state', 'reason'],
        properties: {
          state: {
            type: 'string',
            enum: ['verified', 'unverified', 'absent', 'unset', 'unknown'],
          },
          reason: { type: 'string' },
          code: { type: 'string' },
          by: { type: 'string' },
          signer: { type: 'string' },
          signedAt: { type: 'string' },
          level: {
            type: 'integer',
            description: 'SLSA Build level by our own trust list',
          },
          builder: { type: 'string' },
          source: { type: 'string' },
          revision: { type: 'string' },
          buildType: { type: 'string' },
        },
      },
      SbomVerdict: {
        type: 'object',
        required: ['state', 'reason'],
        properties: {
          state: { type: 'string', enum: ['present', 'absent', 'unknown'] },
          reason: { type: 'string' },
          format: { type: 'string', enum: ['cyclonedx', 'spdx'] },
          createdAt: { type: 'string' },
          packages: { type: 'integer' },
          signed: { type: 'boolean' },
        },
      },
      EngineVerification: {
        type: 'object',
        required: ['engine', 'policy', 'result'],
        properties: {
          engine: { type: 'string' },
          policy: { type: 'string' },
          rule: { type: 'string' },
          result: { type: 'string', enum: ['pass', 'fail', 'unknown'] },
          message: { type: 'string' },
          observedAt: { type: 'string' },
        },
      },
      VexStatement: {
        type: 'object',
        required: ['status', 'author', 'trusted', 'source'],
        properties: {
          status: {
            type: 'string',
            enum: ['not_affected', 'affected', 'fixed', 'under_investigation'],
          },
          justification: { type: 'string' },
          impact: { type: 'string' },
          action: { type: 'string' },
          author: { type: 'string', description: 'As the document says' },
          trusted: { type: 'boolean' },
          trustedBy: {
            type: 'string',
            description: 'Name of the rule that trusts its author',
          },
          reason: {
            type: 'string',
            description: 'Why it is trusted, or is not',
          },
          statedAt: { type: 'string' },
          source: { type: 'string', enum: ['attached', 'uploaded', 'git'] },
        },
      },
      GoldenRelease: {
        type: 'object',
        required: ['version', 'state', 'digests'],
        properties: {
          version: { type: 'string' },
          channel: { type: 'string' },
          released: { type: 'string' },
          supportedUntil: { type: 'string' },
          state: {
            type: 'string',
            enum: ['current', 'supported', 'out-of-support', 'retired'],
          },
          declared: {
            type: 'boolean',
            description: 'Written in the file; else found by its tag',
          },
          digests: {
            type: 'object',
            description: 'Digest by platform; of an index under `index`.',
            additionalProperties: { type: 'string' },
          },
          fromLine: { type: 'string' },
          inspection: { $ref: '#/components/schemas/ImageInspection' },
          scanned: { type: 'boolean' },
          scannedAt: { type: 'string' },
          vulnerabilities: { $ref: '#/components/schemas/SeverityCounts' },
          signature: { $ref: '#/components/schemas/AttestationVerdict' },
          provenance: { $ref: '#/components/schemas/ProvenanceVerdict' },
          workloads: {
            type: 'integer',
            description: 'Of entities that the user may read',
          },
          entities: { type: 'integer' },
        },
      },
      GoldenImageSummary: {
        type: 'object',
        required: [
          'name',
          'repository',
          'entityRef',
          'retired',
          'releases',
          'adoption',
          'problems',
        ],
        properties: {
          name: { type: 'string' },
          title: { type: 'string' },
          description: { type: 'string' },
          entityRef: { type: 'string' },
          ownerRef: { type: 'string' },
          repository: { type: 'string' },
          retired: { type: 'boolean' },
          replacement: { type: 'string' },
          newest: {
            type: 'array',
            description: 'The newest release of each channel.',
            items: {
              type: 'object',
              required: ['version'],
              properties: {
                channel: { type: 'string' },
                version: { type: 'string' },
                released: { type: 'string' },
                vulnerabilities: {
                  $ref: '#/components/schemas/SeverityCounts',
                },
              },
            },
          },
          releases: { type: 'integer' },
          adoption: { $ref: '#/components/schemas/GoldenAdoption' },
          problems: {
            type: 'array',
            description: 'What is wrong with its file or its releases.',
            items: { type: 'string' },
          },
        },
      },
      GoldenAdoption: {
        type: 'object',
        description:
          'Workloads of entities that the user may read, by how they stand.',
        required: ['current', 'behind', 'outOfSupport', 'retired'],
        properties: {
          current: { type: 'integer' },
          behind: { type: 'integer' },
          outOfSupport: { type: 'integer' },
          retired: { type: 'integer' },
        },
      },
      GoldenImageList: {
        type: 'object',
        required: ['items', 'elsewhere'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/GoldenImageSummary' },
          },
          elsewhere: {
            type: 'object',
            description:
              'Workloads that the user may read which stand on no golden image.',
            required: ['notGolden', 'unknown'],
            properties: {
              notGolden: { type: 'integer' },
              unknown: { type: 'integer' },
            },
          },
        },
      },
      PlatformVulnerability: {
        type: 'object',
        description:
          "A vulnerability that a golden image brings along and that no supported release of the channel lacks yet: the platform's to fix.",
        required: ['advisory', 'packageName', 'severity', 'firstSeen'],
        properties: {
          advisory: { type: 'string' },
          packageName: { type: 'string' },
          installedVersion: { type: 'string' },
          fixedVersion: { type: 'string' },
          severity: { $ref: '#/components/schemas/Severity' },
          channel: { type: 'string' },
          releases: { type: 'array', items: { type: 'string' } },
          firstSeen: { type: 'string' },
          dueAt: { type: 'string' },
          overdue: { type: 'boolean' },
          knownExploited: { type: 'boolean' },
          closedAt: { type: 'string' },
          closedBy: { type: 'string', description: 'Version that lacks it' },
        },
      },
      GoldenImageDetail: {
        allOf: [
          { $ref: '#/components/schemas/GoldenImageSummary' },
          {
            type: 'object',
            required: [
              'channels',
              'releaseList',
              'platformVulnerabilities',
              'history',
            ],
            properties: {
              location: { type: 'string' },
              channels: {
                type: 'array',
                items: {
                  type: 'object',
                  required: ['name'],
                  properties: {
                    name: { type: 'string' },
                    description: { type: 'string' },
                  },
                },
              },
              releaseList: {
                type: 'array',
                description: 'Newest first.',
                items: { $ref: '#/components/schemas/GoldenRelease' },
              },
              platformVulnerabilities: {
                type: 'array',
                items: { $ref: '#/components/schemas/PlatformVulnerability' },
              },
              owners: {
                type: 'array',
                description: 'Who is behind, by owner.',
                items: {
                  type: 'object',
                  required: ['ownerRef', 'workloads', 'behind'],
                  properties: {
                    ownerRef: { type: 'string' },
                    workloads: { type: 'integer' },
                    behind: { type: 'integer' },
                    mostDays: { type: 'integer' },
                  },
                },
              },
              history: {
                type: 'array',
                description: 'Workloads by release at the end of each day.',
                items: {
                  type: 'object',
                  required: ['day', 'releases'],
                  properties: {
                    day: { type: 'string' },
                    releases: { $ref: '#/components/schemas/SeverityCounts' },
                  },
                },
              },
            },
          },
        ],
      },
      GoldenImageUser: {
        type: 'object',
        required: ['entityRef', 'subject', 'repository', 'release', 'status'],
        properties: {
          entityRef: { type: 'string' },
          ownerRef: { type: 'string' },
          subject: { $ref: '#/components/schemas/Subject' },
          repository: { type: 'string' },
          tag: { type: 'string' },
          digest: { type: 'string' },
          release: { $ref: '#/components/schemas/GoldenReleaseReference' },
          status: { $ref: '#/components/schemas/GoldenStatus' },
        },
      },
      GoldenImageUserPage: {
        type: 'object',
        required: ['items', 'total', 'totalIsLowerBound'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/GoldenImageUser' },
          },
          total: { type: 'integer' },
          totalIsLowerBound: { type: 'boolean' },
          nextCursor: { type: 'string' },
        },
      },
      EvidenceReceipt: {
        type: 'object',
        description: 'What of an upload was taken, and what not.',
        required: ['id', 'outcome', 'format', 'accepted', 'ignored'],
        properties: {
          id: { type: 'string', description: 'Digest of what was uploaded' },
          outcome: {
            type: 'string',
            description: 'unchanged where the very same was uploaded before.',
            enum: ['stored', 'unchanged'],
          },
          format: {
            type: 'string',
            enum: ['trivy', 'grype', 'sarif', 'cyclonedx', 'openvex'],
          },
          repository: { type: 'string' },
          digest: { type: 'string' },
          entityRef: { type: 'string' },
          observedAt: { type: 'string' },
          accepted: { $ref: '#/components/schemas/SeverityCounts' },
          ignored: {
            type: 'array',
            items: {
              type: 'object',
              required: ['what', 'reason'],
              properties: {
                what: { type: 'string' },
                reason: { type: 'string' },
              },
            },
          },
        },
      },
      ImageBump: {
        type: 'object',
        required: [
          'outcome',
          'image',
          'to',
          'repositoryUrl',
          'changes',
          'problems',
        ],
        properties: {
          outcome: {
            type: 'string',
            description:
              'planned: it was only asked what would change. pushed: its host has no API for pull requests that we know. conflict: somebody else has committed to the branch.',
            enum: [
              'planned',
              'opened',
              'updated',
              'unchanged',
              'pushed',
              'conflict',
            ],
          },
          image: { type: 'string' },
          to: { type: 'string' },
          repositoryUrl: { type: 'string' },
          pullRequestUrl: { type: 'string' },
          reason: { type: 'string' },
          changes: {
            type: 'array',
            items: {
              type: 'object',
              required: ['path', 'from', 'to'],
              properties: {
                path: { type: 'string' },
                from: { type: 'string' },
                to: { type: 'string' },
              },
            },
          },
          problems: {
            type: 'array',
            description: 'What could not be moved safely, each with its place.',
            items: { type: 'string' },
          },
        },
      },
      CampaignState: {
        type: 'string',
        enum: ['planned', 'running', 'paused', 'stopped', 'done'],
      },
      CampaignItem: {
        type: 'object',
        required: ['repositoryUrl', 'state'],
        properties: {
          repositoryUrl: { type: 'string' },
          entityRefs: { type: 'array', items: { type: 'string' } },
          ownerRef: { type: 'string' },
          state: {
            type: 'string',
            description:
              'unchanged: nothing to bump. merged is not yet rolled out. pushed: its host has no API for pull requests that we know.',
            enum: [
              'planned',
              'open',
              'pushed',
              'merged',
              'closed',
              'unchanged',
              'conflict',
              'failed',
              'skipped',
            ],
          },
          changes: {
            type: 'array',
            items: {
              type: 'object',
              required: ['path', 'from', 'to'],
              properties: {
                path: { type: 'string' },
                from: { type: 'string' },
                to: { type: 'string' },
              },
            },
          },
          pullRequestUrl: { type: 'string' },
          reason: { type: 'string' },
          updatedAt: { type: 'string' },
        },
      },
      CampaignOverview: {
        type: 'object',
        required: [
          'id',
          'image',
          'to',
          'state',
          'createdBy',
          'createdAt',
          'atOnce',
          'counts',
        ],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          image: { type: 'string' },
          from: { type: 'array', items: { type: 'string' } },
          to: { type: 'string' },
          state: { $ref: '#/components/schemas/CampaignState' },
          reason: { type: 'string', description: 'Why it stopped or paused' },
          createdBy: { type: 'string' },
          createdAt: { type: 'string' },
          atOnce: { type: 'integer' },
          stopAfterFailures: { type: 'integer' },
          counts: {
            type: 'object',
            description: 'Repositories by state of their item.',
            additionalProperties: { type: 'integer' },
          },
        },
      },
      Campaign: {
        allOf: [
          { $ref: '#/components/schemas/CampaignOverview' },
          {
            type: 'object',
            required: ['items', 'owners'],
            properties: {
              items: {
                type: 'array',
                items: { $ref: '#/components/schemas/CampaignItem' },
              },
              owners: {
                type: 'array',
                items: {
                  type: 'object',
                  required: ['counts'],
                  properties: {
                    ownerRef: { type: 'string' },
                    counts: {
                      type: 'object',
                      additionalProperties: { type: 'integer' },
                    },
                  },
                },
              },
            },
          },
        ],
      },
      ExceptionState: {
        type: 'string',
        enum: [
          'requested',
          'needs-information',
          'proposed',
          'approved',
          'rejected',
          'withdrawn',
          'revoked',
          'lapsed',
          'unreviewed',
        ],
      },
      ExceptionPhase: {
        type: 'string',
        description: 'By the clock; only an approved one is ever active.',
        enum: ['open', 'scheduled', 'active', 'ended', 'closed'],
      },
      ExceptionReportName: {
        type: 'string',
        enum: [
          'unused',
          'over-broad',
          'ending',
          'overdue',
          'never-ending',
          'overstaying',
        ],
      },
      EnforcementState: {
        type: 'string',
        enum: [
          'pending',
          'applied',
          'drifted',
          'failed',
          'removing',
          'overstaying',
          'removed',
          'portal-only',
        ],
      },
      ExceptionExpectation: {
        type: 'object',
        additionalProperties: false,
        description:
          "A control; an engine's policy with one rule or all; or an advisory with one package or all.",
        required: ['type'],
        properties: {
          type: {
            type: 'string',
            enum: ['control', 'policy', 'vulnerability'],
          },
          control: { type: 'string', minLength: 1, maxLength: 100 },
          engine: { type: 'string', minLength: 1, maxLength: 40 },
          policy: { type: 'string', minLength: 1, maxLength: 512 },
          rule: { type: 'string', minLength: 1, maxLength: 512 },
          advisory: { type: 'string', minLength: 1, maxLength: 255 },
          packageUrl: { type: 'string', minLength: 1, maxLength: 1024 },
        },
      },
      ExceptionScope: {
        type: 'object',
        additionalProperties: false,
        description: 'Each field narrows; names are meant in full.',
        required: ['entityRef'],
        properties: {
          entityRef: { type: 'string', minLength: 1, maxLength: 400 },
          cluster: {
            type: 'string',
            maxLength: 253,
            description: 'Name in config',
          },
          namespace: { type: 'string', maxLength: 253 },
          workload: {
            type: 'object',
            additionalProperties: false,
            required: ['kind', 'name'],
            properties: {
              kind: { type: 'string', minLength: 1, maxLength: 253 },
              name: { type: 'string', minLength: 1, maxLength: 253 },
            },
          },
          container: { type: 'string', maxLength: 253 },
          repository: { type: 'string', maxLength: 512 },
        },
      },
      ExceptionDraft: {
        type: 'object',
        additionalProperties: false,
        description: 'What is asked for, as far as it is known.',
        required: ['type', 'expectation', 'scope'],
        properties: {
          type: { type: 'string', enum: ['accepted-risk', 'false-positive'] },
          expectation: { $ref: '#/components/schemas/ExceptionExpectation' },
          scope: { $ref: '#/components/schemas/ExceptionScope' },
          from: { type: 'string', maxLength: 40 },
          until: { type: 'string', maxLength: 40 },
        },
      },
      ExceptionRequest: {
        type: 'object',
        required: [
          'type',
          'expectation',
          'scope',
          'until',
          'category',
          'justification',
        ],
        properties: {
          type: { type: 'string', enum: ['accepted-risk', 'false-positive'] },
          expectation: { $ref: '#/components/schemas/ExceptionExpectation' },
          scope: { $ref: '#/components/schemas/ExceptionScope' },
          from: {
            type: 'string',
            maxLength: 40,
            description: 'ISO 8601; now by default',
          },
          until: { type: 'string', maxLength: 40, description: 'ISO 8601' },
          category: {
            type: 'string',
            enum: [
              'vendor-fix-pending',
              'migration',
              'business-need',
              'technical-limit',
              'false-positive',
              'emergency',
              'other',
            ],
          },
          justification: { type: 'string', minLength: 1, maxLength: 10000 },
          compensatingControls: { type: 'string', maxLength: 10000 },
          ticket: { type: 'string', maxLength: 500 },
          falsePositive: {
            type: 'object',
            additionalProperties: false,
            required: ['justification', 'evidence'],
            properties: {
              justification: {
                type: 'string',
                enum: [
                  'component_not_present',
                  'vulnerable_code_not_present',
                  'vulnerable_code_not_in_execute_path',
                  'vulnerable_code_cannot_be_controlled_by_adversary',
                  'inline_mitigations_already_exist',
                ],
              },
              evidence: { type: 'string', minLength: 1, maxLength: 10000 },
            },
          },
          renews: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
        },
      },
      ExceptionChange: {
        type: 'object',
        additionalProperties: false,
        required: ['version'],
        properties: {
          version: {
            type: 'integer',
            minimum: 1,
            description: 'The one that was looked at',
          },
          text: { type: 'string', maxLength: 10000 },
          contentHash: {
            type: 'string',
            pattern: '^[0-9a-f]{64}$',
            description: 'Of what was looked at; to approve and confirm',
          },
          from: { type: 'string', maxLength: 40 },
          until: { type: 'string', maxLength: 40 },
          scope: { $ref: '#/components/schemas/ExceptionScope' },
          enforcement: {
            type: 'string',
            maxLength: 36,
            description: 'The one to try again',
          },
        },
      },
      ExceptionPerson: {
        type: 'object',
        required: ['userRef'],
        properties: { userRef: { type: 'string' } },
      },
      ExceptionOverview: {
        type: 'object',
        required: [
          'id',
          'version',
          'state',
          'phase',
          'type',
          'title',
          'entityRef',
          'expectation',
          'scope',
          'severity',
          'from',
          'until',
          'requester',
          'requestedAt',
          'breakGlass',
          'reviewRequired',
          'overdue',
          'enforcement',
        ],
        properties: {
          id: { type: 'string' },
          version: { type: 'integer' },
          state: { $ref: '#/components/schemas/ExceptionState' },
          phase: { $ref: '#/components/schemas/ExceptionPhase' },
          type: { type: 'string', enum: ['accepted-risk', 'false-positive'] },
          title: { type: 'string', description: 'What is excepted' },
          entityRef: { type: 'string' },
          expectation: { $ref: '#/components/schemas/ExceptionExpectation' },
          scope: { $ref: '#/components/schemas/ExceptionScope' },
          severity: { $ref: '#/components/schemas/Severity' },
          from: { type: 'string' },
          until: { type: 'string' },
          endedAt: {
            type: 'string',
            description: 'Where it ended before its time',
          },
          requester: { $ref: '#/components/schemas/ExceptionPerson' },
          requestedAt: { type: 'string' },
          reviewDueAt: { type: 'string' },
          overdue: { type: 'boolean', description: 'To be decided, and late' },
          breakGlass: { type: 'boolean' },
          reviewRequired: {
            type: 'boolean',
            description: 'Decided once; it has to be looked at again',
          },
          importedFrom: { type: 'string' },
          enforcement: {
            type: 'array',
            description: 'The states of its enforcements.',
            items: { $ref: '#/components/schemas/EnforcementState' },
          },
        },
      },
      ExceptionPage: {
        type: 'object',
        required: ['items', 'totalItems', 'counts'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/ExceptionOverview' },
          },
          totalItems: { type: 'integer' },
          counts: {
            type: 'object',
            required: ['mine', 'toDecide'],
            description: 'Independent of the filters, for badges.',
            properties: {
              mine: { type: 'integer' },
              toDecide: { type: 'integer' },
            },
          },
          nextCursor: { type: 'string' },
          previousCursor: { type: 'string' },
        },
      },
      EffectiveScope: {
        type: 'object',
        required: [
          'cluster',
          'target',
          'policies',
          'namespaces',
          'workloads',
          'wider',
        ],
        properties: {
          cluster: { type: 'string', description: 'Name in config' },
          target: { type: 'string' },
          policies: {
            type: 'array',
            items: {
              type: 'object',
              required: ['policy', 'rules'],
              properties: {
                policy: { type: 'string' },
                rules: { type: 'array', items: { type: 'string' } },
              },
            },
          },
          namespaces: { type: 'array', items: { type: 'string' } },
          workloads: { type: 'array', items: { type: 'string' } },
          wider: {
            type: 'array',
            description:
              'Sentences, one for each way in which it is wider than what was asked for.',
            items: { type: 'string' },
          },
        },
      },
      BlastRadius: {
        type: 'object',
        required: ['findings', 'workloads', 'entities', 'wider', 'items'],
        properties: {
          findings: { type: 'integer' },
          workloads: { type: 'integer' },
          entities: { type: 'integer' },
          wider: {
            type: 'boolean',
            description: 'It reaches more than what the user owns.',
          },
          items: {
            type: 'array',
            description: 'At most 100, of what the user may see.',
            items: {
              type: 'object',
              required: [
                'findingId',
                'entityRef',
                'title',
                'severity',
                'covered',
              ],
              properties: {
                findingId: { type: 'string' },
                entityRef: { type: 'string' },
                title: { type: 'string' },
                severity: { $ref: '#/components/schemas/Severity' },
                subject: { $ref: '#/components/schemas/Subject' },
                covered: {
                  type: 'boolean',
                  description: 'Decided; what came later is not exempt',
                },
              },
            },
          },
        },
      },
      ExceptionLimits: {
        type: 'object',
        required: [
          'severity',
          'maxDays',
          'maxTotalDays',
          'reviewDays',
          'approvals',
          'required',
          'maxPerEntity',
        ],
        properties: {
          severity: { $ref: '#/components/schemas/Severity' },
          maxDays: { type: 'integer' },
          maxTotalDays: { type: 'integer' },
          reviewDays: { type: 'integer' },
          approvals: { type: 'integer' },
          required: {
            type: 'array',
            items: { type: 'string', enum: ['ticket', 'compensatingControls'] },
          },
          maxPerEntity: { type: 'integer' },
        },
      },
      ExceptionPreview: {
        type: 'object',
        required: [
          'severity',
          'title',
          'limits',
          'radius',
          'enforcement',
          'problems',
        ],
        properties: {
          severity: { $ref: '#/components/schemas/Severity' },
          title: { type: 'string' },
          limits: { $ref: '#/components/schemas/ExceptionLimits' },
          radius: { $ref: '#/components/schemas/BlastRadius' },
          exceptedDays: {
            type: 'number',
            description: 'That it was excepted before',
          },
          enforcement: {
            type: 'array',
            description: 'What engines would be told.',
            items: { $ref: '#/components/schemas/EnforcementPlan' },
          },
          problems: {
            type: 'array',
            description: 'Why it would be refused as it is; sentences.',
            items: { type: 'string' },
          },
        },
      },
      EnforcementPlan: {
        type: 'object',
        required: ['cluster', 'target', 'delivery'],
        properties: {
          cluster: { type: 'string' },
          target: { type: 'string' },
          delivery: {
            type: 'string',
            enum: ['cluster', 'pull-request', 'document', 'none'],
          },
          portalOnly: { type: 'string', description: 'Why no engine is told' },
          warnings: { type: 'array', items: { type: 'string' } },
          effectiveScope: { $ref: '#/components/schemas/EffectiveScope' },
        },
      },
      Enforcement: {
        allOf: [
          { $ref: '#/components/schemas/EnforcementPlan' },
          {
            type: 'object',
            required: ['id', 'state', 'reason', 'since', 'wanted'],
            properties: {
              id: { type: 'string' },
              state: { $ref: '#/components/schemas/EnforcementState' },
              reason: { type: 'string' },
              since: { type: 'string' },
              wanted: { type: 'boolean' },
              appliedAt: { type: 'string' },
              objectName: { type: 'string' },
              document: {
                type: 'object',
                required: ['title', 'text'],
                properties: {
                  title: { type: 'string' },
                  text: { type: 'string' },
                },
              },
              pullRequestUrl: { type: 'string' },
              proof: {
                type: 'object',
                description: 'What showed that the engine refuses again.',
                required: ['by', 'at', 'message'],
                properties: {
                  by: { type: 'string', enum: ['dry-run', 'report'] },
                  at: { type: 'string' },
                  message: { type: 'string' },
                },
              },
              stillRunning: {
                type: 'array',
                description:
                  'Workloads that still run, and would be refused now.',
                items: { $ref: '#/components/schemas/Subject' },
              },
            },
          },
        ],
      },
      ExceptionThreadEntry: {
        type: 'object',
        required: ['at', 'action', 'to', 'text', 'hash'],
        properties: {
          at: { type: 'string' },
          actor: { $ref: '#/components/schemas/ExceptionPerson' },
          action: { type: 'string' },
          from: { $ref: '#/components/schemas/ExceptionState' },
          to: { $ref: '#/components/schemas/ExceptionState' },
          text: { type: 'string', description: 'Plain text' },
          detail: { type: 'object', additionalProperties: true },
          hash: { type: 'string' },
        },
      },
      ExceptionDetail: {
        allOf: [
          { $ref: '#/components/schemas/ExceptionOverview' },
          {
            type: 'object',
            required: [
              'category',
              'justification',
              'compensatingControls',
              'ticket',
              'limits',
              'approvals',
              'radius',
              'effectiveScopes',
              'enforcements',
              'thread',
              'history',
              'actions',
            ],
            properties: {
              category: { type: 'string' },
              justification: { type: 'string' },
              compensatingControls: { type: 'string' },
              ticket: { type: 'string' },
              falsePositive: {
                type: 'object',
                required: ['justification', 'evidence'],
                properties: {
                  justification: { type: 'string' },
                  evidence: { type: 'string' },
                },
              },
              contentHash: {
                type: 'string',
                description: 'Of what would be approved now',
              },
              review: {
                type: 'object',
                required: ['reason', 'since'],
                properties: {
                  reason: { type: 'string' },
                  since: { type: 'string' },
                },
              },
              proposal: {
                type: 'object',
                required: ['from', 'until', 'scope', 'by', 'at'],
                properties: {
                  from: { type: 'string' },
                  until: { type: 'string' },
                  scope: { $ref: '#/components/schemas/ExceptionScope' },
                  by: { $ref: '#/components/schemas/ExceptionPerson' },
                  at: { type: 'string' },
                },
              },
              limits: { $ref: '#/components/schemas/ExceptionLimits' },
              approvals: {
                type: 'array',
                items: {
                  type: 'object',
                  required: ['by', 'at'],
                  properties: {
                    by: { $ref: '#/components/schemas/ExceptionPerson' },
                    at: { type: 'string' },
                  },
                },
              },
              radius: { $ref: '#/components/schemas/BlastRadius' },
              effectiveScopes: {
                type: 'array',
                items: { $ref: '#/components/schemas/EffectiveScope' },
              },
              enforcements: {
                type: 'array',
                items: { $ref: '#/components/schemas/Enforcement' },
              },
              thread: {
                type: 'array',
                items: { $ref: '#/components/schemas/ExceptionThreadEntry' },
              },
              history: {
                type: 'array',
                description:
                  'Earlier and other exceptions of the same; for who may decide.',
                items: { $ref: '#/components/schemas/ExceptionOverview' },
              },
              renews: { type: 'string' },
              actions: {
                type: 'array',
                description:
                  'What the user may do now, and why not what others may.',
                items: {
                  type: 'object',
                  required: ['action', 'allowed'],
                  properties: {
                    action: { type: 'string' },
                    allowed: { type: 'boolean' },
                    reason: { type: 'string' },
                  },
                },
              },
            },
          },
        ],
      },
      ExceptionSettings: {
        type: 'object',
        required: [
          'mayDecide',
          'mayBreakGlass',
          'limits',
          'categories',
          'breakGlassHours',
          'clusters',
        ],
        properties: {
          mayDecide: { type: 'boolean' },
          mayBreakGlass: { type: 'boolean' },
          decidingIsOff: {
            type: 'string',
            description: 'Why nobody may decide and how to switch it on',
          },
          limits: {
            type: 'array',
            items: { $ref: '#/components/schemas/ExceptionLimits' },
          },
          categories: { type: 'array', items: { type: 'string' } },
          breakGlassHours: { type: 'integer' },
          clusters: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'delivery', 'warnings'],
              properties: {
                name: { type: 'string' },
                delivery: {
                  type: 'string',
                  enum: ['cluster', 'pull-request', 'document', 'none'],
                },
                warnings: {
                  type: 'array',
                  description: 'Such as that exceptions are off there.',
                  items: { type: 'string' },
                },
              },
            },
          },
        },
      },
      ExceptionReports: {
        type: 'object',
        required: [
          'reports',
          'mostExceptedPolicies',
          'oldestWaitingDays',
          'chain',
        ],
        properties: {
          reports: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'count'],
              properties: {
                name: { $ref: '#/components/schemas/ExceptionReportName' },
                count: { type: 'integer' },
              },
            },
          },
          mostExceptedPolicies: {
            type: 'array',
            items: {
              type: 'object',
              required: ['title', 'exceptions', 'entities'],
              properties: {
                title: { type: 'string' },
                exceptions: { type: 'integer' },
                entities: { type: 'integer' },
              },
            },
          },
          oldestWaitingDays: { type: 'number' },
          chain: {
            type: 'object',
            description:
              'Whether the record of decisions is whole; for who may decide.',
            required: ['state'],
            properties: {
              state: { type: 'string', enum: ['whole', 'broken', 'not-told'] },
              brokenAt: { type: 'integer' },
              length: { type: 'integer' },
            },
          },
        },
      },
      ExceptionImport: {
        type: 'object',
        required: ['created', 'known', 'problems'],
        properties: {
          created: { type: 'integer' },
          known: { type: 'integer' },
          problems: { type: 'array', items: { type: 'string' } },
        },
      },
      FindingException: {
        type: 'object',
        description: 'The exception over a finding, or the request for one.',
        required: ['id', 'state', 'phase', 'until'],
        properties: {
          id: { type: 'string' },
          state: { $ref: '#/components/schemas/ExceptionState' },
          phase: { $ref: '#/components/schemas/ExceptionPhase' },
          from: { type: 'string' },
          until: { type: 'string' },
          breakGlass: { type: 'boolean' },
        },
      },
      WishedPodSecurityLevel: {
        type: 'string',
        enum: ['restricted', 'baseline'],
      },
      LimitsPreset: { type: 'string', enum: ['default', 'strict'] },
      ProvisioningDelivery: {
        type: 'string',
        enum: ['cluster', 'pull-request'],
      },
      NamespaceOrigin: {
        type: 'string',
        enum: ['provisioned', 'adopted', 'just-in-time'],
      },
      ManagedNamespaceState: {
        type: 'string',
        enum: ['applying', 'partial', 'proposed', 'complete', 'gone'],
      },
      ManagedObjectState: {
        type: 'string',
        enum: [
          'pending',
          'proposed',
          'applied',
          'conflict',
          'refused',
          'failed',
        ],
      },
      EgressDestination: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'ports'],
        properties: {
          name: { type: 'string', maxLength: 40 },
          cidr: { type: 'string', maxLength: 43 },
          namespace: {
            type: 'string',
            description: 'Of the same cluster; either this or cidr.',
            maxLength: 63,
          },
          ports: {
            type: 'array',
            minItems: 1,
            maxItems: 20,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['protocol', 'port'],
              properties: {
                protocol: { type: 'string', enum: ['TCP', 'UDP'] },
                port: { type: 'integer', minimum: 1, maximum: 65535 },
              },
            },
          },
        },
      },
      NamespaceRequest: {
        type: 'object',
        additionalProperties: false,
        required: ['cluster', 'name', 'ownerRef', 'environment', 'size'],
        properties: {
          cluster: {
            type: 'string',
            maxLength: 253,
            description: 'Name in config',
          },
          name: { type: 'string', maxLength: 253 },
          ownerRef: {
            type: 'string',
            maxLength: 512,
            description: 'Of a Group',
          },
          systemRef: { type: 'string', maxLength: 512 },
          dependencyOf: {
            type: 'array',
            description: 'Refs of entities that will run there.',
            maxItems: 50,
            items: { type: 'string', maxLength: 512 },
          },
          environment: { type: 'string', maxLength: 63 },
          podSecurity: { $ref: '#/components/schemas/WishedPodSecurityLevel' },
          size: { type: 'string', maxLength: 63 },
          limits: { $ref: '#/components/schemas/LimitsPreset' },
          egress: {
            type: 'array',
            maxItems: 20,
            items: { $ref: '#/components/schemas/EgressDestination' },
          },
          roles: {
            type: 'array',
            maxItems: 20,
            items: { type: 'string', maxLength: 63 },
          },
          baselineVersion: {
            type: 'string',
            description: 'The current one if not given.',
            maxLength: 64,
          },
        },
      },
      RequestProblem: {
        type: 'object',
        required: ['code', 'field', 'message'],
        properties: {
          code: { type: 'string' },
          field: { type: 'string' },
          message: { type: 'string' },
        },
      },
      GuardrailVerdict: {
        type: 'object',
        required: ['policy', 'result', 'enforced'],
        properties: {
          policy: { type: 'string' },
          rule: { type: 'string' },
          result: { $ref: '#/components/schemas/Result' },
          message: { type: 'string' },
          enforced: {
            type: 'boolean',
            description: 'Whether a failure is refused there',
          },
        },
      },
      PlannedObject: {
        type: 'object',
        required: [
          'id',
          'title',
          'apiVersion',
          'kind',
          'name',
          'controls',
          'yaml',
          'verdicts',
        ],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          namespace: { type: 'string' },
          name: { type: 'string' },
          controls: {
            type: 'array',
            items: { $ref: '#/components/schemas/ControlReference' },
          },
          yaml: { type: 'string' },
          verdicts: {
            type: 'array',
            items: { $ref: '#/components/schemas/GuardrailVerdict' },
          },
        },
      },
      QuotaUse: {
        type: 'object',
        description:
          'Of one resource, over the managed namespaces of the group in that cluster; quantities as Kubernetes writes them.',
        required: ['resource', 'used', 'asked'],
        properties: {
          resource: { type: 'string' },
          used: { type: 'string' },
          asked: { type: 'string' },
          allowed: { type: 'string' },
          isExceeded: { type: 'boolean' },
        },
      },
      NamespacePreview: {
        type: 'object',
        required: [
          'baselineVersion',
          'delivery',
          'objects',
          'problems',
          'warnings',
          'quota',
          'needsException',
        ],
        properties: {
          baselineVersion: { type: 'string' },
          delivery: { $ref: '#/components/schemas/ProvisioningDelivery' },
          objects: {
            type: 'array',
            items: { $ref: '#/components/schemas/PlannedObject' },
          },
          problems: {
            type: 'array',
            items: { $ref: '#/components/schemas/RequestProblem' },
          },
          warnings: {
            type: 'array',
            description:
              'Sentences for people; they keep nothing from being made.',
            items: { type: 'string' },
          },
          quota: {
            type: 'array',
            items: { $ref: '#/components/schemas/QuotaUse' },
          },
          needsException: {
            type: 'boolean',
            description:
              'The wished Pod Security level takes an exception; restricted is enforced until it is approved.',
          },
          guardrailsUnknown: {
            type: 'string',
            description: 'Why it is not known what guardrails say.',
          },
        },
      },
      NamespaceOptions: {
        type: 'object',
        required: [
          'mayCreate',
          'mayManage',
          'clusters',
          'environments',
          'sizes',
          'roles',
          'groups',
          'baselines',
        ],
        properties: {
          mayCreate: { type: 'boolean' },
          mayManage: { type: 'boolean' },
          reason: {
            type: 'string',
            description: 'Why nothing can be made at all.',
          },
          clusters: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'title', 'delivery', 'canProve'],
              properties: {
                name: { type: 'string' },
                title: { type: 'string' },
                delivery: { $ref: '#/components/schemas/ProvisioningDelivery' },
                environments: { type: 'array', items: { type: 'string' } },
                canProve: {
                  type: 'boolean',
                  description: 'Whether dry runs can be asked',
                },
                problem: {
                  type: 'string',
                  description: 'Why it is not to be had now',
                },
              },
            },
          },
          environments: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'title'],
              properties: {
                name: { type: 'string' },
                title: { type: 'string' },
              },
            },
          },
          sizes: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'title', 'quota'],
              properties: {
                name: { type: 'string' },
                title: { type: 'string' },
                quota: {
                  type: 'object',
                  additionalProperties: { type: 'string' },
                },
              },
            },
          },
          roles: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'title', 'clusterRole'],
              properties: {
                name: { type: 'string' },
                title: { type: 'string' },
                clusterRole: { type: 'string' },
              },
            },
          },
          groups: {
            type: 'array',
            description: "The user's own.",
            items: {
              type: 'object',
              required: ['ref', 'prefixes'],
              properties: {
                ref: { type: 'string' },
                title: { type: 'string' },
                prefixes: { type: 'array', items: { type: 'string' } },
                clusterGroup: {
                  type: 'string',
                  description: 'Its name at the identity provider',
                },
                problem: {
                  type: 'string',
                  description: 'Why it can have no namespaces',
                },
              },
            },
          },
          baselines: {
            type: 'array',
            description: 'Newest first.',
            items: {
              type: 'object',
              required: ['version', 'isCurrent'],
              properties: {
                version: { type: 'string' },
                isCurrent: { type: 'boolean' },
              },
            },
          },
        },
      },
      FieldDifference: {
        type: 'object',
        required: ['path'],
        properties: {
          path: { type: 'string' },
          applied: {
            type: 'string',
            description: 'JSON of what we applied, if anything',
          },
          found: {
            type: 'string',
            description: 'JSON of what is there, if anything',
          },
        },
      },
      ObjectDrift: {
        type: 'object',
        required: [
          'type',
          'apiVersion',
          'kind',
          'namespace',
          'name',
          'message',
          'differences',
          'controls',
        ],
        properties: {
          type: {
            type: 'string',
            enum: ['missing', 'changed', 'added', 'unknown'],
          },
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          namespace: { type: 'string' },
          name: { type: 'string' },
          message: { type: 'string' },
          differences: {
            type: 'array',
            items: { $ref: '#/components/schemas/FieldDifference' },
          },
          controls: { type: 'array', items: { type: 'string' } },
        },
      },
      ManagedObject: {
        type: 'object',
        required: [
          'id',
          'title',
          'apiVersion',
          'kind',
          'name',
          'controls',
          'state',
          'yaml',
        ],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          namespace: { type: 'string' },
          name: { type: 'string' },
          controls: {
            type: 'array',
            items: { $ref: '#/components/schemas/ControlReference' },
          },
          state: { $ref: '#/components/schemas/ManagedObjectState' },
          reason: { type: 'string' },
          yaml: { type: 'string', description: 'As it was applied' },
          appliedAt: { type: 'string' },
        },
      },
      NamespaceProof: {
        type: 'object',
        required: ['id', 'title', 'outcome', 'expected', 'reason', 'controls'],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          outcome: { type: 'string', enum: ['proved', 'failed', 'not-proved'] },
          expected: { type: 'string' },
          reason: { type: 'string' },
          controls: { type: 'array', items: { type: 'string' } },
        },
      },
      NamespaceAccess: {
        type: 'object',
        required: ['id', 'title', 'expected', 'outcome', 'reason'],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          expected: {
            type: 'boolean',
            description: 'Whether it should be allowed',
          },
          outcome: { type: 'string', enum: ['allowed', 'denied', 'unknown'] },
          reason: { type: 'string' },
        },
      },
      NamespaceProofs: {
        type: 'object',
        required: ['provedAt', 'items', 'access', 'declared'],
        properties: {
          provedAt: { type: 'string' },
          askedAs: {
            type: 'string',
            description: 'Identity that asked the API server',
          },
          groups: {
            type: 'array',
            description: 'Whose access was reviewed.',
            items: { type: 'string' },
          },
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/NamespaceProof' },
          },
          access: {
            type: 'array',
            items: { $ref: '#/components/schemas/NamespaceAccess' },
          },
          declared: {
            type: 'array',
            description: 'What is declared and was not proved, in sentences.',
            items: { type: 'string' },
          },
        },
      },
      ManagedNamespaceOverview: {
        type: 'object',
        required: [
          'id',
          'cluster',
          'name',
          'entityRef',
          'ownerRef',
          'environment',
          'origin',
          'delivery',
          'state',
          'baselineVersion',
          'currentVersion',
          'isBehind',
          'wishedLevel',
          'appliedLevel',
          'drifted',
          'createdBy',
          'createdAt',
          'updatedAt',
        ],
        properties: {
          id: {
            type: 'string',
            description: 'Empty until the Namespace is there',
          },
          cluster: { type: 'string' },
          name: { type: 'string' },
          entityRef: {
            type: 'string',
            description: 'Of the Resource that it is in the catalog',
          },
          ownerRef: { type: 'string' },
          systemRef: { type: 'string' },
          environment: { type: 'string' },
          origin: { $ref: '#/components/schemas/NamespaceOrigin' },
          delivery: { $ref: '#/components/schemas/ProvisioningDelivery' },
          state: { $ref: '#/components/schemas/ManagedNamespaceState' },
          reason: { type: 'string' },
          baselineVersion: { type: 'string' },
          currentVersion: {
            type: 'string',
            description: 'Empty while it can not be read',
          },
          isBehind: { type: 'boolean' },
          wishedLevel: { $ref: '#/components/schemas/WishedPodSecurityLevel' },
          appliedLevel: { $ref: '#/components/schemas/WishedPodSecurityLevel' },
          drifted: {
            type: 'integer',
            description: 'Objects that differ, unknown ones apart',
          },
          unknown: {
            type: 'integer',
            description: 'Objects of which it is not known',
          },
          comparedAt: { type: 'string' },
          pullRequestUrl: { type: 'string' },
          createdBy: { type: 'string' },
          createdAt: { type: 'string' },
          updatedAt: { type: 'string' },
          completedAt: { type: 'string' },
        },
      },
      ManagedNamespacePage: {
        type: 'object',
        required: ['items', 'total', 'mayCreate', 'mayManage'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/ManagedNamespaceOverview' },
          },
          total: { type: 'integer' },
          nextCursor: { type: 'string' },
          mayCreate: { type: 'boolean' },
          mayManage: { type: 'boolean' },
        },
      },
      ManagedNamespace: {
        allOf: [
          { $ref: '#/components/schemas/ManagedNamespaceOverview' },
          {
            type: 'object',
            required: ['request', 'objects', 'drift', 'actions'],
            properties: {
              request: { $ref: '#/components/schemas/NamespaceRequest' },
              objects: {
                type: 'array',
                items: { $ref: '#/components/schemas/ManagedObject' },
              },
              drift: {
                type: 'array',
                items: { $ref: '#/components/schemas/ObjectDrift' },
              },
              proofs: { $ref: '#/components/schemas/NamespaceProofs' },
              exceptionId: { type: 'string' },
              actions: {
                type: 'array',
                description: 'What the user may do now.',
                items: {
                  type: 'string',
                  enum: ['verify', 'repair', 'upgrade', 'register', 'forget'],
                },
              },
            },
          },
        ],
      },
      CatalogNamespace: {
        type: 'object',
        required: [
          'id',
          'cluster',
          'name',
          'entityName',
          'ownerRef',
          'environment',
        ],
        properties: {
          id: { type: 'string' },
          cluster: { type: 'string' },
          clusterTitle: { type: 'string' },
          name: { type: 'string' },
          entityName: {
            type: 'string',
            description: 'Name of the Resource; unique over all',
          },
          ownerRef: { type: 'string' },
          systemRef: { type: 'string' },
          dependencyOf: { type: 'array', items: { type: 'string' } },
          environment: { type: 'string' },
          baselineVersion: { type: 'string' },
        },
      },
      AdoptionObject: {
        type: 'object',
        required: [
          'id',
          'title',
          'apiVersion',
          'kind',
          'name',
          'controls',
          'state',
          'differences',
          'yaml',
        ],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          namespace: { type: 'string' },
          name: { type: 'string' },
          controls: {
            type: 'array',
            items: { $ref: '#/components/schemas/ControlReference' },
          },
          state: {
            type: 'string',
            description:
              'foreign: one of that name is there and says something else.',
            enum: ['met', 'missing', 'foreign', 'unknown'],
          },
          differences: {
            type: 'array',
            items: { $ref: '#/components/schemas/FieldDifference' },
          },
          yaml: { type: 'string' },
        },
      },
      AdoptionPlan: {
        type: 'object',
        required: [
          'cluster',
          'name',
          'baselineVersion',
          'met',
          'total',
          'objects',
          'undone',
          'cut',
          'caveat',
          'problems',
          'mayAdopt',
        ],
        properties: {
          cluster: { type: 'string' },
          name: { type: 'string' },
          baselineVersion: { type: 'string' },
          met: { type: 'integer' },
          total: { type: 'integer' },
          objects: {
            type: 'array',
            items: { $ref: '#/components/schemas/AdoptionObject' },
          },
          undone: {
            type: 'array',
            description: 'What is there beside the baseline and undoes it.',
            items: { $ref: '#/components/schemas/ObjectDrift' },
          },
          cut: {
            type: 'array',
            items: {
              type: 'object',
              required: ['fromRef', 'toRef', 'direction', 'message'],
              properties: {
                fromRef: { type: 'string' },
                toRef: { type: 'string' },
                direction: { type: 'string', enum: ['ingress', 'egress'] },
                message: { type: 'string' },
              },
            },
          },
          hidden: {
            type: 'integer',
            description:
              'Further dependencies, with entities that the user may not read.',
          },
          caveat: {
            type: 'string',
            description: "What this can't tell; traffic is not observed.",
          },
          problems: {
            type: 'array',
            items: { $ref: '#/components/schemas/RequestProblem' },
          },
          mayAdopt: { type: 'boolean' },
        },
      },
      BaselineChange: {
        type: 'object',
        required: ['id', 'title', 'change'],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          change: { type: 'string', enum: ['added', 'removed', 'changed'] },
          differences: {
            type: 'array',
            items: { $ref: '#/components/schemas/FieldDifference' },
          },
        },
      },
      BaselineSummary: {
        type: 'object',
        required: [
          'version',
          'notes',
          'isCurrent',
          'podSecurityVersion',
          'objects',
          'namespaces',
          'changes',
        ],
        properties: {
          version: { type: 'string' },
          notes: { type: 'string' },
          isCurrent: { type: 'boolean' },
          podSecurityVersion: { type: 'string' },
          objects: {
            type: 'array',
            items: {
              type: 'object',
              required: ['id', 'title', 'controls'],
              properties: {
                id: { type: 'string' },
                title: { type: 'string' },
                controls: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/ControlReference' },
                },
              },
            },
          },
          namespaces: {
            type: 'integer',
            description: 'Managed ones that are on it',
          },
          changes: {
            type: 'array',
            description: 'Since the version before.',
            items: { $ref: '#/components/schemas/BaselineChange' },
          },
        },
      },
      BaselineList: {
        type: 'object',
        required: ['items', 'problems', 'mayManage'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/BaselineSummary' },
          },
          problems: {
            type: 'array',
            description: 'What of the baselines could not be read.',
            items: { type: 'string' },
          },
          mayManage: { type: 'boolean' },
        },
      },
      RolloutState: {
        type: 'string',
        enum: ['planned', 'running', 'paused', 'stopped', 'done'],
      },
      RolloutItem: {
        type: 'object',
        required: [
          'cluster',
          'name',
          'ownerRef',
          'fromVersion',
          'state',
          'changes',
        ],
        properties: {
          cluster: { type: 'string' },
          name: { type: 'string' },
          ownerRef: { type: 'string' },
          fromVersion: { type: 'string' },
          state: {
            type: 'string',
            enum: [
              'planned',
              'proposed',
              'done',
              'unchanged',
              'failed',
              'skipped',
            ],
          },
          changes: {
            type: 'array',
            items: { $ref: '#/components/schemas/BaselineChange' },
          },
          reason: { type: 'string' },
          updatedAt: { type: 'string' },
        },
      },
      RolloutOverview: {
        type: 'object',
        required: [
          'id',
          'to',
          'state',
          'createdBy',
          'createdAt',
          'atOnce',
          'stopAfterFailures',
          'counts',
        ],
        properties: {
          id: { type: 'string' },
          to: { type: 'string' },
          state: { $ref: '#/components/schemas/RolloutState' },
          reason: { type: 'string', description: 'Why it stopped' },
          createdBy: { type: 'string' },
          createdAt: { type: 'string' },
          atOnce: { type: 'integer' },
          stopAfterFailures: { type: 'integer' },
          counts: {
            type: 'object',
            description: 'Namespaces by state of their item.',
            additionalProperties: { type: 'integer' },
          },
        },
      },
      Rollout: {
        allOf: [
          { $ref: '#/components/schemas/RolloutOverview' },
          {
            type: 'object',
            required: ['items', 'mayManage'],
            properties: {
              items: {
                type: 'array',
                items: { $ref: '#/components/schemas/RolloutItem' },
              },
              mayManage: { type: 'boolean' },
            },
          },
        ],
      },
    },
  },
} as const;

type RouterOptions = NonNullable<
  Parameters<typeof createValidatedOpenApiRouterFromGeneratedEndpointMap>[1]
>;

/** An Express router that refuses what the description doesn't allow. */
export function createOpenApiRouter(options?: RouterOptions) {
  return createValidatedOpenApiRouterFromGeneratedEndpointMap<EndpointMap>(
    spec,
    options,
  );
}
