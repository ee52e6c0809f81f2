export default async function run({ apiClient, input }) {
  const path = `rest/api/3/issue/${encodeURIComponent(input.key)}/transitions`;
  const { transitions } = await apiClient.get(path);
  const wanted = input.status.toLowerCase();
  const way = transitions.find(({ name, to }) => [to?.name, name].some((one) => one?.toLowerCase() === wanted));
  if (!way) {
    const there = transitions.map(({ to, name }) => to?.name ?? name).join(", ");
    throw new Error(`${input.key} cannot go to ${input.status} from where it is. It can go to: ${there || "nowhere"}.`);
  }
  await apiClient.post(path, { transition: { id: way.id } });
  return { key: input.key, status: way.to?.name ?? way.name };
}
