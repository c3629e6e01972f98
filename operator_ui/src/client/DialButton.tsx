import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPhoneCall } from "@tabler/icons-react";
import { DialWarning } from "./DialWarning";
import { readable } from "./phoneNumber";
import { useDial } from "./useDial";

type DialButtonProps = { clientId: string; number: string; isRefused?: boolean };

/** Click-to-dial of one number, or why it is not possible now. */
export function DialButton({ clientId, number, isRefused = false }: DialButtonProps) {
  const { t } = useLingui();
  const { dial, isDialling, obstacle, warnings, dialAllTheSame, letBe } = useDial();
  const text = readable(number);
  const reason = isRefused ? t`This number asked not to be called` : obstacle;
  return (
    <>
      <Tooltip label={reason ?? t`Call ${text}`}>
        <ActionIcon
          size="lg"
          variant={reason ? "default" : "filled"}
          // A disabled button would neither be focused nor say why.
          data-disabled={reason !== null || undefined}
          aria-disabled={reason !== null}
          aria-label={reason ? t`Call ${text} (${reason})` : t`Call ${text}`}
          loading={isDialling}
          onClick={() => reason === null && dial(clientId, number)}
        >
          <IconPhoneCall size={17} />
        </ActionIcon>
      </Tooltip>
      <DialWarning warnings={warnings} onDial={dialAllTheSame} onLetBe={letBe} />
    </>
  );
}
