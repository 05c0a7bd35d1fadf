"""The organisation's own subscriptions follow its settings: what is said where they cannot be ended here."""

from storage.records import Organization
from storage.subscriptions import DIGEST, Subscription


def own_setting(subscription: Subscription, org: Organization) -> str:
    """Which setting ends the organisation's own subscription."""
    setting = "digest_channel" if subscription.kind == DIGEST else "alert_channel"
    return (
        f"Number {subscription.id} is the organisation's own: it follows the setting {setting}. "
        f"Whoever runs me ends it with: `usagebot org set {org.slug} {setting}=none`"
    )
