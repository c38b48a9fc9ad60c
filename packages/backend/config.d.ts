export interface Config {
  /** Choices of this portal that belong to no plugin. */
  portal?: {
    /**
     * Refs of groups whose members read the security of every entity, and all
     * sources: security reviewers and platform engineers.
     */
    fleetReaders?: string[];
    /** Groups whose members plan and run campaigns over golden images. */
    campaignManagers?: string[];
    /**
     * Groups whose members read all exceptions, export them, and decide those that
     * `shiftDown.exceptions.deciders` lets them decide.
     */
    exceptionDeciders?: string[];
    /**
     * Groups whose members may let something through at once and alone, if
     * `shiftDown.exceptions.breakGlass` names them as well.
     */
    breakGlassHolders?: string[];
    /**
     * Groups whose members run all managed namespaces: repair, upgrade and adopt them,
     * and roll out new baselines.
     */
    namespaceManagers?: string[];
  };
}
