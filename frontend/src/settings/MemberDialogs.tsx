import { Text } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Member } from "../api/types"
import { FormDialog } from "../ui/FormDialog"

interface Props {
  member: Member
  close: () => void
}

export function RemoveMember({ member, close }: Props) {
  const queries = useQueryClient()
  const remove = async () => {
    await api.remove(`/api/members/${member.id}`)
    await queries.invalidateQueries({ queryKey: ["/api/members"] })
  }
  return (
    <FormDialog title={`Remove ${member.email}?`} action="Remove" danger submit={remove} close={close}>
      <Text size="sm">
        They are out at once, and the API tokens they made here end: programs that use those stop working. What they
        built stays.
      </Text>
    </FormDialog>
  )
}

export function ResetTwoFactor({ member, close }: Props) {
  const queries = useQueryClient()
  const reset = async () => {
    await api.post(`/api/members/${member.id}/two-factor/reset`)
    await queries.invalidateQueries({ queryKey: ["/api/members"] })
  }
  return (
    <FormDialog title="Reset two-factor sign-in?" action="Reset" danger submit={reset} close={close}>
      <Text size="sm">
        {member.email} then signs in with the password alone. Make sure that it is really them who lost their phone: ask
        them in person or by a call. It is written to the audit log, and they are told by e-mail.
      </Text>
    </FormDialog>
  )
}
