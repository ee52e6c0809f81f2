/** The place for deliveries: all destinations, one of them, or one delivery to it. One chunk, as people go back and forth. */
import { useParams } from "react-router"
import { DeliveryPage } from "./DeliveryPage"
import { DestinationPage } from "./DestinationPage"
import { DestinationsPage } from "./DestinationsPage"

export function DeliveriesPage() {
  const { id, delivery } = useParams()
  if (delivery) return <DeliveryPage key={delivery} />
  return id ? <DestinationPage key={id} /> : <DestinationsPage />
}
