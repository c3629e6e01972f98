/// <reference types="vite/client" />

declare module "*.po" {
  import type { Messages } from "@lingui/core";

  export const messages: Messages;
}

declare namespace React {
  interface HTMLAttributes<T> {
    /** The name under which Element Timing (W3C) tells when this was painted; measured by benchmarks. */
    elementtiming?: string;
  }
}
