/** Who can log in to the made-up server, by login. */
import type { User } from "../src/api/types";

export const users: Record<string, User> = {
  operator: { id: "u-operator", login: "operator", name: "Анна Соколова", role: "operator", language: "ru" },
  sales: { id: "u-sales", login: "sales", name: "Игорь Лебедев", role: "sales", language: "ru" },
  supervisor: {
    id: "u-super",
    login: "supervisor",
    name: "Марина Орлова",
    role: "supervisor",
    language: "ru",
  },
};
