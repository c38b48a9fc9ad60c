/** The command `shift-down`. */
export {};
