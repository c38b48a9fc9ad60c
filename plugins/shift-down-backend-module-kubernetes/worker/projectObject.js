// @ts-check

/**
 * What of an object leaves the worker thread. Bulk that no reader looks at stays behind:
 * who manages which field, texts of reports that are shown nowhere, status.
 */

const REPORT_GROUPS = ['wgpolicyk8s.io', 'openreports.io'];
const WORKLOADS = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);
const WORKLOAD_GROUPS = ['', 'apps', 'batch'];

const RESULT = [
  'source',
  'policy',
  'rule',
  'resources',
  'message',
  'result',
  'severity',
  'category',
  'timestamp',
];
const RESOURCE = ['apiVersion', 'kind', 'namespace', 'name', 'uid'];
/** Of what Trivy Operator reports, what is long and shown nowhere. */
const TRIVY_BULK = new Set(['description', 'links', 'cvss', 'match']);
const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * @param {any} value
 * @param {readonly string[]} keys
 */
function pick(value, keys) {
  if (value === null || typeof value !== 'object') {
    return value;
  }
  /** @type {Record<string, unknown>} */
  const picked = {};
  for (const key of keys) {
    if (value[key] !== undefined) {
      picked[key] = value[key];
    }
  }
  return picked;
}

/**
 * @param {any} value
 * @param {(item: any) => unknown} change
 */
const each = (value, change) =>
  Array.isArray(value) ? value.map(change) : value;

/** @param {any} object */
function projectObject(object) {
  const group = groupOf(object.apiVersion);
  const workload =
    WORKLOADS.has(object.kind) && WORKLOAD_GROUPS.includes(group);
  const projected = { ...object };
  projected.metadata = projectMetadata(object.metadata, workload);
  if (workload) {
    projected.status =
      object.kind === 'Pod' ? projectPodStatus(object.status) : undefined;
  } else if (REPORT_GROUPS.includes(group)) {
    projected.results = each(object.results, projectResult);
  } else if (group === 'aquasecurity.github.io' && isObject(object.report)) {
    projected.report = { ...object.report };
    for (const list of ['vulnerabilities', 'checks', 'secrets']) {
      projected.report[list] = each(object.report[list], withoutBulk);
    }
  }
  return projected;
}

/**
 * @param {any} metadata
 * @param {boolean} workload
 */
function projectMetadata(metadata, workload) {
  if (!isObject(metadata)) {
    return metadata;
  }
  const projected = pick(metadata, [
    'name',
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'labels',
    'annotations',
    'ownerReferences',
  ]);
  const times = (
    Array.isArray(metadata.managedFields) ? metadata.managedFields : []
  )
    .map(field => field?.time)
    .filter(time => typeof time === 'string')
    .sort();
  if (times.length > 0) {
    projected.managedFields = [{ time: times.at(-1) }];
  }
  // In workloads it is needed, to mask what it holds wherever that turns up.
  if (!workload && isObject(metadata.annotations)) {
    projected.annotations = { ...metadata.annotations };
    delete projected.annotations[APPLIED];
  }
  return projected;
}

/** @param {any} status */
function projectPodStatus(status) {
  if (!isObject(status)) {
    return status;
  }
  const containers = list => each(list, it => pick(it, ['name', 'imageID']));
  return {
    phase: status.phase,
    conditions: each(status.conditions, it => pick(it, ['type', 'status'])),
    initContainerStatuses: containers(status.initContainerStatuses),
    containerStatuses: containers(status.containerStatuses),
    ephemeralContainerStatuses: containers(status.ephemeralContainerStatuses),
  };
}

/** @param {any} result */
function projectResult(result) {
  if (!isObject(result)) {
    return result;
  }
  const projected = pick(result, RESULT);
  if (projected.resources !== undefined) {
    projected.resources = each(result.resources, it => pick(it, RESOURCE));
  }
  // The only one that is read: under which exceptions it was skipped.
  if (isObject(result.properties)) {
    projected.properties = pick(result.properties, ['exceptions']);
  }
  return projected;
}

/** @param {any} entry */
function withoutBulk(entry) {
  if (!isObject(entry)) {
    return entry;
  }
  const kept = { ...entry };
  TRIVY_BULK.forEach(key => delete kept[key]);
  return kept;
}

/** @param {any} value */
function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** @param {unknown} apiVersion */
function groupOf(apiVersion) {
  const text = typeof apiVersion === 'string' ? apiVersion : '';
  return text.includes('/') ? text.slice(0, text.indexOf('/')) : '';
}

module.exports = { projectObject };
