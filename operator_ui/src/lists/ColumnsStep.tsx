import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Radio, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorText } from "../app/errorText";
import { useReport } from "../app/useReport";
import { ColumnsTable } from "./ColumnsTable";
import { DefaultZone } from "./DefaultZone";
import { ENCODINGS } from "./encodings";
import { FileFaults } from "./FileFaults";
import classes from "./ImportWizard.module.css";
import {
  type ColumnRole,
  type FileForm,
  type ImportUploaded,
  imports,
  type LeadList,
  type Preview,
} from "./requests";

const NEW_LIST = "new";

type ColumnsStepProps = {
  campaignId: string;
  lists: LeadList[];
  uploaded: ImportUploaded;
  onLookedAgain: (uploaded: ImportUploaded) => void;
  onBegun: () => void;
};

/** What the columns mean, how the file is read if the guess was wrong, and where its leads go. */
export function ColumnsStep({ campaignId, lists, uploaded, onLookedAgain, onBegun }: ColumnsStepProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const { id, file_name, preview } = uploaded;
  const [roles, setRoles] = useState<(ColumnRole | null)[]>(preview.roles);
  const [listId, setListId] = useState(NEW_LIST);
  const [name, setName] = useState(file_name.replace(/\.[a-z]{1,4}$/i, ""));
  const [duplicates, setDuplicates] = useState<"skip" | "move">("skip");
  const [zone, setZone] = useState(uploaded.home_zone);
  const lookAgain = useMutation({
    mutationFn: (change: FileForm) => imports.lookAgain(campaignId, id, { ...formOf(preview), ...change }),
    onSuccess: (again) => {
      setRoles(again.preview.roles);
      onLookedAgain(again);
    },
    onError: useReport(),
  });
  const begin = useMutation({
    mutationFn: () =>
      imports.start(campaignId, id, {
        form: formOf(preview),
        roles,
        duplicates,
        default_zone: zone,
        list_id: listId === NEW_LIST ? null : listId,
        list_name: name,
        lines: preview.lines,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["imports", campaignId] });
      onBegun();
    },
  });
  const titles = preview.above_heading.map((cells) => cells.filter(Boolean).join(" ")).join(" · ");
  const hasNumber = roles.includes("phone_number");
  return (
    <Stack gap="md">
      <div className={classes.form}>
        {preview.encoding && (
          <Select
            label={t`Encoding`}
            allowDeselect={false}
            data={ENCODINGS}
            value={preview.encoding}
            onChange={(value) => value && lookAgain.mutate({ encoding: value as FileForm["encoding"] })}
          />
        )}
        {preview.delimiter && (
          <Select
            label={t`Column separator`}
            allowDeselect={false}
            data={[
              { value: ";", label: t`semicolon` },
              { value: ",", label: t`comma` },
              { value: "\t", label: t`tab` },
              { value: "|", label: t`bar` },
            ]}
            value={preview.delimiter}
            onChange={(value) => value && lookAgain.mutate({ delimiter: value as FileForm["delimiter"] })}
          />
        )}
        {preview.sheets.length > 1 && (
          <Select
            label={t`Sheet`}
            allowDeselect={false}
            data={preview.sheets}
            value={preview.sheet}
            onChange={(sheet) => sheet && lookAgain.mutate({ sheet, has_heading: null })}
          />
        )}
        <Switch
          className={classes.wide}
          label={t`The first line is a heading`}
          description={titles && t`Not imported, above the heading: ${titles}`}
          checked={preview.has_heading}
          onChange={({ currentTarget: { checked } }) => lookAgain.mutate({ has_heading: checked })}
        />
      </div>
      <FileFaults preview={preview} />
      <ColumnsTable preview={preview} roles={roles} onChange={setRoles} />
      <div className={classes.form}>
        <Select
          className={classes.wide}
          label={t`Into the list`}
          allowDeselect={false}
          data={[
            { value: NEW_LIST, label: t`A new list` },
            ...lists.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={listId}
          onChange={(value) => value && setListId(value)}
        />
        {listId === NEW_LIST && (
          <TextInput
            className={classes.wide}
            label={t`Name of the new list`}
            maxLength={200}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
        )}
      </div>
      <DefaultZone
        campaignId={campaignId}
        importId={id}
        form={formOf(preview)}
        roles={roles}
        value={zone}
        onChange={setZone}
      />
      <Radio.Group
        label={t`A number that this campaign has already`}
        value={duplicates}
        onChange={(value) => setDuplicates(value as typeof duplicates)}
      >
        <Group mt={6}>
          <Radio value="skip" label={t`is refused`} />
          <Radio value="move" label={t`moves onto this list`} />
        </Group>
      </Radio.Group>
      {begin.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, begin.error)}
        </Alert>
      )}
      {!hasNumber && (
        <Alert color="yellow">
          <Trans>Say which column has the phone number.</Trans>
        </Alert>
      )}
      <Group justify="flex-end">
        <Button disabled={!hasNumber} loading={begin.isPending} onClick={() => begin.mutate()}>
          <Plural
            value={preview.lines}
            one="Import # line"
            few="Import # lines"
            many="Import # lines"
            other="Import # lines"
          />
        </Button>
      </Group>
    </Stack>
  );
}

/** As the file was read: what was guessed once stays so. */
function formOf({ encoding, delimiter, sheet, has_heading }: Preview): FileForm {
  return {
    encoding: encoding as FileForm["encoding"],
    delimiter: delimiter as FileForm["delimiter"],
    sheet,
    has_heading,
  };
}
