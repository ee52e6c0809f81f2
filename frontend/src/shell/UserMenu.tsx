import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from "@mantine/core"
import { BookOpen, CircleUser, LogOut, Shield, UserCog } from "lucide-react"
import { Link } from "react-router"
import { tellProblem } from "../ui/Problem"
import classes from "./Shell.module.css"
import { useSession } from "./session"

export function UserMenu({ narrow }: { narrow: boolean }) {
  const { email, isStaff, tenant, signOut } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="top-start" width={230} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={classes.user} aria-label={`Account: ${email}`}>
          <CircleUser size={17} strokeWidth={1.8} aria-hidden />
          {!narrow && <span className={classes.tenantName}>{email}</span>}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {email}, {tenant.role} of {tenant.name}
        </Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          m={4}
          aria-label="Appearance"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
          data={[
            { value: "auto", label: "System" },
            { value: "light", label: "Light" },
            { value: "dark", label: "Dark" },
          ]}
        />
        <Menu.Item leftSection={<UserCog size={15} />} component={Link} to="/account" closeMenuOnClick>
          Account
        </Menu.Item>
        <Menu.Item leftSection={<BookOpen size={15} />} component="a" href="/docs">
          API reference
        </Menu.Item>
        {isStaff && (
          <Menu.Item leftSection={<Shield size={15} />} component="a" href="/admin/">
            Admin
          </Menu.Item>
        )}
        <Menu.Item leftSection={<LogOut size={15} />} onClick={() => void signOut().catch(tellProblem)}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
