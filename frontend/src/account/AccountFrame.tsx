/** The frame of the pages before the product: the name, one form in the middle. */
import { Stack, Text, Title } from "@mantine/core"
import type { ReactNode } from "react"
import { usePageTitle } from "../ui/pageTitle"
import classes from "./AccountFrame.module.css"

export function AccountFrame({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  usePageTitle(title)
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Stack gap={4} mb="lg">
          <img src={`${import.meta.env.BASE_URL}icon.svg`} width={32} height={32} alt="Hookyard" />
          <Title order={1} mt="sm">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </Stack>
        {children}
      </div>
    </main>
  )
}
