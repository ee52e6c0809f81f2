import { document } from "../../lib/document.js";

export default async function run({ apiClient, input }) {
  const { project, type, summary, description, fields } = input;
  return apiClient.post("rest/api/3/issue", {
    fields: {
      project: { key: project },
      issuetype: { name: type },
      summary,
      ...(description && { description: document(description) }),
      ...fields,
    },
  });
}
