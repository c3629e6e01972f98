import classes from "./Mark.module.css";

/** The product's sign: a bell. Decorative; the word beside it is its text. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" className={classes.ground} />
      <path
        className={classes.bell}
        d="M16 6.5a1.6 1.6 0 0 1 1.6 1.6v.5c3 .7 5 3.3 5 6.6v3.5l1.7 2.7c.4.7 0 1.6-.9 1.6H8.6c-.9 0-1.3-.9-.9-1.6l1.7-2.7v-3.5c0-3.3 2-5.9 5-6.6v-.5A1.6 1.6 0 0 1 16 6.5z"
      />
      <path className={classes.clapper} d="M13.4 24.5h5.2a2.6 2.6 0 0 1-5.2 0z" />
    </svg>
  );
}
