import { unwrap } from './ApiConnection';
import {
  ManagedNamespacesClient,
  type ManagedNamespacesApi,
} from './ManagedNamespacesClient';
import type { components, operations } from './openapi.generated';

/** {@inheritDoc ShiftDownApi.getPosture} @public */
export type Posture = components['schemas']['Posture'];
/** An entity's posture without its details. @public */
export type PostureOverview = components['schemas']['PostureOverview'];
/** @public */
export type PosturePage = components['schemas']['PosturePage'];
/** @public */
export type ControlResult = components['schemas']['ControlResult'];
/** @public */
export type Finding = components['schemas']['Finding'];
/** @public */
export type FindingPage = components['schemas']['FindingPage'];
/** @public */
export type FindingDetail = components['schemas']['FindingDetail'];
/** @public */
export type Occurrence = components['schemas']['Occurrence'];
/** @public */
export type Image = components['schemas']['Image'];
/** @public */
export type ImagePage = components['schemas']['ImagePage'];
/** @public */
export type SourceStatus = components['schemas']['Source'];
/** @public */
export type SourceList = components['schemas']['SourceList'];
/** @public */
export type SourceTestResult = components['schemas']['SourceTest'];
/** @public */
export type Exemption = components['schemas']['Exemption'];
/** @public */
export type ReportWriter = components['schemas']['ReportWriter'];
/** How a namespace does by the Pod Security Standards. @public */
export type NamespaceReadiness = components['schemas']['NamespaceReadiness'];
/** @public */
export type NamespacePage = components['schemas']['NamespacePage'];
/** {@inheritDoc ShiftDownApi.getNamespace} @public */
export type NamespaceDetail = components['schemas']['NamespaceDetail'];
/** @public */
export type EvaluatedWorkload = components['schemas']['EvaluatedWorkload'];
/** @public */
export type EvaluatedCheck = components['schemas']['EvaluatedCheck'];
/** @public */
export type WorkloadIsolation = components['schemas']['WorkloadIsolation'];
/** @public */
export type DangerousAccess = components['schemas']['DangerousAccess'];
/** @public */
export type CloudIdentity = components['schemas']['CloudIdentity'];
/** @public */
export type PodSecurityLevel = components['schemas']['PodSecurityLevel'];
/** Admission policies of a cluster, as Kubernetes objects. @public */
export type PolicyExport = components['schemas']['PolicyExport'];
/** A golden image with how the workloads that the caller may read stand on it. @public */
export type GoldenImageSummary = components['schemas']['GoldenImageSummary'];
/** @public */
export type GoldenImageList = components['schemas']['GoldenImageList'];
/** @public */
export type GoldenImageDetail = components['schemas']['GoldenImageDetail'];
/** A workload that stands on a golden image. @public */
export type GoldenImageUser = components['schemas']['GoldenImageUser'];
/** @public */
export type GoldenImageUserPage = components['schemas']['GoldenImageUserPage'];
/** What moving from one release to another changes. @public */
export type UpgradeAdvice = components['schemas']['UpgradeAdvice'];
/** A golden image bumped over many repositories. @public */
export type Campaign = components['schemas']['Campaign'];
/** @public */
export type CampaignOverview = components['schemas']['CampaignOverview'];
/** @public */
export type CampaignItem = components['schemas']['CampaignItem'];
/** One repository moved to another release of a golden image. @public */
export type ImageBump = components['schemas']['ImageBump'];
/** @public */
export type ListPosturesQuery = NonNullable<
  operations['ListPostures']['parameters']['query']
>;
/** @public */
export type ListFindingsQuery = NonNullable<
  operations['ListFindings']['parameters']['query']
>;
/** @public */
export type ListImagesQuery = NonNullable<
  operations['ListImages']['parameters']['query']
>;

/** @public */
export type ListNamespacesQuery = NonNullable<
  operations['ListNamespaces']['parameters']['query']
>;

/** @public */
export type ListGoldenImageUsersQuery = NonNullable<
  operations['ListGoldenImageUsers']['parameters']['query']
>;
/** @public */
export type PlanCampaignRequest =
  operations['PlanCampaign']['requestBody']['content']['application/json'];
/** @public */
export type CampaignAction =
  operations['ChangeCampaign']['parameters']['path']['action'];
/** @public */
export type CampaignList =
  operations['ListCampaigns']['responses'][200]['content']['application/json'];
