import { useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import type { Language } from "../api/types";
import { activate } from "./i18n";

type LanguageSwitchProps = {
  /** Told after the page has changed, so that the choice can be kept with the user. */
  onChosen?: (language: Language) => void;
};

export function LanguageSwitch({ onChosen }: LanguageSwitchProps) {
  const { t, i18n } = useLingui();
  const choose = (choice: string) => {
    const language = choice === "en" ? "en" : "ru";
    void activate(language);
    onChosen?.(language);
  };
  return (
    <SegmentedControl
      size="xs"
      aria-label={t`Language`}
      value={i18n.locale}
      onChange={choose}
      data={[
        { value: "ru", label: "RU" },
        { value: "en", label: "EN" },
      ]}
    />
  );
}
