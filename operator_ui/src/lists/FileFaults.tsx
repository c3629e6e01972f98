import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, List, Stack, Text } from "@mantine/core";
import { reasonText } from "../app/errorCodes";
import { encodingName } from "./encodings";
import type { Preview } from "./requests";

const SHOWN_FAULTS = 5;

type Fault = Preview["faults"][number];

function withEncodingNamed(fault: Fault): Fault {
  const { encoding } = fault.parameters;
  if (typeof encoding !== "string") return fault;
  return { ...fault, parameters: { ...fault.parameters, encoding: encodingName(encoding) } };
}

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
        <List size="sm">
          {shown.map((fault, place) => (
            <List.Item key={place}>{reasonText(i18n, withEncodingNamed(fault))}</List.Item>
          ))}
        </List>
        {further > 0 && (
          <Text size="sm">
            <Plural value={further} one="and # more" few="and # more" many="and # more" other="and # more" />
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