/** @public */
export type BumpImageRequest =
  operations['BumpImage']['requestBody']['content']['application/json'];
/** An exception as lists show it. @public */
export type ExceptionOverview = components['schemas']['ExceptionOverview'];
/** @public */
export type ExceptionPage = components['schemas']['ExceptionPage'];
/** {@inheritDoc ShiftDownApi.getException} @public */
export type ExceptionDetail = components['schemas']['ExceptionDetail'];
/** What is asked for. @public */
export type ExceptionRequest = components['schemas']['ExceptionRequest'];
/** What is asked for, as far as it is known. @public */
export type ExceptionDraft = components['schemas']['ExceptionDraft'];
/** {@inheritDoc ShiftDownApi.previewException} @public */
export type ExceptionPreview = components['schemas']['ExceptionPreview'];
/** {@inheritDoc ShiftDownApi.getExceptionSettings} @public */
export type ExceptionSettings = components['schemas']['ExceptionSettings'];
/** {@inheritDoc ShiftDownApi.getExceptionReports} @public */
export type ExceptionReports = components['schemas']['ExceptionReports'];
/** @public */
export type ExceptionReportName = components['schemas']['ExceptionReportName'];
/** What goes with an action: at least the version that was looked at. @public */
export type ExceptionChange = components['schemas']['ExceptionChange'];
/** @public */
export type ExceptionThreadEntry =
  components['schemas']['ExceptionThreadEntry'];
/** What an engine is told of an exception, and what it made of it. @public */
export type Enforcement = components['schemas']['Enforcement'];
/** What an engine would be told. @public */
export type EnforcementPlan = components['schemas']['EnforcementPlan'];
/** What an engine really lets through. @public */
export type EffectiveScope = components['schemas']['EffectiveScope'];
/** Everything that an exception reaches. @public */
export type BlastRadius = components['schemas']['BlastRadius'];
/** @public */
export type ExceptionLimits = components['schemas']['ExceptionLimits'];
/** The exception over a finding, or the request for one. @public */
export type FindingException = components['schemas']['FindingException'];
/** What came of reading an ignore file. @public */
export type ExceptionImport = components['schemas']['ExceptionImport'];
/** @public */
export type ListExceptionsQuery = NonNullable<
  operations['ListExceptions']['parameters']['query']
>;
/** @public */
export type ExceptionChangeAction =
  operations['ChangeException']['parameters']['path']['action'];
/** @public */
export type ImportIgnoreFileRequest =
  operations['ImportIgnoreFile']['requestBody']['content']['application/json'];
/** @public */
export type ExceptionKeys =
  operations['GetExceptionKeys']['responses'][200]['content']['application/json'];

/**
 * What Shift Down knows about entities, as far as the caller may read it.
 * Every method throws a `ResponseError` when the backend refuses.
 * @public
 */
