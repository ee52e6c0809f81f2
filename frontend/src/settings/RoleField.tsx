/** The role that somebody, or a program, will have, with what it may do. */
import { Select } from "@mantine/core"
import type { Role } from "../api/types"
import { Field } from "../ui/ApiForm"
import { ROLES, roleText } from "./roles"

export function RoleField({ role, setRole }: { role: Role; setRole: (role: Role) => void }) {
  return (
    <Field name="role">
      <Select
        label="Role"
        description={roleText(role)}
        allowDeselect={false}
        data={ROLES}
        value={role}
        onChange={(value) => value && setRole(value as Role)}
      />
    </Field>
  )
}
