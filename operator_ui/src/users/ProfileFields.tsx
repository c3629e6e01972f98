import { useLingui } from "@lingui/react/macro";
import { SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import type { Language, Role } from "../api/types";
import { LANGUAGE, ROLE } from "../app/words";

export type Profile = { name: string; role: Role; language: Language };

const ROLES: readonly Role[] = ["operator", "sales", "supervisor", "admin"];
const LANGUAGES: readonly Language[] = ["ru", "en"];
/** The names of the fields, as the server has them. */
export const PROFILE_FIELDS = ["name", "role", "language"];

type ProfileFieldsProps = {
  profile: Profile;
  reasons: Record<string, string>;
  onChange: (change: Partial<Profile>) => void;
};

/** What can be changed of a user at any time. */
export function ProfileFields({ profile, reasons, onChange }: ProfileFieldsProps) {
  const { t, i18n } = useLingui();
  return (
    <Stack gap="sm">
      <TextInput
        label={t({ message: "Name", context: "of a person" })}
        required
        data-autofocus
        maxLength={200}
        value={profile.name}
        error={reasons.name}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <Select
        label={t`Role`}
        allowDeselect={false}
        data={ROLES.map((role) => ({ value: role, label: i18n._(ROLE[role]) }))}
        value={profile.role}
        error={reasons.role}
        onChange={(chosen) => onChange({ role: ROLES.find((role) => role === chosen) ?? profile.role })}
      />
      <div>
        <Text size="sm" fw={500} mb={4}>
          {t`Language of the pages`}
        </Text>
        <SegmentedControl
          aria-label={t`Language of the pages`}
          data={LANGUAGES.map((language) => ({ value: language, label: i18n._(LANGUAGE[language]) }))}
          value={profile.language}
          onChange={(chosen) =>
            onChange({ language: LANGUAGES.find((one) => one === chosen) ?? profile.language })
          }
        />
      </div>
    </Stack>
  );
}
