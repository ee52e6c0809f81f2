"""Every table of the designer, gathered for Django. The rooms own them."""

from designer.accounts.models import ApiToken, Invitation, Member, User
from designer.audit.models import AuditEntry
from designer.bench.models import SavedTest
from designer.embedding.models import Embedding
from designer.end_users.models import UserToken
from designer.images.models import Image
from designer.importing.models import Origin
from designer.integrations.models import Draft
from designer.signing_in.models import Identity, RecoveryCode, SecondFactor, SignIn, SignInPolicy, Tally
from designer.support.models import SupportVisit
from designer.wizard.models import AccountSession, WizardCode, WizardRun, WizardSession

__all__ = [
    "AccountSession",
    "ApiToken",
    "AuditEntry",
    "Draft",
    "Embedding",
    "Identity",
    "Image",
    "Invitation",
    "Member",
    "Origin",
    "RecoveryCode",
    "SavedTest",
    "SecondFactor",
    "SignIn",
    "SignInPolicy",
    "SupportVisit",
    "Tally",
    "User",
    "UserToken",
    "WizardCode",
    "WizardRun",
    "WizardSession",
]
