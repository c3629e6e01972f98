import { useLingui } from "@lingui/react";
import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { errorText, fieldReasons } from "./errorText";

/** Shows an error to the user: every rejected promise must reach somebody. */
export function useReport(): (error: unknown) => void {
  const { i18n } = useLingui();
  return useCallback(
    (error) => {
      notifications.show({ message: errorText(i18n, error), color: "red", withBorder: true });
    },
    [i18n],
  );
}

/** The same for a form that shows beside its fields why these were refused. */
export function useReportBeside(...fields: string[]): (error: unknown) => void {
  const { i18n } = useLingui();
  const report = useReport();
  return (error) => {
    const refused = Object.keys(fieldReasons(i18n, error));
    if (refused.length === 0 || refused.some((field) => !fields.includes(field))) report(error);
  };
}
