export interface Config {
  auth?: {
    providers?: {
      /** Sign-in by choosing a person; the development portal's only. */
      development?: {
        /**
         * Name of the HTTP header that carries the choice.
         * @visibility frontend
         */
        header: string;
        personas: Array<{
          /**
           * Name of a User in the catalog's default namespace.
           * @visibility frontend
           */
          user: string;
          /**
           * What to call them.
           * @visibility frontend
           */
          displayName: string;
          /**
           * What they do, in a few words.
           * @visibility frontend
           */
          role: string;
          /**
           * Their group, as people call it.
           * @visibility frontend
           */
          group: string;
        }>;
      };
    };
  };
}
