import { expect, test } from "vitest";
import type { Answers, AnswerValue } from "../api/types";
import { AnswerSaver } from "./AnswerSaver";

/** A server that answers when it is told to. */
function aServer(unsaved?: Answers) {
  const asked: { questionId: string; value: AnswerValue; settle: (error?: Error) => void }[] = [];
  let kept: Answers = {};
  const saver = new AnswerSaver({
    unsaved,
    send: (questionId, value) =>
      new Promise((resolve, reject) => {
        asked.push({ questionId, value, settle: (error) => (error ? reject(error) : resolve()) });
      }),
    keep: (answers) => {
      kept = answers;
    },
  });
  const settle = async (place: number, error?: Error) => {
    asked[place]?.settle(error);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { saver, settle, sent: () => asked.map(({ value }) => value), kept: () => kept };
}

const markOf = (saver: AnswerSaver) => saver.answers().delivery?.mark;

test("an answer is kept until the server has it", async () => {
  const { saver, settle, kept } = aServer();
  saver.save("delivery", "yes");
  expect(markOf(saver)).toBe("saving");
  expect(kept()).toEqual({ delivery: "yes" });
  await settle(0);
  expect(markOf(saver)).toBe("saved");
  expect(kept()).toEqual({});
});

test("a changed answer goes after the one under way, and skips those in between", async () => {
  const { saver, settle, sent } = aServer();
  saver.save("delivery", "a");
  saver.save("delivery", "ab");
  saver.save("delivery", "abc");
  expect(sent()).toEqual(["a"]);
  await settle(0);
  expect(sent()).toEqual(["a", "abc"]);
  expect(markOf(saver)).toBe("saving");
  await settle(1);
  expect(markOf(saver)).toBe("saved");
});

test("answers to different questions do not wait for each other", () => {
  const { saver, sent } = aServer();
  saver.save("delivery", "yes");
  saver.save("parcels", 12);
  expect(sent()).toEqual(["yes", 12]);
});

test("a failed answer stays, says why and can be sent again", async () => {
  const { saver, settle, sent, kept } = aServer();
  saver.save("delivery", "yes");
  await settle(0, new Error("no network"));
  expect(saver.answers().delivery).toMatchObject({
    mark: "failed",
    value: "yes",
    error: new Error("no network"),
  });
  expect(kept()).toEqual({ delivery: "yes" });
  saver.retryFailed();
  await settle(1);
  expect(sent()).toEqual(["yes", "yes"]);
  expect(markOf(saver)).toBe("saved");
});

test("the failure of an outdated answer is no failure", async () => {
  const { saver, settle } = aServer();
  saver.save("delivery", "yes");
  saver.save("delivery", "no");
  await settle(0, new Error("too late"));
  expect(markOf(saver)).toBe("saving");
});

test("what a reload left behind is sent again", async () => {
  const { saver, settle, sent } = aServer({ delivery: "yes" });
  expect(markOf(saver)).toBe("failed");
  saver.retryFailed();
  await settle(0);
  expect(sent()).toEqual(["yes"]);
});
