/** Filling names into a script; pure. */
import type { CallCard } from "../api/types";

/** Whom it is said to: of a call, or of a lead before it is dialled. */
export type Called = Pick<CallCard, "client" | "phone_number">;
export type ScriptNames = { client_name: string; person_name: string; operator_name: string };

/** The person is whose number was dialled, else the client's first, else the client itself. */
export function namesOf({ client, phone_number }: Called, operatorName: string): ScriptNames {
  const called = client.phone_numbers.find((number) => number.e164 === phone_number);
  const person = client.persons.find(({ id }) => id === called?.person_id) ?? client.persons[0];
  return {
    client_name: client.name,
    person_name: person?.name ?? client.name,
    operator_name: operatorName,
  };
}

/** A placeholder that nobody knows stays as it is, so that its author sees the mistake. */
export function filledIn(text: string, names: ScriptNames): string {
  return text.replace(
    /\{(client_name|person_name|operator_name)\}/g,
    (_, name: keyof ScriptNames) => names[name],
  );
}
