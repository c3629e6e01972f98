import { describe, expect, test } from "vitest";
import { aCall, aClient } from "../test/records";
import { dropDraft, keepDraft, readDraft } from "./draft";
import { filledIn, namesOf } from "./script";

describe("the script", () => {
  const names = { client_name: "Acme", person_name: "Ann", operator_name: "Bob" };

  test("has its names filled in, every time they occur", () => {
    expect(filledIn("{person_name} of {client_name}? {person_name}!", names)).toBe("Ann of Acme? Ann!");
  });
  test("keeps a placeholder that nobody knows", () => {
    expect(filledIn("Hello {nick}", names)).toBe("Hello {nick}");
  });
  test("does not fill in names within names", () => {
    expect(filledIn("{client_name}", { ...names, client_name: "{person_name}" })).toBe("{person_name}");
  });
  test("speaks to the person whose number was dialled", () => {
    const persons = [
      { id: "p1", name: "First", position: "" },
      { id: "p2", name: "Second", position: "" },
    ];
    const phone_numbers = [{ id: "n", e164: "+1", label: "", person_id: "p2", do_not_call: false }];
    const client = aClient({ persons, phone_numbers });
    expect(namesOf(aCall({ client, phone_number: "+1" }), "Bob").person_name).toBe("Second");
    expect(namesOf(aCall({ client, phone_number: "+2" }), "Bob").person_name).toBe("First");
    expect(namesOf(aCall({ client: aClient({ persons: [] }) }), "Bob").person_name).toBe("Northern Windows");
  });
});

describe("a draft", () => {
  test("keeps its parts apart, and each call its own", () => {
    keepDraft("call-1", { note: "half a" });
    keepDraft("call-1", { disposition: "sale" });
    keepDraft("call-2", { note: "other" });
    expect(readDraft("call-1")).toEqual({ note: "half a", disposition: "sale" });
    dropDraft("call-1");
    expect(readDraft("call-1")).toEqual({});
    expect(readDraft("call-2")).toEqual({ note: "other" });
  });
  test("in a closed storage is simply not there", () => {
    const closed = {
      getItem: () => {
        throw new Error("denied");
      },
      setItem: () => {
        throw new Error("denied");
      },
      removeItem: () => {
        throw new Error("denied");
      },
    };
    expect(() => keepDraft("call-1", { note: "x" }, closed)).not.toThrow();
    expect(readDraft("call-1", closed)).toEqual({});
  });
});