export interface ShiftDownApi extends ManagedNamespacesApi {
  /** The posture of one entity, with controls, workloads, sources and trend. */
  getPosture(entity: {
    kind: string;
    namespace: string;
    name: string;
  }): Promise<Posture>;
  /** Up to 100 postures; an item without one is unknown or may not be read. */
  getPosturesByRefs(
    entityRefs: string[],
  ): Promise<{ entityRef: string; posture?: PostureOverview }[]>;
  listPostures(query: ListPosturesQuery): Promise<PosturePage>;
  listFindings(query: ListFindingsQuery): Promise<FindingPage>;
  getFinding(id: string): Promise<FindingDetail>;
  listImages(query: ListImagesQuery): Promise<ImagePage>;
  listSources(): Promise<SourceList>;
  /** Tries now whether a cluster can be collected; stores nothing. */
  testSource(cluster: string): Promise<SourceTestResult>;
  listNamespaces(query: ListNamespacesQuery): Promise<NamespacePage>;
  /** One namespace: why its workloads do not meet a level, and who can do what in it. */
  getNamespace(cluster: string, namespace: string): Promise<NamespaceDetail>;
  listGoldenImages(): Promise<GoldenImageList>;
  /** One golden image: releases, what they carry, and who stands on them. */
  getGoldenImage(name: string): Promise<GoldenImageDetail>;
  /** Workloads that stand on a golden image, furthest behind first. */
  listGoldenImageUsers(
    name: string,
    query: ListGoldenImageUsersQuery,
  ): Promise<GoldenImageUserPage>;
  /** What moving from a release changes; to the newest of its channel if none is named. */
  getUpgradeAdvice(
    name: string,
    query: { from: string; to?: string },
  ): Promise<UpgradeAdvice>;
  listCampaigns(): Promise<CampaignList>;
  getCampaign(id: string): Promise<Campaign>;
  /** Says what a campaign would change; opens nothing. */
  planCampaign(request: PlanCampaignRequest): Promise<Campaign>;
  changeCampaign(id: string, action: CampaignAction): Promise<Campaign>;
  listExceptions(query: ListExceptionsQuery): Promise<ExceptionPage>;
  /** One exception: what it reaches, what engines made of it, and who said what. */
  getException(id: string): Promise<ExceptionDetail>;
  /** What the user may do with exceptions, and within which limits. */
  getExceptionSettings(): Promise<ExceptionSettings>;
  /** What deserves a look, of the exceptions that the user may read. */
  getExceptionReports(): Promise<ExceptionReports>;
  /** What a request would reach, and why it would be refused; changes nothing. */
  previewException(draft: ExceptionDraft): Promise<ExceptionPreview>;
  requestException(request: ExceptionRequest): Promise<ExceptionDetail>;
  /** Excepts at once and alone, for a day at most; reviewed on the next working day. */
  breakGlass(request: ExceptionRequest): Promise<ExceptionDetail>;
  /** Changes what is asked for, while it is not decided. */
  editException(
    id: string,
    request: ExceptionRequest & { version: number },
  ): Promise<ExceptionDetail>;
  changeException(
    id: string,
    action: ExceptionChangeAction,
    change: ExceptionChange,
  ): Promise<ExceptionDetail>;
  /** Makes an unreviewed exception of each line of a scanner's ignore file. */
  importIgnoreFile(request: ImportIgnoreFileRequest): Promise<ExceptionImport>;
  /** The register for auditors, as text. `signed` is a compact JWS of the JSON. */
  getExceptionRegister(
    format: 'csv' | 'json',
    options?: { signed?: boolean },
  ): Promise<string>;
  /** Ignore rules of a scanner for what is excepted now, as the text of its file. */
  getIgnoreRules(
    scanner: 'trivy' | 'grype' | 'openvex',
    of: { entityRef: string; repository?: string },
  ): Promise<string>;
}

/**
 * Client of `/api/shift-down`, typed by the API's own description.
 * @public
 */
