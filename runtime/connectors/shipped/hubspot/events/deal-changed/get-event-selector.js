import { selectorOf } from "../../lib/selector.js";

export default async function getEventSelector({ apiClient }) {
  return selectorOf(apiClient, "deal.propertyChange");
}
