export interface Config {
  shiftDown?: {
    git?: {
      /** Whom commits are by. */
      author?: {
        /** `Shift Down` by default. */
        name?: string;
        /** `shift-down@noreply.invalid` by default. */
        email?: string;
      };
      /**
       * The only places that branches and pull requests are made in. The longest that a
       * repository's address begins with counts.
       */
      repositories?: Array<{
        /**
         * `github`, `gitlab`, `gitea` (and Forgejo): with the credential that
         * `integrations` has for the host. `git`: any server over https; branches are
         * pushed, and people open the pull request. `folder`: bare repositories in a
         * folder.
         */
        type: 'github' | 'gitlab' | 'gitea' | 'git' | 'folder';
        /**
         * What addresses of repositories begin with, such as
         * `https://github.com/acme`; for `folder` too, where nothing is called there.
         */
        url: string;
        /** `folder`: a relative path starts where `app-config.yaml` lies. */
        path?: string;
        /** `git` */
        username?: string;
        /**
         * `git`: password or token
         * @visibility secret
         */
        password?: string;
      }>;
    };
  };
}
