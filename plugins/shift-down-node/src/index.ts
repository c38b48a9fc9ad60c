/**
 * Extension points of the Shift Down backend.
 *
 * @packageDocumentation
 */
export * from './baselines';
export * from './ClusterProvisioner';
export * from './ClusterWriter';
export * from './EvidenceSource';
export * from './extensionPoints';
export * from './findBaseDirectory';
export * from './giveWay';
export * from './goldenImages';
export * from './ImageSource';
export * from './permissions';
export * from './PullRequestProvider';
