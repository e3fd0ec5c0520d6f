"""News of alarms → one e-mail over SMTP; with STARTTLS unless told otherwise."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from crawler.health.channels import Mail
from crawler.health.webhook import NotDelivered

TIMEOUT = 15.0  # seconds


def send(mail: Mail, message: EmailMessage, context: ssl.SSLContext | None = None) -> None:
    """Send one message; certificates are verified, by ``context`` where one is given.

    Raises NotDelivered. One that some of several receivers refused counts as delivered.
    """
    try:
        with _connect(mail, context) as server:
            if mail.security == "starttls":
                server.starttls(context=context or ssl.create_default_context())
            if mail.user is not None:
                server.login(mail.user, mail.password or "")
            server.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise NotDelivered(f"smtp-{error.smtp_code}, the server refuses the login") from None
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(f"smtp-{error.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(type(error).__name__) from None


def _connect(mail: Mail, context: ssl.SSLContext | None) -> smtplib.SMTP:
    # Without a name smtplib asks the name server for this machine's.
    name = mail.sender.rpartition("@")[2]
    if mail.security == "tls":
        secured = context or ssl.create_default_context()
        return smtplib.SMTP_SSL(
            mail.host, mail.port, local_hostname=name, timeout=TIMEOUT, context=secured
        )
    return smtplib.SMTP(mail.host, mail.port, local_hostname=name, timeout=TIMEOUT)
