import { apiError } from './apiError';
import {
  FakeManagedNamespaces,
  type FakeManagedNamespacesData,
} from './FakeManagedNamespaces';
import type {
  Campaign,
  CampaignAction,
  CampaignList,
  ExceptionChange,
  ExceptionChangeAction,
  ExceptionDetail,
  ExceptionDraft,
  ExceptionImport,
  ExceptionPage,
  ExceptionPreview,
  ExceptionReports,
  ExceptionRequest,
  ExceptionSettings,
  Finding,
  FindingDetail,
  FindingPage,
  GoldenImageDetail,
  GoldenImageList,
  GoldenImageUser,
  GoldenImageUserPage,
  Image,
  ImagePage,
  ListExceptionsQuery,
  ListFindingsQuery,
  ListGoldenImageUsersQuery,
  ListImagesQuery,
  ListNamespacesQuery,
  ListPosturesQuery,
  NamespaceDetail,
  NamespacePage,
  PlanCampaignRequest,
  Posture,
  PostureOverview,
  PosturePage,
  ShiftDownApi,
  SourceList,
  SourceTestResult,
  UpgradeAdvice,
} from '@shift-down/plugin-shift-down-common/client';
import {
  aCampaign,
  aFindingDetail,
  anExceptionDetail,
  aPreview,
  someReports,
  someSettings,
} from './fixtures';

export { apiError };

/** What a {@link FakeShiftDownApi} answers from. */
export interface FakeData extends FakeManagedNamespacesData {
  postures?: Posture[];
  overviews?: PostureOverview[];
  findings?: Finding[];
  details?: FindingDetail[];
  images?: Image[];
  sources?: SourceList;
  namespaces?: NamespaceDetail[];
  /** What a test of each cluster finds, by name. */
  tests?: Record<string, SourceTestResult>;
  goldenImages?: GoldenImageDetail[];
  elsewhere?: GoldenImageList['elsewhere'];
  users?: GoldenImageUser[];
  /** What every comparison of releases finds. */
  advice?: UpgradeAdvice;
  campaigns?: Campaign[];
  mayManageCampaigns?: boolean;
  exceptions?: ExceptionDetail[];
  /** Ids of exceptions that the reader has a part in. */
  mine?: string[];
  /** Ids of exceptions that the reader could decide. */
  toDecide?: string[];
  exceptionSettings?: ExceptionSettings;
  exceptionReports?: ExceptionReports;
  /** What every preview comes to. */
  preview?: ExceptionPreview;
}

const FACETS = {
  severity: (finding: Finding) => finding.severity,
  result: (finding: Finding) => finding.result,
  responsibility: (finding: Finding) => finding.responsibility,
  area: (finding: Finding) => finding.area,
  control: (finding: Finding) => finding.controlId,
  policy: (finding: Finding) => finding.policy,
  cluster: (finding: Finding) => finding.subject?.cluster,
  namespace: (finding: Finding) => finding.subject?.namespace,
} as const;

type Facet = keyof typeof FACETS;

const FACET_NAMES = Object.keys(FACETS) as Facet[];

const STATE_AFTER = {
  start: 'running',
  pause: 'paused',
  resume: 'running',
  retry: 'running',
  stop: 'stopped',
} as const;

