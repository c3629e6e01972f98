import { useLingui } from "@lingui/react";
import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { errorText } from "./errorText";

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
