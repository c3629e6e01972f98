import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Stack, Text } from "@mantine/core";
import { reasonText } from "../app/errorCodes";
import type { Preview } from "./requests";

const SHOWN_FAULTS = 5;

type FileFaultsProps = { preview: Pick<Preview, "faults" | "faults_total"> };

/** Lines of the file that could not be read as they are meant; perhaps it is read in the wrong way. */
export function FileFaults({ preview: { faults, faults_total } }: FileFaultsProps) {
  const { i18n } = useLingui();
  const shown = faults.slice(0, SHOWN_FAULTS);
  const further = faults_total - shown.length;
  if (!shown.length) return null;
  return (
    <Alert color="yellow" role="status">
      <Stack gap={4}>
        <Text size="sm">
          <Trans>
            These places of the file are spoiled, or it is read in the wrong encoding or separator:
          </Trans>
        </Text>
        <ul>
          {shown.map((fault, place) => (
            <li key={place}>{reasonText(i18n, fault)}</li>
          ))}
        </ul>
        {further > 0 && (
          <Text size="sm">
            <Plural value={further} one="and # more" few="and # more" many="and # more" other="and # more" />
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