/** An API in memory that filters, counts and pages as the backend does. */
export class FakeShiftDownApi
  extends FakeManagedNamespaces
  implements ShiftDownApi
{
  readonly findingQueries: ListFindingsQuery[] = [];
  readonly goldenImageUserQueries: ListGoldenImageUsersQuery[] = [];
  readonly adviceQueries: { from: string; to?: string }[] = [];
  readonly plans: PlanCampaignRequest[] = [];
  readonly campaignActions: CampaignAction[] = [];
  readonly exceptionQueries: ListExceptionsQuery[] = [];
  readonly drafts: ExceptionDraft[] = [];
  readonly requests: (ExceptionRequest & { version?: number })[] = [];
  readonly brokenGlasses: ExceptionRequest[] = [];
  readonly exceptionChanges: [ExceptionChangeAction, ExceptionChange][] = [];
  readonly imageQueries: ListImagesQuery[] = [];
  readonly namespaceQueries: ListNamespacesQuery[] = [];
  readonly postureQueries: ListPosturesQuery[] = [];
  readonly #data: FakeData;

  constructor(data: FakeData) {
    super(data);
    this.#data = data;
  }

  async getPosture(entity: {
    kind: string;
    namespace: string;
    name: string;
  }): Promise<Posture> {
    const ref = `${entity.kind.toLocaleLowerCase('en-US')}:${
      entity.namespace
    }/${entity.name}`;
    return found(
      this.#data.postures?.find(({ entityRef }) => entityRef === ref),
    );
  }

  async getPosturesByRefs(entityRefs: string[]) {
    return entityRefs.map(entityRef => ({
      entityRef,
      posture: this.#data.overviews?.find(item => item.entityRef === entityRef),
    }));
  }

  async listPostures(query: ListPosturesQuery): Promise<PosturePage> {
    this.postureQueries.push(query);
    const matching = (this.#data.overviews ?? []).filter(
      posture =>
        contains(query.text, posture.entityRef, posture.title) &&
        includes(query.kind, posture.kind) &&
        includes(query.grade, posture.grade) &&
        includes(query.owner, posture.ownerRef) &&
        includes(query.severity, posture.worstFinding?.severity),
    );
    return paged(matching, query);
  }

  async listFindings(query: ListFindingsQuery): Promise<FindingPage> {
    this.findingQueries.push(query);
    const matching = (without?: Facet) =>
      (this.#data.findings ?? []).filter(
        finding =>
          (!query.type || finding.type === query.type) &&
          includes(query.repository, finding.repository) &&
          (!query.fixable || Boolean(finding.fixedVersion)) &&
          (!query.overdue || Boolean(finding.overdue)) &&
          (!query.layer || finding.layer === query.layer) &&
          (query.suppressed === undefined ||
            Boolean(finding.suppression) === query.suppressed) &&
          (query.exempt === undefined ||
            Boolean(finding.exempt) === query.exempt) &&
          contains(query.text, finding.title, finding.policy, finding.rule) &&
          FACET_NAMES.every(
            name =>
              name === without || includes(query[name], FACETS[name](finding)),
          ),
      );
    const facets = Object.fromEntries(
      FACET_NAMES.map(name => [
        name,
        counted(matching(name).map(FACETS[name])),
      ]),
    );
    return { ...paged(matching(), query), facets };
  }

  async getFinding(id: string): Promise<FindingDetail> {
    const detail = this.#data.details?.find(finding => finding.id === id);
    const finding = this.#data.findings?.find(item => item.id === id);
    return found(detail ?? (finding && { ...aFindingDetail(), ...finding }));
  }

  async listImages(query: ListImagesQuery): Promise<ImagePage> {
    this.imageQueries.push(query);
    return paged(
      (this.#data.images ?? []).filter(image =>
        contains(query.text, image.repository),
      ),
      query,
    );
  }

  async listSources(): Promise<SourceList> {
    return this.#data.sources ?? { complete: false, clusters: [] };
  }

  async testSource(cluster: string): Promise<SourceTestResult> {
    return found(this.#data.tests?.[cluster]);
  }

  async listNamespaces(query: ListNamespacesQuery): Promise<NamespacePage> {
    this.namespaceQueries.push(query);
    return paged(
      (this.#data.namespaces ?? []).filter(
        item =>
          contains(query.text, item.namespace) &&
          includes(query.cluster, item.cluster),
      ),
      query,
    );
  }

  async getNamespace(
    cluster: string,
    namespace: string,
  ): Promise<NamespaceDetail> {
    return found(
      this.#data.namespaces?.find(
        item => item.cluster === cluster && item.namespace === namespace,
      ),
    );
  }

  async listGoldenImages(): Promise<GoldenImageList> {
    return {
      items: this.#data.goldenImages ?? [],
      elsewhere: this.#data.elsewhere ?? { notGolden: 0, unknown: 0 },
    };
  }

  async getGoldenImage(name: string): Promise<GoldenImageDetail> {
    return found(this.#data.goldenImages?.find(image => image.name === name));
  }

  async listGoldenImageUsers(
    name: string,
    query: ListGoldenImageUsersQuery,
  ): Promise<GoldenImageUserPage> {
    this.goldenImageUserQueries.push(query);
    return paged(
      (this.#data.users ?? []).filter(
        ({ release, ownerRef, status }) =>
          release.image === name &&
          includes(query.version, release.version) &&
          includes(query.owner, ownerRef) &&
          includes<string>(query.state, status.state),
      ),
      query,
    );
  }

  async getUpgradeAdvice(
    _name: string,
    query: { from: string; to?: string },
  ): Promise<UpgradeAdvice> {
    this.adviceQueries.push(query);
    return found(this.#data.advice);
  }

  async listCampaigns(): Promise<CampaignList> {
    return {
      items: this.#data.campaigns ?? [],
      mayManage: this.#data.mayManageCampaigns ?? false,
    };
  }

  async getCampaign(id: string): Promise<Campaign> {
    return found(this.#data.campaigns?.find(campaign => campaign.id === id));
  }

  async planCampaign(request: PlanCampaignRequest): Promise<Campaign> {
    this.plans.push(request);
    const campaign = aCampaign({ ...request, state: 'planned' });
    this.#data.campaigns = [...(this.#data.campaigns ?? []), campaign];
    return campaign;
  }

  async changeCampaign(id: string, action: CampaignAction): Promise<Campaign> {
    this.campaignActions.push(action);
    const campaign = await this.getCampaign(id);
    const changed = { ...campaign, state: STATE_AFTER[action] };
    this.#data.campaigns = this.#data.campaigns?.map(item =>
      item.id === id ? changed : item,
    );
    return changed;
  }

  async listExceptions(query: ListExceptionsQuery): Promise<ExceptionPage> {
    this.exceptionQueries.push(query);
    const { exceptions = [], mine = [], toDecide = [] } = this.#data;
    const inView = (id: string) =>
      (query.view !== 'mine' || mine.includes(id)) &&
      (query.view !== 'to-decide' || toDecide.includes(id));
    const { items, total, nextCursor } = paged(
      exceptions.filter(
        exception =>
          inView(exception.id) &&
          (!query.entityRef || exception.entityRef === query.entityRef) &&
          includes(query.state, exception.state) &&
          includes(query.phase, exception.phase) &&
          includes(query.severity, exception.severity) &&
          contains(query.text, exception.title, exception.entityRef),
      ),
      query,
    );
    return {
      items,
      totalItems: total,
      nextCursor,
      counts: { mine: mine.length, toDecide: toDecide.length },
    };
  }

  async getException(id: string): Promise<ExceptionDetail> {
    return found(this.#data.exceptions?.find(item => item.id === id));
  }

  async getExceptionSettings(): Promise<ExceptionSettings> {
    return this.#data.exceptionSettings ?? someSettings();
  }

  async getExceptionReports(): Promise<ExceptionReports> {
    return this.#data.exceptionReports ?? someReports();
  }

  async previewException(draft: ExceptionDraft): Promise<ExceptionPreview> {
    this.drafts.push(draft);
    return this.#data.preview ?? aPreview();
  }

  async requestException(request: ExceptionRequest): Promise<ExceptionDetail> {
    this.requests.push(request);
    return this.#added(request);
  }

  async breakGlass(request: ExceptionRequest): Promise<ExceptionDetail> {
    this.brokenGlasses.push(request);
    return this.#added(request);
  }

  async editException(
    id: string,
    request: ExceptionRequest & { version: number },
  ): Promise<ExceptionDetail> {
    this.requests.push(request);
    return this.getException(id);
  }

  async changeException(
    id: string,
    action: ExceptionChangeAction,
    change: ExceptionChange,
  ): Promise<ExceptionDetail> {
    this.exceptionChanges.push([action, change]);
    return this.getException(id);
  }

  async importIgnoreFile(): Promise<ExceptionImport> {
    return { created: 0, known: 0, problems: [] };
  }

  async getExceptionRegister(format: 'csv' | 'json'): Promise<string> {
    return `register as ${format}`;
  }

  async getIgnoreRules(scanner: string): Promise<string> {
    return `rules for ${scanner}`;
  }

  #added(request: ExceptionRequest): ExceptionDetail {
    const exception = anExceptionDetail({
      ...request,
      id: '00000000-0000-4000-8000-00000000aaaa',
      entityRef: request.scope.entityRef,
    });
    this.#data.exceptions = [...(this.#data.exceptions ?? []), exception];
    return exception;
  }
}

function found<T>(value: T | undefined): T {
  if (!value) {
    throw apiError(404, 'Not found');
  }
  return value;
}

function includes<T>(wanted: readonly T[] | undefined, value?: T): boolean {
  return !wanted || (value !== undefined && wanted.includes(value));
}

function contains(text: string | undefined, ...values: (string | undefined)[]) {
  const wanted = text?.toLocaleLowerCase('en-US') ?? '';
  return values.some(value =>
    value?.toLocaleLowerCase('en-US').includes(wanted),
  );
}

function counted(values: (string | undefined)[]) {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== undefined) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts].map(([value, count]) => ({ value, count }));
}

function paged<T>(items: T[], query: { limit?: number; cursor?: string }) {
  const start = Number(query.cursor ?? 0);
  const end = start + (query.limit ?? 25);
  return {
    items: items.slice(start, end),
    total: items.length,
    totalIsLowerBound: false,
    nextCursor: end < items.length ? String(end) : undefined,
  };
}