export class ShiftDownClient
  extends ManagedNamespacesClient
  implements ShiftDownApi
{
  async getPosture(entity: {
    kind: string;
    namespace: string;
    name: string;
  }): Promise<Posture> {
    const client = await this.client();
    return unwrap(
      await client.request(
        'get',
        '/entities/by-name/{kind}/{namespace}/{name}/posture',
        {
          params: { path: entity },
        },
      ),
    );
  }

  async getPosturesByRefs(
    entityRefs: string[],
  ): Promise<{ entityRef: string; posture?: PostureOverview }[]> {
    const client = await this.client();
    const { items } = await unwrap(
      await client.request('post', '/posture/by-refs', {
        body: { entityRefs },
      }),
    );
    return items;
  }

  async listPostures(query: ListPosturesQuery): Promise<PosturePage> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/postures', { params: { query } }),
    );
  }

  async listFindings(query: ListFindingsQuery): Promise<FindingPage> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/findings', { params: { query } }),
    );
  }

  async getFinding(id: string): Promise<FindingDetail> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/findings/{id}', {
        params: { path: { id } },
      }),
    );
  }

  async listImages(query: ListImagesQuery): Promise<ImagePage> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/images', { params: { query } }),
    );
  }

  async listSources(): Promise<SourceList> {
    const client = await this.client();
    return unwrap(await client.request('get', '/sources'));
  }

  async testSource(cluster: string): Promise<SourceTestResult> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/sources/{name}/test', {
        params: { path: { name: cluster } },
      }),
    );
  }

  async listNamespaces(query: ListNamespacesQuery): Promise<NamespacePage> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/namespaces', { params: { query } }),
    );
  }

  async getNamespace(
    cluster: string,
    namespace: string,
  ): Promise<NamespaceDetail> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/namespaces/{cluster}/{namespace}', {
        params: { path: { cluster, namespace } },
      }),
    );
  }

  async listGoldenImages(): Promise<GoldenImageList> {
    const client = await this.client();
    return unwrap(await client.request('get', '/golden-images'));
  }

  async getGoldenImage(name: string): Promise<GoldenImageDetail> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/golden-images/{name}', {
        params: { path: { name } },
      }),
    );
  }

  async listGoldenImageUsers(
    name: string,
    query: ListGoldenImageUsersQuery,
  ): Promise<GoldenImageUserPage> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/golden-images/{name}/users', {
        params: { path: { name }, query },
      }),
    );
  }

  async getUpgradeAdvice(
    name: string,
    query: { from: string; to?: string },
  ): Promise<UpgradeAdvice> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/golden-images/{name}/advice', {
        params: { path: { name }, query },
      }),
    );
  }

  async listCampaigns(): Promise<CampaignList> {
    const client = await this.client();
    return unwrap(await client.request('get', '/campaigns'));
  }

  async getCampaign(id: string): Promise<Campaign> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/campaigns/{id}', {
        params: { path: { id } },
      }),
    );
  }

  async planCampaign(request: PlanCampaignRequest): Promise<Campaign> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/campaigns', { body: request }),
    );
  }

  async changeCampaign(id: string, action: CampaignAction): Promise<Campaign> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/campaigns/{id}/{action}', {
        params: { path: { id, action } },
      }),
    );
  }

  /** Opens or updates the pull request that moves an entity's repository. */
  async bumpImage(request: BumpImageRequest): Promise<ImageBump> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/image-bumps', { body: request }),
    );
  }

  async listExceptions(query: ListExceptionsQuery): Promise<ExceptionPage> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/exceptions', { params: { query } }),
    );
  }

  async getException(id: string): Promise<ExceptionDetail> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/exceptions/{id}', {
        params: { path: { id } },
      }),
    );
  }

  async getExceptionSettings(): Promise<ExceptionSettings> {
    const client = await this.client();
    return unwrap(await client.request('get', '/exceptions/settings'));
  }

  async getExceptionReports(): Promise<ExceptionReports> {
    const client = await this.client();
    return unwrap(await client.request('get', '/exceptions/reports'));
  }

  async previewException(draft: ExceptionDraft): Promise<ExceptionPreview> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/exceptions/preview', { body: draft }),
    );
  }

  async requestException(request: ExceptionRequest): Promise<ExceptionDetail> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/exceptions', { body: request }),
    );
  }

  async breakGlass(request: ExceptionRequest): Promise<ExceptionDetail> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/exceptions/break-glass', {
        body: request,
      }),
    );
  }

  async editException(
    id: string,
    request: ExceptionRequest & { version: number },
  ): Promise<ExceptionDetail> {
    const client = await this.client();
    return unwrap(
      await client.request('put', '/exceptions/{id}', {
        params: { path: { id } },
        body: request,
      }),
    );
  }

  async changeException(
    id: string,
    action: ExceptionChangeAction,
    change: ExceptionChange,
  ): Promise<ExceptionDetail> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/exceptions/{id}/{action}', {
        params: { path: { id, action } },
        body: change,
      }),
    );
  }

  async importIgnoreFile(
    request: ImportIgnoreFileRequest,
  ): Promise<ExceptionImport> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/exceptions/import', { body: request }),
    );
  }

  /** Public keys that exports are signed with. */
  async getExceptionKeys(): Promise<ExceptionKeys> {
    const client = await this.client();
    return unwrap(await client.request('get', '/exceptions/keys'));
  }

  /** What pipelines honour in a cluster, signed: a compact JWS. */
  async getExceptionExport(cluster: string): Promise<string> {
    return this.text('/exceptions/export', { cluster });
  }

  async getExceptionRegister(
    format: 'csv' | 'json',
    options?: { signed?: boolean },
  ): Promise<string> {
    return this.text('/exceptions/register', {
      format,
      ...(options?.signed && { signed: 'true' }),
    });
  }

  async getIgnoreRules(
    scanner: 'trivy' | 'grype' | 'openvex',
    of: { entityRef: string; repository?: string },
  ): Promise<string> {
    return this.text(`/exceptions/ignore-rules/${scanner}`, {
      entityRef: of.entityRef,
      ...(of.repository && { repository: of.repository }),
    });
  }
}
