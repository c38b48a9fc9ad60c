// @ts-check

/**
 * Worker thread that evaluates objects of clusters, one at a time. What is the same for
 * all objects of a cluster is prepared once and kept.
 */

const { parentPort } = require('worker_threads');
const {
  createClusterEvaluation,
} = require('@shift-down/plugin-shift-down-policy');

/** @type {Map<string, import('@shift-down/plugin-shift-down-policy').ClusterEvaluation>} */
const clusters = new Map();

/** @param {{ type: string, cluster: string, text: string }} request */
function answer({ type, cluster, text }) {
  if (type === 'prepare') {
    const evaluation = createClusterEvaluation(JSON.parse(text));
    clusters.set(cluster, evaluation);
    return evaluation.problems;
  }
  const evaluation = clusters.get(cluster);
  if (!evaluation) {
    throw new Error(`cluster '${cluster}' has not been prepared`);
  }
  return evaluation.evaluate(JSON.parse(text));
}

parentPort?.on('message', request => {
  if (request.type === 'forget') {
    clusters.delete(request.cluster);
    return;
  }
  try {
    parentPort?.postMessage({ type: 'answer', value: answer(request) });
  } catch (error) {
    parentPort?.postMessage({ type: 'failure', message: String(error) });
  }
});
parentPort?.postMessage({ type: 'ready' });
