import { selectorOf } from "../../lib/selector.js";

export default async function getEventSelector({ apiClient, parameters }) {
  return selectorOf(apiClient, parameters.type);
}
